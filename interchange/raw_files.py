"""A batch's rows as Parquet files of the raw tables: written as they come, part of the lake when they are registered.

DuckLake's own INSERT spends three times the CPU on the same rows, and keeps what it inserts until the commit.
"""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

CELLS_AT_ONCE = 6 << 20  # of all tables, about 12 MB of X12
MOST_CHUNKS = 16
# Of the ways to write these rows lz4 without dictionaries costs least; what texts lie between would cost a sixth more.
SAME_IN_MANY_ROWS = ["file_id", "batch_id", "loop"]


@dataclass
class _Open:
    """A raw table's file: where it is, its writer, and the rows that wait for it."""

    path: Path
    batch_id: int
    writer: pq.ParquetWriter | None = None
    waiting: list[tuple[int, pa.Table]] = field(default_factory=list)

    def take(self) -> pa.Table:
        """The rows that wait, with their file and their batch; few cells in many chunks are put together."""
        numbers, tables = zip(*self.waiting, strict=True)
        self.waiting = []
        rows = pa.concat_tables(tables)
        rows = rows.combine_chunks() if len(tables) > MOST_CHUNKS else rows
        batch = pa.repeat(pa.scalar(self.batch_id, pa.int64()), len(rows))
        files = pa.array(np.repeat(np.array(numbers, np.int64), [len(each) for each in tables]))
        return rows.add_column(0, "batch_id", batch).add_column(0, "file_id", files)

    def write(self, rows: pa.Table) -> None:
        if self.writer is None:
            schema = rows.schema
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.path.touch(mode=0o600)
            self.writer = pq.ParquetWriter(
                self.path,
                schema,
                compression="lz4",
                use_dictionary=[each for each in SAME_IN_MANY_ROWS if each in schema.names],
                write_statistics=[each.name for each in schema if not pa.types.is_string(each.type)],
                store_decimal_as_integer=True,
            )
        self.writer.write_table(rows)

    def finish(self) -> None:
        """Writes what waits. The catalogue's own commit reaches the disk: what it names reaches it before."""
        if self.waiting:
            self.write(self.take())
        if self.writer:
            self.writer.close()
            with self.path.open("rb") as stream:
                os.fsync(stream.fileno())


class RawFiles:
    """The open batch's files under the lake's folder; memory holds a few million of their cells at most.

    They are written by a thread of their own, while the next piece is read.
    """

    def __init__(self, folder: Path, batch_id: int) -> None:
        self.folder = folder / "raw"
        self.batch_id = batch_id
        self._files: dict[str, _Open] = {}
        self._pool = ThreadPoolExecutor(2)
        self._writing: Future[None] | None = None
        self._cells = 0

    def add(self, file_id: int, tables: dict[str, pa.Table]) -> None:
        """Rows of one file, by raw table."""
        for name, rows in tables.items():
            if name not in self._files:
                self._files[name] = _Open(self.folder / name / f"landed-{uuid4()}.parquet", self.batch_id)
            self._files[name].waiting.append((file_id, rows))
            self._cells += rows.num_rows * rows.num_columns
        if self._cells >= CELLS_AT_ONCE:
            self._write()

    def _write(self) -> None:
        """Begins to write what waits: of every table, since their rows hold on to the same memory."""
        self._wait()
        self._cells = 0
        taken = [(file, file.take()) for file in self._files.values() if file.waiting]
        self._writing = self._pool.submit(_write_all, taken)

    def _wait(self) -> None:
        if self._writing:
            self._writing.result()
        self._writing = None

    def register(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Makes every row part of the lake, in the transaction that is open."""
        self._wait()
        list(self._pool.map(_Open.finish, self._files.values()))
        for name, file in self._files.items():
            connection.execute(
                "CALL ducklake_add_data_files('lake', ?, ?, schema => 'raw', allow_missing => true)",
                [name, str(file.path)],
            )

    def close(self, *, keep: bool) -> None:
        """Ends the batch; leaves nothing of one that was not committed."""
        self._pool.shutdown()
        for file in () if keep else self._files.values():
            file.path.unlink(missing_ok=True)
        self._files = {}


def _write_all(taken: list[tuple[_Open, pa.Table]]) -> None:
    for file, rows in taken:
        file.write(rows)
