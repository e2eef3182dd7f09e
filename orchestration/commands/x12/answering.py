"""The command that answers what came in: ack."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orchestration.commands.console import ends_in_exit_code, print_json
from orchestration.commands.x12.sources import Files, Refusals, open_readings
from orchestration.exit_codes import OverturnError

if TYPE_CHECKING:
    from interchange.x12 import Finding, Reading

LARGEST_CONTROL_NUMBER = 999_999_999


def register(app: typer.Typer) -> None:
    """Adds this module's commands."""
    app.command(epilog="Example: overturn x12 ack claims.837 --out answers --control-number 41")(ack)


@ends_in_exit_code
def ack(
    files: Files,
    out: Annotated[Path, typer.Option("--out", help="A folder for the answers.")],
    control_number: Annotated[
        int | None,
        typer.Option(
            "--control-number",
            min=1,
            max=LARGEST_CONTROL_NUMBER,
            help="Of the first answer; by default from the clock.",
        ),
    ] = None,
) -> None:
    """Write a 999 and a TA1 for what came in; one JSON line a file. Acknowledgements themselves get a TA1 only."""
    from interchange.x12.judgement import judge

    now, refusals = dt.datetime.now(dt.UTC), Refusals()
    number = control_number or int(f"{now:%j%H%M%S}")
    for source, reading in open_readings(files, refusals):
        answers = _answers(reading, judge(reading, source.content), number, now)
        paths = {kind: _path(out, source.name, kind) for kind, content in answers.items() if content}
        for kind, path in paths.items():
            _write_new(path, answers[kind])
        print_json({"file": source.name, **{kind: str(path) for kind, path in paths.items()}})
        number += len(answers)
    refusals.close()


def _answers(reading: Reading, findings: list[Finding], number: int, now: dt.datetime) -> dict[str, bytes]:
    from interchange.x12.acknowledgements import reply_envelope, write_999, write_ta1

    first, second = (reply_envelope(reading, control_number=each, created=now) for each in (number, number + 1))
    return {
        "999": write_999(reading, envelope=first, findings=findings),
        "TA1": write_ta1(reading, envelope=second),
    }


def _path(out: Path, name: str, kind: str) -> Path:
    return out / f"{Path(name.replace('!', '/')).name}.{kind.lower()}.edi"


def _write_new(path: Path, content: bytes) -> None:
    from interchange.lake import write_atomically

    if path.exists():
        raise OverturnError(f"{path} is there already: an answer is not written over another")
    write_atomically(path, content)
