"""What the Models page is drawn from: bins, curves, months and delays that add up to what they are made from."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from interchange.lake import Lake
from ml.appraisal import TABLES
from ml.backtest import backtest, known_before
from ml.curves import calibration_bins, gain_curves, share_interval
from ml.monitoring import days_until, label_delays
from ml.tables import column_types, describe_tables
from ml.training import MATURITY_DAYS
from tests.ml.conftest import make_frame


def test_bins_hold_every_claim_once_and_the_truth_lies_in_its_intervals() -> None:
    frame = make_frame(6_000)
    bins = calibration_bins(frame, frame["chance"].to_numpy(), "1")
    whole = bins[bins["payer_id"] == "*"]
    assert whole["claim_count"].sum() == len(frame)
    inside = whole["forecast_rate"].between(whole["denied_low_rate"], whole["denied_high_rate"])
    assert inside.mean() >= 0.8
    assert (whole["claim_count"] * whole["denied_rate"]).sum() == pytest.approx(frame["label_is_denied"].sum())


def test_wilsons_interval_is_the_one_in_the_textbook() -> None:
    low, high = share_interval(10, 100)
    assert (round(low, 4), round(high, 4)) == (0.0552, 0.1744)


def test_curves_end_at_all_denied_dollars_and_no_order_beats_the_perfect_one() -> None:
    frame = make_frame(3_000)
    curves = gain_curves(frame, frame["chance"].to_numpy(), np.full(len(frame), 0.15), "1")
    by_ranking = curves.pivot_table(index="claim_share", columns="ranking", values="denied_amount")
    denied = frame.loc[frame["label_is_denied"], "charge_amount"].sum()
    assert (by_ranking.loc[1.0].round(2) == round(denied, 2)).all()
    assert (by_ranking.max(axis=1) <= by_ranking["perfect"] + 0.01).all()
    at_tenth = by_ranking.loc[0.1]
    assert at_tenth["model"] > at_tenth["simple rule"] >= 0
    assert (by_ranking.diff().dropna() >= 0).all(axis=None)


def test_open_claims_lengthen_the_delay_instead_of_being_left_out() -> None:
    days = np.array([10, 20, 30, 40])
    assert days_until(days, np.array([True, True, True, True]), 0.5) == 20
    assert days_until(days, np.array([True, False, True, True]), 0.5) == 30
    assert days_until(days, np.array([True, False, False, False]), 0.5) is None


def test_delays_count_what_is_still_open_by_month_and_payer() -> None:
    frame = make_frame(2_000).drop(columns="chance")
    newest = frame["submitted_date"] >= frame["submitted_date"].max() - pd.Timedelta(days=30)
    frame.loc[newest, "label_is_answered"] = False
    frame.loc[newest, "label_first_answered_date"] = pd.NaT
    delays = label_delays(frame)
    whole, parts = delays[delays["payer_id"] == "*"], delays[delays["payer_id"] != "*"]
    assert whole["open_count"].sum() == newest.sum() == parts["open_count"].sum()
    assert whole["half_answered_days"].iloc[0] == 20
    assert pd.isna(whole["half_answered_days"].iloc[-1])


def test_a_backtest_knows_nothing_that_was_answered_in_its_month_or_later() -> None:
    frame = make_frame(6_000).drop(columns="chance")
    found = backtest(frame, months=2, seed=1)
    assert len(found) == 2
    month = found["month_start"].iloc[-1]
    assert found["learnt_through_date"].iloc[-1] <= month - dt.timedelta(days=MATURITY_DAYS)
    late = frame["label_first_answered_date"].dt.date >= month
    assert not known_before(frame[late], month).size
    rewritten = frame.assign(
        label_is_denied=frame["label_is_denied"].where(~late | (frame["submitted_date"].dt.date >= month), True)
    )
    columns = ["auc", "log_loss", "rule_auc"]
    again = backtest(rewritten, months=2, seed=1)
    assert again[columns].iloc[-1].tolist() == found[columns].iloc[-1].tolist()


def test_every_table_of_the_models_is_there_as_described(published_home: Path) -> None:
    with Lake(published_home).published() as connection:
        found = connection.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'ml' ORDER BY 1, column_index"
        ).fetchall()
        counts = {name: connection.execute(f"SELECT count(*) FROM ml.{name}").fetchone() for name in TABLES}  # noqa: S608
    made: dict[str, list[str]] = {}
    for table, column in found:
        made.setdefault(table, []).append(column)
    assert made == {table: list(column_types(table)) for table in describe_tables() if table in made}
    assert not [name for name, row in counts.items() if not row or not row[0]]


def test_every_column_of_the_models_tables_is_described() -> None:
    tables = describe_tables()
    assert all(about["description"] for about in tables.values())
    assert all(column["description"] for about in tables.values() for column in about["columns"].values())
