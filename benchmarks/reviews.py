"""Real independent medical reviews: how well boosting and logistic regression foresee later ones.

``OVERTURN_SAMPLES=... python -m benchmarks.reviews`` reads ``outcomes/*.csv`` (California's published reviews) and cuts
by year: this is what the models of overturn reach where nobody wrote the world.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.preprocessing import OneHotEncoder

LAST_TRAINING_YEARS = (2011, 2012, 2013, 2014)
LABEL, YEAR = "Determination", "Report Year"
LEFT_OUT = ("Reference ID", LABEL, YEAR)


def load_reviews(folder: Path) -> pd.DataFrame:
    """One row a review, text columns filled, with ``overturned``."""
    (path,) = sorted((folder / "outcomes").glob("*.csv"))
    frame = pd.read_csv(path, sep=";", dtype=str).fillna("none")
    frame[YEAR] = frame[YEAR].astype(int)
    return frame.assign(overturned=frame[LABEL].str.startswith("Overturned").astype(int))


def compare(frame: pd.DataFrame, last_year: int) -> dict[str, Any]:
    """Both learners on reviews up to a year, judged on the two years after it."""
    train = frame[frame[YEAR] <= last_year]
    test = frame[(frame[YEAR] > last_year) & (frame[YEAR] <= last_year + 2)]
    columns = [name for name in frame if name not in (*LEFT_OUT, "overturned")]
    encoder = OneHotEncoder(handle_unknown="ignore", min_frequency=10).fit(train[columns])
    matrices = [encoder.transform(part[columns]) for part in (train, test)]
    line = LogisticRegression(C=0.3, max_iter=500).fit(matrices[0], train["overturned"])
    settings = {"objective": "binary:logistic", "eta": 0.05, "max_depth": 4, "subsample": 0.8, "nthread": 2, "seed": 1}
    trees = xgb.train(settings, xgb.DMatrix(matrices[0], train["overturned"]), 200)
    scores = {
        "logistic": line.predict_proba(matrices[1])[:, 1],
        "boosting": np.asarray(trees.predict(xgb.DMatrix(matrices[1]))),
    }
    found: dict[str, Any] = {
        "train_until": last_year,
        "test_reviews": len(test),
        "overturned_before": round(float(train["overturned"].mean()), 3),
        "overturned_after": round(float(test["overturned"].mean()), 3),
    }
    for name, chances in scores.items():
        found[f"{name}_auc"] = round(float(roc_auc_score(test["overturned"], chances)), 4)
        found[f"{name}_log_loss"] = round(float(log_loss(test["overturned"], chances)), 4)
    return found


def main() -> None:
    """Prints one JSON line a cut."""
    frame = load_reviews(Path(os.environ["OVERTURN_SAMPLES"]))
    for year in LAST_TRAINING_YEARS:
        print(json.dumps(compare(frame, year)))


if __name__ == "__main__":
    main()
