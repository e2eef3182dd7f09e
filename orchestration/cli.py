"""The command ``overturn``."""

from __future__ import annotations

import typer

from orchestration.commands import making, predicting, reading, serving, x12

app = typer.Typer(
    name="overturn",
    help="Open denial tracking: from X12 files to the figures and back.",
    epilog="Example: overturn demo",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)


@app.callback()
def begin() -> None:
    """Open denial tracking: from X12 files to the figures and back."""
    from orchestration.settings import keep_private, quiet_tools

    keep_private()
    quiet_tools()


for group in (making, reading, x12, predicting, serving):
    group.register(app)


def main() -> None:
    """Entry point of the console script."""
    app()
