"""Whether flagged claims that the desk saw are denied less often than those held back as a control."""

from __future__ import annotations

import streamlit as st

from app.exhibits import show_table
from app.judgement.measures import BROUGHT_BY
from app.page import Build, is_published
from app.queries import judgement
from app.queries.published import records
from app.wording import plain, say_count, say_dollars, say_share


def show_prevented(build: Build) -> None:
    """The difference to the control with its interval; "not proven" while the control cannot tell."""
    if not is_published(build, "ml.prevented_denials", what="What came of flagged claims", brought_by=BROUGHT_BY):
        return
    found = judgement.prevented(build.at)
    if found.empty:
        st.info("No claim was flagged yet.")
        return
    row = records(found)[0]
    grid = st.grid(4, min_column_width=200, gap="small")
    for label, denied, count in (
        ("Seen by the desk", "shown_denied", "shown"),
        ("Held back", "control_denied", "control"),
    ):
        with grid.container(gap="xsmall"):
            st.metric(f"{label}: denied", say_share(row[f"{denied}_rate"]))
            st.caption(f"{say_count(row[f'{denied}_count'])} of {say_count(row[f'{count}_count'])} answered.")
    with grid.container(gap="xsmall"):
        st.metric("Prevented", "Proven" if row["is_proven"] else "Not proven")
        st.caption(
            plain(f"{say_share(row['prevented_low_rate'])} to {say_share(row['prevented_high_rate'])} of claims.")
        )
    with grid.container(gap="xsmall"):
        st.metric("Prevented dollars", say_dollars(row["prevented_amount"]))
        st.caption(f"{say_count(row['open_count'])} flagged claims wait for an answer.")
    st.markdown(plain(row["why"] or ""))
    show_table(build, found, name="prevented_denials", words="Flagged claims seen by the desk beside those held back.")
