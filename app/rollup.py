"""The daily rollup as it was published, which nothing changes later; apart from it, what came out otherwise since."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import streamlit as st

from app.exhibits import show_table
from app.page import Build, is_published
from app.queries import rollups
from app.queries.published import records
from app.wording import DASH, say_amount, say_count, say_date, say_dollars, say_value

CAUSES = {
    "definition": "Definition changed",
    "late_claims": "Claims came late",
    "answers": "Answers came",
    "reversals": "Payments were reversed",
    "several": "Several of these",
    "quarantine": "Put aside or taken back",
    "models": "Calculation changed",
    "other_files": "Other files came",
    "ageing": "The day moved on",
}


def show_rollup(build: Build) -> None:
    """Draws the newest rollup's day, what was restated, and any day's figures on demand."""
    needed = ("marts.rpt_rollups", "marts.rpt_restatements")
    st.header("As it was published", divider="gray", anchor=False)
    if not is_published(build, *needed, what="The frozen rollup"):
        return
    days = [row["rollup_date"] for row in records(rollups.rollup_days(build.at))]
    if not days:
        st.info("No rollup is frozen yet: the first publication freezes the first.")
        return
    _show_restatements(build, days[0])
    with st.expander("The rollup of a day", key="rollup", on_change="rerun") as opened:
        if opened.open:
            _show_day(build, days)


def _show_restatements(build: Build, newest: dt.date) -> None:
    found = rollups.restatements(build.at)
    if found.empty:
        st.success(f"The rollup of {say_date(newest)} is frozen. No complete figure has been restated so far.")
        return
    words = f"{say_count(len(found))} complete figures came out otherwise after they were published. Both stand here."
    st.markdown(words)
    show_table(build, tell_restatements(found), name="restatements", words=words)


def tell_restatements(found: pd.DataFrame) -> pd.DataFrame:
    """Each change in words: of which figure and period, from what to what, when, and why."""
    return pd.DataFrame(
        [
            {
                "KPI": row["kpi_id"],
                "Name": row["name"],
                "Period": _say_period(row),
                "was_text": say_value(row["previous_value"], row["unit"]),
                "now_text": say_value(row["value"], row["unit"]),
                "change_text": _say_difference(row["difference"], row["unit"]),
                "restated_at": row["restated_at"],
                "Cause": CAUSES.get(row["cause"], row["cause"]),
                "Since then": row["explanation"],
            }
            for row in records(found)
        ]
    )


def _say_period(row: dict[str, Any]) -> str:
    return "Whole history" if row["period_start"] is None else f"{row['period_start']:%b %Y}"


def _say_difference(difference: Any, unit: str) -> str:
    if difference is None:
        return DASH
    sign = "-" if difference < 0 else "+"
    if unit == "share":
        return f"{sign}{abs(float(difference)) * 100:.2f} points"
    return f"{sign}{say_dollars(abs(difference)) if unit == 'usd' else say_value(abs(difference), unit)}"


def _show_day(build: Build, days: list[dt.date]) -> None:
    day = st.selectbox("Day", days, format_func=say_date, key="rollup_day")
    rows = records(rollups.frozen_figures(build.at, day or days[0]))
    table = pd.DataFrame(
        [
            {
                "KPI": row["kpi_id"],
                "Name": row["name"],
                "value_text": say_value(row["value"], row["unit"]),
                "counted_text": say_amount(row["numerator"]),
                "of_text": say_amount(row["denominator"]),
                "is_mature": row["is_mature"],
                "frozen_at": row["frozen_at"],
            }
            for row in rows
        ]
    )
    show_table(build, table, name="rollup", words=f"{len(rows)} figures as published for {say_date(day or days[0])}.")
