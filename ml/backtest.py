"""Month by month: what a model would have reached that knew only what was known before the month began."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from ml.evaluation import Floats, measure, simple_rule
from ml.features import fit_encoding
from ml.reasons import fit_reasons
from ml.training import FEWEST_CLAIMS, FEWEST_OF_A_KIND, MATURITY_DAYS, PARAMETERS, Split, fit

if TYPE_CHECKING:
    import pandas as pd

SHORT: dict[str, Any] = {**PARAMETERS, "eta": 0.15, "colsample_bytree": 0.3, "nthread": 2}
SHORT_ROUNDS = 60
MOST_CLAIMS = 100_000
LEARNT_SHARE = 0.85


def backtest(frame: pd.DataFrame, *, months: int, seed: int = 20_260_101, is_whole: bool = False) -> pd.DataFrame:
    """Rows of ``ml.backtests`` for the last mature months, oldest first; months with too few claims are left out.

    In short a model of few rounds stands for the recipe; ``is_whole`` trains each month as a champion is trained.
    """
    import pandas as pd

    answered = frame[frame["label_is_answered"].astype(bool)]
    rows = []
    for month in _mature_months(answered)[-months:]:
        before, test = known_before(answered, month.start_time.date()), answered[_month_of(answered) == month]
        if len(before) < FEWEST_CLAIMS or not _has_both(before) or not _has_both(test):
            continue
        scores = (_whole if is_whole else _short)(before, test, seed)
        rows.append({"month_start": month.start_time.date(), **_figures(before, test, scores)})
    return pd.DataFrame(rows).assign(is_whole_recipe=is_whole)


def known_before(answered: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Claims that were mature and answered before a day; the newest of them where they are very many."""
    sent, told = answered["submitted_date"].dt.date, answered["label_first_answered_date"].dt.date
    known: pd.DataFrame = answered[(sent <= day - dt.timedelta(days=MATURITY_DAYS)) & (told < day)]
    return known.sort_values(["submitted_date", "claim_id"]).tail(MOST_CLAIMS)


def _mature_months(answered: pd.DataFrame) -> list[Any]:
    if answered.empty:
        return []
    last = answered["label_first_answered_date"].max() - np.timedelta64(MATURITY_DAYS, "D")
    return [each for each in sorted(_month_of(answered).unique()) if each.end_time <= last]


def _month_of(frame: pd.DataFrame) -> Any:
    return frame["submitted_date"].dt.to_period("M")


def _has_both(frame: pd.DataFrame) -> bool:
    denied = int(frame["label_is_denied"].sum())
    return min(denied, len(frame) - denied) >= FEWEST_OF_A_KIND


def _short(before: pd.DataFrame, test: pd.DataFrame, seed: int) -> Floats:
    import xgboost as xgb

    encoding = fit_encoding(before)
    matrix = encoding.matrix(before)
    matrix.set_label(before["label_is_denied"].to_numpy(dtype=np.float64))
    settings = {**SHORT, "seed": seed, "monotone_constraints": encoding.directions()}
    return np.asarray(xgb.train(settings, matrix, SHORT_ROUNDS).predict(encoding.matrix(test)), dtype=np.float64)


def _whole(before: pd.DataFrame, test: pd.DataFrame, seed: int) -> Floats:
    place = int(len(before) * LEARNT_SHARE)
    split = Split(before.iloc[:place], before.iloc[place:], test, before["submitted_date"].max().date())
    encoding = fit_encoding(split.train)
    reasons = fit_reasons(split.train, split.stop, encoding, seed=seed)
    booster = fit(split, encoding, seed=seed, reasons=reasons)
    return np.asarray(booster.predict(encoding.matrix(test)), dtype=np.float64)


def _figures(before: pd.DataFrame, test: pd.DataFrame, scores: Floats) -> dict[str, Any]:
    labels = test["label_is_denied"].to_numpy(dtype=np.float64)
    charges = test["charge_amount"].to_numpy(dtype=np.float64)
    rule = measure(labels, simple_rule(before, test), charges)
    return {
        "learnt_through_date": before["submitted_date"].max().date(),
        "learnt_count": len(before),
        "claim_count": len(test),
        **measure(labels, scores, charges),
        "rule_auc": rule["auc"],
        "rule_log_loss": rule["log_loss"],
        "observed_over_expected": float(labels.sum() / scores.sum()),
    }
