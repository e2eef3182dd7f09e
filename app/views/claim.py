"""Claim: one claim found by any of its numbers, and its whole life with the segments that tell it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

import pandas as pd
import streamlit as st

from app.exhibits import show_table
from app.page import Build, is_published, open_page
from app.proof import show_segment
from app.queries import claims
from app.queries.published import records
from app.wording import DASH, plain, say_date, say_dollars, say_exact_dollars, say_share

COLOURS: dict[str, Literal["orange", "green", "gray", "blue"]] = {
    "denied": "orange",
    "partially_denied": "orange",
    "reversed": "orange",
    "rejected": "orange",
    "eligibility_inactive": "orange",
    "authorization_not_certified": "orange",
    "paid": "green",
    "acknowledged": "gray",
    "voided": "gray",
}
HINT = "Claim, patient control, payer claim control, payment (trace) or authorization number"


def show() -> None:
    """Draws the page."""
    build = open_page("Claim")
    if build is None or not is_published(build, "marts.rpt_claim_events", what="The timeline of claims"):
        return
    wanted = st.text_input("Find a claim", key="id", bind="query-params", placeholder=HINT, max_chars=80)
    if not wanted:
        st.info("Type a number that you know the claim by. Any of those named in the field finds it.")
        return
    found = claims.search(build.at, wanted)
    if found.empty:
        st.info("No claim carries this number. Look at the spelling, or try another of its numbers.")
        return
    chosen = str(found.iloc[0]["claim_id"])
    if len(found) > 1:
        st.caption(f"{len(found)} claims carry this number; the largest is shown. Choose another by its row.")
        picked = show_table(
            build, found, name="claims_found", words="Claims found.", on_select="rerun", selection_mode="single-row"
        )
        chosen = str(found.iloc[(picked.selection.rows or [0])[0]]["claim_id"])
    _show_claim(build, chosen)


def _show_claim(build: Build, claim_id: str) -> None:
    claim = claims.claim(build.at, claim_id)
    if claim is None:
        return
    st.header(plain(claim_id), divider="gray", anchor=False)
    _show_facts(claim)
    _show_risk(build, claim_id)
    _show_clocks(build, claim_id)
    st.header("What happened", divider="gray", anchor=False)
    _show_events(build, claims.events(build.at, claim_id))
    with st.expander("Service lines"):
        show_table(build, claims.lines(build.at, claim_id), name="claim_lines", words="The claim's service lines.")


def _show_facts(claim: dict[str, Any]) -> None:
    grid = st.grid(4, min_column_width=150, gap="small")
    for label, column in (
        ("Charged", "charge_amount"),
        ("Denied at first", "initial_denied_amount"),
        ("Paid", "paid_amount"),
        ("Patient owes", "patient_responsibility_amount"),
    ):
        amount = claim[column]
        grid.metric(label, say_dollars(amount), help=plain(say_exact_dollars(amount)))
    said = (
        ("Payer", claim["payer"]),
        ("Line of business", claim["line_of_business"]),
        ("Facility", claim["facility"]),
        ("Provider", claim["provider"]),
        ("Service line", claim["service_line"]),
        ("Service", say_date(claim["service_from_date"])),
        ("Now", str(claim["current_outcome"] or "waits for an answer").replace("_", " ")),
    )
    st.caption(plain(" · ".join(f"{label}: {value or DASH}" for label, value in said)))


def _show_risk(build: Build, claim_id: str) -> None:
    risk = claims.risk(build.at, claim_id)
    if risk is not None:
        st.markdown(
            f"**Waits for an answer.** The model gives it a {say_share(risk['denial_probability'])} chance of denial, "
            f"{plain(say_dollars(risk['expected_denied_amount']))} of its charges at risk."
        )


def _show_clocks(build: Build, claim_id: str) -> None:
    found = claims.clocks(build.at, claim_id)
    if found.empty:
        return
    next_up = records(found)[0]
    if next_up["deadline_date"] is not None:
        left = int(next_up["days_left"])
        said = f"{left} days left" if left >= 0 else f"missed {-left} days ago"
        st.markdown(f"**Appeal by {say_date(next_up['deadline_date'])}:** {said}, {plain(next_up['level_name'])}.")
    with st.expander("Appeal clocks and the rule behind each"):
        show_table(build, found, name="appeal_clocks", words="Appeal clocks of this claim.")


def _show_events(build: Build, events: pd.DataFrame) -> None:
    """The timeline: a submission or an answer a block, its codes in words below it."""
    rows = records(events)
    for number, event in enumerate(rows):
        if event["step"] == 3:
            continue
        codes = [each for each in rows if each["step"] == 3 and each["remittance_id"] == event["remittance_id"]]
        with st.container(border=True, gap="xsmall", key=f"event_{number}"):
            _show_event(event)
            if event["remittance_id"]:
                _show_codes(codes)
            _offer_segments(build, [event, *(codes if event["remittance_id"] else [])], number)


def _show_codes(codes: list[dict[str, Any]]) -> None:
    """Why it was answered so, by code with the sum of its lines, and what to do first, each said once."""
    said = []
    for title in dict.fromkeys(code["title"] for code in codes):
        amounts = [code["amount"] for code in codes if code["title"] == title]
        lines = f" on {len(amounts)} lines" if len(amounts) > 1 else ""
        said.append(f"- {plain(say_exact_dollars(sum(amounts, Decimal(0))))}{lines}, {plain(title)}")
    actions = dict.fromkeys(str(code["detail"]) for code in codes if code["detail"])
    said += [f"- **Do first:** {plain(action)}" for action in actions]
    st.markdown("\n".join(said))


def _show_event(event: dict[str, Any]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{say_date(event['event_date'])}**", width="content")
        st.badge(plain(event["title"]), color=COLOURS.get(event["event_kind"], "blue"))
        if event["amount"] is not None:
            st.markdown(plain(say_exact_dollars(event["amount"])), width="content")
    amounts = (("denied", event["denied_amount"]), ("patient owes", event["patient_responsibility_amount"]))
    said = [f"{label} {say_exact_dollars(amount)}" for label, amount in amounts if amount]
    st.caption(plain(", ".join([*said, event["detail"]] if event["detail"] else said)))


def _offer_segments(build: Build, rows: list[dict[str, Any]], number: int) -> None:
    source = st.expander("The source segments", key=f"segments_{number}", on_change="rerun")
    if source.open:
        with source:
            for row in rows:
                show_segment(build, row)
