"""The gate: lets a good version through, and says why it does not let a bad one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ml.gate import judge, may_lead
from tests.ml.conftest import make_frame


def failed(frame: pd.DataFrame, scores: pd.Series[float], champion: pd.Series[float] | None = None) -> set[str]:
    rule = np.full(len(frame), 0.15)
    other = None if champion is None else champion.to_numpy()
    return {each.rule for each in judge(frame, scores.to_numpy(), rule, other) if not each.passes}


def test_the_truth_itself_passes() -> None:
    frame = make_frame(4_000)
    assert not failed(frame, frame["chance"])


def test_chances_that_are_too_high_fail_on_calibration_and_by_payer() -> None:
    frame = make_frame(4_000)
    rules = failed(frame, (frame["chance"] * 1.6).clip(upper=0.95))
    assert {"calibration error", "worst payer observed over expected"} <= rules


def test_a_version_no_better_than_the_champion_stays_challenger() -> None:
    frame = make_frame(4_000)
    assert failed(frame, frame["chance"], frame["chance"]) == {"log-loss below the champion's"}


def test_a_forecast_that_ranks_upside_down_does_not_beat_the_simple_rule() -> None:
    frame = make_frame(4_000)
    assert "auc above the simple rule" in failed(frame, 0.7 - frame["chance"])


def test_the_first_version_leads_by_rank_and_a_later_one_must_pass_every_rule() -> None:
    frame = make_frame(4_000)
    verdicts = judge(frame, (frame["chance"] * 1.6).clip(upper=0.95).to_numpy(), np.full(len(frame), 0.15), None)
    assert may_lead(verdicts, is_first=True)
    assert not may_lead(verdicts, is_first=False)
