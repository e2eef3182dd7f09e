"""Whether a chance is what it says, and how many denied dollars the model finds beyond a simple rule."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from app.charts import judging
from app.exhibits import show_chart
from app.judgement.measures import BROUGHT_BY
from app.page import Build, is_published
from app.queries import history, judgement
from app.queries.published import records
from app.theme import Role
from app.wording import say_dollars, say_share

TENTH = 0.1
MODEL, RULE = "Model: chance x charge", "Simple rule: rate x charge"
RANKINGS = {
    "model": MODEL,
    "simple rule": RULE,
    "charge alone": "Charge alone",
    "chance alone": "Chance alone",
    "perfect": "Perfect",
}
ROLES: Mapping[str, Role] = dict(zip(RANKINGS.values(), ("main", "target", "muted", "bad", "good"), strict=True))


def show_calibration(build: Build) -> None:
    """Forecast beside outcome for all or for one payer."""
    if not is_published(build, "ml.calibration_bins", what="The calibration", brought_by=BROUGHT_BY):
        return
    bins = judgement.calibration(build.at, choose_payer(build))
    if bins.empty:
        st.info("Too few claims of this payer are judged.")
        return
    inside = bins["forecast_rate"].between(bins["denied_low_rate"], bins["denied_high_rate"])
    words = (
        f"{int(inside.sum())} of {len(bins)} groups of equal size were denied as often as forecast, within the 95 % "
        "interval. On the dashed line both are equal; above it the model was too hopeful."
    )
    show_chart(build, judging.calibration(bins), words=words, data=bins, name="calibration")


def choose_payer(build: Build) -> str:
    """The id of the payer that the reader looks at; everyone where none is chosen."""
    names = {**history.payers(build.at), "All payers": judgement.EVERYONE}
    return names[st.selectbox("Payer", list(names), key="judged_payer", bind="query-params") or "All payers"]


def show_gain(build: Build) -> None:
    """Dollars found by the model's order beside the simple rule's."""
    if not is_published(build, "ml.gain_curves", what="The dollars found", brought_by=BROUGHT_BY):
        return
    curves = judgement.gain(build.at)
    curves = curves.assign(ranking=[RANKINGS.get(str(each), str(each)) for each in curves["ranking"]])
    if curves.empty:
        st.info("No model was judged yet.")
        return
    model, rule = found_in_tenth(curves, MODEL), found_in_tenth(curves, RULE)
    grid = st.grid(3, min_column_width=200, gap="small")
    grid.metric("Found in the first tenth", say_dollars(model["denied_amount"]))
    grid.metric("Found by the simple rule", say_dollars(rule["denied_amount"]))
    grid.metric("Gain", say_dollars(Decimal(model["denied_amount"]) - Decimal(rule["denied_amount"])))
    words = (
        f"Looking at one claim in ten finds {say_share(model['denied_amount_share'])} of the denied dollars in the "
        f"model's order and {say_share(rule['denied_amount_share'])} in the simple rule's."
    )
    show_chart(build, judging.gain(curves, roles=ROLES), words=words, data=curves, name="gain_curves")
    st.caption("Of claims whose answers are in. Found is not prevented: that needs a share held back as a control.")


def found_in_tenth(curves: pd.DataFrame, ranking: str) -> dict[str, Any]:
    """What an order has found once a tenth of the claims is looked at."""
    rows = records(curves[curves["ranking"] == ranking])
    return min(rows, key=lambda row: abs(row["claim_share"] - TENTH))
