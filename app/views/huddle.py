"""Huddle: the week on one printable page: what moved, what was won, and three things to do, each with its owner."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from app.changes import say_changes
from app.exhibits import show_table
from app.one_page import huddle_pdf
from app.page import Build, is_published, open_page
from app.queries import movement
from app.queries.published import records
from app.wording import plain, say_count, say_date, say_dollars

SHOWN = 5


def show() -> None:
    """Draws the page."""
    build = open_page("Weekly huddle")
    needed = ("marts.rpt_denials", "marts.fct_appeal_clocks")
    if build is None or not is_published(build, *needed, what="What the huddle needs"):
        return
    if build.publication.data_through is None:
        st.info("The published build holds no dated claims yet.")
        return
    st.caption(f"First denials of the four weeks to {say_date(build.through)} against the four before.")
    moved, won, todo = say_changes(build, days=movement.DAYS, most=SHOWN), _say_wins(build), _say_actions(build)
    _show_part("What moved most", moved, none="Nothing was denied in these eight weeks.")
    left, right = st.columns(2, gap="large")
    with left:
        _show_part("Three wins", won, none="Nothing was recovered in the last four weeks.", mark="1.")
    with right:
        _show_part("Three actions", todo, none="No denial is open whose appeal clock still runs.", mark="1.")
    _offer_page(build, [("What moved most", moved), ("Three wins", won), ("Three actions", todo)])
    _show_all_movers(build)


def _show_part(heading: str, points: Sequence[str], *, none: str, mark: str = "-") -> None:
    st.header(heading, divider="gray", anchor=False)
    if points:
        st.markdown("\n".join(f"{mark} {plain(words)}" for words in points))
    else:
        st.info(none)


def _say_wins(build: Build) -> list[str]:
    return [
        f"{say_dollars(row['recovered_amount'])} back from {row['payer']} for {row['reason']}, on "
        f"{_say_denials(row['denials'])}."
        for row in records(movement.wins(build.at, build.through))
    ]


def _say_actions(build: Build) -> list[str]:
    return [
        f"{row['owner_team']}: {row['first_action']}. {row['payer']} {row['code']}, "
        f"{say_dollars(row['open_amount'])} in {_say_denials(row['denials'])}, first deadline "
        f"{say_date(row['deadline_date'])}."
        for row in records(movement.actions(build.at))
    ]


def _say_denials(count: int) -> str:
    return f"{say_count(count)} denial{'' if count == 1 else 's'}"


def _offer_page(build: Build, parts: Sequence[tuple[str, Sequence[str]]]) -> None:
    st.download_button(
        "This page as a PDF",
        partial(huddle_pdf, build, parts),
        file_name="weekly_huddle.pdf",
        mime="application/pdf",
        key="pdf",
        on_click="ignore",
    )


def _show_all_movers(build: Build) -> None:
    found = movement.movers(build.at, build.through)
    if not found.empty:
        with st.expander("Every payer and reason"):
            show_table(build, found, name="movers", words=f"{len(found)} cells of payer and reason by change.")
