"""What the models say, kept in the lake's ``ml`` schema: whole tables, replaced in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import duckdb

from interchange.lake import Lake

if TYPE_CHECKING:
    import pandas as pd

# Table -> its columns in SQL; a test holds docs/models.md to them.
TABLES: dict[str, str] = {
    "predictions": """claim_id VARCHAR, model_name VARCHAR, model_version VARCHAR, denial_probability DOUBLE,
        expected_denied_amount DECIMAL(18,2), scored_at TIMESTAMP""",
    "reasons": """claim_id VARCHAR, model_version VARCHAR, reason VARCHAR, rank INTEGER, denial_probability DOUBLE,
        is_in_set BOOLEAN""",
    "explanations": """claim_id VARCHAR, model_version VARCHAR, rank INTEGER, words VARCHAR, contribution DOUBLE,
        fix VARCHAR, risk_after_fix DOUBLE""",
    "overturn_queue": """denial_id VARCHAR, claim_id VARCHAR, rank INTEGER, overturn_probability DOUBLE,
        collectible_amount DECIMAL(18,2), cost_amount DECIMAL(18,2), expected_value_amount DECIMAL(18,2),
        expected_minutes INTEGER, value_per_hour_amount DECIMAL(18,2), is_worth_working BOOLEAN, arithmetic VARCHAR,
        model_version VARCHAR""",
    "watch_list": """payer_id VARCHAR, service_line VARCHAR, reason VARCHAR, week_start DATE, answered_count BIGINT,
        denied_count BIGINT, expected_count DOUBLE, statistic DOUBLE, p_value DOUBLE, q_value DOUBLE, is_alert BOOLEAN,
        is_listed BOOLEAN, affected_amount DECIMAL(18,2)""",
    "evaluations": "model_name VARCHAR, model_version VARCHAR, slice VARCHAR, metric VARCHAR, value DOUBLE",
}


def replace_tables(lake: Lake, frames: Mapping[str, pd.DataFrame]) -> int:
    """Replaces tables by frames in one transaction; a table that would stay the same is left alone.

    Returns the snapshot that holds them.
    """
    with lake.writing() as connection:
        connection.execute("BEGIN")
        connection.execute("CREATE SCHEMA IF NOT EXISTS ml")
        for name, frame in frames.items():
            _replace(connection, name, frame)
        connection.execute("COMMIT")
        row = connection.execute("SELECT max(snapshot_id) FROM ducklake_snapshots('lake')").fetchone()
    return int(row[0]) if row else 0


def _replace(connection: duckdb.DuckDBPyConnection, name: str, frame: pd.DataFrame) -> None:
    names = ", ".join(each.split()[0] for each in TABLES[name].replace("(18,2)", "").split(","))
    connection.execute(f"CREATE TABLE IF NOT EXISTS ml.{name} ({TABLES[name]})")
    connection.register("frame", frame)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE fresh ({TABLES[name]})")
    connection.execute(f"INSERT INTO fresh BY NAME SELECT {names} FROM frame")  # noqa: S608 - our own names
    lasting = "* EXCLUDE (scored_at)" if "scored_at" in TABLES[name] else "*"
    differs = connection.execute(
        f"""SELECT count(*) FROM (
            (SELECT {lasting} FROM ml.{name} EXCEPT SELECT {lasting} FROM fresh) UNION ALL
            (SELECT {lasting} FROM fresh EXCEPT SELECT {lasting} FROM ml.{name}))"""  # noqa: S608 - our own names
    ).fetchone()
    if differs and differs[0]:
        connection.execute(f"DELETE FROM ml.{name}")  # noqa: S608 - our own names
        connection.execute(f"INSERT INTO ml.{name} SELECT * FROM fresh")  # noqa: S608 - our own names
    connection.unregister("frame")
