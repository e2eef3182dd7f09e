"""The model month by month: drift of payers and features, how long answers take, and what a backtest reaches."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from app.charts import judging
from app.exhibits import show_chart, show_table
from app.judgement.chances import choose_payer
from app.judgement.measures import BROUGHT_BY
from app.page import Build, is_published
from app.queries import judgement
from app.queries.published import records
from app.theme import Role
from app.wording import say_count, say_share

ANSWERED: Mapping[str, tuple[str, Role]] = {
    "half_answered_days": ("Half answered", "main"),
    "most_answered_days": ("Nine in ten answered", "target"),
}


def show_drift(build: Build) -> None:
    """Denied over expected by month, then the features that have moved."""
    if not is_published(build, "ml.payer_drift", "ml.feature_drift", what="The drift", brought_by=BROUGHT_BY):
        return
    months = judgement.payer_drift(build.at, choose_payer(build))
    if months.empty:
        st.info("No month of this payer has mature answers.")
    else:
        words = f"Denied over expected; 1 is as forecast. {_say_proof(months)}"
        show_chart(build, judging.ratio(months), words=words, data=months, name="payer_drift")
    st.header("Features that have moved", divider="gray", anchor=False)
    features = judgement.feature_drift(build.at)
    if features.empty:
        st.info("No month has been compared yet.")
        return
    moved = int(features["is_moved"].astype(bool).sum())
    words = (
        f"{moved} of the {len(features)} weightiest features have moved in {features.iloc[0]['month_start']:%B %Y}: "
        "an index above 0.1 and twice what chance gives."
    )
    st.caption(words)
    show_table(build, features, name="feature_drift", words=words)


def _say_proof(months: pd.DataFrame) -> str:
    """How many months that the champion did not learn from lie outside the band."""
    proof = months[months["is_proof"].astype(bool)]
    if proof.empty:
        return "The champion has learnt from every month that is mature (hollow points), so none is a proof yet."
    apart = len(proof) - int(proof["value"].between(proof["low"], proof["high"]).sum())
    return (
        f"{apart} of {len(proof)} months that the champion did not learn from (full points) lie outside the band; "
        "beyond it a new training is asked for."
    )


def show_delays(build: Build) -> None:
    """How long answers take: the reason why young months are no labels yet."""
    if not is_published(build, "ml.label_delays", what="The delay of answers", brought_by=BROUGHT_BY):
        return
    months = judgement.delays(build.at, choose_payer(build))
    if months.empty:
        st.info("This payer was sent no claim.")
        return
    last = records(months)[-1]
    words = (
        f"Days until half and until nine in ten of a month's claims are answered, open ones counted as such. Of the "
        f"newest month's {say_count(last['claim_count'])} claims, {say_share(last['open_rate'])} wait."
    )
    chart = judging.months(months, names=ANSWERED)
    show_chart(build, chart, words=words, data=months, name="label_delays")
    show_table(build, months, name="label_delays_table", words=words)


def show_backtest(build: Build) -> None:
    """What a model reached that knew only what was known before each month."""
    if not is_published(build, "ml.backtests", what="The backtest", brought_by=BROUGHT_BY):
        return
    months = judgement.backtests(build.at)
    if months.empty:
        st.info("Too few months have mature answers for a backtest.")
        return
    better = int((months["auc"] > months["rule_auc"]).sum())
    words = (
        f"Ranking (AUC) of a model that knew only what was known before the month: better than the simple rule in "
        f"{better} of {len(months)} months."
    )
    chart = judging.months(months, names={"auc": ("Model", "main"), "rule_auc": ("Simple rule", "target")}, zero=False)
    show_chart(build, chart, words=words, data=months, name="backtests")
    show_table(build, months, name="backtests_table", words=words)
