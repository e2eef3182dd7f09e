"""Huddle: the week on one printable page: what moved, what was won, and three things to do, each with its owner."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from app.changes import say_changes
from app.exhibits import show_table
from app.page import Build, is_published, open_page
from app.queries import movement
from app.queries.published import records
from app.wording import plain, say_date, say_dollars

SHOWN = 5


def show() -> None:
    """Draws the page."""
    build = open_page("Weekly huddle")
    needed = ("marts.rpt_denials", "marts.fct_appeal_clocks")
    if build is None or not is_published(build, *needed, what="What the huddle needs"):
        return
    through = build.publication.data_through
    if through is None:
        st.info("The published build holds no dated claims yet.")
        return
    st.caption(f"First denials of the four weeks to {say_date(through)} against the four before.")
    _show_movers(build, through)
    left, right = st.columns(2, gap="large")
    with left:
        _show_wins(build, through)
    with right:
        _show_actions(build)


def _show_movers(build: Build, through: dt.date) -> None:
    st.header("What moved most", divider="gray", anchor=False)
    found = movement.movers(build.at, through)
    if found.empty:
        st.info("Nothing was denied in these eight weeks.")
        return
    said = say_changes(build, through, days=movement.DAYS, most=SHOWN)
    st.markdown("\n".join(f"- {plain(words)}" for words in said))
    with st.expander("Every payer and reason"):
        show_table(build, found, name="movers", words=f"{len(found)} cells of payer and reason by change.")


def _show_wins(build: Build, through: dt.date) -> None:
    st.header("Three wins", divider="gray", anchor=False)
    found = records(movement.wins(build.at, through))
    if not found:
        st.info("Nothing was recovered in the last four weeks.")
        return
    said = [
        f"1. **{plain(say_dollars(row['recovered_amount']))}** back from {plain(row['payer'])} on {row['denials']} "
        f"denials for {plain(row['reason'])}"
        for row in found
    ]
    st.markdown("\n".join(said))


def _show_actions(build: Build) -> None:
    st.header("Three actions", divider="gray", anchor=False)
    found = records(movement.actions(build.at))
    if not found:
        st.info("No denial is open whose appeal clock still runs.")
        return
    said = [
        f"1. **{plain(row['owner_team'])}:** {plain(row['first_action'])}. {plain(row['payer'])} {plain(row['code'])}, "
        f"{plain(say_dollars(row['open_amount']))} in {row['denials']} denials, first deadline "
        f"{say_date(row['deadline_date'])}"
        for row in found
    ]
    st.markdown("\n".join(said))
