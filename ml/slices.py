"""The champion judged by slice: line of business, place, age and sex; what it may not learn from it is audited by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ml.evaluation import Floats, measure, simple_rule
from ml.registry import MODEL_NAME, StoredModel

if TYPE_CHECKING:
    import pandas as pd

    from ml.training import Split

FEWEST_CLAIMS = 200
AGES = (0, 18, 40, 65, 200)


def measure_slices(model: StoredModel, split: Split) -> pd.DataFrame:
    """Rows of ``ml.evaluations`` for the judging window; a slice of few claims or of one outcome is left out."""
    import pandas as pd

    test = split.test.reset_index(drop=True)
    scores = model.score(test)
    age = pd.cut(test["patient_age"].fillna(-1), AGES, right=False).astype(str)
    named = {
        "all": pd.Series("", index=test.index),
        "line of business": test["line_of_business"],
        "place": test["facility_code"],
        "age": age,
        "sex": test["is_female"].map({True: "female", False: "other"}),
    }
    rows = [
        (f"{kind} {value}".strip(), metric, figure)
        for kind, values in named.items()
        for value, places in values.groupby(values).indices.items()
        for metric, figure in _figures(test, scores, places).items()
    ]
    rule = measure(_labels(test), simple_rule(split.train, test), _charges(test))
    rows += [("simple rule", metric, figure) for metric, figure in rule.items()]
    found = pd.DataFrame(rows, columns=["slice", "metric", "value"])
    return found.assign(model_name=MODEL_NAME, model_version=model.version)


def _figures(test: pd.DataFrame, scores: Floats, places: Any) -> dict[str, float]:
    labels = _labels(test)[places]
    if len(labels) < FEWEST_CLAIMS or labels.min() == labels.max():
        return {}
    expected = float(scores[places].sum())
    ratio = {"observed_over_expected": float(labels.sum() / expected), "claims": float(len(labels))}
    return measure(labels, scores[places], _charges(test)[places]) | ratio


def _labels(frame: pd.DataFrame) -> Floats:
    return frame["label_is_denied"].to_numpy(dtype=np.float64)


def _charges(frame: pd.DataFrame) -> Floats:
    return frame["charge_amount"].to_numpy(dtype=np.float64)
