"""When a new training is asked for: for drift, for many new answers, after a month, and for nothing else."""

from __future__ import annotations

import os
import time
from typing import Any

import dagster as dg
import pytest

from orchestration.assets.triggers import MOST_AGE_SECONDS, model_fit_sensor
from orchestration.pipeline.state import write_state
from orchestration.settings import Settings

HOLDS = {"is_drifted": False, "drift_claims": 100, "learnt_claims": 1_000}


def ask(settings: Settings, scored: dict[str, Any], *, age: float = 0.0) -> bool:
    """Whether a run is asked for after such a scoring, by a champion of such an age in seconds."""
    write_state(settings, "train", {"model_version": "1"})
    os.utime(settings.state / "train.json", (time.time() - age,) * 2)
    write_state(settings, "score", scored)
    return isinstance(model_fit_sensor(), dg.SensorResult)


@pytest.mark.parametrize(
    ("change", "age", "asked"),
    [
        ({}, 0.0, False),
        ({"most_moved_psi": 4.0}, 0.0, False),
        ({"is_drifted": True}, 0.0, True),
        ({"drift_claims": 300}, 0.0, True),
        ({}, MOST_AGE_SECONDS + 60.0, True),
    ],
)
def test_a_training_is_asked_for_by_drift_by_answers_and_by_age(
    settings: Settings, change: dict[str, Any], age: float, asked: bool
) -> None:
    assert ask(settings, {**HOLDS, **change}, age=age) is asked


def test_nothing_is_asked_before_a_model_was_trained_and_scored(settings: Settings) -> None:
    assert isinstance(model_fit_sensor(), dg.SkipReason)
