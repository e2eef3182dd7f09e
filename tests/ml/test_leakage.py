"""Each known trap planted and caught: a model better than the best possible one has looked at the answers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from ml import training
from ml.features import fit_encoding
from tests.ml.conftest import make_frame

# The benchmark holds .004 on thousands of judged claims; on the few hundred here luck alone gives .02.
LIMIT_SLACK = 0.03


def excess(frame: pd.DataFrame) -> float:
    """How far a model of the frame gets above the best possible AUC on its judging window."""
    chance = frame["chance"]
    split = training.split_by_time(frame.drop(columns="chance"))
    assert split
    encoding = fit_encoding(split.train)
    scores = training.fit(split, encoding, seed=1).predict(encoding.matrix(split.test))
    labels = split.test["label_is_denied"]
    return float(roc_auc_score(labels, scores) - roc_auc_score(labels, chance.loc[split.test.index]))


def encoded(frame: pd.DataFrame, keys: pd.Series[str]) -> pd.DataFrame:
    """The frame with each key's denial rate over the whole period, the claim's own answer and later ones among them."""
    return frame.assign(whole_period_rate=frame.groupby(keys)["label_is_denied"].transform("mean"))


def patient_and_procedure(frame: pd.DataFrame) -> pd.DataFrame:
    patients = pd.Series(np.arange(len(frame)) % (len(frame) // 3), index=frame.index).astype(str)
    return encoded(frame, patients + frame["procedure_id"])


def payer_and_procedure(frame: pd.DataFrame) -> pd.DataFrame:
    codes = pd.Series(np.arange(len(frame)) * 7919 % 400, index=frame.index).astype(str)
    return encoded(frame, codes + frame["payer_id"])


def answer_lag(frame: pd.DataFrame) -> pd.DataFrame:
    rng = np.random.default_rng(4)
    return frame.assign(answer_lag_days=rng.normal(20, 4, len(frame)) + 6 * frame["label_is_denied"])


@pytest.mark.parametrize("plant", [patient_and_procedure, payer_and_procedure, answer_lag])
def test_a_planted_leak_beats_the_limit_and_is_caught(plant: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    honest = make_frame()
    assert excess(honest) <= LIMIT_SLACK
    assert excess(plant(honest)) > LIMIT_SLACK


def test_the_order_of_rows_does_not_let_the_future_into_training() -> None:
    frame = make_frame().drop(columns="chance")
    split = training.split_by_time(frame.sample(frac=1, random_state=3))
    assert split
    assert split.train["submitted_date"].max() <= split.test["submitted_date"].min()


def test_claims_that_wait_for_an_answer_do_not_count_as_paid() -> None:
    frame = make_frame().drop(columns="chance")
    waiting = frame.assign(label_is_answered=~frame["label_is_denied"] | (np.arange(len(frame)) % 2 == 0))
    split = training.split_by_time(waiting)
    assert split
    assert split.train["label_is_answered"].all()
