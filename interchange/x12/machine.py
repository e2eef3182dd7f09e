"""The walk itself: one pass over the segments of whole sets, from a program and tokens to filled cells."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from interchange.x12.kernels import kernel, step
from interchange.x12.parsing import FINE, component_of, note, put, put_period, trim
from interchange.x12.program import (
    CODE_FACTOR,
    CODE_SLOTS,
    CONSTANT,
    GROUP,
    IGNORED,
    LONGEST_CODE,
    OPEN,
    PARENT,
    REST,
    ROW,
    TAKE,
    VALUE,
)
from interchange.x12.scan import EMPTY

_FACTOR = np.uint64(CODE_FACTOR)
_LOW = np.array([(1 << 8 * n) - 1 for n in range(8)], np.uint64)
PASSED = 16  # notes from here on say what kind of step passed a segment over


class Memory(NamedTuple):
    """What the walk remembers: each loop's open row, the ordinal it was opened at, which of its parts had their
    segment; each table's count of rows, and the byte offset of each row's segment."""

    row_of: NDArray[np.int64]
    seg_of: NDArray[np.int32]
    used: NDArray[np.int64]
    rows: NDArray[np.int64]
    offsets: NDArray[np.int64]


class Here(NamedTuple):
    """Where the walk stands: a segment, its first separator and number of elements, its loop, and its place."""

    segment: int
    first: int
    elements: int
    node: int
    set_ordinal: int
    ordinal: int
    offset: int


@step
def _class_of(words, a, b, rule, codes):
    """The class of a qualifier's bytes; 0 where the rule lists no such code."""
    n = b - a
    if n == 0 or n > LONGEST_CODE:
        return 0
    key = (words[a] & _LOW[n]) | np.uint64(n) << np.uint64(56)
    at = np.int64((key ^ np.uint64(rule) << np.uint64(40)) * _FACTOR >> np.uint64(40)) & CODE_SLOTS - 1
    while codes[at, 1]:
        if codes[at, 0] == key and codes[at, 1] == rule + 1:
            return np.int64(codes[at, 2])
        at = at + 1 & CODE_SLOTS - 1
    return 0


@step
def _slice(pos, f, n, at):
    """First byte and end of an element; an empty slice where the segment has fewer."""
    if at < n:
        return pos[f + at - 1] + 1, pos[f + at]
    return 0, 0


@step
def _element(tokens, here, at, part):
    """An element's slice, or that of the repetition which stands for it: ``part`` = its position, first byte, end."""
    if at == part[0]:
        return part[1], part[2]
    a, b = _slice(tokens.pos, here.first, here.elements, at)
    return np.int64(a), np.int64(b)


@step
def _fill(text, tokens, here, ops, i, row, start, part, separator, cells):
    """One element into its cell, or one period into two; returns FINE or what is wrong with it."""
    wide, narrow, valid, base, notes = cells
    cell = base[ops[i, 1]] + row
    a, b = _element(tokens, here, ops[i, 2] + (start if ops[i, 5] else 0), part)
    if a == b:
        return FINE
    if ops[i, 0] == VALUE:
        if ops[i, 3]:
            a, b = component_of(text[0], a, b, ops[i, 3], separator)
        return put(text[0], text[1], a, b, ops[i, 6], cell, wide, narrow, valid, notes)
    if valid[cell]:
        return FINE
    a, b = trim(text[0], a, b)
    return put_period(text[0], a, b, cell, base[ops[i, 6]] + row if ops[i, 6] >= 0 else -1, narrow, valid)


@step
def _apply(text, tokens, here, ops, constants, i, row, start, part, separator, cells, memory):
    """One operation that fills cells of a row, with a note of what is wrong."""
    code = ops[i, 0]
    if code in (PARENT, CONSTANT):
        cell = cells.base[ops[i, 1]] + row
        if code == CONSTANT:
            cells.wide[cell, 0] = constants[ops[i, 6], 0]
            cells.wide[cell, 1] = constants[ops[i, 6], 1]
        else:
            cells.narrow[cell] = memory.seg_of[ops[i, 6]]
        cells.valid[cell] = True
        return
    wrong = _fill(text, tokens, here, ops, i, row, start, part, separator, cells)
    if wrong != FINE:
        note(cells.notes, wrong, here.segment, ops[i, 2] + (start if ops[i, 5] else 0), here.node)


@step
def _new_row(here, ops, i, cells, memory):
    table = ops[i, 1]
    row = memory.rows[table]
    memory.rows[table] += 1
    cells.narrow[cells.base[ops[i, 6]] + row] = here.set_ordinal
    cells.narrow[cells.base[ops[i, 7]] + row] = here.ordinal
    memory.offsets[table, row] = here.offset
    return row


@step
def _stands(buf, tokens, here, ops, i, start, part):
    """Whether any element of a repeat's group holds more than blanks."""
    for j in range(i + 1, ops[i, 6]):
        if ops[j, 0] == VALUE and ops[j, 5]:
            a, b = _element(tokens, here, ops[j, 2] + start, part)
            a, b = trim(buf, a, b)
            if a < b:
                return True
    return False


@step
def _next_part(buf, tokens, here, at, turn, after, separator):
    """The next repetition of an element (position, first byte, end), the first where ``turn`` is 0; or none."""
    a, b = _slice(tokens.pos, here.first, here.elements, at)
    if turn:
        a = after + 1
    e = a
    while e < b and buf[e] != separator:
        e += 1
    return (np.int64(at), np.int64(a), np.int64(e)) if a <= b else (np.int64(-1), np.int64(0), np.int64(0))


@step
def _explode(text, tokens, here, p, i, separators, cells, memory):
    """The rows of one repeat: a row for each group of elements, or each repetition, in which anything stands."""
    ops, turn, part = p.operation, 0, (np.int64(-1), np.int64(0), np.int64(0))
    groups = ops[i, 5] - ops[i, 4]
    apart = ops[i, 7] and separators[1] and p.group[ops[i, 4]] < here.elements
    while apart or turn < groups:
        start = p.group[ops[i, 4] + (0 if apart else turn)]
        if apart:
            part = _next_part(text[0], tokens, here, start, turn, part[2], separators[1])
            if part[0] < 0:
                return
        turn += 1
        if not _stands(text[0], tokens, here, ops, i, start, part):
            continue
        row = _new_row(here, ops, i + 1, cells, memory)
        cell = cells.base[ops[i, 1]] + row
        cells.narrow[cell] = turn
        cells.valid[cell] = True
        for j in range(i + 2, ops[i, 6]):
            _apply(text, tokens, here, ops, p.constant, j, row, start, part, separators[0], cells, memory)


@step
def _perform(text, tokens, here, p, action, separators, cells, memory):
    """All operations of one step."""
    ops, whole = p.operation, (np.int64(-1), np.int64(0), np.int64(0))
    i, end, taken = p.step[action, 2], p.step[action + 1, 2], False
    while i < end:
        code, following = ops[i, 0], i + 1
        if code == ROW:
            memory.row_of[ops[i, 4]] = _new_row(here, ops, i, cells, memory)
        elif code == GROUP:
            _explode(text, tokens, here, p, i, separators, cells, memory)
            following = ops[i, 6]
        elif code == TAKE:
            bit = np.int64(1) << np.int64(ops[i, 6])
            if ops[i, 7] and memory.used[here.node] & bit:
                following = ops[i, 7]
            else:
                memory.used[here.node] |= bit
                taken = True
        elif code == REST:
            following = ops[i, 7] if taken else following
        else:
            _apply(
                text, tokens, here, ops, p.constant, i, memory.row_of[ops[i, 4]], 0, whole, separators[0], cells, memory
            )
        i = following


@step
def _symbol_of(words, tokens, s, p):
    number = tokens.sid[s]
    symbol, f = p.symbol[number], tokens.first[s]
    for r in range(p.rules[number], p.rules[number + 1]):
        a, b = _slice(tokens.pos, f, tokens.first[s + 1] - f, p.rule[r, 0])
        symbol += p.rule[r, 1] * _class_of(words, a, b, r, p.codes)
    return symbol


@kernel
def walk(text, tokens, p, sets, bases, separators, cells, memory, rows_at):
    """Walks sets (rows of first segment, end) into ``cells``; ``bases`` = ordinal and byte offset of segment 0.

    ``rows_at[set, table]`` is how many rows the table had where the set begins.
    """
    for k in range(len(sets)):
        for t in range(len(memory.rows)):
            rows_at[k, t] = memory.rows[t]
        node, first = 0, sets[k, 0]
        for s in range(first, sets[k, 1]):
            if tokens.sid[s] == EMPTY:
                continue
            action = p.action[node, _symbol_of(text[1], tokens, s, p)] if s > first else p.root
            step = p.step[action, 0]
            if step >= IGNORED:
                if step > IGNORED:
                    note(cells.notes, PASSED + step, s, 0, node)
                continue
            if step == OPEN:
                node = p.step[action, 1]
                memory.seg_of[node] = bases[0] + s
                memory.used[node] = 0
            f = tokens.first[s]
            here = Here(s, f, tokens.first[s + 1] - f, node, bases[0] + first, bases[0] + s, bases[1] + tokens.begin[s])
            _perform(text, tokens, here, p, action, separators, cells, memory)


@kernel
def tally(tokens, begin, end, counts):
    """Counts segments by number and by how many elements they have (as many as ``counts`` has room for, or more)."""
    most = counts.shape[1] - 1
    for s in range(begin, end):
        counts[tokens.sid[s], min(tokens.first[s + 1] - tokens.first[s], most)] += 1
