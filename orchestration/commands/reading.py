"""Commands that read what is published: kpis, rollup, trace, lineage, export."""

from __future__ import annotations

import csv
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from orchestration.commands.console import ends_in_exit_code, print_json, say

if TYPE_CHECKING:
    from orchestration.answers.exporting import Export


class Period(StrEnum):
    """How long the period of a figure is."""

    ALL = "all"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"


class Format(StrEnum):
    """How figures are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class Dimension(StrEnum):
    """What figures can be split by."""

    PAYER = "payer"
    LINE_OF_BUSINESS = "line_of_business"
    FACILITY = "facility"
    SERVICE_LINE = "service_line"
    DENIAL_CATEGORY = "denial_category"
    PROVIDER = "provider"


Snapshot = Annotated[int | None, typer.Option("--snapshot", help="A past snapshot instead of the published one.")]
Out = Annotated[Path, typer.Option("--out", help="A file that ends in .csv, .xlsx or .parquet.")]
Suppressed = Annotated[bool, typer.Option("--suppress", help="Leave out cells under 11 and what gives them away.")]
As = Annotated[Format, typer.Option("--format", help="How to print.")]
figures = typer.Typer(invoke_without_command=True)
export = typer.Typer(help="Write a published table to a file.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Adds this module's commands."""
    figures.callback(
        help="Print the published KPIs with numerator, denominator and target.",
        epilog="Example: overturn kpis --period month --format csv",
    )(kpis)
    figures.command("compare", epilog="Example: overturn kpis compare K1@1 K1@2")(compare)
    app.add_typer(figures, name="kpis")
    app.command(epilog="Example: overturn rollup --day 2026-01-31")(rollup)
    app.command(epilog="Example: overturn trace K1 --limit 5")(trace)
    app.command(epilog="Example: overturn lineage fct_claims.charge_amount")(lineage)
    export.command("payer-trends", epilog="Example: overturn export payer-trends --out trends.xlsx")(payer_trends)
    export.command("scorecard", epilog="Example: overturn export scorecard --out scorecard.xlsx --suppress")(scorecard)
    app.add_typer(export, name="export", epilog="Example: overturn export payer-trends --out trends.xlsx")


@ends_in_exit_code
def kpis(
    context: typer.Context,
    period: Annotated[Period, typer.Option("--period", help="One row a KPI and period.")] = Period.ALL,
    output: As = Format.TABLE,
    snapshot: Snapshot = None,
    by: Annotated[Dimension | None, typer.Option("--by", help="One row a slice instead of the whole.")] = None,
) -> None:
    """Print the published KPIs with numerator, denominator and target."""
    if context.invoked_subcommand:
        return
    from orchestration.answers.figures import read_kpis
    from orchestration.settings import read_settings

    rows = read_kpis(read_settings(), period=period.value, dimension=by.value if by else None, snapshot=snapshot)
    if output is Format.TABLE:
        from orchestration.answers.tables import print_kpis

        print_kpis(rows)
    else:
        _print_rows(rows, output)


@ends_in_exit_code
def compare(
    first: Annotated[str, typer.Argument(help="A KPI and version, such as K1@1.", show_default=False)],
    second: Annotated[str, typer.Argument(help="Another, such as K1@2.", show_default=False)],
    limit: Annotated[int, typer.Option("--limit", min=0, help="How many differing claims are listed.")] = 20,
    output: As = Format.TABLE,
    snapshot: Snapshot = None,
) -> None:
    """Run two versions of a KPI over the same claims and show the difference claim by claim."""
    from dataclasses import asdict

    from orchestration.answers.comparing import compare_kpis
    from orchestration.settings import read_settings

    compared = compare_kpis(read_settings(), first, second, limit=limit, snapshot=snapshot)
    if output is Format.JSON:
        print_json(asdict(compared), indent=2)
    elif output is Format.CSV:
        _print_rows(compared.claims, output)
    else:
        from orchestration.answers.tables import print_comparison

        print_comparison(compared)


@ends_in_exit_code
def rollup(
    day: Annotated[
        str, typer.Option("--day", help="The rollup's day, such as 2026-01-31; by default the newest.")
    ] = "",
    by_payer: Annotated[bool, typer.Option("--by-payer", help="One row a payer instead of the whole.")] = False,
    output: As = Format.TABLE,
) -> None:
    """Print a day's rollup as it was published, and each restatement since with its reason."""
    from dataclasses import asdict

    from orchestration.answers.rollups import read_day, read_rollup
    from orchestration.settings import read_settings

    found = read_rollup(read_settings(), day=read_day(day), by_payer=by_payer)
    if output is Format.JSON:
        print_json(asdict(found), indent=2)
    elif output is Format.CSV:
        _print_rows(found.figures, output)
    else:
        from orchestration.answers.tables import print_rollup

        print_rollup(found)


@ends_in_exit_code
def trace(
    kpi_id: Annotated[str, typer.Argument(help="Such as K1.", show_default=False)],
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many rows, newest first.")] = 20,
    output: As = Format.TABLE,
    snapshot: Snapshot = None,
    all_rows: Annotated[bool, typer.Option("--all", help="Also what counts in the denominator only.")] = False,
    period: Annotated[Period, typer.Option("--period", help="How long the period of --day is.")] = Period.ALL,
    day: Annotated[str, typer.Option("--day", help="A day in the period, such as 2026-01-31.")] = "",
    by: Annotated[Dimension | None, typer.Option("--by", help="The dimension that --value is of.")] = None,
    value: Annotated[str, typer.Option("--value", help="One slice, such as a payer's id.")] = "",
) -> None:
    """Show the rows behind a figure, or one cell of it, each with its file, byte offset and segment."""
    from orchestration.answers.tracing import read_cell, trace_kpi
    from orchestration.settings import read_settings

    cell = read_cell(grain=period.value, day=day, dimension=by.value if by else None, value=value)
    rows = trace_kpi(read_settings(), kpi_id, cell=cell, limit=limit, all_rows=all_rows, snapshot=snapshot)
    if not rows:
        say(f"nothing is counted in {kpi_id} yet")
    if output is Format.TABLE:
        from orchestration.answers.tables import print_trace

        print_trace(rows)
    else:
        _print_rows(rows, output)


@ends_in_exit_code
def lineage(
    column: Annotated[str, typer.Argument(help="A model's column, such as fct_claims.charge_amount.")],
) -> None:
    """Print where a column comes from: each step back, then the landed columns and seeds that it is made of."""
    from orchestration.documents.lineage import landed_columns, read_warehouse, trace_column
    from orchestration.settings import read_settings

    warehouse = read_warehouse(read_settings())
    table, _, name = column.rpartition(".")
    steps = trace_column(warehouse, warehouse.find(table.rpartition(".")[2], name))
    for place, parents in steps.items():
        if parents:
            sys.stdout.write(f"{place} <- {', '.join(map(str, parents))}\n")
    for place in landed_columns(steps):
        sys.stdout.write(f"from {place}\n")


@ends_in_exit_code
def payer_trends(out: Out, snapshot: Snapshot = None, suppressed: Suppressed = False) -> None:
    """Write 24 months of payer trends, with what each column means; a workbook has charts too."""
    from orchestration.answers.exporting import PAYER_TRENDS

    _export(PAYER_TRENDS, out, snapshot=snapshot, suppressed=suppressed)


@ends_in_exit_code
def scorecard(out: Out, snapshot: Snapshot = None, suppressed: Suppressed = False) -> None:
    """Write each payer's conduct against all other payers, with what each column means; a workbook has charts too."""
    from orchestration.answers.exporting import SCORECARD

    _export(SCORECARD, out, snapshot=snapshot, suppressed=suppressed)


def _export(export: Export, out: Path, *, snapshot: int | None, suppressed: bool) -> None:
    from orchestration.answers.exporting import export_mart
    from orchestration.settings import read_settings

    count = export_mart(read_settings(), export, out, snapshot=snapshot, suppressed=suppressed)
    say(f"{count} rows in {out}")


class _Lines:
    """Standard output with plain line ends; the writer must believe in CR LF to quote a lone CR inside a cell."""

    def write(self, line: str) -> None:
        sys.stdout.write(line.removesuffix("\r\n") + "\n")


def _print_rows(rows: list[dict[str, Any]], output: Format) -> None:
    if output is Format.JSON:
        print_json(rows, indent=2)
        return
    from interchange.formulas import neutralise

    writer = csv.writer(_Lines())
    if rows:
        writer.writerow(rows[0])
    for row in rows:
        writer.writerow([neutralise(_flat(value)) for value in row.values()])


def _flat(value: Any) -> Any:
    return "=".join(value.values()) if isinstance(value, dict) else value
