"""Commands that look into X12 files: inspect, diff, parse, validate, ack, deidentify."""

from __future__ import annotations

import typer

from orchestration.commands.x12 import answering, judging, reading, sharing

x12 = typer.Typer(help="Look into X12 files.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Adds this module's commands."""
    for module in (reading, judging, answering, sharing):
        module.register(x12)
    app.add_typer(x12, name="x12", epilog="Example: overturn x12 inspect remit.835")
