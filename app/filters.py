"""The filters that every page shares: kept in the page's address, so that a link or a reload shows the same view."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import streamlit as st

from app import saved_views
from app.page import Build
from app.queries import denials
from app.queries.scope import CLAIM_DIMENSIONS
from app.wording import plain, say_date

ALL_TIME = "All time"
ROLLING = {"Last 4 weeks": 28, "Last 90 days": 90, "Last 12 months": 365}
EVERYWHERE = tuple(CLAIM_DIMENSIONS)
EVERY = frozenset(denials.DIMENSIONS)


def choose(build: Build, names: Iterable[str] = EVERYWHERE) -> dict[str, Any]:
    """Draws the filters, closed; returns the values bound to the page's questions: lists by name, start and end."""
    names = tuple(names)
    with st.expander("Filters and saved views", key="filters"):
        grid = st.grid(3, min_column_width=230, gap="small")
        periods = [ALL_TIME, *ROLLING, *_quarters(build)]
        grid.selectbox("Period", periods, key="period", bind="query-params", help="By the day of the first denial.")
        for name in names:
            options = denials.values(build.at, name)
            grid.multiselect(
                denials.DIMENSIONS[name], options, key=name, bind="query-params", placeholder="All", format_func=str
            )
        saved_views.show(build.home, (*names, "period"))
    chosen = _from_state(names) | _bounds(_period(), build.publication.data_through)
    if chosen:
        st.caption(plain(say(chosen)))
    return chosen


def _from_state(names: Iterable[str]) -> dict[str, Any]:
    return {name: list(st.session_state[name]) for name in names if st.session_state.get(name)}


def _period() -> str:
    return str(st.session_state.get("period") or ALL_TIME)


def say(chosen: dict[str, Any]) -> str:
    """The filters that are set, in words; nothing where none is."""
    said = [f"{denials.DIMENSIONS[name]}: {', '.join(values)}" for name, values in chosen.items() if name in EVERY]
    period = [f"{say_date(chosen['start'])} to {say_date(chosen['end'])}"] if "start" in chosen else []
    return f"Shown: {' · '.join([*said, *period])}" if said or period else ""


def _quarters(build: Build, count: int = 6) -> list[str]:
    """The newest whole and begun quarters of the data, such as 2026 Q2."""
    day = build.publication.data_through or dt.date.today()  # noqa: DTZ011 - only without any dated data
    number = day.year * 4 + (day.month - 1) // 3
    return [f"{quarter // 4} Q{quarter % 4 + 1}" for quarter in range(number, number - count, -1)]


def _bounds(period: str, through: dt.date | None) -> dict[str, dt.date]:
    if period == ALL_TIME or through is None:
        return {}
    if period in ROLLING:
        return {"start": through - dt.timedelta(days=ROLLING[period] - 1), "end": through}
    year, quarter = int(period[:4]), int(period[-1])
    start = dt.date(year, quarter * 3 - 2, 1)
    after = dt.date(year + quarter // 4, quarter * 3 % 12 + 1, 1)
    return {"start": start, "end": after - dt.timedelta(days=1)}
