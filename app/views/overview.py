"""Overview: the few figures a CFO opens the day with, each beside its target and a dated benchmark."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from app import filters
from app.changes import say_changes
from app.charts.bars import bars, describe_bars
from app.charts.trends import describe_trend, trend
from app.exhibits import show_chart
from app.figures import Figure, benchmark, show_cards
from app.headlines import NEEDED, headlines, limits_of
from app.one_page import overview_pdf
from app.page import Build, is_published, open_page
from app.queries import denials, figures
from app.queries.published import has, records
from app.rollup import show_rollup
from app.wording import plain, say_count, say_dollars

WEEK = 7
MOST_CHANGES = 3
SHOWN = {"month": 24, "week": 52}
TRENDS = {"K2": "Share of dollars", "K1": "Share of claims", "K13": "First-pass payment"}


def show() -> None:
    """Draws the page."""
    build = open_page("Denials overview")
    if build is None:
        return
    if figures.figures(build.at).empty:
        st.info("The published build holds no claims yet. Land some files and build again.")
        return
    chosen = filters.choose(build) if has(build.at, *NEEDED) else {}
    printing = st.container()
    cards = headlines(build, chosen)
    show_cards(build, cards)
    _show_at_risk(build)
    if not is_published(build, *NEEDED, what="The table of denials"):
        return
    changes = say_changes(build, days=WEEK, most=MOST_CHANGES, chosen=chosen)
    _show_changes(changes)
    if not chosen:
        _show_trend(build)
    left, right = st.columns(2, gap="large")
    with left:
        _show_top(build, "payer", chosen)
    with right:
        _show_top(build, "reason", chosen)
    show_rollup(build)
    with printing:
        _offer_page(build, cards, changes, chosen)


def _show_at_risk(build: Build) -> None:
    risk = figures.at_risk(build.at)
    if risk is None:
        return
    st.markdown(
        f"**{say_count(risk['claims'])} claims wait for an answer.** The model expects "
        f"**{plain(say_dollars(risk['dollars']))}** of their charges to be denied; "
        f"{say_count(risk['likely'])} are more likely denied than not."
    )


def _show_changes(changes: Sequence[str]) -> None:
    st.header("What changed since last week", divider="gray", anchor=False)
    if changes:
        st.markdown("\n".join(f"- {plain(words)}" for words in changes))
    else:
        st.info("Nothing was denied in the last two weeks.")


def _offer_page(build: Build, cards: Sequence[Figure], changes: Sequence[str], chosen: dict[str, Any]) -> None:
    """The page as a PDF, made when asked for."""
    make = partial(
        overview_pdf,
        build,
        cards=cards,
        points=figures.trend(build.at, "K2", "month", build.through).tail(SHOWN["month"]),
        payers=denials.split(build.at, "payer", chosen),
        changes=changes,
        shown=filters.say(chosen),
    )
    st.download_button(
        "This page as a PDF",
        make,
        file_name="denials_overview.pdf",
        mime="application/pdf",
        key="pdf",
        on_click="ignore",
    )


def _show_trend(build: Build) -> None:
    st.header("Initial denials over time", divider="gray", anchor=False)
    rows = {row["kpi_id"]: row for row in records(figures.figures(build.at))}
    known = [kpi for kpi in TRENDS if kpi in rows]
    with st.container(horizontal=True):
        kpi = st.segmented_control(
            "Figure", known, format_func=TRENDS.__getitem__, default=known[0], key="figure", bind="query-params"
        )
        grain = st.segmented_control("By", ["month", "week"], default="month", key="grain", bind="query-params")
    row = rows[kpi or known[0]]
    points = figures.trend(build.at, row["kpi_id"], grain or "month", build.through).tail(SHOWN[grain or "month"])
    if points.empty:
        st.info("No period has any claims yet.")
        return
    compared = benchmark(build, row["kpi_id"])
    goals = {
        "unit": row["unit"],
        "target": row["target"],
        "benchmark": compared and compared[0],
        "limits": limits_of(build, row["kpi_id"], grain or "month"),
    }
    show_chart(
        build,
        trend(points, **goals),
        words=describe_trend(points, **goals),
        data=points,
        name=f"{row['kpi_id'].lower()}_by_{grain or 'month'}",
    )


def _show_top(build: Build, dimension: str, chosen: dict[str, Any]) -> None:
    st.header(f"Denied dollars by {denials.DIMENSIONS[dimension].lower()}", divider="gray", anchor=False)
    split = denials.split(build.at, dimension, chosen)
    if split.empty:
        st.info("No denials.")
        return
    show_chart(build, bars(split), words=describe_bars(split), data=split, name=f"denied_by_{dimension}")
