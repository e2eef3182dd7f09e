"""Commands about the installation: app, dagster, doctor, version."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orchestration.commands.console import ends_in_exit_code, print_json
from orchestration.exit_codes import OverturnError

if TYPE_CHECKING:
    from orchestration.settings import Settings

Port = Annotated[int, typer.Option("--port", help="On 127.0.0.1 only.")]


def register(app: typer.Typer) -> None:
    """Adds this module's commands."""
    app.command("app", epilog="Example: overturn app --port 8501")(serve_app)
    app.command("dagster", epilog="Example: overturn dagster --port 3000")(serve_dagster)
    app.command(epilog="Example: overturn doctor --json")(doctor)
    app.command(epilog="Example: overturn version")(version)


@ends_in_exit_code
def serve_app(port: Port = 8501) -> None:
    """Open the dashboards on 127.0.0.1; Ctrl-C ends them."""
    from orchestration.settings import PROJECT, read_settings

    settings = read_settings()
    _become(["python", "-m", "app", "--port", str(port), "--home", str(settings.home)], settings, PROJECT)


@ends_in_exit_code
def serve_dagster(port: Port = 3000) -> None:
    """Open Dagster's pages and daemon on 127.0.0.1; Ctrl-C ends both."""
    from orchestration.assets.instance import prepare_instance
    from orchestration.pipeline.warehouse import prepare_manifest
    from orchestration.settings import PROJECT, read_settings

    settings = read_settings()
    prepare_instance(settings)
    prepare_manifest(settings)
    command = ["dagster", "dev", "-m", "orchestration.definitions", "-h", "127.0.0.1", "-p", str(port)]
    _become(command, settings, PROJECT)


def _become(command: list[str], settings: Settings, folder: Path) -> None:
    from orchestration.settings import child_environment

    program = Path(sys.executable).parent / command[0]
    # A background shell leaves SIGINT ignored, and Dagster would then heed neither it nor SIGTERM.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.chdir(folder)
    os.execve(program, [str(program), *command[1:]], child_environment(settings))  # noqa: S606 - no shell wanted


@ends_in_exit_code
def doctor(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Look at versions, disk, privacy, locks, silent feeds and the last build; say what is wrong and the mend."""
    from orchestration.doctor.health import examine
    from orchestration.settings import read_settings

    findings = examine(read_settings())
    if as_json:
        print_json([vars(each) for each in findings], indent=2)
    else:
        from orchestration.answers.tables import print_health

        print_health(findings)
    wrong = [each for each in findings if not each.is_well]
    if wrong:
        raise OverturnError(f"{len(wrong)} wrong: {', '.join(each.subject for each in wrong)}")


@ends_in_exit_code
def version() -> None:
    """Print the version."""
    from importlib.metadata import version as installed

    sys.stdout.write(f"overturn {installed('overturn')}\n")
