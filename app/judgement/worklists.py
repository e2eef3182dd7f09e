"""What the models ask people to look at: payers whose denials rose, and open denials by what an hour brings."""

from __future__ import annotations

import streamlit as st

from app.exhibits import show_table
from app.page import Build, is_published
from app.queries import forecasts
from app.vocabulary import say_reason
from app.wording import say_count

MOST_ROWS = 200


def show_watch_list(build: Build) -> None:
    """Payer, service line and reason whose denials have risen beyond chance."""
    if not is_published(build, "ml.watch_list", what="The watch on payers", brought_by="overturn score"):
        return
    found = forecasts.watch_list(build.at)
    found = found.assign(reason=[say_reason(each) for each in found["reason"]])
    listed = found[found["is_listed"].astype(bool) | found["is_alert"].astype(bool)]
    st.caption(
        "Alarm: evidence gathered over weeks has passed its limit lately; at most half a false alarm a week in all. "
        "Listed: of these, at most one in ten is chance. Denied and expected are of the last four weeks."
    )
    if listed.empty:
        st.success(f"None of {say_count(len(found))} streams (payer, service line, reason) has risen.")
    else:
        show_table(build, listed, name="watch_list", words=f"{len(listed)} streams whose denials rose beyond chance.")
    with st.expander("Every stream that is watched"):
        show_table(build, found, name="watched_streams", words=f"{len(found)} streams, the most surprising first.")


def show_queue(build: Build) -> None:
    """Open denials with the arithmetic that orders them."""
    needed = ("ml.overturn_queue", "marts.rpt_denials")
    if not is_published(build, *needed, what="The order of open denials", brought_by="overturn score"):
        return
    rows = forecasts.queue(build.at, MOST_ROWS)
    if rows.empty:
        st.info("No denial is open.")
        return
    st.caption("Chance to win times what can be won, less the cost of the work, by the hour.")
    words = f"The first {len(rows)} open denials with the arithmetic of each."
    show_table(build, rows, name="overturn_queue", words=words)
