"""The challenger beside the champion: both score what waits for an answer, only the champion's say is acted on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from interchange.lake import Lake
from ml.evaluation import Floats, measure
from ml.registry import CHALLENGER, CHAMPION, StoredModel
from ml.tables import no_rows, read_table

if TYPE_CHECKING:
    import pandas as pd

FEWEST_ANSWERS = 200
ANSWERS = """
    SELECT claim_id, label_is_denied AS is_denied, CAST(charge_amount AS DOUBLE) AS charge_amount
    FROM marts.fct_claim_features WHERE label_is_answered AND list_contains(?, claim_id)"""


def keep_shadow(
    lake: Lake, waiting: pd.DataFrame, chances: Floats, champion: StoredModel, challenger: StoredModel | None
) -> pd.DataFrame:
    """Rows of ``ml.shadow_scores``: what this pair of versions has said so far, the first say of each
    claim, and the answers since.

    Nothing where there is no challenger, or it reads columns that are no more.
    """
    import pandas as pd

    if challenger is None or challenger.version == champion.version or not challenger.knows(waiting):
        return no_rows("shadow_scores")
    pair = {"champion_version": champion.version, "challenger_version": challenger.version}
    before = read_table(lake, "shadow_scores")
    before = before[(before[list(pair)] == pd.Series(pair)).all(axis=1)]
    scored = waiting[["claim_id"]].assign(
        **pair, champion_probability=chances, challenger_probability=challenger.score(waiting)
    )
    both = pd.concat([before, scored[~scored["claim_id"].isin(before["claim_id"])]], ignore_index=True)
    answers = _answers(lake, both).set_index("claim_id")["is_denied"]
    denied = both["claim_id"].map(answers).astype("boolean")
    return both.assign(is_answered=denied.notna(), is_denied=denied)


def compare(lake: Lake) -> pd.DataFrame:
    """Rows of ``ml.evaluations``, slice ``shadow``: both versions on the claims answered after both had scored.

    None below two hundred answers, or where all are alike.
    """
    import pandas as pd

    scores = read_table(lake, "shadow_scores")
    told = scores[scores["is_answered"].astype(bool)].merge(_answers(lake, scores)[["claim_id", "charge_amount"]])
    if len(told) < FEWEST_ANSWERS or told["is_denied"].nunique() < 2:
        return no_rows("evaluations")
    labels, charges = (told[name].to_numpy(dtype=np.float64) for name in ("is_denied", "charge_amount"))
    rows = [
        {"model_version": told[f"{alias}_version"].iloc[0], "alias": alias, "metric": metric, "value": value}
        for alias in (CHAMPION, CHALLENGER)
        for metric, value in {
            **measure(labels, told[f"{alias}_probability"].to_numpy(dtype=np.float64), charges),
            "claims": float(len(told)),
        }.items()
    ]
    return pd.DataFrame(rows).assign(slice="shadow")


def _answers(lake: Lake, scores: pd.DataFrame) -> pd.DataFrame:
    with lake.connect() as connection:
        return connection.execute(ANSWERS, [scores["claim_id"].astype(str).tolist()]).df()
