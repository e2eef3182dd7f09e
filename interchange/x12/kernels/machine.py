"""The walk itself: one pass over the segments of whole sets, from a program and tokens to filled cells."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from interchange.x12.kernels.instructions import (
    CODE_FACTOR,
    CODE_SLOTS,
    CONSTANT,
    GROUP,
    IGNORED,
    LONGEST_CODE,
    OPEN,
    PARENT,
    PASSED,
    REST,
    ROW,
    TAKE,
    VALUE,
    Tables,
)
from interchange.x12.kernels.native import Longs, LongTable, Shorts, ShortTable, kernel, step
from interchange.x12.kernels.parsing import FINE, Cells, Text, component_of, hold, note, put, put_period, trim
from interchange.x12.kernels.scan import EMPTY, Tokens

_FACTOR = np.uint64(CODE_FACTOR)
_LOW = np.array([(1 << 8 * n) - 1 for n in range(8)], np.uint64)


class Memory(NamedTuple):
    """What the walk remembers: each loop's open row, the ordinal it was opened at, which of its parts had their
    segment; and each table's count of rows."""

    row_of: Shorts
    seg_of: Shorts
    used: Longs
    rows: Shorts


class Here(NamedTuple):
    """Where the walk stands: a segment, its first separator and number of elements, its loop, and its place."""

    segment: np.int64
    first: np.int64
    elements: np.int64
    node: np.int64
    set_ordinal: np.int64
    ordinal: np.int64
    offset: np.int64


@step
def _class_of(words, a, b, rule, codes):
    """The class of a qualifier's bytes; 0 where the rule lists no such code."""
    n = b - a
    if n == 0 or n > LONGEST_CODE:
        return 0
    key = (words[np.uint32(a)] & _LOW[np.uint32(n)]) | np.uint64(n) << np.uint64(56)
    at = np.int64((key ^ np.uint64(rule) << np.uint64(40)) * _FACTOR >> np.uint64(40)) & CODE_SLOTS - 1
    while codes[4 * at + 1]:
        if codes[4 * at] == key and np.int64(codes[4 * at + 1]) == rule + 1:
            return np.int64(codes[4 * at + 2])
        at = at + 1 & CODE_SLOTS - 1
    return 0


@step
def _slice(pos, f, n, at):
    """First byte and end of an element; an empty slice where the segment has fewer."""
    if at < n:
        return np.int64(pos[np.uint32(f + at - 1)]) + 1, np.int64(pos[np.uint32(f + at)])
    return np.int64(0), np.int64(0)


@step
def _element(tokens, here, at, part):
    """An element's slice, or that of the repetition which stands for it: ``part`` = its position, first byte, end."""
    if at == part[0]:
        return part[1], part[2]
    return _slice(tokens.pos, here.first, here.elements, at)


@step
def _fill(text, tokens, here, ops, i, row, start, part, separator, cells):
    """One element into its cell, or one period into two, with a note of what is wrong with it."""
    at = np.int64(ops[8 * i + 2]) + (start if ops[8 * i + 5] else 0)
    a, b = _element(tokens, here, at, part)
    if a == b:
        return
    if ops[8 * i] == VALUE:
        if ops[8 * i + 3]:
            a, b = component_of(text.bytes, a, b, ops[8 * i + 3], separator)
        wrong = put(text, a, b, ops[8 * i + 6], ops[8 * i + 1], row, cells)
    elif cells.valid[np.int64(cells.base[ops[8 * i + 1]]) + row]:
        return
    else:
        a, b = trim(text.bytes, a, b)
        wrong = put_period(text, a, b, ops[8 * i + 1], ops[8 * i + 6], row, cells)
    if wrong != FINE:
        note(cells.notes, wrong, here.segment, at, here.node)


@step
def _apply(text, tokens, here, p, i, row, start, part, separator, cells, memory):
    """One operation that fills cells of a row."""
    ops = p.operation
    if ops[8 * i] == PARENT:
        hold(cells, ops[8 * i + 1], row, np.int64(memory.seg_of[ops[8 * i + 6]]))
    elif ops[8 * i] == CONSTANT:
        cells.size[ops[8 * i + 1]] += p.constant[ops[8 * i + 6]] >> 32
        hold(cells, ops[8 * i + 1], row, p.constant[ops[8 * i + 6]])
    else:
        _fill(text, tokens, here, ops, i, row, start, part, separator, cells)


@step
def _new_row(here, ops, i, cells, memory):
    table, slot = ops[8 * i + 1], np.int64(ops[8 * i + 6])
    row = np.int64(memory.rows[table])
    memory.rows[table] = row + 1
    hold(cells, slot, row, here.set_ordinal)
    hold(cells, slot + 1, row, here.ordinal)
    hold(cells, slot + 2, row, here.offset)
    return row


@step
def _stands(buf, tokens, here, ops, i, start, part):
    """Whether any element of a repeat's group holds more than blanks."""
    for j in range(i + 1, np.int64(ops[8 * i + 6])):
        if ops[8 * j] == VALUE and ops[8 * j + 5]:
            a, b = _element(tokens, here, np.int64(ops[8 * j + 2]) + start, part)
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
    while e < b and buf[np.uint32(e)] != separator:
        e += 1
    return (at, a, e) if a <= b else (np.int64(-1), np.int64(0), np.int64(0))


@step
def _explode(text, tokens, here, p, i, separators, cells, memory):
    """The rows of one repeat: a row for each group of elements, or each repetition, in which anything stands."""
    ops, turn, part = p.operation, 0, (np.int64(-1), np.int64(0), np.int64(0))
    opening = np.int64(ops[8 * i + 4])
    groups = np.int64(ops[8 * i + 5]) - opening
    apart = ops[8 * i + 7] and separators[1] and p.group[opening] < here.elements
    while apart or turn < groups:
        start = np.int64(p.group[opening + (0 if apart else turn)])
        if apart:
            part = _next_part(text.bytes, tokens, here, start, turn, part[2], separators[1])
            if part[0] < 0:
                return
        elif start >= here.elements:
            return
        turn += 1
        if not _stands(text.bytes, tokens, here, ops, i, start, part):
            continue
        row = _new_row(here, ops, i + 1, cells, memory)
        hold(cells, ops[8 * i + 1], row, turn)
        for j in range(i + 2, np.int64(ops[8 * i + 6])):
            _apply(text, tokens, here, p, j, row, start, part, separators[0], cells, memory)


@step
def _perform(text, tokens, here, p, action, separators, cells, memory):
    """All operations of one step."""
    ops, whole = p.operation, (np.int64(-1), np.int64(0), np.int64(0))
    i, end, taken = np.int64(p.step[4 * action + 2]), np.int64(p.step[4 * action + 6]), False
    while i < end:
        code, following = ops[8 * i], i + 1
        if code < ROW or code in (PARENT, CONSTANT):
            _apply(
                text,
                tokens,
                here,
                p,
                i,
                np.int64(memory.row_of[ops[8 * i + 4]]),
                0,
                whole,
                separators[0],
                cells,
                memory,
            )
        elif code == ROW:
            memory.row_of[ops[8 * i + 4]] = _new_row(here, ops, i, cells, memory)
        elif code == GROUP:
            _explode(text, tokens, here, p, i, separators, cells, memory)
            following = np.int64(ops[8 * i + 6])
        elif code == TAKE:
            bit = np.int64(1) << np.int64(ops[8 * i + 6])
            if ops[8 * i + 7] and memory.used[here.node] & bit:
                following = np.int64(ops[8 * i + 7])
            else:
                memory.used[here.node] |= bit
                taken = True
        elif code == REST:
            following = np.int64(ops[8 * i + 7]) if taken else following
        i = following


@step
def _symbol_of(words, tokens, s, p):
    number = tokens.sid[s]
    symbol, f = np.int64(p.symbol[number]), np.int64(tokens.first[s])
    for r in range(np.int64(p.rules[number]), np.int64(p.rules[number + 1])):
        a, b = _slice(tokens.pos, f, np.int64(tokens.first[s + 1]) - f, np.int64(p.rule[2 * r]))
        symbol += np.int64(p.rule[2 * r + 1]) * _class_of(words, a, b, r, p.codes)
    return symbol


@kernel
def walk(
    text: Text,
    tokens: Tokens,
    p: Tables,
    sets: ShortTable,
    ordinal: int,
    offset: int,
    component: int,
    repetition: int,
    cells: Cells,
    memory: Memory,
    rows_at: LongTable,
) -> None:
    """Walks sets (rows of first segment, end) into ``cells``; segment 0 has this ``ordinal``, byte 0 this ``offset``.

    ``rows_at[set, table]`` is how many rows the table had where the set begins.
    """
    for k in range(len(sets)):
        for t in range(len(memory.rows)):
            rows_at[k, t] = memory.rows[t]
        node, first = np.int64(0), np.int64(sets[k, 0])
        for s in range(first, np.int64(sets[k, 1])):
            if tokens.sid[s] == EMPTY:
                continue
            action = (
                np.int64(p.action[np.uint32(node * p.symbols + _symbol_of(text.words, tokens, s, p))])
                if s > first
                else np.int64(p.root)
            )
            step = p.step[4 * action]
            if step >= IGNORED:
                if step > IGNORED:
                    note(cells.notes, PASSED + np.int64(step), s, 0, node)
                continue
            if step == OPEN:
                node = np.int64(p.step[4 * action + 1])
                memory.seg_of[node] = ordinal + s
                memory.used[node] = 0
            f, after = np.int64(tokens.first[s]), np.int64(tokens.first[s + 1])
            begin = np.int64(tokens.begin[s])
            here = Here(np.int64(s), f, after - f, node, ordinal + first, np.int64(ordinal + s), offset + begin)
            _perform(text, tokens, here, p, action, (component, repetition), cells, memory)


@kernel
def tally(tokens: Tokens, begin: int, end: int, counts: LongTable) -> None:
    """Counts segments by number and by how many elements they have (as many as ``counts`` has room for, or more)."""
    most = counts.shape[1] - 1
    for s in range(begin, end):
        counts[tokens.sid[s], min(np.int64(tokens.first[s + 1]) - np.int64(tokens.first[s]), most)] += 1
