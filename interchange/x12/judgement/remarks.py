"""What a rule has to say, and the columns that rules look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Tables = Mapping[str, pa.Table]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Remark:
    """One thing that is wrong in the same column of some rows, by their places in the table."""

    code: str
    message: str
    table: str
    column: str
    rows: Ints


def rows_where(mask: Any) -> Ints:
    """The places where a mask holds; an absent value is not true."""
    if isinstance(mask, np.ndarray):
        return np.flatnonzero(mask)
    return np.asarray(pc.indices_nonzero(mask.fill_null(False)).to_numpy(), np.int64)


def cents(column: pa.ChunkedArray) -> Ints:
    """Amounts of two decimal places as whole cents, 0 where there is none."""
    parts = [chunk.fill_null(0) for chunk in column.chunks]
    return np.concatenate(
        [np.frombuffer(part.buffers()[1], np.int64)[2 * part.offset :][: 2 * len(part) : 2] for part in parts]
        or [np.zeros(0, np.int64)]
    )


def ordinals(column: pa.ChunkedArray) -> Ints:
    """Ordinals of segments, 0 where there is none."""
    return np.asarray(column.fill_null(0).to_numpy(), np.int64)


def sums(values: Ints, owners: Ints, known: Ints) -> Ints:
    """For each known ordinal, which rise, the sum of the values whose owner it is."""
    total = np.zeros(len(known), np.int64)
    at = np.searchsorted(known, owners)
    mine = at < len(known)
    mine[mine] = known[at[mine]] == owners[mine]
    np.add.at(total, at[mine], values[mine])
    return total


def amounts_of(tables: Tables, table: str, column: str, by: str, known: Ints, of: Bools | None = None) -> Ints:
    """For each known ordinal, the cents of a table's rows that name it in the column ``by``; 0 without the table."""
    if table not in tables:
        return np.zeros(len(known), np.int64)
    values = cents(tables[table][column])
    return sums(values if of is None else np.where(of, values, 0), ordinals(tables[table][by]), known)


def is_one_of(column: pa.ChunkedArray, codes: tuple[str, ...]) -> Bools:
    """Where the column has one of the codes."""
    return np.asarray(pc.is_in(column, pa.array(codes)).fill_null(False).to_numpy(), bool)
