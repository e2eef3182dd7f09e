"""Months beside the months that the champion learnt from: features, chances by payer, and how long answers take."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ml.curves import EVERYONE
from ml.drift import BINS, column_values, population_stability
from ml.evaluation import Floats
from ml.gate import payer_band

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from ml.registry import StoredModel

MONTHS = 12
FEATURES_SHOWN = 30
FEWEST_CLAIMS_OF_A_MONTH = 50
HALF, MOST = 0.5, 0.9


def feature_drift(champion: StoredModel, frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of ``ml.feature_drift``: the weightiest features of the last twelve months' claims, answered or not."""
    import pandas as pd

    weights = _importance(champion)
    before = frame[frame["submitted_date"].dt.date <= learnt_through(champion)]
    rows = [
        {
            "month_start": month,
            "feature": name,
            "importance": weights[name],
            "psi": population_stability(_numbers(champion, before, name), _numbers(champion, part, name)),
            "noise_psi": (BINS - 1) * (1 / len(before) + 1 / len(part)),
        }
        for month, part in _months(frame)
        if len(part) >= FEWEST_CLAIMS_OF_A_MONTH and len(before)
        for name in sorted(weights, key=lambda each: (-weights[each], each))[:FEATURES_SHOWN]
    ]
    return pd.DataFrame(rows).assign(model_version=champion.version)


def _importance(champion: StoredModel) -> dict[str, float]:
    gains = champion.booster.get_score(importance_type="total_gain")
    numbers = {name: float(np.sum(gain)) for name, gain in gains.items()}
    total = sum(numbers.values()) or 1.0
    return {name: gain / total for name, gain in numbers.items()}


def _numbers(champion: StoredModel, frame: pd.DataFrame, name: str) -> Floats:
    known = champion.encoding.categories.get(name)
    if known is None:
        return column_values(frame, name)
    places = {value: float(place) for place, value in enumerate(known)}
    return np.asarray(frame[name].map(places).to_numpy(dtype=np.float64, na_value=np.nan))


def payer_drift(champion: StoredModel, mature: pd.DataFrame, scores: Floats) -> pd.DataFrame:
    """Rows of ``ml.payer_drift`` from mature, answered claims and what the champion says of them."""
    import pandas as pd

    learnt = learnt_through(champion)
    scored = mature.assign(chance=scores)
    rows = [
        {
            "month_start": month,
            "payer_id": payer,
            "claim_count": len(part),
            "denied_count": int(part["label_is_denied"].sum()),
            "expected_count": round(expected := float(part["chance"].sum()), 4),
            "observed_over_expected": float(part["label_is_denied"].sum() / expected),
            "band": payer_band(expected),
            "is_learnt": month <= learnt,
        }
        for month, claims in _months(scored)
        for payer, part in _by_payer(claims)
    ]
    return pd.DataFrame(rows).assign(model_version=champion.version)


def label_delays(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of ``ml.label_delays`` from all claims; an open one was not answered up to the last day."""
    import pandas as pd

    last = max(frame["submitted_date"].max(), frame["label_first_answered_date"].max())
    ends = frame["label_first_answered_date"].where(frame["label_is_answered"].astype(bool), last)
    timed = frame.assign(days=(ends - frame["submitted_date"]).dt.days)
    rows = [
        {"month_start": month, "payer_id": payer, **_delays(part)}
        for month, claims in _months(timed)
        for payer, part in _by_payer(claims)
    ]
    return pd.DataFrame(rows).astype({"half_answered_days": "Int64", "most_answered_days": "Int64"})


def _delays(claims: pd.DataFrame) -> dict[str, float | None]:
    days, answered = claims["days"].to_numpy(), claims["label_is_answered"].to_numpy(dtype=bool)
    waiting = int((~answered).sum())
    return {
        "claim_count": len(claims),
        "open_count": waiting,
        "open_rate": waiting / len(claims),
        "half_answered_days": days_until(days, answered, HALF),
        "most_answered_days": days_until(days, answered, MOST),
    }


def days_until(days: npt.NDArray[np.int64], answered: npt.NDArray[np.bool_], share: float) -> int | None:
    """Kaplan-Meier: the day by which ``share`` has its answer, where what is open may be answered any day after."""
    at_risk, open_share = len(days), 1.0
    for day in np.unique(days):
        today = days == day
        open_share *= 1 - answered[today].sum() / at_risk
        at_risk -= int(today.sum())
        if 1 - open_share >= share - 1e-12:
            return int(day)
    return None


def learnt_through(champion: StoredModel) -> dt.date:
    """The last day of submission that the champion learnt from."""
    return dt.date.fromisoformat(champion.tags.get("learnt_through", champion.tags["label_cutoff"]))


def _months(frame: pd.DataFrame) -> Iterator[tuple[dt.date, pd.DataFrame]]:
    months = frame["submitted_date"].dt.to_period("M")
    for month in sorted(months.unique())[-MONTHS:]:
        yield month.start_time.date(), frame[months == month]


def _by_payer(claims: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    yield EVERYONE, claims
    for payer, part in claims.groupby("payer_id"):
        yield str(payer), part
