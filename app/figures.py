"""A figure on its card: short, with target, benchmark and trend, and the way down to its proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import streamlit as st

from app import proof
from app.charts.trends import describe_trend, sparkline
from app.page import Build
from app.queries import figures
from app.queries.published import records
from app.wording import plain, say_exact_value, say_share, say_value

BENCHMARK_OF = {
    "K1": "initial_denial_rate_commercial",
    "K2": "initial_denial_rate",
    "K5": "final_denial_rate",
    "K8": "overturn_rate_private",
    "K9": "overturn_rate_all",
    "K14": "true_ar_days_mean",
    "K18": "cost_per_denial",
    "K20": "never_reworked",
}


@dataclass(frozen=True)
class Figure:
    """What a card shows; ``value`` and ``target`` in the unit, empty where there is none."""

    kpi_id: str | None
    name: str
    unit: str
    value: Any
    target: Any = None
    direction: str = "above"
    notes: Sequence[str] = field(default_factory=tuple)
    change: str | None = None
    spark: pd.DataFrame | None = None


def show_cards(build: Build, cards: Sequence[Figure]) -> None:
    """Draws cards side by side, as many as the width holds."""
    grid = st.grid(3, min_column_width=270, gap="small")
    for card in cards:
        with grid.container(border=True, height="stretch", gap="xsmall"):
            _show_card(build, card)


def _show_card(build: Build, card: Figure) -> None:
    st.metric(
        plain(card.name),
        say_value(card.value, card.unit),
        delta=card.change,
        delta_color="inverse" if card.direction == "below" else "normal",
        help=None if card.value is None else f"In full: {plain(say_exact_value(card.value, card.unit))}",
    )
    if card.spark is not None and len(card.spark) > 1:
        words = describe_trend(card.spark, unit=card.unit, target=None)
        st.altair_chart(sparkline(card.spark, unit=card.unit), width="stretch", alt=words, key=f"spark_{card.kpi_id}")
    for note in card.notes:
        st.caption(note)
    if card.kpi_id and st.button("How it is counted", key=f"proof_{card.kpi_id}", type="tertiary"):
        proof.open_figure(build, card.kpi_id, card.name)


def from_kpis(build: Build, wanted: Sequence[str]) -> dict[str, Figure]:
    """Cards of the KPIs asked for that the build has, by id, with the change of the last complete month."""
    rows = {row["kpi_id"]: row for row in records(figures.figures(build.at))}
    return {kpi: _card(build, rows[kpi]) for kpi in wanted if kpi in rows}


def _card(build: Build, row: dict[str, Any]) -> Figure:
    kpi, unit = str(row["kpi_id"]), str(row["unit"])
    points = figures.trend(build.at, kpi, "month")
    mature = points[points["is_mature"].astype(bool)] if len(points) else points
    return Figure(
        kpi_id=kpi,
        name=str(row["name"]),
        unit=unit,
        value=row["value"],
        target=row["target"],
        direction=str(row["target_direction"] or "above"),
        notes=(*_target_notes(row), *_benchmark_notes(build, kpi)),
        change=_change(mature, unit),
        spark=points.tail(18),
    )


def _target_notes(row: dict[str, Any]) -> list[str]:
    unit, value = str(row["unit"]), row["value"]
    if value is None:
        return ["Nothing to count yet: no such event is in the files."]
    if row["target"] is None:
        return [f"No target set; it should go {'down' if row['target_direction'] == 'below' else 'up'}"]
    below = row["target_direction"] == "below"
    met = value < row["target"] if below else value > row["target"]
    verdict = "met" if met else "not met"
    return [f"Target {'under' if below else 'over'} {plain(say_value(row['target'], unit))}: **{verdict}**"]


def _benchmark_notes(build: Build, kpi: str) -> list[str]:
    found = benchmark(build, kpi)
    return [] if found is None else [f"Benchmark {plain(found[1])}"]


def benchmark(build: Build, kpi: str) -> tuple[float, str] | None:
    """The newest sound benchmark of a KPI: the figure in the KPI's unit, and it in words with who and when."""
    compared = figures.benchmarks(build.at)
    rows = compared[(compared["metric"] == BENCHMARK_OF.get(kpi)) & (compared["status"] == "ok")]
    if rows.empty:
        return None
    newest = rows.iloc[0]
    value, unit = float(newest["value"]), str(newest["unit"])
    said = f"{value:.1f}%" if unit.startswith("pct") else f"${value:,.2f}" if unit == "usd" else f"{value:g} {unit}"
    return (value / 100 if unit.startswith("pct") else value), f"{said} ({newest['population']}, {newest['data_year']})"


def _change(mature: pd.DataFrame, unit: str) -> str | None:
    if len(mature) < 2:
        return None
    now, before = mature["value"].iloc[-1], mature["value"].iloc[-2]
    month = f"{mature['period_start'].iloc[-1]:%b %Y} on the month before"
    if unit == "share":
        return f"{float(now - before) * 100:+.1f} points, {month}"
    return f"{say_share((now - before) / before) if before else say_value(now - before, unit)}, {month}"


def benchmarks_of(build: Build, kpi: str) -> pd.DataFrame:
    """Every benchmark of a KPI, the disputed and the stale ones too, as they are marked."""
    compared = figures.benchmarks(build.at)
    return compared[compared["metric"] == BENCHMARK_OF.get(kpi)].reset_index(drop=True)
