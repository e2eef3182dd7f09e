"""How large the lake's tables are: rows and bytes."""

from __future__ import annotations

from dataclasses import dataclass

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


def _count(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> int:
    row = connection.execute(f'SELECT count(*) FROM "{schema}"."{table}"').fetchone()  # noqa: S608 - catalogue names
    return int(row[0]) if row else 0
