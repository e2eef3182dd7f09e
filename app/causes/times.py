"""Denials in time: what is chance, what is a change, and what a young month will come to."""

from __future__ import annotations

from typing import Any

import streamlit as st

from app.charts.control import completed, control_chart, describe_control
from app.charts.grids import triangle
from app.exhibits import show_chart
from app.page import Build, is_published
from app.queries import history
from app.queries.published import records
from app.wording import say_share


def show_control(build: Build, chosen: dict[str, Any]) -> None:
    """The weekly rate of one payer and reason within its limits, with policy changes marked."""
    if not is_published(build, "marts.rpt_control_charts", what="The table of control charts"):
        return
    left, right = st.columns(2)
    with left:
        payer_id = _choose_payer(build, chosen)
    names = history.control_categories(build.at, payer_id)
    if not names:
        st.info("This payer has too few claims for a control chart.")
        return
    category = right.selectbox("Reason", names, key="control_reason") or names[0]
    weeks = history.control_chart(build.at, payer_id, category)
    if weeks.empty:
        st.info("No week has claims of this payer and reason.")
        return
    show_chart(build, control_chart(weeks), words=describe_control(weeks), data=weeks, name="control_chart")


def show_lag(build: Build, chosen: dict[str, Any]) -> None:
    """The lag triangle of one payer and the rates that it completes."""
    needed = ("marts.rpt_lag_triangles", "marts.rpt_completed_denial_rates")
    if not is_published(build, *needed, what="The lag triangle"):
        return
    payer_id = _choose_payer(build, chosen)
    months, cells = history.completed_rates(build.at, payer_id), history.triangle(build.at, payer_id)
    if months.empty or cells.empty:
        st.info("This payer has too few claims for a lag triangle.")
        return
    last = records(months)[-1]
    words = (
        f"{last['submitted_month']:%B %Y}: {say_share(last['observed_rate'])} denied so far with "
        f"{say_share(last['completeness_rate'])} of the answers in; expected {say_share(last['completed_rate'])} "
        f"({say_share(last['completed_rate_low'])} to {say_share(last['completed_rate_high'])})."
    )
    show_chart(
        build, completed(months), words=f"{words} Rings: as seen. Line: completed.", data=months, name="completed"
    )
    st.header("Denied claims by month of submission and age", divider="gray", anchor=False)
    words = f"{cells['submitted_month'].nunique()} months of submission. Coloured: seen. Pale numbers: completed."
    show_chart(build, triangle(cells), words=words, data=cells, name="lag_triangle")


def _choose_payer(build: Build, chosen: dict[str, Any]) -> str:
    names = history.payers(build.at)
    one = chosen.get("payer", [])
    if len(one) == 1 and one[0] in names:
        return names[one[0]]
    return names[st.selectbox("Payer", list(names), key="history_payer") or "All payers"]
