"""A walk's cells as Arrow columns: all of them laid by one kernel, each then a part of the arrays that it filled."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from interchange.x12.arrays import array_of
from interchange.x12.kernels.filling import NARROW, ODD, TEXTS, WIDE, Columns, lay
from interchange.x12.program import Program
from interchange.x12.schema import table_schemas
from interchange.x12.values import convert
from interchange.x12.walking import Walked
from interchange.x12.workspace import words_of

SLACK = 16  # bytes after a column's texts, which are written sixteen at a time
LONG = 3  # a column that is its cells as they are


def to_arrow(walked: Walked, *, plain: bool) -> dict[str, pa.RecordBatch]:
    """A record batch for each table that has rows, in the columns and types of its schema.

    Where the text is ``plain``, no value in it has to be looked through.
    """
    laid = _Laid(walked, plain=plain)
    batches = {}
    for name, count in zip(walked.program.names, walked.rows.tolist(), strict=True):
        if count:
            schema = table_schemas()[name]
            columns = [laid.column((name, field.name), field.type, count) for field in schema]
            batches[name] = pa.RecordBatch.from_arrays(columns, schema=schema)
    return batches


@lru_cache(maxsize=64)
def _kinds(program: Program) -> NDArray[np.uint32]:
    """How the column of each slot is laid."""
    types = [table_schemas()[table].field(column).type for table, column in program.slots]
    return np.array([_kind(each) for each in types], np.uint32)


def _kind(of: pa.DataType) -> int:
    if pa.types.is_string(of):
        return TEXTS
    if pa.types.is_decimal(of):
        return WIDE
    return LONG if pa.types.is_int64(of) else NARROW


class _Laid:
    """The columns of a walk that hold anything."""

    def __init__(self, walked: Walked, *, plain: bool) -> None:
        self.walked = walked
        program, kinds = walked.program, _kinds(walked.program)
        filled = np.flatnonzero((walked.cells.filled > 0) & (kinds != LONG))
        slots = filled[np.argsort(program.table_of[filled], kind="stable")]
        self.place = {slot: c for c, slot in enumerate(slots.tolist())}
        self.columns = _room(walked, slots, kinds[slots])
        lay(walked.text.words, walked.cells, self.columns, not plain)
        self.buffers = {
            TEXTS: pa.py_buffer(self.columns.offsets),
            WIDE: pa.py_buffer(self.columns.wide),
            NARROW: pa.py_buffer(self.columns.narrow),
        }
        self.absent: dict[tuple[pa.DataType, int], pa.Array] = {}
        self.texts = pa.py_buffer(self.columns.texts.base)

    def column(self, named: tuple[str, str], kind: pa.DataType, count: int) -> pa.Array:
        """One column of so many rows."""
        slot = self.walked.program.slots.get(named, -1)
        nulls = count - int(self.walked.cells.filled[slot]) if slot >= 0 else count
        if nulls == count:
            return self._absent(kind, count)
        cells = self.walked.cells
        mask = _bits(cells.valid[self.walked.span(slot)]) if nulls else None
        if slot not in self.place:
            return pa.Array.from_buffers(kind, count, [mask, pa.py_buffer(cells.value[self.walked.span(slot)].copy())])
        c = self.place[slot]
        laid, start = int(self.columns.column[c, 1]), int(self.columns.start[c])
        data = self.buffers[laid].slice(start * (16 if laid == WIDE else 4))
        if laid != TEXTS:
            return pa.Array.from_buffers(kind, count, [mask, data], null_count=nulls)
        after = int(self.columns.at[c])
        texts = self.texts.slice(after - int(cells.size[slot]))
        made = pa.Array.from_buffers(kind, count, [mask, data, texts], null_count=nulls)
        return self._mended(made, slot) if self.columns.odd[c] else made

    def _absent(self, kind: pa.DataType, count: int) -> pa.Array:
        """A column without any value: one for all, over zeros that are shared too."""
        if (kind, count) not in self.absent:
            zeros = _zeros(1 << (count * 16 + 16).bit_length())
            buffers = [zeros, zeros, zeros] if pa.types.is_string(kind) else [zeros, zeros]
            self.absent[kind, count] = pa.Array.from_buffers(kind, count, buffers, null_count=count)
        return self.absent[kind, count]

    def _mended(self, made: pa.Array, slot: int) -> pa.Array:
        """Texts that are not plain ASCII as they are meant: decoded, without control characters."""
        cells, span = self.walked.cells, self.walked.span(slot)
        odd = cells.valid[span] == ODD
        slices = [(each & 0xFFFFFFFF, each >> 32) for each in cells.value[span][odd].tolist()]
        meant = [str(convert(self.walked.text.bytes[a : a + n].tobytes(), "text")) for a, n in slices]
        mask = pa.Array.from_buffers(pa.bool_(), len(made), [None, _bits(odd)])
        return pc.replace_with_mask(made, mask, array_of(meant, pa.string()))


def _room(walked: Walked, slots: NDArray[np.int64], kinds: NDArray[np.uint32]) -> Columns:
    """Arrays for the columns of these slots, which stand table by table."""
    tables, first = np.unique(walked.program.table_of[slots], return_index=True)
    rows = walked.rows[walked.program.table_of[slots]]
    start, total = np.zeros(len(slots), np.int64), [0, 0, 0]
    for kind in (TEXTS, WIDE, NARROW):
        ends = np.cumsum((rows + (kind == TEXTS)) * (kinds == kind))
        start[kinds == kind] = (ends - rows - (kind == TEXTS))[kinds == kind]
        total[kind] = int(ends[-1]) if len(ends) else 0
    sizes = np.where(kinds == TEXTS, walked.cells.size[slots] + SLACK, 0)
    offsets = np.empty(total[TEXTS], np.uint32)
    offsets[start[kinds == TEXTS]] = 0
    return Columns(
        np.stack([slots.astype(np.uint32), kinds], axis=1),
        np.append(first, len(slots)).astype(np.uint32),
        walked.rows[tables].astype(np.uint32),
        start.astype(np.uint32),
        np.cumsum(sizes) - sizes,
        np.zeros(len(slots), np.int64),
        words_of(np.empty(int(sizes.sum()) + SLACK, np.uint8)),
        offsets,
        np.empty((total[WIDE], 2), np.int64),
        np.empty(total[NARROW], np.uint32),
    )


def _bits(flags: NDArray[np.uint8] | NDArray[np.bool_]) -> pa.Buffer:
    return pa.py_buffer(np.packbits(flags, bitorder="little"))


@lru_cache(maxsize=8)
def _zeros(size: int) -> pa.Buffer:
    return pa.py_buffer(np.zeros(size, np.uint8))
