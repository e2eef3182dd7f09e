"""Whether the champion still fits: its chances against what came after its training, and how the claims have moved.

Only chances that no longer hold ask for a new training; features that moved while the ranking held do not.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from interchange.lake import Lake
from ml.features import load_features
from ml.gate import worst_payer
from ml.registry import Registry, Store, StoredModel
from ml.training import MATURITY_DAYS

if TYPE_CHECKING:
    import pandas as pd

Floats = npt.NDArray[np.float64]
FEWEST_CLAIMS = 300
BINS = 10


def measure_drift(*, lake: Lake, store: Store) -> dict[str, Any]:
    """The champion on mature claims sent after its label cutoff: observed over expected of the worst payer, whether
    that leaves its band, the most moved feature, and the days to an answer; only the count where they are few.
    """
    champion = Registry(store).load()
    if champion is None:
        return {"drift_claims": 0, "is_drifted": False}
    frame = load_features(lake, where="label_is_answered")
    learnt, fresh = _windows(frame, dt.date.fromisoformat(champion.tags["label_cutoff"]))
    if len(fresh) < FEWEST_CLAIMS or learnt.empty:
        return {"drift_claims": len(fresh), "is_drifted": False}
    scores = champion.score(fresh)
    ratio, band = worst_payer(fresh, scores)
    moved, index = _most_moved(champion, learnt, fresh)
    return {
        "drift_claims": len(fresh),
        "learnt_claims": len(learnt),
        "is_drifted": abs(ratio - 1) > band,
        "worst_payer_observed_over_expected": ratio,
        "worst_payer_band": band,
        "most_moved_feature": moved,
        "most_moved_psi": index,
        "median_answer_days": _answer_days(fresh),
        "median_answer_days_before": _answer_days(learnt),
    }


def population_stability(before: Floats, after: Floats) -> float:
    """Population stability index over tenths of ``before``; a missing value is a class of its own."""
    known = before[np.isfinite(before)]
    edges = np.unique(np.quantile(known, np.linspace(0, 1, BINS + 1)[1:-1])) if len(known) else known
    shares = [_shares(values, edges) for values in (before, after)]
    return float(((shares[1] - shares[0]) * np.log(shares[1] / shares[0])).sum())


def _shares(values: Floats, edges: Floats) -> Floats:
    place = np.where(np.isfinite(values), np.searchsorted(edges, values, side="right"), len(edges) + 1)
    counts = np.bincount(place, minlength=len(edges) + 2) + 0.5
    return np.asarray(counts / counts.sum())


def _windows(frame: pd.DataFrame, cutoff: dt.date) -> tuple[pd.DataFrame, pd.DataFrame]:
    sent = frame["submitted_date"].dt.date
    mature = frame["label_first_answered_date"].max().date() - dt.timedelta(days=MATURITY_DAYS)
    return frame[sent <= cutoff], frame[(sent > cutoff) & (sent <= mature)]


def _most_moved(model: StoredModel, before: pd.DataFrame, after: pd.DataFrame) -> tuple[str, float]:
    numbers = [name for name in model.encoding.columns if name not in model.encoding.categories]
    found = {name: population_stability(column_values(before, name), column_values(after, name)) for name in numbers}
    name = max(found, key=lambda each: found[each])
    return name, found[name]


def column_values(frame: pd.DataFrame, name: str) -> Floats:
    """A column as numbers, a missing value as NaN."""
    return np.asarray(frame[name].to_numpy(dtype=np.float64, na_value=np.nan))


def _answer_days(frame: pd.DataFrame) -> float:
    return float((frame["label_first_answered_date"] - frame["submitted_date"]).dt.days.median())
