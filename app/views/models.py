"""Models, for data scientists: how the forecasts do beside a simple rule, by slice, and which payers to watch."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from app.exhibits import show_table
from app.page import Build, is_published, open_page
from app.queries import forecasts
from app.queries.published import has
from app.vocabulary import say_reason
from app.wording import plain, say_count

WHOLE, RULE = "all", "simple rule"
NAMES = {
    "auc": "Ranking (AUC)",
    "pr_auc": "Precision and recall (PR-AUC)",
    "log_loss": "Log-loss",
    "ece": "Calibration error",
    "recall_at_10_percent": "Denials found in the riskiest tenth",
    "denied_dollars_at_10_percent": "Denied dollars found in the riskiest tenth",
    "base_rate": "Share denied",
    "observed_over_expected": "Denied / expected to be denied",
    "claims": "Claims judged",
}
MOST_ROWS = 200


def show() -> None:
    """Draws the page."""
    build = open_page("Models")
    if build is None:
        return
    _show_measures(build)
    _show_watch_list(build)
    _show_queue(build)


def _show_measures(build: Build) -> None:
    st.header("The champion beside a simple rule", divider="gray", anchor=False)
    if not is_published(build, "ml.evaluations", what="The model's evaluation", brought_by="overturn evaluate"):
        return
    found = forecasts.evaluations(build.at)
    if found.empty:
        st.info("No model was judged yet: too few claims have their answer. `overturn evaluate` judges it.")
        return
    first = found.iloc[0]
    st.caption(
        f"{plain(first['model_name'])}, version {plain(first['model_version'])} on the newest claims with answers; "
        "the simple rule is the past denial rate of the claim's payer and procedure."
    )
    wide = found.pivot_table(index="metric", columns="slice", values="value", aggfunc="first")
    both = [name for name in (WHOLE, RULE) if name in wide.columns]
    table = wide[both].rename(columns={WHOLE: "Champion", RULE: "Simple rule"})
    table.insert(0, "Measure", [NAMES.get(name, name) for name in table.index])
    show_table(build, table.reset_index(drop=True), name="model_measures", words="The champion beside the simple rule.")
    slices = wide.drop(columns=both).T.reset_index(names="Slice").rename(columns=NAMES)
    if len(slices):
        with st.expander("By slice: line of business, place, age, sex"):
            st.caption("What a model may not learn from is audited here: the same quality for everyone.")
            show_table(build, slices, name="model_slices", words=f"The champion in {len(slices)} slices.")


def _show_watch_list(build: Build) -> None:
    st.header("Payers to watch", divider="gray", anchor=False)
    if not is_published(build, "ml.watch_list", what="The watch on payers", brought_by="overturn score"):
        return
    found = forecasts.watch_list(build.at)
    found = found.assign(reason=[say_reason(each) for each in found["reason"]])
    listed = found[found["is_listed"].astype(bool) | found["is_alert"].astype(bool)]
    st.caption("At most half a false alarm a week in all; of what is listed, at most one in ten is chance.")
    if listed.empty:
        st.success(f"None of {say_count(len(found))} streams (payer, service line, reason) has risen.")
    else:
        show_table(build, listed, name="watch_list", words=f"{len(listed)} streams whose denials rose beyond chance.")
    with st.expander("Every stream that is watched"):
        show_table(build, found, name="watched_streams", words=f"{len(found)} streams, the most surprising first.")


def _show_queue(build: Build) -> None:
    st.header("Open denials by what an hour on them is worth", divider="gray", anchor=False)
    if not has(build.at, "ml.overturn_queue", "marts.rpt_denials"):
        is_published(build, "ml.overturn_queue", what="The order of open denials", brought_by="overturn score")
        return
    rows = forecasts.queue(build.at, MOST_ROWS)
    if rows.empty:
        st.info("No denial is open.")
        return
    words = f"The first {len(rows)} open denials with the arithmetic of each."
    show_table(build, pd.DataFrame(rows), name="overturn_queue", words=words)
