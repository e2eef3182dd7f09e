"""The world as Arrow columns: a code by its row, a number with its prefix, whole cents as dollars."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from simulator.columns import Bools, Ints


def coded(values: Sequence[str], rows: Ints) -> pa.Array:
    """Each row's value out of a short list; absent where the row is negative or the value empty."""
    allowed = np.array([bool(value) for value in values])
    absent = (rows < 0) | ~allowed[rows]
    indices = pa.array(np.where(absent, 0, rows).astype(np.int32), mask=absent)
    return pa.DictionaryArray.from_arrays(indices, pa.array(values, pa.string()))


def numbered(prefix: str, values: Ints, width: int, suffix: str = "") -> pa.Array:
    """A prefix and each number with leading zeros, such as OT00000017."""
    digits = pc.utf8_lpad(pa.array(values).cast(pa.string()), width, padding="0")
    return pc.binary_join_element_wise(prefix, digits, suffix, "")


def joined(*columns: pa.Array | str) -> pa.Array:
    """Texts of each row run together."""
    return pc.binary_join_element_wise(*columns, "")


def only(mask: Bools, column: pa.Array | str) -> pa.Array:
    """The column where the mask holds, else absent."""
    values = column.cast(pa.string()) if isinstance(column, pa.DictionaryArray) else column
    return pc.if_else(pa.array(mask), values, pa.scalar(None, pa.string()))


def dollars(cents: Ints, mask: Bools | None = None) -> pa.Array:
    """Whole cents as exact dollars; absent where ``mask`` does not hold."""
    raw = np.empty((len(cents), 2), np.int64)
    raw[:, 0], raw[:, 1] = cents, cents >> 63
    whole = pa.Array.from_buffers(pa.decimal128(18, 2), len(cents), [None, pa.py_buffer(raw)])
    return whole if mask is None else pc.if_else(pa.array(mask), whole, pa.scalar(None, pa.decimal128(18, 2)))
