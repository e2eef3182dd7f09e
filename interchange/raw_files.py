"""A batch's rows as Parquet files of the raw tables: written as they come, part of the lake when they are registered.

DuckLake's own INSERT spends three times the CPU on the same rows, and keeps what it inserts until the commit.
"""

from __future__ import annotations

import os
from pathlib import Path
from uuid import uuid4

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

ROWS_AT_ONCE = 122_880  # a row group, as DuckDB makes them too: what its threads share out when they read
SAME_IN_MANY_ROWS = ["file_id", "batch_id", "loop"]


class RawFiles:
    """The open batch's files under the lake's folder; memory holds no more than a row group of each table."""

    def __init__(self, folder: Path, batch_id: int) -> None:
        self.folder = folder / "raw"
        self.batch_id = batch_id
        self._waiting: dict[str, list[pa.Table]] = {}
        self._counts: dict[str, int] = {}
        self._writers: dict[str, tuple[Path, pq.ParquetWriter]] = {}

    def add(self, file_id: int, tables: dict[str, pa.Table]) -> None:
        """Rows of one file, by raw table."""
        for name, rows in tables.items():
            self._waiting.setdefault(name, []).append(_stamped(rows, file_id, self.batch_id))
            self._counts[name] = self._counts.get(name, 0) + rows.num_rows
            if self._counts[name] >= ROWS_AT_ONCE:
                self._write(name)

    def _write(self, name: str) -> None:
        rows = pa.concat_tables(self._waiting.pop(name)).combine_chunks()
        self._counts[name] = 0
        if name not in self._writers:
            self._writers[name] = self._open(name, rows.schema)
        self._writers[name][1].write_table(rows, row_group_size=ROWS_AT_ONCE)

    def _open(self, name: str, schema: pa.Schema) -> tuple[Path, pq.ParquetWriter]:
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / f"landed-{uuid4()}.parquet"
        path.touch(mode=0o600)
        repeated = [each for each in SAME_IN_MANY_ROWS if each in schema.names]
        return path, pq.ParquetWriter(
            path, schema, compression="lz4", use_dictionary=repeated, store_decimal_as_integer=True
        )

    def register(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Makes every row part of the lake, in the transaction that is open."""
        for name in list(self._waiting):
            self._write(name)
        for name, (path, writer) in self._writers.items():
            writer.close()
            _flush(path)
            connection.execute(
                "CALL ducklake_add_data_files('lake', ?, ?, schema => 'raw', allow_missing => true)", [name, str(path)]
            )
        self._writers = {}

    def discard(self) -> None:
        """Leaves nothing of a batch that will not be committed."""
        for path, writer in self._writers.values():
            writer.close()
            path.unlink(missing_ok=True)
        self._waiting, self._writers = {}, {}


def _stamped(rows: pa.Table, file_id: int, batch_id: int) -> pa.Table:
    for name, value in (("batch_id", batch_id), ("file_id", file_id)):
        rows = rows.add_column(0, pa.field(name, pa.int64()), pa.repeat(pa.scalar(value, pa.int64()), rows.num_rows))
    return rows


def _flush(path: Path) -> None:
    """The catalogue's own commit reaches the disk: what it names must have reached it before."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
