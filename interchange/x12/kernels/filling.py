"""From a walk's cells to Arrow's buffers."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from interchange.x12.kernels.native import Bytes, Longs, LongTable, Overlapping, Shorts, ShortTable, Words, kernel, step
from interchange.x12.kernels.parsing import Cells

TEXTS, WIDE, NARROW = range(3)
BLOCK = 256  # rows of which all columns are laid before the next, while their text is near
ODD = 2  # what ``valid`` says of a text that is not plain ASCII
_LOW = np.array([(1 << 8 * n) - 1 for n in range(9)], np.uint64)
_SPACES = np.uint64(0x2020202020202020)
_ONES = np.uint64(0x0101010101010101)
_TOPS = np.uint64(0x8080808080808080)
_ROOM_TO_BLANK = np.uint64(0x6060606060606060)


class Columns(NamedTuple):
    """Where columns are laid: each a part of one array of its kind, which begins at ``start``.

    Rows of ``column`` are: slot, kind. Columns of one table follow each other; table t has ``rows[t]`` rows and the
    columns from ``first[t]`` on. ``at`` is where a column's next text goes, ``odd`` how many of its texts hold a
    control byte or one beyond ASCII; their cells' ``valid`` says so too.
    """

    column: ShortTable
    first: Shorts
    rows: Shorts
    start: Shorts
    at: Longs
    odd: Longs
    texts: Overlapping
    offsets: Shorts
    wide: LongTable
    narrow: Shorts


@step
def _odd_bytes(word):
    """The top bit of each of eight bytes that is a control byte, DEL or beyond ASCII."""
    low = word & ~_TOPS
    return (~(low + _ROOM_TO_BLANK) | (low + _ONES) | word) & _TOPS


@step
def _keep(word, n):
    """The first ``n`` bytes of a word, as many as it has at most, and blanks."""
    low = _LOW[min(n, 8)]
    return word & low | _SPACES & ~low


@step
def _is_strange(words, a, n):
    """Whether a text holds a control byte or one beyond ASCII."""
    strange = False
    for done in range(0, n, 8):
        strange |= _odd_bytes(_keep(words[a + done], n - done)) != 0
    return strange


@step
def _lay_texts(words, cells, c, base, begin, end, rows, columns, careful):
    """Texts one after the other. Sixteen bytes are copied whatever a text's length: the next is written over what is
    too much, and nothing is to be guessed."""
    start, at = np.int64(columns.start[c]), columns.at[c]
    origin, whole = at - np.int64(columns.offsets[start + begin]), cells.filled[columns.column[c, 0]] == rows
    for row in range(begin, end):
        cell = np.uint32(base + row)
        packed = cells.value[cell] if whole or cells.valid[cell] else 0
        a, n = packed & 0xFFFFFFFF, packed >> 32
        columns.texts[np.uint32(at)] = words[a]
        columns.texts[np.uint32(at + 8)] = words[a + 8]
        for done in range(16, n, 8):
            columns.texts[np.uint32(at + done)] = words[a + done]
        at += n
        columns.offsets[np.uint32(start + row + 1)] = at - origin
        if careful and _is_strange(words, a, n):
            cells.valid[cell] = ODD
            columns.odd[c] += 1
    columns.at[c] = at


@step
def _lay_rows(words, cells, c, begin, end, rows, columns, careful):
    base, start, kind = np.int64(cells.base[columns.column[c, 0]]), np.int64(columns.start[c]), columns.column[c, 1]
    if kind == TEXTS:
        _lay_texts(words, cells, c, base, begin, end, rows, columns, careful)
    elif kind == WIDE:
        for row in range(begin, end):
            cell, at = np.uint32(base + row), np.uint32(start + row)
            amount = cells.value[cell] if cells.valid[cell] else 0
            columns.wide[at, 0] = amount
            columns.wide[at, 1] = amount >> 63
    else:
        for row in range(begin, end):
            cell = np.uint32(base + row)
            columns.narrow[np.uint32(start + row)] = cells.value[cell] if cells.valid[cell] else 0


@kernel
def lay(words: Overlapping, cells: Cells, columns: Columns, careful: int) -> None:
    """Lays every cell of the columns: texts one after the other with their ends in ``offsets`` (one more than rows),
    amounts as 128-bit whole numbers, the rest as 32-bit ones; 0 where there is none.

    Texts are looked through for what is not plain ASCII only where ``careful``.
    """
    for table in range(len(columns.rows)):
        rows = np.int64(columns.rows[table])
        for begin in range(0, rows, BLOCK):
            for c in range(columns.first[table], columns.first[table + 1]):
                _lay_rows(words, cells, c, begin, min(begin + BLOCK, rows), rows, columns, careful)


@kernel
def count_odd(words: Words, counted: Longs) -> None:
    """Adds to ``counted[0]`` how many of the words' bytes are control bytes or beyond ASCII."""
    odd = np.uint64(0)
    for i in range(len(words)):
        odd += (_odd_bytes(words[i]) >> np.uint64(7)) * _ONES >> np.uint64(56)
    counted[0] += np.int64(odd)


@kernel
def add_up(owners: Longs, named: Longs, valid: Bytes, amounts: Longs, counts: Bytes, sums: Longs) -> None:
    """For each owner the sum of the amounts whose row names it; owners and names ascend. Absent ones count nothing."""
    owner = 0
    for row in range(len(named)):
        if valid[row] and counts[row]:
            while owner < len(owners) and owners[owner] < named[row]:
                owner += 1
            if owner < len(owners) and owners[owner] == named[row]:
                sums[owner] += amounts[row]
