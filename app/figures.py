"""A figure on its card: short, with target, benchmark and trend, and the way down to its proof."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from app.charts.trends import Limits, describe_trend, sparkline
from app.page import Build
from app.queries import figures
from app.queries.published import records
from app.wording import plain, say_date, say_exact_value, say_value

# The benchmark of a KPI, and of whom it speaks where its population does not say so.
BENCHMARK_OF = {
    "K1": ("initial_denial_rate_private", "private payers"),
    "K2": ("initial_denial_rate", "all payers"),
    "K5": ("final_denial_rate", "all payers"),
    "K8": ("overturn_rate_private", "private payers"),
    "K9": ("overturn_rate_all", "all payers"),
    "K14": ("true_ar_days_mean", "all payers"),
    "K18": ("cost_per_denial", "all payers"),
    "K20": ("never_reworked", "all payers"),
    "avoidable": ("clearly_avoidable", "clearly avoidable"),
}
NO_FEED, NOTHING_YET = "No feed", "None yet"
BY_PERIOD = {"months": "By month", "weeks": "By week"}


@dataclass(frozen=True)
class Figure:
    """What a card shows; ``said`` is the value in words, ``value`` the same in its unit or None."""

    key: str
    name: str
    unit: str
    value: Any
    said: str
    target: str = "No target set"
    benchmark: str = "No published benchmark"
    notes: Sequence[str] = ()
    change: str | None = None
    falls_well: bool = False
    spark: pd.DataFrame | None = None
    limits: Limits | None = None
    prove: Callable[[], None] | None = None


def show_cards(build: Build, cards: Sequence[Figure]) -> None:
    """Draws cards side by side, as many as the width holds, each with the last day that it speaks of."""
    grid = st.grid(3, min_column_width=290, gap="small")
    for card in cards:
        with grid.container(border=True, height="stretch", gap="xsmall", key=f"card_{card.key}"):
            _show_card(card, say_date(build.through))


def _show_card(card: Figure, through: str) -> None:
    st.metric(
        plain(card.name),
        card.said,
        delta=card.change,
        delta_color="inverse" if card.falls_well else "normal",
        help=None if card.value is None else f"In full: {plain(say_exact_value(card.value, card.unit))}",
    )
    for note in card.notes:
        st.caption(plain(note))
    if card.spark is not None and len(card.spark) > 1:
        words = describe_trend(card.spark, unit=card.unit, target=None, limits=card.limits)
        chart = sparkline(card.spark, unit=card.unit, limits=card.limits)
        st.vega_lite_chart(chart, width="stretch", alt=words, key=f"spark_{card.key}")
    st.caption(f"{plain(card.target)}  \n{plain(card.benchmark)}  \nThrough {through}")
    if card.prove and st.button("How it is counted", key=f"proof_{card.key}", type="tertiary"):
        card.prove()


def say_figure(row: dict[str, Any]) -> str:
    """A KPI's value in words: its figure, or why there is none."""
    if row["value"] is not None:
        return say_value(row["value"], row["unit"])
    return NO_FEED if lacks_feed(row) else BY_PERIOD.get(row["form"], NOTHING_YET)


def lacks_feed(row: dict[str, Any]) -> bool:
    """Whether a KPI waits for a table that has not landed."""
    return row["value"] is None and not row["has_feeds"]


def say_missing(row: dict[str, Any]) -> str:
    """What a KPI without a figure waits for."""
    if lacks_feed(row):
        return f"Needs {str(row['inputs']).partition(';')[0]}"
    return "Only its periods have a figure" if row["form"] in BY_PERIOD else "No such event is in the files yet"


def say_target(row: dict[str, Any]) -> str:
    """The target and whether it is met; where none is set, which way is better."""
    below = row["target_direction"] == "below"
    if row["target"] is None:
        return f"No target set; {'lower' if below else 'higher'} is better"
    said = f"Target {'under' if below else 'over'} {say_value(row['target'], row['unit'])}"
    if row["value"] is None:
        return said
    met = row["value"] < row["target"] if below else row["value"] > row["target"]
    return f"{said}: {'met' if met else 'not met'}"


def benchmark(build: Build, kpi: str) -> tuple[float, str] | None:
    """The newest sound benchmark of a KPI: the figure in the KPI's unit, and it in words with whose and when."""
    rows = benchmarks_of(build, kpi)
    sound = records(rows[rows["status"] == "ok"])
    if not sound:
        return None
    newest, whom = sound[0], BENCHMARK_OF[kpi][1]
    value, unit = float(newest["value"]), str(newest["unit"])
    is_share = unit.startswith("pct")
    said = f"{value:.1f}%" if is_share else f"${value:,.2f}" if unit == "usd" else f"{value:g} {unit}"
    of = {"pct_of_dollars": " of dollars", "pct_of_claims": " of claims", "pct_of_denials": " of denials"}.get(unit, "")
    return (value / 100 if is_share else value), f"{said}{of}: {newest['population']}, {whom}, {newest['data_year']}"


def say_benchmark(build: Build, kpi: str) -> str:
    """The benchmark with its date and population, or that none is published."""
    found = benchmark(build, kpi)
    return f"Benchmark {found[1]}" if found else "No published benchmark"


def benchmarks_of(build: Build, kpi: str) -> pd.DataFrame:
    """Every benchmark of a KPI, the disputed and the stale ones too, as they are marked; the newest first."""
    compared = figures.benchmarks(build.at)
    return compared[compared["metric"] == BENCHMARK_OF.get(kpi, ("", ""))[0]].reset_index(drop=True)
