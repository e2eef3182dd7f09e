"""How large the tables are: rows and, in the lake, bytes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from interchange.lake import Lake


@dataclass(frozen=True)
class TableSize:
    """Rows of a table and the bytes of its Parquet files."""

    row_count: int
    byte_count: int


def measure_tables(lake: Lake, *schemas: str) -> dict[str, TableSize]:
    """The size of every table in some schemas, by table name (names are unique across our schemas)."""
    query = "SELECT schema_name, table_name FROM duckdb_tables() WHERE list_contains($schemas, schema_name)"
    with lake.connect() as connection:
        tables = connection.execute(query, {"schemas": list(schemas)}).fetchall()
        info = connection.execute("SELECT table_name, file_size_bytes FROM ducklake_table_info('lake')").fetchall()
        sizes = {name: int(size or 0) for name, size in info}
        return {table: TableSize(_count(connection, schema, table), sizes.get(table, 0)) for schema, table in tables}


def measure_build(build_file: Path) -> dict[str, TableSize]:
    """The rows of every table of the build beside the lake, by table name; a native file does not tell their bytes."""
    with duckdb.connect(str(build_file), read_only=True) as connection:
        rows = connection.execute("SELECT table_name, estimated_size FROM duckdb_tables()").fetchall()
    return {name: TableSize(int(count), 0) for name, count in rows}


def _count(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> int:
    row = connection.execute(f'SELECT count(*) FROM "{schema}"."{table}"').fetchone()  # noqa: S608 - catalogue names
    return int(row[0]) if row else 0
