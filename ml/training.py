"""Training: a time split with a maturity gap, early stopping on its own window, and a gate before the alias moves."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from interchange.lake import Lake
from ml.evaluation import Floats, measure, simple_rule
from ml.features import Encoding, fit_encoding, load_features
from ml.gate import judge, may_lead
from ml.plots import draw_all
from ml.reasons import ReasonModel, fit_reasons, measure_reasons
from ml.registry import CHALLENGER, CHAMPION, MODEL_NAME, Registry, Store

if TYPE_CHECKING:
    import pandas as pd
    import xgboost as xgb

Progress = Callable[[int, int], None]
MATURITY_DAYS = 45
FEWEST_CLAIMS = 400
FEWEST_OF_A_KIND = 10
ROUNDS = 1_000
PATIENCE = 40
TAUGHT, TAUGHT_ROUNDS = 0.7, 1.8
PARAMETERS: dict[str, Any] = {
    "objective": "binary:logistic",
    "eval_metric": "logloss",
    "tree_method": "hist",
    "grow_policy": "lossguide",
    "max_leaves": 31,
    "max_bin": 64,
    "max_depth": 8,
    "eta": 0.1,
    "min_child_weight": 10,
    "subsample": 0.8,
    "colsample_bytree": 0.5,
    "reg_lambda": 3.0,
    "max_cat_to_onehot": 8,
}


@dataclass(frozen=True)
class Split:
    """Claims in order of submission: to learn from, to stop by, to judge with; all mature, none shared."""

    train: pd.DataFrame
    stop: pd.DataFrame
    test: pd.DataFrame
    cutoff: dt.date


def train(
    *,
    lake: Lake,
    store: Store,
    seed: int = 20_260_101,
    provenance: Mapping[str, str] = MappingProxyType({}),
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Trains on the features mart and records the version; returns its name, version, alias, metrics and the gate.

    ``provenance`` is written down as tags beside what is known here, such as the commit.

    With too few answered claims to judge a model by, nothing is trained and ``model_version`` is None. A version that
    does not pass the gate becomes challenger.
    """
    split = split_by_time(load_features(lake))
    if split is None:
        return {"model_name": MODEL_NAME, "model_version": None, "reason": "too few answered claims to learn from"}
    encoding = fit_encoding(split.train)
    reasons = fit_reasons(split.train, split.stop, encoding, seed=seed)
    booster = fit(split, encoding, seed=seed, reasons=reasons, progress=progress)
    scores = booster.predict(encoding.matrix(split.test))
    registry, rule = Registry(store), simple_rule(split.train, split.test)
    present = _champion_scores(registry, split.test)
    verdicts = judge(split.test, scores, rule, present)
    metrics = evaluate(split, scores, reasons)
    version = registry.record(
        booster,
        encoding,
        reasons,
        metrics=metrics,
        parameters=PARAMETERS | {"seed": seed, "rounds": booster.num_boosted_rounds()},
        tags={**_tags(lake, split, encoding, seed), **provenance},
        example=split.test.head(5)[list(encoding.columns)],
        scores=scores[:5],
        pictures=draw_all(split.test, scores, rule, booster, encoding),
    )
    alias = CHAMPION if may_lead(verdicts, is_first=present is None) else CHALLENGER
    registry.set_alias(version, alias)
    failed = registry.note_verdicts(version, verdicts)
    return {"model_name": MODEL_NAME, "model_version": version, "alias": alias, "refused_for": failed, **metrics}


def evaluate(split: Split, scores: Floats, reasons: ReasonModel | None) -> dict[str, float]:
    """The metrics of the judging window, of the simple rule on it (``rule_``), and of the reasons."""
    labels, charges = _labels(split.test), _charges(split.test)
    rule = measure(labels, simple_rule(split.train, split.test), charges)
    told = measure_reasons(reasons, split.test) if reasons else {}
    return measure(labels, scores, charges) | {f"rule_{name}": value for name, value in rule.items()} | told


def _champion_scores(registry: Registry, test: pd.DataFrame) -> Floats | None:
    """What the champion says of the window; None without one, or where it knows columns that are no more."""
    champion = registry.load(CHAMPION)
    if champion is None or not champion.knows(test):
        return None
    return champion.score(test)


def split_by_time(frame: pd.DataFrame) -> Split | None:
    """The mature, answered claims cut 70 : 12 : 18 in order of submission; None where they are too few to judge by."""
    answered = frame[frame["label_is_answered"].astype(bool)]
    if answered.empty:
        return None
    cutoff = answered["label_first_answered_date"].max().date() - dt.timedelta(days=MATURITY_DAYS)
    mature = answered[answered["submitted_date"].dt.date <= cutoff].sort_values(["submitted_date", "claim_id"])
    first, second = int(len(mature) * 0.70), int(len(mature) * 0.82)
    parts = (mature.iloc[:first], mature.iloc[first:second], mature.iloc[second:])
    enough = len(mature) >= FEWEST_CLAIMS
    both = all(min(p["label_is_denied"].sum(), (~p["label_is_denied"]).sum()) >= FEWEST_OF_A_KIND for p in parts)
    return Split(*parts, cutoff) if enough and both else None


def fit(
    split: Split,
    encoding: Encoding,
    *,
    seed: int,
    reasons: ReasonModel | None = None,
    constrained: bool = True,
    progress: Progress | None = None,
) -> xgb.Booster:
    """A booster of the length at which the second window's log-loss no longer falls, then learnt anew on both windows.

    Where there is a model of reasons it teaches: the labels are mixed with the chance that any reason strikes, which
    says of a paid claim how near it came. Smoother labels bear more rounds.

    New payer rules show in the newest claims first, so the window that stopped it is learnt from too; the same inputs
    give the same bytes. ``constrained`` keeps the directions of what can only raise, or only lower, the risk.
    """
    import pandas as pd
    import xgboost as xgb

    settings = PARAMETERS | {"seed": seed, "nthread": 2}
    if constrained:
        settings["monotone_constraints"] = encoding.directions()
    train, stop = (_labelled(part, encoding) for part in (split.train, split.stop))
    found = xgb.train(
        settings,
        train,
        ROUNDS,
        evals=[(stop, "stop")],
        early_stopping_rounds=PATIENCE,
        verbose_eval=False,
        callbacks=[_reporting(progress, xgb)] if progress else None,
    )
    windows = pd.concat([split.train, split.stop])
    both = _labelled(windows, encoding)
    rounds = round((found.best_iteration + 1) * (1 + 0.5 * len(split.stop) / len(split.train)))
    if reasons:
        both.set_label(taught_labels(reasons, windows))
        rounds = round(rounds * TAUGHT_ROUNDS)
    return xgb.train(settings, both, rounds, verbose_eval=False)


def taught_labels(reasons: ReasonModel, frame: pd.DataFrame) -> Floats:
    """Labels mixed with the chance that any reason strikes."""
    any_strikes = 1 - np.prod(1 - reasons.chances(frame), axis=1)
    return np.asarray(TAUGHT * any_strikes + (1 - TAUGHT) * _labels(frame))


def _labelled(frame: pd.DataFrame, encoding: Encoding) -> xgb.DMatrix:
    matrix = encoding.matrix(frame)
    matrix.set_label(_labels(frame))
    return matrix


def _reporting(progress: Progress, xgb: Any) -> Any:
    class _Report(xgb.callback.TrainingCallback):  # type: ignore[misc]
        def after_iteration(self, model: Any, epoch: int, evals_log: Any) -> bool:  # noqa: ARG002
            progress(epoch + 1, ROUNDS)
            return False

    return _Report()


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
        "learnt_through": f"{split.stop['submitted_date'].max():%Y-%m-%d}",
        "maturity_days": str(MATURITY_DAYS),
        "train_claims": str(len(split.train)),
        "test_claims": str(len(split.test)),
    }
