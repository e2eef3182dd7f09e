"""What a writer is given: per loop a batch of rows, column by column; trees of nodes are laid out into the same.

A batch's key is the way of its row-making loops below ST, such as ``2000A/2000B/2300``; a repeat's rows stand under
its loop's key and its own name, such as ``2100/2110/adjustments``. ST itself is ``ST``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Values = dict[str, object]
Column: TypeAlias = "pa.Array | str"
ROOT = "ST"


@dataclass(slots=True)
class Node:
    """One row to write: its loop, its columns (and lists of rows for repeats, by name), and the rows inside it."""

    loop: str
    values: Values
    children: list[Node] = field(default_factory=list)


@dataclass(frozen=True)
class Batch:
    """Rows of one loop: ``parent`` is each row's place in the batch around it and never falls.

    A column is an Arrow array (text, decimal, integer or date) of as many rows, or one text that stands in every row.
    """

    parent: npt.NDArray[np.int64]
    columns: Mapping[str, Column]

    def __len__(self) -> int:
        return len(self.parent)


Batches = Mapping[str, Batch]


def key_below(key: str, name: str) -> str:
    """The key of a loop or repeat inside another."""
    return name if key == ROOT else f"{key}/{name}"


def lay_out(sets: Iterable[Node]) -> dict[str, Batch]:
    """Trees of rows as batches, in the order of the trees."""
    rows: dict[str, list[tuple[int, Values]]] = {ROOT: []}
    for each in sets:
        _place(each, ROOT, 0, rows)
    return {key: _batch(found) for key, found in rows.items()}


def _place(node: Node, key: str, parent: int, rows: dict[str, list[tuple[int, Values]]]) -> None:
    placed = rows.setdefault(key, [])
    here = len(placed)
    placed.append((parent, node.values))
    for name, value in node.values.items():
        if isinstance(value, list):
            rows.setdefault(key_below(key, name), []).extend((here, row) for row in value)
    for child in node.children:
        _place(child, key_below(key, child.loop), here, rows)


def _batch(rows: list[tuple[int, Values]]) -> Batch:
    names = dict.fromkeys(name for _, values in rows for name, value in values.items() if not isinstance(value, list))
    columns = {name: pa.array([_plain(values.get(name)) for _, values in rows], pa.string()) for name in names}
    return Batch(np.array([parent for parent, _ in rows], np.int64), columns)


def _plain(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, dt.date):
        return f"{value:%Y%m%d}"
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)


def texts(column: Column) -> Column:
    """A column as X12 text: no needless zeros in amounts, dates as CCYYMMDD."""
    if isinstance(column, str):
        return column
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if pa.types.is_dictionary(column.type):
        return column.cast(column.type.value_type)
    if pa.types.is_decimal(column.type):
        exact = column.cast(pa.decimal128(38, max(column.type.scale, 1))).cast(pa.string())
        return pc.ascii_rtrim(pc.ascii_rtrim(exact, characters="0"), characters=".")
    if pa.types.is_date(column.type):
        return _dates(column)
    return column if pa.types.is_string(column.type) else column.cast(pa.string())


def _dates(column: pa.Array) -> pa.Array:
    days = column.cast(pa.date32()).cast(pa.int32()).fill_null(0).to_numpy().astype("M8[D]")
    months, years = days.astype("M8[M]"), days.astype("M8[Y]")
    number = (years.astype(np.int64) + 1970) * 10_000 + ((months - years.astype("M8[M]")).astype(np.int64) + 1) * 100
    number += (days - months.astype("M8[D]")).astype(np.int64) + 1
    return pc.if_else(column.is_valid(), pa.array(number).cast(pa.string()), None)
