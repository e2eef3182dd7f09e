"""Figures as tables in a terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from interchange.x12 import Finding as X12Finding
    from orchestration.answers.comparing import Comparison
    from orchestration.answers.figures import Benchmark
    from orchestration.answers.rollups import Rollup
    from orchestration.commands.x12.changes import ShownChange
    from orchestration.doctor.health import Finding

LARGE, HUGE = 10_000, 1_000_000_000
NAME_WIDTH = 18


def print_kpis(rows: Sequence[dict[str, Any]], *, benchmarks: dict[str, Benchmark] | None = None) -> None:
    """One line a figure with its parts; with ``benchmarks``, what others report stands in the place of the parts.

    Columns that would say nothing (one period, no slices) are left out.
    """
    columns: dict[str, Callable[[dict[str, Any]], str]] = {"KPI": lambda row: row["kpi_id"], "Name": _name}
    if any(row["period"] != "all" for row in rows):
        columns["Period"] = lambda row: row["period"]
    if any(row["slice"] for row in rows):
        columns["Slice"] = lambda row: str((row["slice"] or {}).get("value", ""))
    columns["Value"] = lambda row: say_value(row["value"], row["unit"])
    columns["Target"] = lambda row: say_value(row["target"], row["unit"])
    if benchmarks is not None:
        columns["Benchmark"] = lambda row: benchmarks[row["kpi_id"]].value if row["kpi_id"] in benchmarks else "-"
    else:
        columns["Numerator"] = lambda row: say_number(row["numerator"])
        columns["Denominator"] = lambda row: say_number(row["denominator"])
    table = Table(header_style="bold")
    for name in columns:
        is_text = name in ("KPI", "Name", "Period", "Slice")
        width = NAME_WIDTH if name == "Name" else None
        table.add_column(name, justify="left" if is_text else "right", no_wrap=name != "Name", min_width=width)
    for row in rows:
        table.add_row(*(Text(say(row)) for say in columns.values()))
    Console().print(table)
    for kpi_id, benchmark in (benchmarks or {}).items():
        Console().print(f"Benchmark of {kpi_id}: {benchmark.value} ({benchmark.source})", highlight=False)


def print_comparison(compared: Comparison) -> None:
    """Both versions with their parts, how many claims differ and how, and the claims listed."""
    console = Console()
    for each in compared.versions:
        parts = f"{say_number(each['numerator'])} of {say_number(each['denominator'])}"
        value = say_value(each["value"], each["unit"])
        console.print(Text(f"{each['kpi_id']}@{each['definition_version']} ({each['status']})  {value}  {parts}"))
        console.print(Text(f"   {each['definition']}"))
    for rows in (compared.summary, compared.claims):
        table = Table(*(rows[0] if rows else ()), header_style="bold")
        for row in rows:
            table.add_row(*(Text("" if value is None else str(value)) for value in row.values()))
        console.print(table if rows else "no claim differs")


def _name(row: dict[str, Any]) -> str:
    """The name, and whether the figure still waits for answers; one that only months or weeks have does not."""
    return f"{row['name']}{'' if row['is_mature'] or row['value'] is None else ' (immature)'}"


def print_rollup(rollup: Rollup) -> None:
    """The figures as they were frozen, then what came out otherwise since; those that were mature first."""
    console = Console()
    console.print(Text(f"Rollup of {rollup.day}, frozen {rollup.frozen_at} UTC by build {rollup.build_id}"))
    frozen = Table("KPI", "Name", "Period", "Payer", "Value", "Numerator", "Denominator", header_style="bold")
    for row in rollup.figures:
        parts = (say_value(row["value"], row["unit"]), say_number(row["numerator"]), say_number(row["denominator"]))
        frozen.add_row(
            *(Text(each) for each in (row["kpi_id"], _name(row), row["period"], row["payer_id"] or "", *parts))
        )
    console.print(frozen)
    if not rollup.restatements:
        console.print("nothing was restated since")
        return
    restated = Table("KPI", "Period", "Payer", "Was", "Is", "Cause", "What happened", header_style="bold")
    for row in rollup.restatements:
        values = (say_value(row[name], row["unit"]) for name in ("previous_value", "value"))
        cause = row["cause"] if row["was_mature"] else f"{row['cause']} (was immature)"
        cells = (row["kpi_id"], row["period"], row["payer_id"] or "", *values, cause, row["explanation"])
        restated.add_row(*(Text(each) for each in cells))
    console.print(restated)


def print_trace(rows: Sequence[dict[str, Any]]) -> None:
    """Three lines a counted row: what it counts, its place in the file, the segment or line that stands there."""
    from interchange.reading import place_unit

    for row in rows:
        counted = " of ".join(f"{row[part]:,}" for part in ("numerator", "denominator") if row[part] is not None)
        head = Text(f"{row['kpi_id']}  {row['period_date']}  {row['claim_id']}  counts {counted}", style="bold")
        place = f"   {row['file_name']} at byte {row['byte_offset']}, "
        place += f"{place_unit(row['file_type'])} {row['segment_ordinal']}"
        for line in (head, Text(place), Text(f"   {row['segment'] or '-'}", style="cyan")):
            Console().print(line, soft_wrap=True)


def print_findings(judged: Sequence[tuple[str, Sequence[X12Finding]]]) -> None:
    """One line a finding with its place, file by file; files without any are said to be sound."""
    for name, findings in judged:
        Console().print(Text(name, style="bold"), Text(f" {'sound' if not findings else ''}", style="green"))
        if not findings:
            continue
        table = Table(box=None, pad_edge=False, header_style="bold")
        for column in ("", "Byte", "Segment", "Loop", "Element", "Code", "What"):
            table.add_column(column, justify="right" if column in ("Byte", "Element") else "left", overflow="fold")
        for each in findings:
            element = f"{each.segment_id}{each.element:02d}" if each.element else ""
            place = (f"{each.byte_offset:,}", f"{each.segment_ordinal} {each.segment_id}", each.loop, element)
            style = {"error": "bold red", "warning": "yellow"}.get(each.severity, "")
            table.add_row(Text(each.severity, style=style), *place, each.code, Text(each.message))
        Console().print(table)


def print_changes(changes: Sequence[ShownChange]) -> None:
    """A head line a claim with its places in both files, then one line a difference."""
    styles = {"added": "green", "removed": "red", "changed": "yellow"}
    for each in changes:
        console = Console(highlight=False, soft_wrap=True)
        console.print(Text.assemble((f"{each.kind:<8}", styles[each.kind]), (f"{each.what} {each.number}", "bold"),
                                    (f"  {each.places}", "dim")))  # fmt: skip
        for line in each.lines:
            console.print(Text(f"        {line}"))


def print_health(findings: Sequence[Finding]) -> None:
    """One line a thing looked at; the mend where it is not well."""
    table = Table(header_style="bold")
    for name in ("", "What", "Seen", "Mend"):
        table.add_column(name, overflow="fold")
    for each in findings:
        mark = Text("well", style="green") if each.is_well else Text("wrong", style="bold red")
        table.add_row(mark, each.subject, Text(each.seen), "" if each.is_well else Text(each.mend))
    Console().print(table)


def say_value(value: float | None, unit: str) -> str:
    """A value in its unit: shares in percent, dollars with a sign; a dash where nothing can be said."""
    if value is None:
        return "-"
    if unit == "share":
        return f"{value:.1%}"
    return f"${value:,.0f}" if unit == "usd" else say_number(value)


def say_number(value: float | None) -> str:
    """A number with thousands parted; cents only where it is small enough for them to matter."""
    if value is None:
        return "-"
    if abs(value) >= HUGE:
        return f"{value:.3g}"
    return f"{value:,.0f}" if float(value).is_integer() or abs(value) >= LARGE else f"{value:,.2f}"
