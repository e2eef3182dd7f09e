"""How large the tables are: rows and, in the lake, bytes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from interchange.lake import Lake

# The catalogue's own counts: asking each table, or duckdb_tables(), opens every table of the lake. Our tables are
# appended to or written anew; rows deleted in place would still be counted.
COUNTED = """
    SELECT named.table_name, coalesce(counted.record_count, 0), coalesce(counted.file_size_bytes, 0)
    FROM __ducklake_metadata_lake.ducklake_table AS named
    JOIN __ducklake_metadata_lake.ducklake_schema AS schemas USING (schema_id)
    LEFT JOIN __ducklake_metadata_lake.ducklake_table_stats AS counted USING (table_id)
    WHERE named.end_snapshot IS NULL AND list_contains($schemas, schemas.schema_name)
"""


@dataclass(frozen=True)
class TableSize:
    """Rows of a table and the bytes of its Parquet files."""

    row_count: int
    byte_count: int


def measure_tables(lake: Lake, *schemas: str) -> dict[str, TableSize]:
    """The size of every table in some schemas, by table name (names are unique across our schemas)."""
    with lake.connect() as connection:
        rows = connection.execute(COUNTED, {"schemas": list(schemas)}).fetchall()
    return {name: TableSize(int(count), int(size)) for name, count, size in rows}


def measure_build(build_file: Path) -> dict[str, TableSize]:
    """The rows of every table of the build beside the lake, by table name; a native file does not tell their bytes."""
    with duckdb.connect(str(build_file), read_only=True) as connection:
        rows = connection.execute("SELECT table_name, estimated_size FROM duckdb_tables()").fetchall()
    return {name: TableSize(int(count), 0) for name, count in rows}
