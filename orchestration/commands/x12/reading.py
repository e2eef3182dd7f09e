"""Commands that read X12 files: inspect, diff, parse."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from orchestration.answers.figures import plain
from orchestration.commands.console import ends_in_exit_code, print_json, say
from orchestration.commands.x12.row_files import RowFiles, RowFormat, json_line
from orchestration.commands.x12.sources import File, Files, Refusals, Source, one_reading, open_readings, open_rows

if TYPE_CHECKING:
    from interchange.x12 import Reading

Table = Annotated[str | None, typer.Option("--table", help="Only the rows of this table.")]

ShowValues = Annotated[bool, typer.Option("--show-values", help="Show people's names and numbers too.")]
FIRST = ("interchanges", "groups", "sets", "payments", "claims", "lines", "adjustments")


class Shape(StrEnum):
    """How differences are printed."""

    TABLE = "table"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Adds this module's commands."""
    app.command(epilog="Example: overturn x12 inspect remit.835")(inspect)
    app.command(epilog="Example: overturn x12 diff monday.835 tuesday.835")(diff)
    app.command(epilog="Example: overturn x12 parse remit.835 claims.zip --out rows --format parquet")(parse)


class View(StrEnum):
    """How a file is shown."""

    TREE = "tree"
    JSON = "json"


@ends_in_exit_code
def inspect(
    files: Files,
    output: Annotated[View, typer.Option("--format", help="A tree to read, or a summary in JSON.")] = View.TREE,
    show_values: ShowValues = False,
    limit: Annotated[int, typer.Option("--limit", min=0, help="Segments of a file's tree; 0 shows all.")] = 1_000,
) -> None:
    """Show what files hold, loop by loop, with what the codes mean; people's names and numbers are dots."""
    refusals = Refusals()
    for source, reading in open_readings(files, refusals):
        if output is View.JSON:
            print_json(_summary(source, reading), indent=2)
        else:
            _print_tree(source, reading, show_values=show_values, limit=limit)
    refusals.close()


def _print_tree(source: Source, reading: Reading, *, show_values: bool, limit: int) -> None:
    from orchestration.commands.x12.tree import print_tree

    rows = {_thing(name): table.num_rows for name, table in reading.tables.items() if table.num_rows}
    counts = [f"{thing} {rows[thing]}" for thing in sorted(rows, key=lambda thing: (_order(thing), thing))]
    sys.stdout.write(f"{source.name}: {reading.type}; {', '.join(counts)}\n")
    print_tree(source.content, reading, show_values=show_values, limit=limit)


def _thing(table: str) -> str:
    """What a table's rows are, without the set they come from, such as line adjudications."""
    return " ".join(word for word in table.removeprefix("x12_").split("_") if not word[:1].isdigit())


def _order(thing: str) -> int:
    return FIRST.index(thing) if thing in FIRST else len(FIRST)


@ends_in_exit_code
def diff(
    before: File,
    after: File,
    output: Annotated[Shape, typer.Option("--format", help="How to print.")] = Shape.TABLE,
    show_values: ShowValues = False,
) -> None:
    """Compare two files claim by claim, whatever their order: added, removed, changed and in what; exit code 0."""
    from interchange.x12.comparison import compare
    from orchestration.answers.tables import print_changes
    from orchestration.commands.x12.changes import shown

    (_, old), (_, new) = one_reading(before), one_reading(after)
    changes, same = compare(old, new)
    told = [shown(change, show_values=show_values) for change in changes]
    if output is Shape.JSON:
        print_json({"same": same, "changes": [asdict(each) for each in told]}, indent=2)
        return
    print_changes(told)
    counts = Counter(each.kind for each in told)
    said = [f"{counts[kind]} {kind}" for kind in ("added", "removed", "changed")]
    sys.stdout.write(f"{', '.join(said)}, {same} the same\n")


@ends_in_exit_code
def parse(
    files: Files,
    table: Table = None,
    out: Annotated[Path | None, typer.Option("--out", help="A folder for one file a table.")] = None,
    output: Annotated[RowFormat, typer.Option("--format", help="What --out writes.")] = RowFormat.PARQUET,
) -> None:
    """Turn files into rows, each with its file, byte offset and segment; without --out as JSON lines to read on."""
    refusals = Refusals()
    if out is None:
        for source, tables in open_rows(files, refusals):
            _print_rows(source, _chosen(tables, table))
    else:
        with RowFiles(out, output) as rows:
            for source, tables in open_rows(files, refusals):
                rows.add(source.name, _chosen(tables, table))
        for name, count in sorted(rows.counts.items()):
            say(f"{count} rows in {rows.path(name)}")
    refusals.close()


def _chosen(tables: dict[str, Any], table: str | None) -> dict[str, Any]:
    return {name: rows for name, rows in tables.items() if table in (None, name)}


def _print_rows(source: Source, tables: dict[str, Any]) -> None:
    for name, rows in tables.items():
        for row in rows.to_pylist():
            sys.stdout.write(json_line({"table": name, "file": source.name, **row}) + "\n")


def _summary(source: Source, reading: Reading) -> dict[str, Any]:
    sets = reading.tables.get("x12_sets")
    return {
        "file": source.name,
        "type": reading.type,
        "byte_count": len(source.content),
        "sets": [{name: plain(value) for name, value in row.items()} for row in sets.to_pylist()] if sets else [],
        "segments": _segments(source.content),
        "rows": {name: table.num_rows for name, table in sorted(reading.tables.items()) if table.num_rows},
        "quarantined": [_without_content(each) for each in reading.quarantined],
        "findings": dict(Counter(each.code for each in reading.findings)),
    }


def _segments(content: bytes) -> dict[str, int]:
    from interchange.x12.content import normalise
    from interchange.x12.tokens import tokenize

    return dict(Counter(token.id for token in tokenize(normalise(content)[0])))


def _without_content(put_aside: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(put_aside).items() if name != "content"}
