"""How a test opens a page: as Streamlit runs it, on a home of its own, with filters in the address."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from app.queries.published import At
from interchange.lake import Lake, Publication
from ml.tables import column_types, replace_tables

ROOT = Path(__file__).parents[2]
MARCH, APRIL = dt.date(2026, 3, 1), dt.date(2026, 4, 1)
JUDGED: dict[str, list[dict[str, Any]]] = {
    "evaluations": [
        {"model_name": "risk", "model_version": "2", "alias": alias, "slice": part, "metric": "auc", "value": value}
        for alias, part, value in (
            ("champion", "all", 0.8),
            ("champion", "simple rule", 0.6),
            ("champion", "sex female", 0.79),
            ("challenger", "all", 0.81),
        )
    ],
    "model_versions": [{"model_version": "2", "alias": "champion", "auc": 0.8, "label_cutoff": MARCH}],
    "gate_verdicts": [{"model_version": "2", "rule": "no worse", "value": 0.8, "limit_value": 0.7, "passes": True}],
    "calibration_bins": [
        {"payer_id": "*", "bin": 1, "claim_count": 9, "forecast_rate": 0.2, "denied_rate": 0.3}
        | {"denied_low_rate": 0.1, "denied_high_rate": 0.5}
    ],
    "gain_curves": [
        {"ranking": ranking, "claim_share": share, "denied_amount_share": found, "denied_amount": Decimal(amount)}
        for ranking, share, found, amount in (
            ("model", 0.1, 0.8, "8000"),
            ("model", 1.0, 1.0, "10000"),
            ("simple rule", 0.1, 0.5, "5000"),
            ("simple rule", 1.0, 1.0, "10000"),
        )
    ],
    "feature_drift": [{"month_start": APRIL, "feature": "charge", "importance": 0.2, "psi": 0.3, "noise_psi": 0.01}],
    "payer_drift": [
        {"month_start": month, "payer_id": "*", "claim_count": 90, "denied_count": 9, "expected_count": 10.0}
        | {"observed_over_expected": 0.9, "band": 0.3, "is_learnt": is_learnt}
        for month, is_learnt in ((MARCH, True), (APRIL, False))
    ],
    "label_delays": [
        {"month_start": month, "payer_id": "*", "claim_count": 90, "open_count": 9, "open_rate": 0.1}
        | {"half_answered_days": 20, "most_answered_days": None}
        for month in (MARCH, APRIL)
    ],
    "prevented_denials": [
        {"shown_count": 40, "shown_denied_count": 10, "control_count": 8, "control_denied_count": 4, "open_count": 3}
        | {"prevented_rate": 0.25, "prevented_low_rate": -0.1, "prevented_high_rate": 0.6, "is_proven": False}
        | {"why": "the control is too small"}
    ],
    "backtests": [{"month_start": month, "auc": 0.8, "rule_auc": 0.6} for month in (MARCH, APRIL)],
}
Open = Callable[..., AppTest]


def _run(view: str) -> None:
    import importlib

    from app.page import guarded

    with guarded():
        importlib.import_module(f"app.views.{view}").show()


@pytest.fixture
def open_view(monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a view by its module's name on a home; keyword arguments go into the address."""

    def open_it(home: Path, view: str, **query: Any) -> AppTest:
        monkeypatch.setattr(sys, "argv", ["main.py", "--home", str(home)])
        app = AppTest.from_function(_run, kwargs={"view": view}, default_timeout=60)
        for name, value in query.items():
            app.query_params[name] = value
        return app.run()

    return open_it


@pytest.fixture
def at(published_home: Path) -> At:
    """The build that the small home publishes."""
    publication = Lake(published_home).read_publication()
    assert publication
    return At(str(published_home), publication.snapshot_id)


@pytest.fixture(scope="session")
def emptied_home(published_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose published build has every table that a page asks, and no row in any."""
    texts = [path.read_text() for path in (ROOT / "app").rglob("*.py")]
    asked = sorted({name for text in texts for name in re.findall(r"\b(?:marts|ml|raw|reference)\.[a-z_0-9]+", text)})
    lake = Lake(tmp_path_factory.mktemp("emptied"))
    with Lake(published_home).published() as full, lake.writing() as connection:
        connection.execute("BEGIN")
        for name in asked:
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {name.partition('.')[0]}")
            try:
                columns = full.execute(f"SELECT * FROM {name} LIMIT 0").description or ()  # noqa: S608 - our own names
            except duckdb.CatalogException:  # no evaluation was made here
                continue
            connection.execute(f"CREATE TABLE {name} ({', '.join(f'{each[0]} {each[1]}' for each in columns)})")
        connection.execute("COMMIT")
    lake.write_publication(Publication(lake.snapshot_id(), "empty", dt.datetime.now(dt.UTC), None))
    return lake.home


@pytest.fixture(scope="session")
def judged_home(published_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose published build has a small row or two of every table that judges the models."""
    home = tmp_path_factory.mktemp("judged")
    lake = Lake(home)
    frames = {name: pd.DataFrame(rows, columns=list(column_types(name))) for name, rows in JUDGED.items()}
    with Lake(published_home).published() as full, lake.writing() as connection:
        connection.execute("CREATE SCHEMA marts")
        payers = full.execute("SELECT * FROM marts.dim_payers").to_arrow_table()
        connection.register("payers", payers)
        connection.execute("CREATE TABLE marts.dim_payers AS SELECT * FROM payers")
    snapshot = replace_tables(lake, frames)
    lake.write_publication(Publication(snapshot, "judged", dt.datetime.now(dt.UTC), dt.date(2026, 6, 30)))
    return home
