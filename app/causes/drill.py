"""The way down: payer, reason, service line, provider, and then the encounters with their segments."""

from __future__ import annotations

from typing import Any

import streamlit as st

from app.charts.bars import bars, describe_bars
from app.exhibits import show_chart, show_table
from app.page import Build
from app.proof import show_rows
from app.queries import denials
from app.wording import plain, say_count

PATH = ("payer", "reason", "service_line", "provider")
MOST_ROWS = 500


def show(build: Build, chosen: dict[str, Any]) -> None:
    """The split at the step where the reader stands, and the denials below it."""
    left = [name for name in PATH if len(chosen.get(name, [])) != 1]
    _show_way(chosen)
    if left:
        names = [*left, *(name for name in denials.DIMENSIONS if name not in PATH)]
        by = st.segmented_control(
            "Split by", names, format_func=denials.DIMENSIONS.__getitem__, default=names[0], key=f"by_{names[0]}"
        )
        _show_split(build, by or names[0], chosen)
    st.header("The denials", divider="gray", anchor=False)
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
