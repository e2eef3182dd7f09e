"""What the models say, kept in the lake's ``ml`` schema: whole tables, replaced in one transaction.

``tables.yml`` beside this file is the list of them: grain, columns, types and meanings.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from interchange.lake import Lake

if TYPE_CHECKING:
    import pandas as pd

PASSING = "scored_at"


@cache
def describe_tables() -> dict[str, Any]:
    """Each table's ``description`` and ``columns``, which give ``type`` and ``description``."""
    import yaml

    return dict(yaml.safe_load(Path(__file__).with_suffix(".yml").read_text()))


def column_types(table: str) -> dict[str, str]:
    """Column -> its type in SQL."""
    return {name: about["type"] for name, about in describe_tables()[table]["columns"].items()}


def no_rows(table: str) -> pd.DataFrame:
    """A frame of the table's columns and nothing else."""
    import pandas as pd

    return pd.DataFrame(columns=list(column_types(table)))


def read_table(lake: Lake, table: str) -> pd.DataFrame:
    """The table's rows at the lake's head; none where it was never made, or by a version with other columns."""
    with lake.connect() as connection:
        if _columns(connection, table) != list(column_types(table)):
            return no_rows(table)
        return connection.execute(f"SELECT * FROM ml.{table} ORDER BY ALL").df()  # noqa: S608 - our own names


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
    types = column_types(name)
    spelt = ", ".join(f"{column} {kind}" for column, kind in types.items())
    _drop_where_outdated(connection, name, list(types))
    connection.execute(f"CREATE TABLE IF NOT EXISTS ml.{name} ({spelt})")
    connection.register("frame", frame)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE fresh ({spelt})")
    connection.execute(f"INSERT INTO fresh BY NAME SELECT {', '.join(types)} FROM frame")  # noqa: S608 - our own names
    lasting = f"* EXCLUDE ({PASSING})" if PASSING in types else "*"
    differs = connection.execute(
        f"""SELECT count(*) FROM (
            (SELECT {lasting} FROM ml.{name} EXCEPT SELECT {lasting} FROM fresh) UNION ALL
            (SELECT {lasting} FROM fresh EXCEPT SELECT {lasting} FROM ml.{name}))"""  # noqa: S608 - our own names
    ).fetchone()
    if differs and differs[0]:
        connection.execute(f"DELETE FROM ml.{name}")  # noqa: S608 - our own names
        connection.execute(f"INSERT INTO ml.{name} SELECT * FROM fresh")  # noqa: S608 - our own names
    connection.unregister("frame")


def _drop_where_outdated(connection: duckdb.DuckDBPyConnection, name: str, columns: list[str]) -> None:
    """A table that an earlier version made with other columns gives way: it is written whole anyway."""
    if _columns(connection, name) not in ([], columns):
        connection.execute(f"DROP TABLE ml.{name}")


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    found = connection.execute(
        """SELECT column_name FROM duckdb_columns() WHERE database_name = 'lake' AND schema_name = 'ml'
           AND table_name = ? ORDER BY column_index""",
        [table],
    ).fetchall()
    return [str(row[0]) for row in found]
