"""What a version must show before it may become champion, each with the figure and the limit it is held to.

A limit gives way by what chance alone does to so few claims: a perfect model of 700 claims has a calibration error too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ml.evaluation import CALIBRATION_BINS, Floats, measure

if TYPE_CHECKING:
    import pandas as pd

LOG_LOSS_GAIN = 0.0005
AUC_SLACK = 0.002
MOST_ECE = 0.01
PAYER_BAND = 0.15
CHANCE = 3.0
CHANCE_ERROR = 1.4


@dataclass(frozen=True)
class Verdict:
    """One rule of the gate: its name, the figure, the limit, and whether it holds."""

    rule: str
    value: float
    limit: float
    passes: bool


def may_lead(verdicts: list[Verdict], *, is_first: bool) -> bool:
    """Whether a version may become champion; where there is none yet, ranking better than the simple rule is enough."""
    return all(each.passes for each in (verdicts[:1] if is_first else verdicts))


def judge(test: pd.DataFrame, scores: Floats, rule: Floats, champion: Floats | None) -> list[Verdict]:
    """The gate's verdicts on a window of mature claims; ``champion`` is what the present champion says of them."""
    labels = test["label_is_denied"].to_numpy(dtype=np.float64)
    amounts = test["charge_amount"].to_numpy(dtype=np.float64)
    now, simple = measure(labels, scores, amounts), measure(labels, rule, amounts)
    found = [_at_least("auc above the simple rule", now["auc"], simple["auc"])]
    found.append(_at_most("calibration error", now["ece"], MOST_ECE + _chance_error(scores)))
    worst, band = worst_payer(test, scores)
    found.append(Verdict("worst payer observed over expected", worst, band, abs(worst - 1) <= band))
    if champion is not None:
        before = measure(labels, champion, amounts)
        found.append(_at_most("log-loss below the champion's", now["log_loss"], before["log_loss"] - LOG_LOSS_GAIN))
        found.append(_at_least("auc beside the champion's", now["auc"], before["auc"] - AUC_SLACK))
    return found


def worst_payer(test: pd.DataFrame, scores: Floats) -> tuple[float, float]:
    """Observed over expected denials of the payer that is furthest outside its band, and the width of that band."""
    worst, band, furthest = 1.0, PAYER_BAND, -np.inf
    labels = test["label_is_denied"].to_numpy(dtype=np.float64)
    for rows in test.groupby("payer_id").indices.values():
        expected = float(scores[rows].sum())
        if expected < 1:
            continue
        ratio, width = labels[rows].sum() / expected, payer_band(expected)
        if abs(ratio - 1) - width > furthest:
            worst, band, furthest = float(ratio), float(width), abs(ratio - 1) - width
    return worst, band


def payer_band(expected: float) -> float:
    """How far observed over expected may lie from 1 where so many denials were expected."""
    return PAYER_BAND + CHANCE / float(np.sqrt(expected))


def _chance_error(scores: Floats) -> float:
    """The calibration error that a perfect model of so many claims hardly ever exceeds."""
    each = len(scores) / CALIBRATION_BINS
    spread = [np.sqrt((part * (1 - part)).mean() / each) for part in np.array_split(np.sort(scores), CALIBRATION_BINS)]
    return float(CHANCE_ERROR * np.mean(spread))


def _at_least(rule: str, value: float, limit: float) -> Verdict:
    return Verdict(rule, value, limit, value >= limit)


def _at_most(rule: str, value: float, limit: float) -> Verdict:
    return Verdict(rule, value, limit, value <= limit)
