"""Reasons: the true one is among the likeliest, its sets cover what they say, and they abstain rather than list all."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ml import training
from ml.features import fit_encoding
from ml.reasons import MOST_IN_A_SET, ReasonModel, conformal_limits, fit_reasons, likeliest, measure_reasons
from tests.ml.conftest import make_frame

USUAL = {"A": "necessity", "B": "authorization", "C": "modifier"}
OTHERS = ("eligibility", "bundling", "timely")


@pytest.fixture(scope="module")
def split() -> training.Split:
    """Claims whose payer tells one reason in seven cases of ten, and one of three others else."""
    frame = make_frame(8_000).drop(columns="chance")
    rng = np.random.default_rng(2)
    usual = frame["payer_id"].map(USUAL).to_numpy()
    reason = np.where(rng.random(len(frame)) < 0.7, usual, rng.choice(OTHERS, len(frame)))
    found = training.split_by_time(frame.assign(label_reason=np.where(frame["label_is_denied"], reason, None)))
    assert found
    return found


@pytest.fixture(scope="module")
def model(split: training.Split) -> ReasonModel:
    found = fit_reasons(split.train, split.stop, fit_encoding(split.train), seed=1)
    assert found
    return found


def test_the_usual_reason_of_a_payer_comes_first(model: ReasonModel, split: training.Split) -> None:
    measured = measure_reasons(model, split.test)
    assert measured["reason_top_1"] > 0.6
    assert measured["reason_top_3"] > measured["reason_common_3"]


def test_sets_cover_about_what_they_promise(model: ReasonModel, split: training.Split) -> None:
    assert 0.8 < measure_reasons(model, split.test)["reason_coverage"] <= 1


def test_a_set_of_more_than_three_is_not_told(model: ReasonModel) -> None:
    even = np.full((1, len(model.reasons)), 1.0)
    assert not model.sets(even).any()
    assert model.sets(np.eye(len(model.reasons))).sum(axis=1).max() <= MOST_IN_A_SET


def test_limits_are_the_tenth_lowest_chances_of_a_reason_s_own_claims() -> None:
    chances = np.linspace(0, 1, 10_001)[:, None]
    limits = conformal_limits(np.hstack([chances, 1 - chances]), np.zeros(10_001, dtype=np.int64), ("a", "b"))
    assert abs(limits["a"] - 0.1) < 0.01


def test_three_reasons_a_claim_are_kept_with_chances_below_its_risk(model: ReasonModel, split: training.Split) -> None:
    rows = split.test.head(20)
    told = likeliest(model, rows, np.full(20, 0.4), "7")
    assert len(told) == 60
    assert (told.groupby("claim_id")["denial_probability"].sum() <= 0.4 + 1e-6).all()


def test_too_few_denials_make_no_model(split: training.Split) -> None:
    paid: pd.DataFrame = split.train[~split.train["label_is_denied"]]
    assert fit_reasons(paid, split.stop, fit_encoding(split.train), seed=1) is None
