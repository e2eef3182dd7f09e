"""Root causes: denied dollars split by what caused them, in four steps from the whole to the encounter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from app import filters
from app.charts.bars import bars, describe_bars, pareto
from app.exhibits import show_chart, show_table
from app.page import Build, is_published, open_page
from app.proof import show_rows
from app.queries import denials
from app.wording import plain, say_count, say_dollars, say_exact_dollars

PATH = ("payer", "reason", "service_line", "provider")
MOST_ROWS = 500


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
    looks: dict[str, Callable[[Build, dict[str, Any]], None]] = {
        "Drill down": _show_drill,
        "Preventable dollars": _show_preventable,
        "Fastest fixes": _show_fixes,
    }
    look = st.segmented_control("Look at", list(looks), default="Drill down", key="look", bind="query-params")
    looks[look or "Drill down"](build, chosen)


def _show_totals(totals: dict[str, Any]) -> None:
    grid = st.grid(4, min_column_width=150, gap="small")
    for label, amount in (("Denied at first", "denied"), ("Recovered since", "recovered"), ("Still open", "open")):
        grid.metric(label, say_dollars(totals[amount]), help=f"In full: {plain(say_exact_dollars(totals[amount]))}")
    grid.metric(
        "Claims", say_count(totals["claims"]), help=f"{say_count(totals['denials'])} denied lines or whole claims"
    )


def _show_drill(build: Build, chosen: dict[str, Any]) -> None:
    left = [name for name in PATH if len(chosen.get(name, [])) != 1]
    _show_way(chosen)
    if left:
        names = [*left, *(name for name in denials.DIMENSIONS if name not in PATH)]
        by = st.segmented_control(
            "Split by", names, format_func=denials.DIMENSIONS.__getitem__, default=names[0], key=f"by_{names[0]}"
        )
        _show_split(build, by or names[0], chosen)
    st.subheader("The denials", divider="gray", anchor=False)
    rows = denials.rows(build.at, chosen, MOST_ROWS)
    show_rows(
        build, rows, name="denials", words=f"The {say_count(len(rows))} largest, each with its place in the file."
    )


def _show_way(chosen: dict[str, Any]) -> None:
    """Where in the path the reader stands, and the way back up."""
    gone = [name for name in PATH if len(chosen.get(name, [])) == 1]
    steps = ["All denials", *(chosen[name][0] for name in gone)]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(" / ".join(plain(step) for step in steps), width="content")
        if gone:
            st.button("Up one step", on_click=_clear, args=(gone[-1:],), key="up", type="tertiary")
            st.button("Start over", on_click=_clear, args=(gone,), key="start_over", type="tertiary")


def _clear(names: list[str]) -> None:
    for name in names:
        st.session_state[name] = []


def _show_split(build: Build, dimension: str, chosen: dict[str, Any]) -> None:
    split = denials.split(build.at, dimension, chosen)
    label, key = denials.DIMENSIONS[dimension].lower(), f"into_{dimension}"
    words = f"{describe_bars(split)} {len(split)} rows add up to the total above, to the cent."
    show_chart(build, bars(split, most=12), words=words, data=split, name=f"denied_by_{dimension}")
    st.selectbox(
        f"Go into one {label}",
        [name for name in split["name"] if name in set(denials.values(build.at, dimension))],
        index=None,
        key=key,
        placeholder=f"Choose a {label}",
        on_change=_go_into,
        args=(dimension, key),
    )
    with st.expander("The split as a table"):
        show_table(build, split, name=f"split_{dimension}", words=words, titles={"name": denials.DIMENSIONS[dimension]})


def _go_into(dimension: str, key: str) -> None:
    if st.session_state.get(key):
        st.session_state[dimension] = [st.session_state[key]]
        st.session_state[key] = None


def _show_preventable(build: Build, chosen: dict[str, Any]) -> None:
    split = denials.preventable(build.at, chosen)
    if split.empty:
        st.info("None of these denials is marked as preventable.")
        return
    words = f"{describe_bars(split, what='denied for preventable reasons')} Beside each: with all before it."
    show_chart(build, pareto(split), words=words, data=split, name="preventable_dollars")


def _show_fixes(build: Build, chosen: dict[str, Any]) -> None:
    found = denials.fixes(build.at, chosen)
    if found.empty:
        st.info("No dollars are open here, so there is nothing to fix.")
        return
    first = found.iloc[0]
    st.markdown(
        f"**Start here:** {plain(first['fix'])} {plain(first['code'])} at {plain(first['payer'])}, "
        f"{plain(say_dollars(first['open']))} still open, owner {plain(first['owner'])}."
    )
    show_table(build, found, name="fastest_fixes", words="First action by payer and code, the most open dollars first.")
