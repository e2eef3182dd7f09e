"""Rows of parsed files, written to a folder: one file a table, in Parquet, CSV or JSON lines, every amount exact."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from interchange.formulas import neutralise

if TYPE_CHECKING:
    import pyarrow as pa

Write = Callable[["pa.Table"], None]
Close = Callable[[], None]


class RowFormat(StrEnum):
    """What a table is written as."""

    PARQUET = "parquet"
    CSV = "csv"
    JSONL = "jsonl"


class RowFiles:
    """A folder of tables that grows by one parsed file after the other; nothing has its name before all is written."""

    def __init__(self, folder: Path, output: RowFormat) -> None:
        self.folder = folder
        self.output = output
        self.open: dict[str, tuple[Write, Close]] = {}
        self.counts: dict[str, int] = {}

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for name, (_, close) in self.open.items():
            close()
            if kind is None:
                self._partial(name).replace(self.path(name))
            else:
                self._partial(name).unlink()

    def path(self, table: str) -> Path:
        """Where the rows of a table are in the end."""
        return self.folder / f"{table}.{self.output.value}"

    def _partial(self, table: str) -> Path:
        return self.folder / f".{table}.{self.output.value}.part"

    def add(self, file: str, tables: Mapping[str, pa.Table]) -> None:
        """Appends what one file gave; the column ``file`` says which."""
        for name, table in tables.items():
            if table.num_rows:
                self._write(name, _with_file(table, file))

    def _write(self, name: str, table: pa.Table) -> None:
        if name not in self.open:
            self.open[name] = WRITERS[self.output](self._partial(name), table.schema)
        self.open[name][0](table)
        self.counts[name] = self.counts.get(name, 0) + table.num_rows


def _with_file(table: pa.Table, file: str) -> pa.Table:
    import pyarrow as pa

    return table.add_column(0, "file", pa.array([file] * table.num_rows, pa.string()))


def _parquet(path: Path, schema: pa.Schema) -> tuple[Write, Close]:
    import pyarrow.parquet as pq

    stream = os.fdopen(_create(path), "wb")
    writer = pq.ParquetWriter(stream, schema)

    def close() -> None:
        writer.close()
        stream.close()

    return writer.write_table, close


def _csv(path: Path, schema: pa.Schema) -> tuple[Write, Close]:
    stream = os.fdopen(_create(path), "w", newline="", encoding="utf-8")
    writer = csv.writer(stream)
    writer.writerow(schema.names)

    def write(table: pa.Table) -> None:
        writer.writerows([neutralise(value) for value in row.values()] for row in table.to_pylist())

    return write, stream.close


def _jsonl(path: Path, schema: pa.Schema) -> tuple[Write, Close]:  # noqa: ARG001 - every writer has the same form
    stream = os.fdopen(_create(path), "w", encoding="utf-8")

    def write(table: pa.Table) -> None:
        stream.writelines(json_line(row) + "\n" for row in table.to_pylist())

    return write, stream.close


def _create(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)


WRITERS: dict[RowFormat, Callable[[Path, Any], tuple[Write, Close]]] = {
    RowFormat.PARQUET: _parquet,
    RowFormat.CSV: _csv,
    RowFormat.JSONL: _jsonl,
}


def json_line(row: Mapping[str, Any]) -> str:
    """A row as one JSON object; decimals are numbers with every digit they have, dates are ISO text."""
    cells = (f"{json.dumps(name)}: {_json(value)}" for name, value in row.items())
    return "{" + ", ".join(cells) + "}"


def _json(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return json.dumps(value, default=str, ensure_ascii=False)
