"""Models, for data scientists: the champion and what stands beside it, whether its chances hold, and what it finds."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from app.judgement import chances, measures, months, prevention, worklists
from app.page import Build, open_page

LOOKS: dict[str, Callable[[Build], None]] = {
    "Champion": measures.show_champion,
    "Calibration": chances.show_calibration,
    "Dollars found": chances.show_gain,
    "Drift": months.show_drift,
    "Delay of answers": months.show_delays,
    "Backtest": months.show_backtest,
    "Prevented": prevention.show_prevented,
    "Payers to watch": worklists.show_watch_list,
    "Open denials": worklists.show_queue,
    "Model card": measures.show_card,
}


def show() -> None:
    """Draws the page."""
    build = open_page("Models")
    if build is None:
        return
    look = st.segmented_control("Look at", list(LOOKS), default="Champion", key="look", bind="query-params")
    LOOKS[look or "Champion"](build)
