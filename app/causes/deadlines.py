"""Open denials by how near the appeal deadline is and how much is at stake."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import streamlit as st

from app.charts.grids import heat
from app.exhibits import show_chart, show_table
from app.page import Build, is_published
from app.queries import denials
from app.queries.published import records, total
from app.wording import say_count, say_exact_dollars

MOST_ROWS = 100
SOON = ("1", "2")


def show(build: Build, chosen: dict[str, Any]) -> None:
    """The heat map of deadline by value, and the most urgent denials below it."""
    if not is_published(build, "marts.fct_appeal_clocks", what="The table of appeal clocks"):
        return
    cells = denials.deadlines(build.at, chosen)
    if cells.empty:
        st.info("No denial is open here.")
        return
    titles = ("At stake in one denial", "Deadline", "Open dollars")
    chart = heat(cells, x="value", y="deadline", amount="open_amount", titles=titles)
    show_chart(build, chart, words=_describe(records(cells), total(cells, "open_amount")), data=cells, name="deadlines")
    st.header("Work these first", divider="gray", anchor=False)
    rows = denials.most_urgent(build.at, chosen, MOST_ROWS)
    if rows.empty:
        st.info("No appeal clock is running.")
        return
    show_table(build, rows, name="most_urgent", words=f"The {len(rows)} nearest deadlines, the dearest first in a day.")


def _describe(cells: list[dict[str, Any]], whole: Decimal) -> str:
    soon = [cell for cell in cells if str(cell["deadline"]).startswith(SOON)]
    dollars = sum((cell["open_amount"] for cell in soon), Decimal(0))
    count = sum(cell["denial_count"] for cell in soon)
    return (
        f"{say_exact_dollars(whole)} are open. {say_exact_dollars(dollars)} in {say_count(count)} denials must be "
        f"appealed within 14 days."
    )
