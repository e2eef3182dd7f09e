"""KPIs: every figure of the dictionary with its definition, what it counts, target, benchmark and 52 weeks."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from app.charts.trends import describe_trend, trend
from app.exhibits import show_chart, show_table
from app.figures import benchmark, benchmarks_of, say_figure, say_missing
from app.headlines import limits_of
from app.page import Build, is_published, open_page
from app.proof import show_definition, show_members
from app.queries import figures
from app.queries.published import records
from app.wording import plain, say_amount, say_count, say_value

WEEKS = 52
MOST_ROWS = 200
UNITS = {
    "pct": "%",
    "pct_of_dollars": "% of dollars",
    "pct_of_claims": "% of claims",
    "pct_of_denials": "% of denials",
    "pct_of_npr": "% of net patient revenue",
    "pct_of_respondents": "% of those asked",
    "pct_of_requests": "% of requests",
    "pct_of_appeals": "% of appeals",
    "pct_of_rfi_denials": "% of denials for records",
    "pct_relative": "% more",
    "usd": "US dollars",
    "usd_billions": "billions of US dollars",
}
SHORT_FORMS = {
    "mix": "share of",
    "rfi": "for records",
    "auth": "for authorization",
    "aca": "ACA",
    "ma": "Medicare Advantage",
    "mco": "managed care",
    "pa": "prior authorizations",
    "ar": "A/R",
    "ip": "inpatient",
    "op": "outpatient",
    "cms": "CMS",
    "apis": "APIs",
    "10pct": "10 %",
    "90d": "90 days",
}


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
    if is_published(build, "marts.rpt_kpi_version_members", what="The table of KPI versions"):
        _compare_versions(build)
    st.header("What others report", divider="gray", anchor=False)
    st.caption("Benchmarks stand beside our figures, never in their place: each with its year, source and status.")
    everything = figures.benchmarks(build.at)
    shown = everything.assign(
        metric=[_say_metric(str(each)) for each in everything["metric"]],
        unit=[UNITS.get(str(each), str(each).replace("_", " ")) for each in everything["unit"]],
    )
    show_table(build, shown, name="benchmarks", words=f"{len(everything)} benchmarks and context figures.")


def _say_metric(name: str) -> str:
    """A benchmark's name in words, with the trade's short forms in capitals."""
    words = [SHORT_FORMS.get(word, word) for word in name.split("_")]
    said = " ".join(words)
    return said[:1].upper() + said[1:]


def _show_all(build: Build, rows: list[dict[str, Any]]) -> None:
    table = pd.DataFrame(
        {
            "KPI": [row["kpi_id"] for row in rows],
            "Name": [row["name"] for row in rows],
            "value_text": [say_figure(row) for row in rows],
            "target_text": [_say_target(row) for row in rows],
            "Benchmark": [(benchmark(build, row["kpi_id"]) or (None, ""))[1] for row in rows],
            "counted_text": [_say_counted(row, "numerator") for row in rows],
            "of_text": [_say_counted(row, "denominator") for row in rows],
            "Definition": [row["definition"] for row in rows],
            "Read from": [row["inputs"] for row in rows],
        }
    )
    show_table(build, table, name="kpis", words=f"{len(rows)} figures with target and benchmark.", height="content")


def _say_counted(row: dict[str, Any], part: str) -> str:
    return say_amount(row[part]) if row["value"] is not None else ""


def _say_target(row: dict[str, Any]) -> str:
    if row["target"] is None:
        return ""
    return f"{'under' if row['target_direction'] == 'below' else 'over'} {say_value(row['target'], row['unit'])}"


def _show_one(build: Build, row: dict[str, Any]) -> None:
    kpi = str(row["kpi_id"])
    show_definition(build, kpi)
    grain, points = _points(build, kpi)
    if points.empty:
        st.info(f"{say_figure(row)}. {say_missing(row)}.")
    else:
        compared = benchmark(build, kpi)
        goals = {
            "unit": row["unit"],
            "target": row["target"],
            "benchmark": compared and compared[0],
            "limits": limits_of(build, kpi, grain),
        }
        words = f"{len(points)} {grain}s. {describe_trend(points, **goals)}"
        show_chart(build, trend(points, **goals), words=words, data=points, name=f"{kpi.lower()}_by_{grain}")
    others = benchmarks_of(build, kpi)
    if not others.empty:
        with st.expander("What others report, with year, source and how far to trust it"):
            show_table(build, others, name=f"{kpi.lower()}_benchmarks", words="Benchmarks of this figure.")
    with st.expander("The rows it counts", key="kpi_rows", on_change="rerun") as rows:
        if rows.open:
            show_members(build, kpi)


def _points(build: Build, kpi: str) -> tuple[str, pd.DataFrame]:
    """The newest 52 weeks; months of a figure that is only known by month, as the ledger's are."""
    weeks = figures.trend(build.at, kpi, "week", build.through).tail(WEEKS)
    months = figures.trend(build.at, kpi, "month", build.through).tail(WEEKS)
    return ("week", weeks) if len(weeks) > len(months) else ("month", months)


def _compare_versions(build: Build) -> None:
    """A figure under each of its definitions over the same claims, and the claims on which they differ."""
    versions = figures.versions(build.at)
    if versions.empty:
        return
    st.header("Two definitions side by side", divider="gray", anchor=False)
    kpis = list(dict.fromkeys(versions["kpi_id"]))
    kpi = st.selectbox("Figure with several versions", kpis, key="compared", bind="query-params") or kpis[0]
    rows = records(versions[versions["kpi_id"] == kpi])
    table = pd.DataFrame(
        [
            {
                "Version": f"{row['definition_version']} ({row['status']})",
                "value_text": say_value(row["value"], row["unit"]),
                "counted_text": say_amount(row["numerator"]),
                "of_text": say_amount(row["denominator"]),
                "Definition": row["definition"],
            }
            for row in rows
        ]
    )
    show_table(build, table, name="kpi_versions", words=f"{kpi} by version of its definition.")
    first, second = rows[0]["definition_version"], rows[-1]["definition_version"]
    count, differing = figures.differences(build.at, kpi, first, second, MOST_ROWS)
    words = f"{say_count(count)} claims are counted differently by versions {first} and {second}."
    st.caption(plain(words))
    if count:
        with st.expander(f"The {say_count(len(differing))} newest of them"):
            show_table(build, differing, name="kpi_differences", words=words)
