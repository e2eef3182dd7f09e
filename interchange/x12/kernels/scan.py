"""Bytes to segments at the speed of memory: where every separator stands, and which segment each one is."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from interchange.x12.kernels.native import Bytes, Longs, LongTable, Shorts, kernel, step

LONGEST_SEGMENT = 1 << 20
MOST_EMPTY_SEGMENTS = 1_000
PAD = 64  # bytes before and after the text, so that eight of them may be loaded anywhere
UNKNOWN, ISA, GS, ST, SE, GE, IEA, TA1 = range(8)
ENVELOPE = ("ISA", "GS", "ST", "SE", "GE", "IEA", "TA1")
EMPTY = 255
TAIL, HEADER, TOO_LONG, TOO_MANY_EMPTY = range(4)
ID_SLOTS = 4096
_ID_FACTOR = 0x9E3779B1


class Tokens(NamedTuple):
    """Segments of a buffer; segment s has its separators at ``pos[first[s]:first[s + 1]]``, the last one its end."""

    pos: Shorts
    first: Shorts
    begin: Shorts
    sid: Bytes


def room_for(length: int) -> Tokens:
    """Empty arrays with room for every segment that ``length`` bytes can hold; untouched pages cost nothing."""
    most = length + 2
    return Tokens(
        np.empty(most, np.uint32), np.zeros(most, np.uint32), np.empty(most, np.uint32), np.empty(most, np.uint8)
    )


def id_table(ids: dict[str, int]) -> NDArray[np.int64]:
    """An open-addressed table from a segment id's bytes to its number: rows of key and number."""
    table = np.zeros((ID_SLOTS, 2), np.int64)
    for name, number in ids.items():
        key = int.from_bytes(name.encode(), "little")
        at = key * _ID_FACTOR >> 8 & ID_SLOTS - 1
        while table[at, 0]:
            at = at + 1 & ID_SLOTS - 1
        table[at] = key, number
    return table


@step
def _segment_number(buf, begin, end, table):
    if end - begin > 3 or end - begin < 2:
        return 0
    key = np.int64(buf[begin]) | np.int64(buf[begin + 1]) << 8
    if end - begin == 3:
        key |= np.int64(buf[begin + 2]) << 16
    at = key * _ID_FACTOR >> 8 & ID_SLOTS - 1
    while table[at, 0]:
        if table[at, 0] == key:
            return table[at, 1]
        at = at + 1 & ID_SLOTS - 1
    return 0


class Progress(NamedTuple):
    """How far a scan is: offset, separators, segments, empty segments and control bytes between segments so far, and
    why it stopped."""

    at: int = 0
    separators: int = 0
    segments: int = 0
    empty: int = 0
    between: int = 0
    status: int = 0


@kernel
def scan(
    buf: Bytes, end: int, element: int, terminator: int, header: int, table: LongTable, tokens: Tokens, progress: Longs
) -> None:
    """Fills ``tokens`` up to ``end`` from where ``progress`` (see :class:`Progress`) says, and says it anew.

    It stops before an ISA other than the one at ``header``, since the separators may change there.
    """
    pos, first, begin, sid = tokens
    at, n_pos, n_seg = progress[0], progress[1], progress[2]
    empty, between, status = progress[3], progress[4], TAIL
    while True:
        while at < end and (buf[at] == 32 or 9 <= buf[at] <= 10 or buf[at] == 13 or buf[at] == 0 or buf[at] == 26):
            between += buf[at] < 32
            at += 1
        status = TAIL
        if at < end and at != header and buf[at] == 73 and buf[at + 1] == 83 and buf[at + 2] == 65:
            status = HEADER
        if at >= end or status == HEADER:
            break
        start, i, last = n_pos, at, min(end, at + LONGEST_SEGMENT)
        while i < last:
            byte = buf[i]
            if byte == terminator:
                break
            if byte == element:
                pos[n_pos] = i
                n_pos += 1
            i += 1
        if i >= last:
            n_pos = start
            status = TOO_LONG if end - at >= LONGEST_SEGMENT else TAIL
            break
        pos[n_pos] = i
        n_pos += 1
        begin[n_seg] = at
        if i == at:
            empty += 1
            if empty > MOST_EMPTY_SEGMENTS:
                status = TOO_MANY_EMPTY
                break
            sid[n_seg] = EMPTY
        else:
            sid[n_seg] = _segment_number(buf, at, np.int64(pos[start]), table)
        n_seg += 1
        first[n_seg] = n_pos
        at = i + 1
    progress[0], progress[1], progress[2], progress[3], progress[4], progress[5] = (
        at,
        n_pos,
        n_seg,
        empty,
        between,
        status,
    )
