"""Overview: the few figures a CFO opens the day with, each beside its target and a dated benchmark."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from app import charts, queries
from app.page import Build, offer_download, open_build, show_stamp
from app.wording import plain, say_amount, say_count, say_dollars, say_exact_dollars, say_share, say_value

HEADLINES = ("K2", "K1", "K13", "K21", "K9", "K3")
BENCHMARK_OF = {"K2": "initial_denial_rate", "K9": "overturn_rate_all"}
LOWER_IS_BETTER = frozenset({"K1", "K2", "K3"})
EMPTY = {"K9": "no appeals recorded yet"}


def show() -> None:
    """Draws the page."""
    st.title("Denials overview")
    build = open_build()
    if build is None:
        return
    show_stamp(build)
    figures = queries.kpis(*build.at)
    if figures.empty:
        st.info("The published build holds no claims yet. Land some files and build again.")
        return
    _show_headlines(build, figures)
    _show_at_risk(build)
    _show_trend(build, figures)
    left, right = st.columns(2, gap="large")
    with left:
        _show_top(build, "payer", "Denied dollars by payer")
    with right:
        _show_top(build, "reason", "Denied dollars by reason")
    _show_table(figures)


def _show_headlines(build: Build, figures: pd.DataFrame) -> None:
    compared = queries.benchmarks(*build.at)
    by_id = {row["kpi_id"]: row for row in queries.records(figures)}
    shown = [by_id[name] for name in HEADLINES if name in by_id]
    for start in range(0, len(shown), 3):
        for column, row in zip(st.columns(3, gap="medium"), shown[start : start + 3], strict=False):
            with column, st.container(border=True, height="stretch"):
                _show_tile(row, compared)


def _show_tile(row: dict[str, Any], compared: pd.DataFrame) -> None:
    value = None if pd.isna(row["value"]) else row["value"]
    unit, kpi = str(row["unit"]), str(row["kpi_id"])
    exact = say_exact_dollars(value) if unit == "usd" else None
    st.metric(f"{plain(row['name'])} ({kpi})", say_value(value, unit), help=exact)
    st.caption(" · ".join(_tile_notes(row, value, compared)))


def _tile_notes(row: dict[str, Any], value: Any, compared: pd.DataFrame) -> list[str]:
    kpi, unit = str(row["kpi_id"]), str(row["unit"])
    notes = []
    if value is None:
        notes.append(EMPTY.get(kpi, "nothing to count yet"))
    elif not pd.isna(row["target"]):
        met = value <= row["target"] if kpi in LOWER_IS_BETTER else value >= row["target"]
        sign = "<" if kpi in LOWER_IS_BETTER else ">"
        notes.append(f"target {sign} {say_value(row['target'], unit)}: {'met' if met else 'not met'}")
    notes += _benchmark(kpi, compared)
    if not row["is_mature"] and value is not None:
        notes.append("some answers are still coming")
    return [plain(note) for note in notes] or ["no target set"]


def _benchmark(kpi: str, compared: pd.DataFrame) -> list[str]:
    rows = compared[(compared["metric"] == BENCHMARK_OF.get(kpi)) & (compared["status"] == "ok")]
    if rows.empty:
        return []
    newest = rows.sort_values("data_year").iloc[-1]
    return [f"benchmark {float(newest['value']):.1f}% ({newest['population']}, {newest['data_year']})"]


def _show_at_risk(build: Build) -> None:
    risk = queries.at_risk(*build.at)
    if risk is None:
        return
    st.markdown(
        f"**{say_count(risk['claims'])} claims wait for an answer.** The model expects "
        f"**{plain(say_dollars(risk['dollars']))}** of their charges to be denied; "
        f"{say_count(risk['likely'])} are more likely denied than not."
    )


def _show_trend(build: Build, figures: pd.DataFrame) -> None:
    st.subheader("Initial denial rate, share of dollars", divider="gray")
    grain = st.segmented_control("Period", ["month", "week"], default="month", key="grain") or "month"
    trend = queries.kpi_trend(*build.at, "K2", grain)
    trend = trend[trend["value"].notna()]
    if trend.empty:
        st.info("No period has any claims yet.")
        return
    target = figures.loc[figures["kpi_id"] == "K2", "target"].iloc[0]
    st.altair_chart(charts.rate_trend(trend, target=None if pd.isna(target) else target), width="stretch")
    st.caption(plain(charts.describe_trend(trend)) + " The dashed line is the target.")
    offer_download(trend, name=f"initial_denial_rate_by_{grain}")


def _show_top(build: Build, dimension: str, title: str) -> None:
    st.subheader(title, divider="gray")
    split = queries.denial_split(*build.at, dimension, {})
    if split.empty:
        st.info("No denials.")
        return
    st.altair_chart(charts.top_bars(split), width="stretch")
    first, whole = split.iloc[0], queries.total(split, "denied")
    share = first["denied"] / whole if whole else None
    st.caption(f"{plain(first['name'])} leads with {say_share(share)} of {plain(say_exact_dollars(whole))} denied.")
    offer_download(split, name=f"denied_by_{dimension}")


def _show_table(figures: pd.DataFrame) -> None:
    st.subheader("All figures", divider="gray")
    rows = [
        {
            "KPI": row["kpi_id"],
            "Name": row["name"],
            "Value": say_value(None if pd.isna(row["value"]) else row["value"], row["unit"]),
            "Target": say_value(None if pd.isna(row["target"]) else row["target"], row["unit"]),
            "Counted": say_amount(row["numerator"]),
            "Of": say_amount(None if pd.isna(row["denominator"]) else row["denominator"]),
            "Definition": f"version {row['definition_version']}",
        }
        for row in queries.records(figures)
    ]
    right = {
        name: st.column_config.TextColumn(name, alignment="right") for name in ("Value", "Target", "Counted", "Of")
    }
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", column_config=right)
