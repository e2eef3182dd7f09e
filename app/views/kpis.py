"""KPIs: every figure of the dictionary with its definition, what it counts, target, benchmark and 52 weeks."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from app.charts.trends import describe_trend, trend
from app.exhibits import show_chart, show_table
from app.figures import benchmark, benchmarks_of
from app.page import Build, open_page
from app.proof import show_definition, show_members
from app.queries import figures
from app.queries.published import records
from app.wording import say_amount, say_value

WEEKS = 52


def show() -> None:
    """Draws the page."""
    build = open_page("KPIs")
    if build is None:
        return
    rows = records(figures.figures(build.at))
    if not rows:
        st.info("The published build holds no figures yet.")
        return
    _show_all(build, rows)
    names = {f"{row['kpi_id']} {row['name']}": row for row in rows}
    label = st.selectbox("Look into one", list(names), index=0, key="kpi", bind="query-params")
    _show_one(build, names.get(label or "", rows[0]))
    if len({row["kpi_id"] for row in rows}) < len(rows):
        _compare_versions(build, rows)
    st.header("What others report", divider="gray", anchor=False)
    st.caption("Benchmarks stand beside our figures, never in their place: each with its year, source and status.")
    everything = figures.benchmarks(build.at)
    show_table(build, everything, name="benchmarks", words=f"{len(everything)} benchmarks and context figures.")


def _show_all(build: Build, rows: list[dict[str, Any]]) -> None:
    table = pd.DataFrame(
        {
            "KPI": [row["kpi_id"] for row in rows],
            "Name": [row["name"] for row in rows],
            "value_text": [say_value(row["value"], row["unit"]) for row in rows],
            "target_text": [_say_target(row) for row in rows],
            "Benchmark": [(benchmark(build, row["kpi_id"]) or (None, ""))[1] for row in rows],
            "counted_text": [say_amount(row["numerator"]) for row in rows],
            "of_text": [say_amount(row["denominator"]) for row in rows],
            "Definition": [row["definition"] for row in rows],
        }
    )
    show_table(
        build, table, name="kpis", words=f"{len(rows)} figures with target and benchmark.", height=38 * len(rows) + 40
    )


def _say_target(row: dict[str, Any]) -> str:
    if row["target"] is None:
        return ""
    return f"{'under' if row['target_direction'] == 'below' else 'over'} {say_value(row['target'], row['unit'])}"


def _show_one(build: Build, row: dict[str, Any]) -> None:
    kpi = str(row["kpi_id"])
    show_definition(build, kpi)
    points = figures.trend(build.at, kpi, "week").tail(WEEKS)
    if points.empty:
        st.info("No week has this figure yet: nothing of its kind is in the files.")
    else:
        compared = benchmark(build, kpi)
        goals = {"unit": row["unit"], "target": row["target"], "benchmark": compared and compared[0]}
        words = f"{len(points)} weeks. {describe_trend(points, **goals)}"
        show_chart(build, trend(points, **goals), words=words, data=points, name=f"{kpi.lower()}_by_week")
    others = benchmarks_of(build, kpi)
    if not others.empty:
        with st.expander("What others report, with year, source and how far to trust it"):
            show_table(build, others, name=f"{kpi.lower()}_benchmarks", words="Benchmarks of this figure.")
    with st.expander("The rows it counts", key="kpi_rows", on_change="rerun") as rows:
        if rows.open:
            show_members(build, kpi)


def _compare_versions(build: Build, rows: list[dict[str, Any]]) -> None:
    """Figures that are published under two definitions, side by side."""
    st.header("Two definitions side by side", divider="gray", anchor=False)
    counted = pd.Series([row["kpi_id"] for row in rows]).value_counts()
    kpi = st.selectbox("Figure with several versions", [each for each in counted.index if counted[each] > 1])
    versions = pd.DataFrame(
        [
            {
                "Version": row["definition_version"],
                "value_text": say_value(row["value"], row["unit"]),
                "counted_text": say_amount(row["numerator"]),
                "of_text": say_amount(row["denominator"]),
                "Definition": row["definition"],
            }
            for row in rows
            if row["kpi_id"] == kpi
        ]
    )
    show_table(build, versions, name="kpi_versions", words=f"{kpi} by version of its definition.")
