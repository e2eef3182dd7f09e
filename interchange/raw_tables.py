"""The shape of the lake's ``raw`` schema: the ledger's tables here, all others from their specs."""

from __future__ import annotations

from functools import cache

import duckdb
import pyarrow as pa

from interchange.feeds.columns import schemas_of
from interchange.reading import feed_tables
from interchange.x12.schema import table_schemas

LEDGER_TABLES: dict[str, str] = {
    "files": """file_id BIGINT, batch_id BIGINT, file_name VARCHAR, sha256 VARCHAR, type VARCHAR, status VARCHAR,
        reason_code VARCHAR, reason VARCHAR, byte_count BIGINT, claim_count INTEGER, line_count INTEGER,
        adjustment_count INTEGER, remark_count INTEGER, provider_adjustment_count INTEGER, row_count INTEGER,
        finding_count INTEGER, quarantined_set_count INTEGER, quarantined_row_count INTEGER, received_at TIMESTAMP,
        landed_at TIMESTAMP""",
    "findings": """file_id BIGINT, batch_id BIGINT, code VARCHAR, severity VARCHAR, message VARCHAR, loop VARCHAR,
        segment_id VARCHAR, element INTEGER, byte_offset BIGINT, segment_ordinal INTEGER,
        set_control_number VARCHAR""",
    "quarantined_sets": """file_id BIGINT, batch_id BIGINT, set_type VARCHAR, set_control_number VARCHAR,
        byte_offset BIGINT, byte_count BIGINT, segment_ordinal INTEGER, code VARCHAR, reason VARCHAR""",
    "quarantined_rows": """file_id BIGINT, batch_id BIGINT, table_name VARCHAR, segment_ordinal INTEGER,
        byte_offset BIGINT, expectation VARCHAR, column_name VARCHAR, set_segment INTEGER, claim_segment INTEGER,
        found_at TIMESTAMP""",
    "quality_checks": """batch_id BIGINT, table_name VARCHAR, expectation VARCHAR, column_name VARCHAR,
        evaluated_count BIGINT, failed_count BIGINT, checked_at TIMESTAMP""",
}
SQL_TYPES = {
    pa.string(): "VARCHAR",
    pa.int32(): "INTEGER",
    pa.int64(): "BIGINT",
    pa.date32(): "DATE",
    pa.timestamp("us"): "TIMESTAMP",
    pa.bool_(): "BOOLEAN",
    pa.decimal128(18, 2): "DECIMAL(18,2)",
    pa.decimal128(18, 4): "DECIMAL(18,4)",
}


@cache
def raw_columns() -> dict[str, dict[str, str]]:
    """Every raw table's columns with their SQL types, in order."""
    ledger = {name: dict(each.split() for each in columns.split(",")) for name, columns in LEDGER_TABLES.items()}
    schemas = {**table_schemas(), **schemas_of(feed_tables())}
    keys = {"file_id": "BIGINT", "batch_id": "BIGINT"}
    typed = {name: {f.name: SQL_TYPES[f.type] for f in schema} for name, schema in schemas.items()}
    return {**ledger, **{name: {**keys, **columns} for name, columns in typed.items()}}


def create_raw_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes whatever raw table or column is not there yet; one transaction."""
    connection.execute("BEGIN")
    connection.execute("CREATE SCHEMA IF NOT EXISTS raw")
    for name, columns in raw_columns().items():
        listed = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
        connection.execute(f"CREATE TABLE IF NOT EXISTS raw.{name} ({listed})")
    standing = _standing(connection)
    for name, columns in raw_columns().items():
        for column, kind in columns.items():
            if (name, column) not in standing:
                connection.execute(f'ALTER TABLE raw.{name} ADD COLUMN "{column}" {kind}')
    connection.execute("COMMIT")


def raw_tables_exist(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether every raw table stands with every column that its spec gives: an older lake lacks some."""
    return {(name, column) for name, columns in raw_columns().items() for column in columns} <= _standing(connection)


def _standing(connection: duckdb.DuckDBPyConnection) -> set[tuple[str, str]]:
    """Each raw table's columns in the lake; ``duckdb_tables()`` would take half a second for its statistics."""
    found = connection.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = 'lake' AND schema_name = 'raw'"
    )
    return {(table, column) for table, column in found.fetchall()}
