"""Scoring: the champion's chance of denial for every claim that no payer has answered, kept in ``ml.predictions``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np

from interchange.lake import Lake
from ml.features import load_features
from ml.registry import CHAMPION, MODEL_NAME, Registry, StoredModel

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = """claim_id VARCHAR, model_name VARCHAR, model_version VARCHAR, denial_probability DOUBLE,
    expected_denied_amount DECIMAL(18,2), scored_at TIMESTAMP"""
UNCHANGED = """SELECT count(*) = 0 FROM (
    (SELECT claim_id, model_version, round(denial_probability, 9) FROM ml.predictions
     EXCEPT SELECT claim_id, model_version, round(denial_probability, 9) FROM scored)
    UNION ALL
    (SELECT claim_id, model_version, round(denial_probability, 9) FROM scored
     EXCEPT SELECT claim_id, model_version, round(denial_probability, 9) FROM ml.predictions))"""


def score(*, lake: Lake, store: Path) -> dict[str, Any]:
    """Replaces ``ml.predictions`` by the champion's scores in one transaction; the same scores again change nothing.

    Returns the count, the version and the snapshot that holds them; without a champion the table is there and empty.
    """
    champion = Registry(store).load(CHAMPION)
    frame = load_features(lake, where="NOT label_is_answered")
    scored = _score_frame(frame, champion)
    with lake.writing() as connection:
        changed = _replace(connection, scored)
        row = connection.execute("SELECT max(snapshot_id) FROM ducklake_snapshots('lake')").fetchone()
    return {
        "model_name": MODEL_NAME,
        "model_version": champion.version if champion else None,
        "scored_count": len(scored),
        "changed": changed,
        "snapshot_id": int(row[0]) if row else 0,
    }


def score_rows(model: StoredModel, frame: pd.DataFrame) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The chance of denial for each row of features, as a batch or alone alike."""
    if frame.empty:
        return np.empty(0)
    return np.asarray(model.booster.predict(model.encoding.matrix(frame)), dtype=np.float64)


def _score_frame(frame: pd.DataFrame, champion: StoredModel | None) -> pd.DataFrame:
    import pandas as pd

    if champion is None:
        frame = frame.head(0)
    chances = score_rows(champion, frame) if champion else np.empty(0)
    dollars = frame["charge_amount"].to_numpy(dtype=np.float64) * chances
    return pd.DataFrame(
        {
            "claim_id": frame["claim_id"].astype(str),
            "model_name": MODEL_NAME,
            "model_version": champion.version if champion else "",
            "denial_probability": chances,
            "expected_denied_amount": dollars.round(2),
            "scored_at": dt.datetime.now(dt.UTC).replace(tzinfo=None),
        }
    )


def _replace(connection: duckdb.DuckDBPyConnection, scored: pd.DataFrame) -> bool:
    connection.execute("BEGIN")
    connection.execute("CREATE SCHEMA IF NOT EXISTS ml")
    exists = connection.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE database_name = 'lake' AND schema_name = 'ml'"
    ).fetchone()
    if not exists or not exists[0]:
        connection.execute(f"CREATE TABLE ml.predictions ({COLUMNS})")
    same = connection.execute(UNCHANGED).fetchone()
    if same and same[0] and exists and exists[0]:
        connection.execute("ROLLBACK")
        return False
    connection.execute("DELETE FROM ml.predictions")
    connection.execute("INSERT INTO ml.predictions BY NAME SELECT * FROM scored")
    connection.execute("COMMIT")
    return bool(len(scored))
