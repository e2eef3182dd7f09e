"""Figures as tables in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from orchestration.health import Finding

NUMBER = {"justify": "right", "no_wrap": True}


def print_kpis(rows: Sequence[dict[str, Any]], *, benchmarks: dict[str, str] | None = None) -> None:
    """One line a figure; with ``benchmarks``, what others report stands beside it."""
    table = Table(header_style="bold")
    for name in ("KPI", "Name", "Period", "Slice"):
        table.add_column(name)
    for name in ("Value", "Target", *(["Benchmark"] if benchmarks is not None else []), "Numerator", "Denominator"):
        table.add_column(name, **NUMBER)  # type: ignore[arg-type]
    for row in rows:
        compared = [(benchmarks or {}).get(row["kpi_id"], "-")] if benchmarks is not None else []
        shown = [say_value(row["value"], row["unit"]), say_value(row["target"], row["unit"]), *compared]
        parts = [say_number(row["numerator"]), say_number(row["denominator"])]
        table.add_row(*map(Text, [row["kpi_id"], row["name"], _period(row), _slice(row), *shown, *parts]))
    Console().print(table)


def print_trace(rows: Sequence[dict[str, Any]]) -> None:
    """One line a counted row, with its place in the file and the segment that stands there."""
    table = Table(header_style="bold")
    for name in ("KPI", "Date", "Claim", "Counts", "Of", "File", "Byte", "Segment no.", "Segment"):
        table.add_column(name, overflow="fold")
    for row in rows:
        counted = [say_number(row["numerator"]), say_number(row["denominator"])]
        place = [str(row["file_name"]), str(row["byte_offset"]), str(row["segment_ordinal"]), row["segment"] or "-"]
        table.add_row(*map(Text, [row["kpi_id"], str(row["period_date"]), str(row["claim_id"]), *counted, *place]))
    Console().print(table)


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
    """A number with thousands parted and no more places than it needs."""
    if value is None:
        return "-"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"


def _period(row: dict[str, Any]) -> str:
    return f"{row['period']}{'' if row['is_mature'] else ' (immature)'}"


def _slice(row: dict[str, Any]) -> str:
    return "" if row["slice"] is None else str(row["slice"]["value"])
