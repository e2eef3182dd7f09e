"""Root causes: denied dollars split by what caused them, in four steps from the whole to the encounter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from app import filters
from app.causes import deadlines, drill, fixes, flows, times
from app.page import Build, is_published, open_page
from app.queries import denials
from app.wording import plain, say_count, say_dollars, say_exact_dollars

LOOKS: dict[str, Callable[[Build, dict[str, Any]], None]] = {
    "Drill down": drill.show,
    "Flow of dollars": flows.show,
    "Preventable dollars": fixes.show_preventable,
    "Fastest fixes": fixes.show_fixes,
    "Repeats": fixes.show_repeats,
    "Deadlines": deadlines.show,
    "Control chart": times.show_control,
    "Lag triangle": times.show_lag,
}


def show() -> None:
    """Draws the page."""
    build = open_page("Root causes")
    if build is None or not is_published(build, "marts.rpt_denials", what="The table of denials"):
        return
    chosen = filters.choose(build, denials.DIMENSIONS)
    totals = denials.totals(build.at, chosen)
    if not totals["denials"]:
        st.info("No denial matches these filters. Take one away to see more.")
        return
    _show_totals(totals)
    look = st.segmented_control("Look at", list(LOOKS), default="Drill down", key="look", bind="query-params")
    LOOKS[look or "Drill down"](build, chosen)


def _show_totals(totals: dict[str, Any]) -> None:
    grid = st.grid(4, min_column_width=150, gap="small")
    for label, amount in (("Denied at first", "denied"), ("Recovered since", "recovered"), ("Still open", "open")):
        grid.metric(label, say_dollars(totals[amount]), help=f"In full: {plain(say_exact_dollars(totals[amount]))}")
    grid.metric(
        "Claims", say_count(totals["claims"]), help=f"{say_count(totals['denials'])} denied lines or whole claims"
    )
