"""Pre-bill: claims that wait for an answer, the dollars at risk in each, why, and the one change that helps most."""

from __future__ import annotations

import streamlit as st

from app.exhibits import show_table
from app.page import Build, is_published, open_page
from app.queries import figures, forecasts
from app.queries.published import has, records
from app.vocabulary import say_reason
from app.wording import plain, say_count, say_dollars, say_exact_dollars, say_share

MOST_ROWS = 500


def show() -> None:
    """Draws the page."""
    build = open_page("Claims at risk")
    needed = ("ml.predictions", "ml.explanations", "ml.reasons", "ml.flags")
    if build is None or not is_published(build, *needed, what="The model's scores", brought_by="overturn score"):
        return
    risk = figures.at_risk(build.at)
    if risk is None:
        st.info("No claim waits for an answer, so there is nothing to score.")
        return
    grid = st.grid(3, min_column_width=170, gap="small")
    grid.metric("Claims without an answer", say_count(risk["claims"]))
    grid.metric("Expected to be denied", say_dollars(risk["dollars"]), help=plain(say_exact_dollars(risk["dollars"])))
    grid.metric("More likely denied than not", say_count(risk["likely"]))
    _show_fixes(build)
    _show_claims(build)


def _show_fixes(build: Build) -> None:
    found = forecasts.fixes(build.at)
    if found.empty:
        return
    first = records(found)[0]
    st.header("What to fix first", divider="gray", anchor=False)
    words = f"{first['fix']} on {say_count(first['claims'])} claims saves {say_dollars(first['saved_amount'])}."
    st.markdown(f"**{plain(words)}**")
    st.caption("Each claim is scored again as if the change had been made: an estimate, not proven yet.")
    show_table(build, found, name="prebill_fixes", words=words)


def _show_claims(build: Build) -> None:
    st.header("Claims by dollars at risk", divider="gray", anchor=False)
    rows = forecasts.at_risk(build.at, MOST_ROWS)
    words = f"The {say_count(len(rows))} claims with the most dollars at risk."
    st.caption(f"{words} Choose a row to see why, and what to do.")
    event = show_table(
        build, rows, name="claims_at_risk", words=words, key="at_risk", on_select="rerun", selection_mode="single-row"
    )
    position = (event.selection.rows or [0])[0]
    row = records(rows.iloc[[position]])[0]
    _show_why(build, str(row["claim_id"]), float(row["denial_probability"]))


def _show_why(build: Build, claim_id: str, chance: float) -> None:
    st.header(f"Why {plain(claim_id)}", divider="gray", anchor=False)
    if has(build.at, "marts.fct_claim_edits"):
        for edit in records(forecasts.edits(build.at, claim_id)):
            proven = f"Right in {say_share(edit['precision_rate'])} of {say_count(edit['answered_count'])} claims."
            said = f"**{plain(edit['words'])}.** {plain(edit['fix'])}. {proven if edit['answered_count'] else ''}"
            (st.error if edit["severity"] == "hard_stop" else st.warning)(said)
    told, likely = records(forecasts.explanation(build.at, claim_id)), records(forecasts.reasons(build.at, claim_id))
    left, right = st.columns(2, gap="large")
    with left:
        drivers = [f"- {plain(each['words'])}" for each in told if each["contribution"] and each["contribution"] > 0]
        st.markdown("\n".join([f"**{say_share(chance)} chance of denial, because of**", "", *drivers]))
        if told and told[0]["fix"]:
            after = say_share(told[0]["risk_after_fix"])
            st.success(f"**Do this:** {plain(told[0]['fix'])}. The chance falls from {say_share(chance)} to {after}.")
    with right:
        causes = [f"- {plain(say_reason(each['reason']))}: {say_share(each['denial_probability'])}" for each in likely]
        st.markdown("\n".join(["**If it is denied, most likely for**", "", *causes]) if causes else "")
