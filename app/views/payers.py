"""Payers, for those who negotiate: each against all others with n and interval, its trend, promises and contract."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from app.charts.control import intervals
from app.charts.trends import describe_trend, trend
from app.exhibits import offer_downloads, show_chart, show_table
from app.page import Build, is_published, open_page
from app.queries import contracts
from app.queries.published import records
from app.wording import plain, say_count, say_date, say_days, say_dollars, say_exact_dollars, say_share


def show() -> None:
    """Draws the page."""
    build = open_page("Payers")
    if build is None or not is_published(build, "marts.rpt_payer_scorecard", what="The payer scorecard"):
        return
    cards = contracts.scorecard(build.at)
    if cards.empty:
        st.info("No payer has answered a claim yet.")
        return
    _show_against_others(build, cards)
    names = dict(zip(cards["payer"], cards["payer_id"], strict=True))
    chosen = st.selectbox("Look into one payer", list(names), key="one_payer", bind="query-params")
    card = next(row for row in records(cards) if row["payer"] == (chosen or cards.iloc[0]["payer"]))
    _show_payer(build, card)
    _show_says_against_does(build)
    st.header("Take it all along", divider="gray", anchor=False)
    st.caption("Month, payer, service line and reason, as `overturn export payer-trends` writes them.")
    offer_downloads(build, contracts.rows(build.at), name="payer_trends")


def _show_against_others(build: Build, cards: pd.DataFrame) -> None:
    first = cards.iloc[0]
    st.caption(f"Claims sent {say_date(first['period_start'])} to {say_date(first['period_end'])} whose answer is due.")
    above = cards[cards["is_above_others"].astype(bool)]
    words = (
        f"{len(above)} of {len(cards)} payers deny more than all others do, beyond chance"
        f"{': ' + ', '.join(above['payer']) if len(above) else ''}. "
        "Dot: denial rate. Bar: 95 % interval. Upright tick: all other payers."
    )
    chart = intervals(cards, name="payer", rate="denial_rate", others="others_denial_rate")
    show_chart(build, chart, words=words, data=cards, name="denial_rate_by_payer")
    with st.expander("The scorecard as a table"):
        shown = cards.drop(columns=["payer_id"])
        show_table(build, shown, name="payer_scorecard", words=f"{len(cards)} payers against all others.")


def _show_payer(build: Build, card: dict[str, Any]) -> None:
    st.header(plain(card["payer"]), divider="gray", anchor=False)
    grid = st.grid(4, min_column_width=240, gap="small")
    for label, said, notes in _say_measures(card):
        with grid.container(gap="xsmall"):
            st.metric(label, said)
            st.caption(plain(notes))
    _show_trend(build, card)
    st.header("By service line", divider="gray", anchor=False)
    rows = contracts.by_service_line(build.at, card["payer_id"])
    show_table(build, rows, name="payer_by_service_line", words="This payer by service line against all others.")
    st.header("By reason", divider="gray", anchor=False)
    rows = contracts.by_reason(build.at, card["payer_id"])
    show_table(build, rows, name="payer_by_reason", words="This payer by reason against all others.")


def _say_measures(card: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What is measured of a payer, how much, and of how many with which interval and how all others do."""
    return [
        (
            "Denied at first",
            say_share(card["denial_rate"]),
            f"Of {say_count(card['claim_count'])} claims. {_interval(card, 'denial_rate')}",
        ),
        (
            "Won back",
            say_share(card["overturn_rate"]),
            f"Of {say_count(card['denied_claim_count'])} denied. {_interval(card, 'overturn_rate')}",
        ),
        ("Days to pay", say_days(card["mean_days_to_pay"]), f"All others {say_days(card['others_mean_days_to_pay'])}."),
        (
            "Short of contract",
            say_dollars(card["underpaid_amount"]),
            f"{say_exact_dollars(card['underpaid_amount'])}, {say_share(card['underpaid_rate'])} of what it allows.",
        ),
    ]


def _interval(card: dict[str, Any], rate: str) -> str:
    low, high, others = (say_share(card[name]) for name in (f"{rate}_low", f"{rate}_high", f"others_{rate}"))
    return f"95 % interval {low} to {high}; all others {others}."


def _show_trend(build: Build, card: dict[str, Any]) -> None:
    points = contracts.trend(build.at, card["payer_id"])
    if points.empty:
        st.info("This payer has no month with claims yet.")
        return
    words = f"Denial rate by month of submission. {describe_trend(points, unit='share', target=None)}"
    show_chart(build, trend(points, unit="share", target=None), words=words, data=points, name="payer_trend")


def _show_says_against_does(build: Build) -> None:
    st.header("What payers say against what they do", divider="gray", anchor=False)
    if not is_published(build, "marts.rpt_payer_authorizations", what="The table of published authorization metrics"):
        return
    rows = contracts.says_against_does(build.at)
    said = rows[rows["published_status"].notna()]
    st.caption(
        "Published: the payer's own prior-authorization metrics under CMS-0057-F. Ours: claims denied for want of "
        "authorization. They count different things; a wide gap is a question to ask, not a proof."
    )
    if said.empty:
        st.info("No payer's published metrics are loaded.")
        return
    show_table(build, said, name="says_against_does", words=f"{len(said)} plans: published beside our experience.")
