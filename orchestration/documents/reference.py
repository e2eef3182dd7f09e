"""The command line's reference as Markdown; ``python -m orchestration.documents.reference`` rewrites docs/cli.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from orchestration.exit_codes import ExitCode
from orchestration.settings import PROJECT

HEAD = """\
# The command line

Generated from the code by `python -m orchestration.documents.reference`; a test holds the two together.
State lies under `OVERTURN_HOME` (default `data/`). Results go to standard output, progress and remarks to standard
error.
"""


def render_reference() -> str:
    """The whole page."""
    import typer

    from orchestration.cli import app

    lines = [HEAD, "## Commands", ""]
    for name, command in list_commands(typer.main.get_command(app)):
        lines += _section(name, command)
    lines += ["## Exit codes", "", "| code | name | meaning |", "|---|---|---|"]
    lines += [f"| {code.value} | {code.name} | {code.meaning} |" for code in ExitCode]
    return "\n".join(lines) + "\n"


def list_commands(group: Any, prefix: str = "overturn") -> Iterator[tuple[str, Any]]:
    """Every command that does something, with its full name, in order."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            if command.invoke_without_command:
                yield f"{prefix} {name}", command
            yield from list_commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", command


def _section(name: str, command: Any) -> list[str]:
    lines = [f"### {name}", "", " ".join(command.help.split()), ""]
    rows = [_row(each) for each in command.params if each.name != "help"]
    if rows:
        lines += ["| option | default | meaning |", "|---|---|---|", *rows, ""]
    return [*lines, f"    {command.epilog.removeprefix('Example: ')}", ""]


def _row(parameter: Any) -> str:
    is_option = any(name.startswith("-") for name in parameter.opts)
    name = ", ".join(parameter.opts) if is_option else parameter.name.upper()
    default = getattr(parameter.default, "value", parameter.default)
    shown = "required" if parameter.required else "" if default in (None, False) else str(default)
    return f"| `{name}` | {shown} | {parameter.help or ''} |"


if __name__ == "__main__":
    (PROJECT / "docs" / "cli.md").write_text(render_reference())
