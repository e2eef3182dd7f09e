"""The champion beside the challenger and the simple rule, the versions, what the gate found, and the model card."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

from app.exhibits import show_table
from app.page import Build, is_published
from app.queries import judgement
from app.queries.published import has
from app.wording import plain

BROUGHT_BY = "overturn evaluate"
WHOLE, RULE, SHADOW = "all", "simple rule", "shadow"
NAMES = {
    "auc": "Ranking (AUC)",
    "pr_auc": "Precision and recall (PR-AUC)",
    "log_loss": "Log-loss",
    "ece": "Calibration error",
    "recall_at_10_percent": "Denials found in the riskiest tenth",
    "denied_dollars_at_10_percent": "Denied dollars found in the first tenth",
    "base_rate": "Share denied",
    "observed_over_expected": "Denied / expected to be denied",
    "claims": "Claims judged",
}


def show_champion(build: Build) -> None:
    """The measures side by side, by slice, and the versions behind them."""
    if not is_published(build, "ml.evaluations", what="The model's evaluation", brought_by=BROUGHT_BY):
        return
    found = judgement.measures(build.at)
    champion = found[found["alias"] == "champion"]
    if champion.empty:
        st.info("No model was judged yet: too few claims have their answer. `overturn evaluate` judges it.")
        return
    first = champion.iloc[0]
    st.caption(
        f"{plain(first['model_name'])}, version {plain(first['model_version'])} on the newest claims with answers; "
        "the simple rule is the past denial rate of the claim's payer and procedure."
    )
    challenger = found[(found["alias"] == "challenger") & (found["slice"] == WHOLE)]
    columns = {
        "Champion": _by_metric(champion[champion["slice"] == WHOLE]),
        "Challenger": _by_metric(challenger),
        "Simple rule": _by_metric(champion[champion["slice"] == RULE]),
    }
    table = (
        pd.DataFrame({name: each for name, each in columns.items() if len(each)}).reindex(list(NAMES)).dropna(how="all")
    )
    table.insert(0, "Measure", [NAMES[str(name)] for name in table.index])
    shown = table.dropna(thresh=2).reset_index(drop=True)
    show_table(build, shown, name="model_measures", words="Champion, challenger where there is one, simple rule.")
    if challenger.empty:
        st.caption("No challenger stands beside the champion now: `overturn train` makes one.")
    _show_shadow(build, found[found["slice"] == SHADOW])
    _show_slices(build, champion)
    _show_versions(build)


def _by_metric(rows: pd.DataFrame) -> pd.Series[float]:
    return rows.set_index("metric")["value"].astype(float)


def _show_shadow(build: Build, rows: pd.DataFrame) -> None:
    """Both on the claims that both scored before the answer came."""
    if rows.empty:
        return
    wide = rows.pivot_table(index="metric", columns="alias", values="value", aggfunc="first")
    table = wide.reset_index(names="Measure").rename(columns={"champion": "Champion", "challenger": "Challenger"})
    table["Measure"] = [NAMES.get(str(each), str(each)) for each in table["Measure"]]
    with st.expander("In the shadow: claims that both scored before their answer came"):
        show_table(build, table, name="shadow_measures", words="Champion and challenger on the same waiting claims.")


def _show_slices(build: Build, champion: pd.DataFrame) -> None:
    rows = champion[~champion["slice"].isin([WHOLE, RULE, SHADOW])]
    if rows.empty:
        return
    wide = rows.pivot_table(index="slice", columns="metric", values="value", aggfunc="first")
    slices = wide.reset_index(names="Slice").rename(columns=NAMES)
    with st.expander("By slice: line of business, place, age, sex"):
        st.caption("What a model may not learn from is audited here: the same quality for everyone.")
        show_table(build, slices, name="model_slices", words=f"The champion in {len(slices)} slices.")


def _show_versions(build: Build) -> None:
    if not has(build.at, "ml.model_versions", "ml.gate_verdicts"):
        return
    st.header("Versions and the gate", divider="gray", anchor=False)
    st.caption("A version becomes champion only through the gate; `overturn promote` judges one anew.")
    rows = judgement.versions(build.at)
    if rows.empty:
        st.info("No version is registered.")
        return
    show_table(build, rows, name="model_versions", words=f"{len(rows)} versions, the newest first.")
    verdicts = judgement.verdicts(build.at)
    if not verdicts.empty:
        show_table(build, verdicts, name="gate_verdicts", words=f"{len(verdicts)} verdicts of the gate, a fail first.")


def show_card(build: Build) -> None:
    """The card as the last evaluation wrote it, letter by letter: a slice's name may come from a file."""
    try:
        card = (Path(build.home) / "state" / "model_card.md").read_text()
    except FileNotFoundError:
        st.info("No model card is written yet. `overturn evaluate` writes it.")
        return
    st.download_button("Download the card", card, file_name="model_card.md", mime="text/markdown", on_click="ignore")
    st.code(card, language="markdown", wrap_lines=True)
