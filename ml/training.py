"""Training: a time split with a maturity gap, early stopping on its own window, and a gate before the alias moves."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from interchange.lake import Lake
from ml.evaluation import Floats, measure, simple_rule
from ml.features import Encoding, fit_encoding, load_features
from ml.registry import CHALLENGER, CHAMPION, MODEL_NAME, Registry, StoredModel

if TYPE_CHECKING:
    import pandas as pd
    import xgboost as xgb

Progress = Callable[[int, int], None]
MATURITY_DAYS = 45
FEWEST_CLAIMS = 400
FEWEST_OF_A_KIND = 10
ROUNDS = 300
PARAMETERS: dict[str, Any] = {
    "objective": "binary:logistic",
    "eval_metric": "logloss",
    "tree_method": "hist",
    "grow_policy": "lossguide",
    "max_leaves": 31,
    "max_depth": 0,
    "eta": 0.06,
    "min_child_weight": 8,
    "subsample": 0.8,
    "colsample_bytree": 0.5,
    "reg_lambda": 3.0,
    "max_cat_to_onehot": 8,
}
LOG_LOSS_GAIN = 0.0005
AUC_SLACK = 0.002


@dataclass(frozen=True)
class Split:
    """Claims in order of submission: to learn from, to stop by, to judge with; all mature, none shared."""

    train: pd.DataFrame
    stop: pd.DataFrame
    test: pd.DataFrame
    cutoff: dt.date


def train(*, lake: Lake, store: Path, seed: int = 20_260_101, progress: Progress | None = None) -> dict[str, Any]:
    """Trains on the features mart and records the version; returns its name, version, alias and metrics.

    With too few answered claims to judge a model by, nothing is trained and ``model_version`` is None.
    """
    split = split_by_time(load_features(lake))
    if split is None:
        return {"model_name": MODEL_NAME, "model_version": None, "reason": "too few answered claims to learn from"}
    encoding = fit_encoding(split.train)
    booster = fit(split, encoding, seed=seed, progress=progress)
    scores = booster.predict(encoding.matrix(split.test))
    metrics = measure(_labels(split.test), scores, _charges(split.test))
    rule = measure(_labels(split.test), simple_rule(split.train, split.test), _charges(split.test))
    registry = Registry(store)
    champion = registry.load(CHAMPION)
    version = registry.record(
        booster,
        encoding,
        metrics=metrics | {f"rule_{name}": value for name, value in rule.items()},
        parameters=PARAMETERS | {"seed": seed, "rounds": booster.num_boosted_rounds()},
        tags=_tags(lake, split, encoding, seed),
        example=split.test.head(5)[list(encoding.columns)],
        scores=scores[:5],
    )
    alias = CHAMPION if passes_gate(metrics, rule, champion, split.test) else CHALLENGER
    registry.set_alias(version, alias)
    return {"model_name": MODEL_NAME, "model_version": version, "alias": alias, **metrics, "rule_auc": rule["auc"]}


def split_by_time(frame: pd.DataFrame) -> Split | None:
    """The mature, answered claims cut 70 : 12 : 18 in order of submission; None where they are too few to judge by."""
    answered = frame[frame["label_is_answered"].astype(bool)]
    if answered.empty:
        return None
    cutoff = answered["label_first_answered_date"].max().date() - dt.timedelta(days=MATURITY_DAYS)
    mature = answered[answered["submitted_date"].dt.date <= cutoff]
    first, second = int(len(mature) * 0.70), int(len(mature) * 0.82)
    parts = (mature.iloc[:first], mature.iloc[first:second], mature.iloc[second:])
    enough = len(mature) >= FEWEST_CLAIMS
    both = all(min(p["label_is_denied"].sum(), (~p["label_is_denied"]).sum()) >= FEWEST_OF_A_KIND for p in parts)
    return Split(*parts, cutoff) if enough and both else None


def fit(split: Split, encoding: Encoding, *, seed: int, progress: Progress | None = None) -> xgb.Booster:
    """A booster, stopped where the second window's log-loss no longer falls; the same inputs give the same bytes."""
    import xgboost as xgb

    class _Report(xgb.callback.TrainingCallback):
        def after_iteration(self, model: Any, epoch: int, evals_log: Any) -> bool:  # noqa: ARG002
            if progress:
                progress(epoch + 1, ROUNDS)
            return False

    matrices = [encoding.matrix(part) for part in (split.train, split.stop)]
    for matrix, part in zip(matrices, (split.train, split.stop), strict=True):
        matrix.set_label(_labels(part))
    booster = xgb.train(
        {**PARAMETERS, "seed": seed, "nthread": 2},
        matrices[0],
        ROUNDS,
        evals=[(matrices[1], "stop")],
        early_stopping_rounds=30,
        verbose_eval=False,
        callbacks=[_Report()],
    )
    if progress:
        progress(ROUNDS, ROUNDS)
    return booster[: booster.best_iteration + 1]


def passes_gate(
    metrics: dict[str, float], rule: dict[str, float], champion: StoredModel | None, test: pd.DataFrame
) -> bool:
    """Whether a version may become champion: better than the simple rule, and than the champion on the same claims."""
    if metrics["auc"] <= rule["auc"]:
        return False
    if champion is None or not set(champion.encoding.columns) <= set(test.columns):
        return True
    now = measure(_labels(test), champion.booster.predict(champion.encoding.matrix(test)), _charges(test))
    better = metrics["log_loss"] <= now["log_loss"] - LOG_LOSS_GAIN
    return better and metrics["auc"] >= now["auc"] - AUC_SLACK


def _labels(frame: pd.DataFrame) -> Floats:
    return frame["label_is_denied"].to_numpy(dtype=np.float64)


def _charges(frame: pd.DataFrame) -> Floats:
    return frame["charge_amount"].to_numpy(dtype=np.float64)


def _tags(lake: Lake, split: Split, encoding: Encoding, seed: int) -> dict[str, str]:
    columns = hashlib.sha256("\n".join(encoding.columns).encode()).hexdigest()[:16]
    return {
        "lake_snapshot": str(lake.snapshot_id()),
        "feature_hash": columns,
        "seed": str(seed),
        "label_cutoff": split.cutoff.isoformat(),
        "maturity_days": str(MATURITY_DAYS),
        "train_claims": str(len(split.train)),
        "test_claims": str(len(split.test)),
    }
