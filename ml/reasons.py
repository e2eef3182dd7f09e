"""Why a claim would be denied: the chance of each reason, the likeliest three, and sets that say how sure that is.

One forest a reason, each against all other claims: what a payer checks for one reason says little of another.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ml.features import Encoding

if TYPE_CHECKING:
    import pandas as pd
    import xgboost as xgb

Floats = npt.NDArray[np.float64]
COVERAGE = 0.90
MOST_IN_A_SET = 3
FEWEST_OF_A_REASON = 5
CLASS_WEIGHT = 20
ROUNDS = 110
# Paid claims beyond so many are learnt from by a sample that stands for all of them.
MOST_PAID = 300_000
PARAMETERS: dict[str, Any] = {
    "objective": "binary:logistic",
    "tree_method": "hist",
    "grow_policy": "lossguide",
    "max_leaves": 8,
    "max_bin": 64,
    "max_depth": 0,
    "eta": 0.07,
    "min_child_weight": 1,
    "subsample": 0.8,
    "colsample_bytree": 0.3,
    "reg_lambda": 3.0,
    "max_cat_to_onehot": 8,
    "nthread": 2,
}


@dataclass
class ReasonModel:
    """The chance of each reason by a forest of its own, and for each reason the score below which it leaves a set."""

    booster: xgb.Booster
    encoding: Encoding
    reasons: tuple[str, ...]
    limits: dict[str, float] = field(default_factory=dict)

    def predict(self, frame: pd.DataFrame) -> Floats:
        """Claim x reason: the chance of each reason given that the claim is denied; rows sum to one."""
        alone = self.chances(frame)
        return np.asarray(alone / np.maximum(alone.sum(axis=1, keepdims=True), 1e-12))

    def chances(self, frame: pd.DataFrame) -> Floats:
        """Claim x reason: the chance that the claim is denied for the reason."""
        shape = (len(frame), len(self.reasons))
        if frame.empty:
            return np.empty(shape)
        return self.encoding.score(self.booster, frame).reshape(shape)

    def sets(self, chances: Floats) -> npt.NDArray[np.bool_]:
        """Claim x reason: whether the reason is in the claim's set; an empty row abstains (more than three fit)."""
        inside = chances >= np.array([self.limits[name] for name in self.reasons])
        return np.asarray(inside & (inside.sum(axis=1, keepdims=True) <= MOST_IN_A_SET))

    def to_json(self) -> str:
        """Reasons and limits as text, kept beside the booster."""
        return json.dumps({"reasons": self.reasons, "limits": self.limits}, sort_keys=True)


def fit_reasons(train: pd.DataFrame, stop: pd.DataFrame, encoding: Encoding, *, seed: int) -> ReasonModel | None:
    """A model of two windows' claims, its limits set on the second by one of the first; None for too few denials."""
    import pandas as pd

    if "label_reason" not in train:
        return None
    counts = train.loc[train["label_is_denied"].astype(bool), "label_reason"].value_counts()
    reasons = tuple(sorted(counts[counts >= FEWEST_OF_A_REASON].index))
    parts = [part[part["label_is_denied"].astype(bool) & part["label_reason"].isin(reasons)] for part in (train, stop)]
    if len(reasons) < 2 or min(map(len, parts)) < FEWEST_OF_A_REASON:
        return None
    before = ReasonModel(_learn(train, reasons, encoding, seed=seed, most_paid=MOST_PAID // 6), encoding, reasons)
    limits = conformal_limits(before.predict(parts[1]), _numbers(parts[1], reasons), reasons)
    both = pd.concat([train, stop])
    return ReasonModel(_learn(both, reasons, encoding, seed=seed, most_paid=MOST_PAID), encoding, reasons, limits)


def _learn(
    frame: pd.DataFrame, reasons: tuple[str, ...], encoding: Encoding, *, seed: int, most_paid: int
) -> xgb.Booster:
    """One forest a reason over all denied claims and a weighted sample of the paid ones."""
    import xgboost as xgb

    denied = frame["label_is_denied"].to_numpy(dtype=bool)
    share = min(1.0, most_paid / max(int((~denied).sum()), 1))
    kept = denied | (np.random.default_rng(seed).random(len(frame)) < share)
    rows = frame[kept]
    matrix = encoding.matrix(rows)
    told = rows["label_reason"].to_numpy()[:, None] == np.array(reasons, dtype=object)[None]
    matrix.set_label((told & denied[kept][:, None]).astype(np.float32))
    matrix.set_weight(np.where(denied[kept], 1.0, 1 / share))
    settings = {**PARAMETERS, "seed": seed, "monotone_constraints": encoding.directions()}
    return xgb.train(settings, matrix, ROUNDS, verbose_eval=False)


def conformal_limits(chances: Floats, labels: npt.NDArray[np.int64], reasons: tuple[str, ...]) -> dict[str, float]:
    """For each reason the chance that all but a tenth of its own claims reach; few claims lean on all of them."""
    own = chances[np.arange(len(labels)), labels]
    overall = float(np.quantile(own, 1 - COVERAGE))
    limits = {}
    for number, name in enumerate(reasons):
        mine = own[labels == number]
        share = len(mine) / (len(mine) + CLASS_WEIGHT)
        limits[name] = share * float(np.quantile(mine, 1 - COVERAGE)) + (1 - share) * overall if len(mine) else overall
    return limits


def measure_reasons(model: ReasonModel, test: pd.DataFrame) -> dict[str, float]:
    """Top-1, top-3 and what the three commonest reasons reach, coverage of the sets overall and in the worst reason."""
    denied = test[test["label_is_denied"].astype(bool) & test["label_reason"].isin(model.reasons)]
    if denied.empty:
        return {}
    chances, labels = model.predict(denied), _numbers(denied, model.reasons)
    order = np.argsort(-chances, axis=1)
    common = np.bincount(labels, minlength=len(model.reasons)).argsort()[-3:]
    inside = chances >= np.array([model.limits[name] for name in model.reasons])
    covered = inside[np.arange(len(labels)), labels]
    by_reason = [covered[labels == number].mean() for number in np.unique(labels) if (labels == number).sum() >= 30]
    return {
        "reason_top_1": float((order[:, 0] == labels).mean()),
        "reason_top_3": float((order[:, :3] == labels[:, None]).any(axis=1).mean()),
        "reason_common_3": float(np.isin(labels, common).mean()),
        "reason_coverage": float(covered.mean()),
        "reason_worst_coverage": float(min(by_reason, default=covered.mean())),
        "reason_abstained": float((inside.sum(axis=1) > MOST_IN_A_SET).mean()),
    }


def likeliest(model: ReasonModel, frame: pd.DataFrame, risk: Floats, version: str) -> pd.DataFrame:
    """The three likeliest reasons of each claim as rows of ``ml.reasons``."""
    import pandas as pd

    chances = model.predict(frame)
    inside = model.sets(chances)
    order = np.argsort(-chances, axis=1)[:, :3]
    rows = np.repeat(np.arange(len(frame)), order.shape[1])
    picked = order.ravel()
    return pd.DataFrame(
        {
            "claim_id": frame["claim_id"].astype(str).to_numpy()[rows],
            "model_version": version,
            "reason": np.array(model.reasons, dtype=object)[picked],
            "rank": np.tile(np.arange(1, order.shape[1] + 1), len(frame)),
            "denial_probability": (chances[rows, picked] * risk[rows]).round(6),
            "is_in_set": inside[rows, picked],
        }
    )


def _numbers(frame: pd.DataFrame, reasons: tuple[str, ...]) -> npt.NDArray[np.int64]:
    return np.asarray(frame["label_reason"].map({name: n for n, name in enumerate(reasons)}).to_numpy(dtype=np.int64))
