"""The declarative form of a raw table that is not X12: its columns, where each comes from, and what it may hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa

Kind = Literal["text", "date", "timestamp", "money", "number", "integer", "flag"]
ARROW: dict[Kind, pa.DataType] = {
    "text": pa.string(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "money": pa.decimal128(18, 2),
    "number": pa.decimal128(18, 4),
    "integer": pa.int32(),
    "flag": pa.bool_(),
}
PLACE: tuple[tuple[str, pa.DataType], ...] = (
    ("line_number", pa.int32()),
    ("byte_offset", pa.int64()),
)


@dataclass(frozen=True)
class Column:
    """One column: ``sources`` are the names or paths that it is looked for under, the first that is there counts.

    A row without a ``required`` value is put aside; another value that cannot be read is left empty, with a finding.
    """

    name: str
    sources: tuple[str, ...]
    kind: Kind = "text"
    required: bool = False


@dataclass(frozen=True)
class Table:
    """A raw table. ``key`` names the columns that tell its rows apart: of equal keys, the row that came last counts."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    def schema(self) -> pa.Schema:
        """The table's Arrow schema: the place in the file, then its columns."""
        return pa.schema([*PLACE, *((each.name, ARROW[each.kind]) for each in self.columns)])


def schemas_of(tables: Iterable[Table]) -> dict[str, pa.Schema]:
    """The schema of each table by name."""
    return {table.name: table.schema() for table in tables}
