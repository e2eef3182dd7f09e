"""Commands that look into one X12 file: inspect, parse, validate."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from orchestration.commands.console import ends_in_exit_code, print_json
from orchestration.exit_codes import FileRefusedError
from orchestration.figures import plain

if TYPE_CHECKING:
    from interchange.x12 import Reading

File = Annotated[Path, typer.Argument(help="An X12 file.", exists=True, dir_okay=False, show_default=False)]
x12 = typer.Typer(help="Look into one X12 file.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Adds this module's commands."""
    x12.command(epilog="Example: overturn x12 inspect remit.835")(inspect)
    x12.command(epilog="Example: overturn x12 parse remit.835 --table x12_835_claims")(parse)
    x12.command(epilog="Example: overturn x12 validate remit.835")(validate)
    app.add_typer(x12, name="x12", epilog="Example: overturn x12 inspect remit.835")


@ends_in_exit_code
def inspect(file: File) -> None:
    """Say what a file holds: type, interchanges, sets, segments, rows and findings; no patient's data."""
    reading = _read(file)
    sets = reading.tables.get("x12_sets")
    print_json(
        {
            "file": str(file),
            "type": reading.type,
            "byte_count": file.stat().st_size,
            "sets": [_plain(row) for row in sets.to_pylist()] if sets is not None else [],
            "segments": _segments(file),
            "rows": {name: table.num_rows for name, table in sorted(reading.tables.items()) if table.num_rows},
            "quarantined": [_without_content(each) for each in reading.quarantined],
            "findings": dict(Counter(each.code for each in reading.findings)),
        },
        indent=2,
    )


@ends_in_exit_code
def parse(
    file: File,
    table: Annotated[str | None, typer.Option("--table", help="Only the rows of this table.")] = None,
) -> None:
    """Print every row of a file as a JSON line with its table, byte offset and segment."""
    for name, rows in sorted(_read(file).tables.items()):
        if table is None or name == table:
            for row in rows.to_pylist():
                print_json({"table": name, **_plain(row)})


@ends_in_exit_code
def validate(file: File) -> None:
    """List what is wrong with a file by place; exit code 65 where something of severity error is."""
    reading = _read(file, strict=True)
    for finding in reading.findings:
        print_json(asdict(finding))
    for put_aside in reading.quarantined:
        print_json({"severity": "error", **_without_content(put_aside)})
    errors = len(reading.quarantined) + sum(each.severity == "error" for each in reading.findings)
    if errors:
        raise FileRefusedError(f"{file}: {errors} {'error' if errors == 1 else 'errors'}")


def _read(file: Path, *, strict: bool = False) -> Reading:
    from interchange.x12 import X12Error, read

    try:
        return read(file.read_bytes(), strict=strict)
    except X12Error as error:
        raise FileRefusedError(f"{file}: {error}") from None


def _segments(file: Path) -> dict[str, int]:
    from interchange.x12.tokens import normalise_encoding, tokenize

    return dict(Counter(token.id for token in tokenize(normalise_encoding(file.read_bytes())[0])))


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: plain(value) for name, value in row.items()}


def _without_content(put_aside: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(put_aside).items() if name != "content"}
