"""The order of work: what was won is found again, losers are marked, and money per hour beats plain orders."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from interchange.lake import Lake
from ml import overturn


def make_denials(count: int = 3_000, *, seed: int = 5) -> pd.DataFrame:
    """Denials that payer A gives in on (.8) and payer B does not (.2); the large ones take long."""
    rng = np.random.default_rng(seed)
    payer = rng.choice(["A", "B"], count)
    chance = np.where(payer == "A", 0.8, 0.2)
    net = rng.lognormal(5, 1, count).round(2)
    return pd.DataFrame(
        {
            "denial_id": [f"D{n:05d}" for n in range(count)],
            "claim_id": [f"C{n:05d}" for n in range(count)],
            "payer_id": payer,
            "reason": rng.choice(["necessity", "modifier"], count),
            "carc": "50",
            "rarc": "none",
            "service_line": "Imaging",
            "rendering_provider_id": rng.choice(["1", "2", "3"], count),
            "authorization_status": "none",
            "collectible_amount": net,
            "cost_amount": 20.0,
            "expected_minutes": rng.choice([10, 60], count),
            "first_denied_date": pd.Timestamp("2025-01-01") + pd.to_timedelta(np.arange(count) % 300, unit="D"),
            "label_is_worked": rng.random(count) < 0.6,
            "label_is_recovered": rng.random(count) < chance,
            "chance": chance,
        }
    )


@pytest.fixture(scope="module")
def denials() -> pd.DataFrame:
    return make_denials()


def test_the_chance_that_a_denial_falls_is_found(denials: pd.DataFrame) -> None:
    model = overturn.train_overturn(denials)
    assert model
    assert np.abs(model.predict(denials) - denials["chance"]).max() < 0.12


def test_an_item_that_loses_money_is_marked_and_its_arithmetic_shown(denials: pd.DataFrame) -> None:
    ranked = overturn.rank(denials.head(200), np.full(200, 0.1))
    losing = ranked[ranked["collectible_amount"] * 0.1 < ranked["cost_amount"]]
    assert len(losing)
    assert not losing["is_worth_working"].any()
    assert ranked.iloc[0]["arithmetic"].startswith("10% x $")
    assert ranked["value_per_hour_amount"].is_monotonic_decreasing


def test_value_per_hour_brings_more_than_amount_or_first_come(denials: pd.DataFrame) -> None:
    model = overturn.train_overturn(denials)
    assert model
    test = make_denials(seed=6)
    ranked = overturn.rank(test, model.predict(test))

    def brought(rows: pd.DataFrame) -> float:
        within = rows[rows["expected_minutes"].cumsum() <= 0.3 * rows["expected_minutes"].sum()]
        return float((within["chance"] * within["collectible_amount"] - within["cost_amount"]).sum())

    assert brought(ranked) > brought(test.sort_values("collectible_amount", ascending=False)) > 0
    assert brought(ranked) > brought(test)


def test_what_was_taken_up_at_random_corrects_what_staff_picked(denials: pd.DataFrame) -> None:
    rng = np.random.default_rng(8)
    picked = denials[denials["label_is_recovered"] | (rng.random(len(denials)) < 0.5)]
    model = overturn.train_overturn(picked)
    assert model
    fresh = make_denials(seed=9)
    before = model.predict(fresh).mean() - fresh["chance"].mean()
    model.recalibrate(make_denials(1_500, seed=10))
    after = model.predict(fresh).mean() - fresh["chance"].mean()
    assert before > 0.08
    assert abs(after) < before / 2


def test_with_too_few_worked_denials_there_is_no_model(denials: pd.DataFrame) -> None:
    assert overturn.train_overturn(denials.head(50)) is None


def test_the_queue_holds_open_denials_in_order_and_rebuilding_changes_nothing(published_home: Path) -> None:
    lake = Lake(published_home)
    with lake.connect() as connection:
        rows = connection.execute(
            """SELECT q.rank, q.value_per_hour_amount, f.is_open FROM ml.overturn_queue AS q
               INNER JOIN marts.fct_overturn_features AS f ON q.denial_id = f.denial_id ORDER BY q.rank"""
        ).fetchall()
    assert rows
    assert all(row[2] for row in rows)
    assert [row[1] for row in rows] == sorted((row[1] for row in rows), reverse=True)
    before = lake.snapshot_id()
    overturn.rebuild_queue(lake=lake)
    assert lake.snapshot_id() == before
