"""The frozen rollup on the overview: what was published stands as it was, what came out otherwise stands apart."""

from __future__ import annotations

import datetime as dt
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from interchange.lake import Lake, Publication

TABLES = """
    CREATE SCHEMA marts;
    CREATE TABLE marts.rpt_rollups AS
    SELECT * FROM (VALUES
        ('K2', 'Denied dollars', 'share', 15.0, 100.0, 0.15, 1, DATE '2026-01-31'),
        ('K2', 'Denied dollars', 'share', 18.0, 100.0, 0.18, 2, DATE '2026-02-01'),
        ('K2', 'Denied dollars', 'share', 16.0, 100.0, 0.16, 1, DATE '2026-02-28')
    ) AS t (kpi_id, name, unit, numerator, denominator, value, revision, rollup_date),
    (SELECT 'all' AS period_grain, NULL AS slice_dimension, true AS is_mature, 1 AS definition_version, 'b' AS build_id,
            CAST(NULL AS DATE) AS period_start, TIMESTAMP '2026-02-01 06:00' AS frozen_at);
    ALTER TABLE marts.rpt_rollups ADD COLUMN period_end DATE;
    UPDATE marts.rpt_rollups SET period_end = CASE value WHEN 0.16 THEN DATE '2026-02-28' ELSE DATE '2026-01-31' END;
    CREATE TABLE marts.rpt_restatements AS
    SELECT 'K2' AS kpi_id, 'Denied dollars' AS name, 'share' AS unit, 'month' AS period_grain,
           CAST(NULL AS VARCHAR) AS slice_dimension, DATE '2026-01-01' AS period_start, DATE '2026-01-31' AS period_end,
           CAST(0.15 AS DECIMAL(38, 6)) AS previous_value, CAST(0.18 AS DECIMAL(38, 6)) AS value,
           CAST(0.03 AS DECIMAL(38, 6)) AS difference, 'answers' AS cause,
           '2 answers' AS explanation, true AS was_mature,
           DATE '2026-01-31' AS previous_rollup_date, DATE '2026-02-01' AS rollup_date,
           TIMESTAMP '2026-02-01 06:00' AS restated_at
"""


@pytest.fixture
def frozen_home(tmp_path: Path) -> Path:
    """A home whose published build has rollups of two days, the first with one figure restated."""
    lake = Lake(tmp_path)
    with lake.writing() as connection:
        connection.execute(TABLES)
    lake.write_publication(Publication(lake.snapshot_id(), "b", dt.datetime.now(dt.UTC), dt.date(2026, 2, 28)))
    return tmp_path


def _rollup() -> None:
    from app.page import open_build
    from app.rollup import show_rollup

    build = open_build()
    assert build
    show_rollup(build)


def opened(home: Path, monkeypatch: pytest.MonkeyPatch, **state: Any) -> AppTest:
    monkeypatch.setattr(sys, "argv", ["main.py", "--home", str(home)])
    app = AppTest.from_function(_rollup, default_timeout=60)
    for key, value in state.items():
        app.session_state[key] = value
    app.run()
    assert not app.exception
    return app


def test_a_restatement_shows_both_figures_and_why(frozen_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = opened(frozen_home, monkeypatch).dataframe[0].value.iloc[0]
    assert list(shown[["Period", "was_text", "now_text", "change_text", "Cause", "Since then"]]) == [
        "Jan 2026",
        "15.0%",
        "18.0%",
        "+3.00 points",
        "Answers came",
        "2 answers",
    ]


def test_a_day_reads_as_it_was_published(frozen_home: Path) -> None:
    from app.queries import rollups
    from app.queries.published import At

    at = At(str(frozen_home), Lake(frozen_home).snapshot_id())
    assert list(rollups.rollup_days(at)["rollup_date"])[:1] == [dt.date(2026, 2, 28)]
    assert list(rollups.frozen_figures(at, dt.date(2026, 1, 31))["value"]) == [Decimal("0.15")]
