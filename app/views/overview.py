"""Overview: the few figures a CFO opens the day with, each beside its target and a dated benchmark."""

from __future__ import annotations

from functools import partial

import streamlit as st

from app.changes import say_changes
from app.charts.bars import bars, describe_bars
from app.charts.trends import describe_trend, trend
from app.exhibits import show_chart
from app.figures import Figure, benchmark, from_kpis, show_cards
from app.one_page import to_pdf
from app.page import Build, is_published, open_page
from app.queries import denials, figures
from app.queries.published import has
from app.wording import plain, say_count, say_dollars

HEADLINES = ("K2", "K5", "K13", "K21", "K1")
MOST_FIGURES = 6
WEEK = 7
TRENDS = {"K2": "Share of dollars", "K1": "Share of claims", "K13": "First-pass payment"}


def show() -> None:
    """Draws the page."""
    build = open_page("Denials overview")
    if build is None:
        return
    if figures.figures(build.at).empty:
        st.info("The published build holds no claims yet. Land some files and build again.")
        return
    kpis = from_kpis(build, HEADLINES)
    cards = _choose_cards(build, kpis)
    show_cards(build, cards)
    _show_at_risk(build)
    _show_changes(build)
    _show_trend(build, kpis)
    if is_published(build, "marts.rpt_denials", what="The table of denials"):
        left, right = st.columns(2, gap="large")
        with left:
            _show_top(build, "payer")
        with right:
            _show_top(build, "reason")
        _offer_page(build, cards)


def _choose_cards(build: Build, kpis: dict[str, Figure]) -> list[Figure]:
    """Six at most: what is at stake first, then the rates that have a figure, then cash."""
    known = [card for card in kpis.values() if card.value is not None]
    return [*_open_dollars(build), *known][:MOST_FIGURES]


def _open_dollars(build: Build) -> list[Figure]:
    if not is_published(build, "marts.rpt_denials", what="The table of denials"):
        return []
    found = denials.totals(build.at, {})
    return [
        Figure(None, "Denied and still open", "usd", found["open"], notes=["Nothing paid since the denial"]),
        Figure(None, "Avoidable dollars", "usd", found["avoidable"], notes=["Denied for a preventable reason"]),
    ]


def _show_at_risk(build: Build) -> None:
    risk = figures.at_risk(build.at)
    if risk is None:
        return
    st.markdown(
        f"**{say_count(risk['claims'])} claims wait for an answer.** The model expects "
        f"**{plain(say_dollars(risk['dollars']))}** of their charges to be denied; "
        f"{say_count(risk['likely'])} are more likely denied than not."
    )


def _show_changes(build: Build) -> None:
    through = build.publication.data_through
    if through is None or not has(build.at, "marts.rpt_denials"):
        return
    st.header("What changed in the last week", divider="gray", anchor=False)
    said = say_changes(build, through, days=WEEK, most=3)
    if said:
        st.markdown("\n".join(f"- {plain(words)}" for words in said))
    else:
        st.info("Nothing was denied in the last two weeks.")


def _offer_page(build: Build, cards: list[Figure]) -> None:
    """The page as a PDF, made when asked for."""
    through = build.publication.data_through
    make = partial(
        to_pdf,
        build,
        cards=cards,
        points=figures.trend(build.at, "K2", "month"),
        payers=denials.split(build.at, "payer", {}),
        changes=say_changes(build, through, days=WEEK, most=3) if through else [],
    )
    st.download_button(
        "This page as a PDF",
        make,
        file_name="denials_overview.pdf",
        mime="application/pdf",
        key="pdf",
        on_click="ignore",
    )


def _show_trend(build: Build, cards: dict[str, Figure]) -> None:
    st.header("Initial denials over time", divider="gray", anchor=False)
    known = [kpi for kpi in TRENDS if kpi in cards]
    with st.container(horizontal=True):
        kpi = st.segmented_control(
            "Figure", known, format_func=TRENDS.__getitem__, default=known[0], key="figure", bind="query-params"
        )
        grain = st.segmented_control("Period", ["month", "week"], default="month", key="grain", bind="query-params")
    card = cards[kpi or known[0]]
    points = figures.trend(build.at, str(card.kpi_id), grain or "month")
    if points.empty:
        st.info("No period has any claims yet.")
        return
    compared = benchmark(build, str(card.kpi_id))
    goals = {"unit": card.unit, "target": card.target, "benchmark": compared and compared[0]}
    show_chart(
        build,
        trend(points, **goals),
        words=describe_trend(points, **goals),
        data=points,
        name=f"{str(card.kpi_id).lower()}_by_{grain or 'month'}",
    )


def _show_top(build: Build, dimension: str) -> None:
    st.header(f"Denied dollars by {denials.DIMENSIONS[dimension].lower()}", divider="gray", anchor=False)
    split = denials.split(build.at, dimension, {})
    if split.empty:
        st.info("No denials.")
        return
    show_chart(build, bars(split), words=describe_bars(split), data=split, name=f"denied_by_{dimension}")
