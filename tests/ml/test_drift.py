"""Drift: nothing is said of a champion that still fits, and a payer that turned is named by its ratio."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from interchange.lake import Lake
from ml.card import render_card
from ml.drift import measure_drift, population_stability
from ml.gate import worst_payer
from tests.ml.conftest import make_frame


def test_a_column_that_did_not_move_has_no_index_and_one_that_moved_has() -> None:
    rng = np.random.default_rng(1)
    before = rng.normal(0, 1, 5_000)
    assert population_stability(before, rng.normal(0, 1, 5_000)) < 0.02
    assert population_stability(before, rng.normal(1, 1, 5_000)) > 0.5
    assert population_stability(before, np.full(5_000, np.nan)) > 1


def test_a_payer_that_turned_leaves_its_band_and_others_do_not() -> None:
    frame = make_frame(6_000)
    ratio, band = worst_payer(frame, frame["chance"].to_numpy())
    assert abs(ratio - 1) <= band
    turned = frame.assign(label_is_denied=frame["label_is_denied"] | (frame["payer_id"] == "C"))
    ratio, band = worst_payer(turned, frame["chance"].to_numpy())
    assert ratio - 1 > band


def test_right_after_training_there_is_too_little_to_judge_by(published_home: Path) -> None:
    found = measure_drift(lake=Lake(published_home), store=published_home / "mlflow")
    assert found["is_drifted"] is False
    assert found["drift_claims"] >= 0


def test_the_card_says_where_the_model_is_no_better() -> None:
    metrics = ("auc", "pr_auc", "log_loss", "ece", "recall_at_10_percent", "denied_dollars_at_10_percent")
    rows = [("all", name, 0.5) for name in metrics] + [("simple rule", name, 0.5) for name in metrics]
    measured = pd.DataFrame(rows, columns=["slice", "metric", "value"]).assign(model_name="m", model_version="3")
    names = ("train_claims", "label_cutoff", "maturity_days", "test_claims", "lake_snapshot", "feature_hash", "seed")
    card = render_card(measured, dict.fromkeys(names, "1"))
    assert "No better than the simple rule on: auc" in card
    assert "not proven" in card
