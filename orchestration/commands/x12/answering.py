"""The command that answers what came in: ack."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from orchestration.commands.console import ends_in_exit_code, print_json
from orchestration.commands.x12.sources import Files, Refusals, Source, open_sources
from orchestration.exit_codes import OverturnError

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
    """Write a 999 and a TA1 for what came in; one JSON line a file. Answers and refused files get a TA1 only."""
    from interchange.x12 import X12Error

    now, refusals = dt.datetime.now(dt.UTC), Refusals()
    number, taken = control_number or int(f"{now:%j%H%M%S}"), set[str]()
    for source in open_sources(files, refusals):
        try:
            answers = _answers(source, number, now, refusals)
        except X12Error as error:  # no header can hold the names that came in
            refusals.refuse(source, error)
            continue
        if not any(answers.values()):
            continue
        called = _called(source.name, taken)
        paths = {kind: out / f"{called}.{kind.lower()}.edi" for kind, content in answers.items() if content}
        for kind, path in paths.items():
            _write_new(path, answers[kind])
        print_json({"file": source.name, **{kind: str(path) for kind, path in paths.items()}})
        number += len(answers)
    refusals.close()


def _answers(source: Source, number: int, now: dt.datetime, refusals: Refusals) -> dict[str, bytes]:
    """A 999 and a TA1; for a file that is refused whole the TA1 that rejects it, where its header can be read."""
    from interchange.x12 import X12Error, judge, read, reply_envelope, write_999, write_ta1, write_ta1_of_refusal

    try:
        reading = read(source.content)
    except X12Error as error:
        refusals.refuse(source, error)
        return {"TA1": write_ta1_of_refusal(source.content, error, control_number=number, created=now)}
    first, second = (reply_envelope(reading, control_number=each, created=now) for each in (number, number + 1))
    return {
        "999": write_999(reading, envelope=first, findings=judge(reading, source.content)),
        "TA1": write_ta1(reading, envelope=second),
    }


def _called(name: str, taken: set[str]) -> str:
    """A file's own name; with as many of its folders' names as it takes where another in this run has it too."""
    parts = [part for part in Path(name.replace("!", "/")).parts if part != "/"]
    names = ("_".join(parts[-count:]) for count in range(1, len(parts) + 1))
    called = next((each for each in names if each not in taken), f"{parts[-1]}_{len(taken)}")
    taken.add(called)
    return called


def _write_new(path: Path, content: bytes) -> None:
    from interchange.lake import write_atomically

    if path.exists():
        raise OverturnError(f"{path} is there already: an answer is not written over another")
    write_atomically(path, content)
