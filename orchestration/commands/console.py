"""How commands speak: results on standard output, remarks on standard error, errors as exit codes."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable
from typing import Any, ParamSpec

from orchestration.exit_codes import ExitCode, OverturnError

Arguments = ParamSpec("Arguments")


def print_json(value: Any, *, indent: int | None = None) -> None:
    """One JSON value and a line end."""
    sys.stdout.write(json.dumps(value, indent=indent, default=str, ensure_ascii=False) + "\n")


def say(text: str) -> None:
    """A remark for people; never a patient's data."""
    sys.stderr.write(text + "\n")


def ends_in_exit_code(command: Callable[Arguments, None]) -> Callable[Arguments, None]:
    """Turns the errors that a command may end in into one line and an exit code; anything else is a defect."""

    @functools.wraps(command)
    def run(*args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
        import typer

        try:
            command(*args, **kwargs)
        except OverturnError as error:
            say(f"overturn: {error}")
            raise typer.Exit(int(error.code)) from None
        except BrokenPipeError:
            sys.stderr.close()
            raise typer.Exit(int(ExitCode.OK)) from None
        except Exception as error:
            code = _code_of(error)
            if code is None:
                raise
            say(f"overturn: {error}")
            raise typer.Exit(int(code)) from None

    return run


def _code_of(error: Exception) -> ExitCode | None:
    from interchange.lake import LakeBusyError, LakeMissingError
    from ml.registry import OutdatedModelError

    if isinstance(error, OutdatedModelError):
        return ExitCode.MODEL_OUTDATED
    if isinstance(error, LakeBusyError):
        return ExitCode.BUSY
    if isinstance(error, OSError):
        return ExitCode.FAILED
    return ExitCode.NOTHING_THERE if isinstance(error, LakeMissingError) else None
