"""The closed loop: flags keep their first say, answers come back, and prevention is claimed only where it is so."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from interchange.lake import Lake
from ml import training
from ml.features import load_features
from ml.flags import (
    CONTROL_SHARE,
    FEWEST_OF_THE_CONTROL,
    FLAGGED_FROM,
    difference_interval,
    is_control,
    keep_flags,
    prevented_denials,
)
from ml.registry import Registry
from ml.tables import read_table, replace_tables
from tests.ml.conftest import make_frame
from tests.ml.test_registry import keep

WAITING = 400


def open_again(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame as it was before the newest claims had their answers."""
    newest = frame.index >= len(frame) - WAITING
    return frame.assign(
        label_is_answered=~newest,
        label_first_answered_date=frame["label_first_answered_date"].where(~newest),
        label_is_denied=frame["label_is_denied"].where(~newest),
    )


def make_flags(claims: int, *, control: float, shown: float, seed: int = 1) -> pd.DataFrame:
    """Answered flags that are denied at one rate in the control and another where the desk saw them."""
    rng = np.random.default_rng(seed)
    held = rng.random(claims) < 0.1
    denied = rng.random(claims) < np.where(held, control, shown)
    outcome = np.where(denied, "denied", "paid")
    return pd.DataFrame({"is_control": held, "outcome": outcome, "denied_amount": denied * 200.0, "is_learnt": False})


def flag(lake: Lake, store: Path) -> pd.DataFrame:
    """Flags what waits, as scoring does; returns the waiting claims with their chances."""
    champion, waiting = Registry(store).load(), load_features(lake, where="NOT label_is_answered")
    assert champion
    chances = champion.score(waiting)
    replace_tables(lake, {"flags": keep_flags(lake, waiting, chances, champion, CONTROL_SHARE)})
    return waiting.assign(chance=chances)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose claims were flagged while they waited, and answered since."""
    home = tmp_path_factory.mktemp("loop")
    lake, frame = Lake(home), make_frame(6_000).drop(columns="chance")
    keep(lake, open_again(frame))
    training.train(lake=lake, store=home / "mlflow", seed=1)
    flag(lake, home / "mlflow")
    return home


def test_flags_are_the_waiting_claims_at_risk_each_with_its_arm(home: Path) -> None:
    waiting = flag(Lake(home), home / "mlflow")
    flags = read_table(Lake(home), "flags")
    assert set(flags["claim_id"]) == set(waiting.loc[waiting["chance"] >= FLAGGED_FROM, "claim_id"])
    assert len(flags) > 30
    assert set(flags["outcome"]) == {"open"}
    assert flags["is_control"].tolist() == [is_control(claim) for claim in flags["claim_id"]]


def test_the_answer_of_every_flag_comes_back_into_the_next_training(home: Path) -> None:
    lake, frame = Lake(home), make_frame(6_000).drop(columns="chance")
    before = read_table(lake, "flags")
    later = make_frame(600, seed=9).drop(columns="chance")
    later["claim_id"] += "-later"
    later["submitted_date"] = frame["submitted_date"].max() + pd.to_timedelta(np.arange(600) // 6, unit="D")
    later["label_first_answered_date"] = later["submitted_date"] + pd.Timedelta(days=20)
    keep(lake, pd.concat([frame, later], ignore_index=True))
    training.train(lake=lake, store=home / "mlflow", seed=2)
    flag(lake, home / "mlflow")

    flags = read_table(lake, "flags").set_index("claim_id").loc[before["claim_id"]]
    truth = frame.set_index("claim_id")["label_is_denied"].loc[before["claim_id"]]
    assert flags["outcome"].tolist() == truth.map({True: "denied", False: "paid"}).tolist()
    assert flags["denial_probability"].tolist() == before["denial_probability"].tolist()
    split = training.split_by_time(pd.concat([frame, later], ignore_index=True))
    assert split
    learnt = {*split.train["claim_id"], *split.stop["claim_id"], *split.test["claim_id"]}
    assert set(before["claim_id"]) <= learnt
    champion = Registry(home / "mlflow").load()
    assert champion
    if champion.version == "2":
        assert flags["is_learnt"].any()
    found = prevented_denials(read_table(lake, "flags")).iloc[0]
    assert found["shown_count"] + found["control_count"] + found["open_count"] == len(read_table(lake, "flags"))


def test_a_control_arm_is_the_share_asked_for_and_grows_with_it() -> None:
    claims = [f"C{n}" for n in range(20_000)]
    tenth, fifth = ({claim for claim in claims if is_control(claim, share)} for share in (0.1, 0.2))
    assert abs(len(tenth) / len(claims) - 0.1) < 0.01
    assert tenth < fifth
    assert not any(is_control(claim, 0.0) for claim in claims)


def test_an_effect_that_is_there_is_found_with_its_size() -> None:
    found = prevented_denials(make_flags(8_000, control=0.5, shown=0.3)).iloc[0]
    assert found["is_proven"]
    assert found["prevented_low_rate"] < 0.2 < found["prevented_high_rate"]
    assert found["prevented_amount"] == pytest.approx(found["prevented_count"] * 200, abs=0.01)


@pytest.mark.parametrize(
    ("flags", "why"),
    [
        (make_flags(8_000, control=0.4, shown=0.4), "may be chance"),
        (make_flags(8_000, control=0.2, shown=0.4), "more often"),
        (make_flags(4 * FEWEST_OF_THE_CONTROL, control=1.0, shown=0.0), "are asked for"),
        (make_flags(0, control=0.5, shown=0.5), "0 answered"),
    ],
)
def test_nothing_is_claimed_without_proof(flags: pd.DataFrame, why: str) -> None:
    found = prevented_denials(flags).iloc[0]
    assert not found["is_proven"]
    assert why in found["why"]
    assert pd.isna(found["prevented_count"])


def test_the_interval_holds_the_truth_nineteen_times_in_twenty() -> None:
    rng = np.random.default_rng(5)
    draws = [
        difference_interval(int(rng.binomial(60, 0.45)), 60, int(rng.binomial(540, 0.35)), 540) for _ in range(2_000)
    ]
    held = np.mean([low <= 0.10 <= high for _, low, high in draws])
    assert 0.93 < held < 0.98
