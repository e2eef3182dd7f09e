"""A file cut into pieces that end between transaction sets, each with its segments found and its delimiters known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from interchange.x12.columns import Text, buffer_for, start
from interchange.x12.findings import X12Error
from interchange.x12.program import segment_ids
from interchange.x12.scan import EMPTY, HEADER, TAIL, TOO_LONG, TOO_MANY_EMPTY, Tokens, id_table, room_for, scan
from interchange.x12.tokens import (
    Delimiters,
    decode_value,
    first_delimiters,
    next_delimiters,
    skip_white,
    too_many_empty,
    unterminated,
)

HEADER_ROOM = 256


@dataclass(frozen=True)
class Piece:
    """Segments of one run of bytes under one set of delimiters.

    ``offset`` is what to add to a buffer position for the byte offset in the file, ``ordinal`` the number of the
    first segment, ``end`` the buffer position after the last one, ``last`` whether nothing of the file comes after.
    """

    text: Text
    tokens: Tokens
    count: int
    delimiters: Delimiters
    offset: int
    ordinal: int
    end: int
    closes: bool
    error: X12Error | None = None

    @property
    def numbers(self) -> NDArray[np.uint8]:
        """The segment numbers of the piece's segments."""
        return self.tokens.sid[: self.count]

    def offset_of(self, segment: int) -> int:
        """The byte offset in the file of a segment's id."""
        return self.offset + int(self.tokens.begin[segment])

    def end_of(self, segment: int) -> int:
        """The byte offset in the file after a segment's terminator."""
        return self.offset + int(self.tokens.pos[self.tokens.first[segment + 1] - 1]) + 1

    def elements(self, segment: int) -> list[str]:
        """A segment's elements as text, its id first."""
        first, after = self.tokens.first[segment], self.tokens.first[segment + 1]
        begin, end = int(self.tokens.begin[segment]), int(self.tokens.pos[after - 1])
        whole = self.text.bytes[begin:end].tobytes()
        separator = self.delimiters.element.encode("latin-1")
        return [decode_value(each) for each in whole.split(separator)] if after - first > 1 else [decode_value(whole)]

    def content(self, begin: int, end: int) -> bytes:
        """The bytes between two offsets in the file."""
        return self.text.bytes[begin - self.offset : end - self.offset].tobytes()


@lru_cache(maxsize=1)
def _ids() -> NDArray[np.int64]:
    return id_table(segment_ids())


class Cutter:
    """Reads a stream piece by piece; whoever takes a piece says with :meth:`keep_from` what the next begins with."""

    def __init__(self, source: BinaryIO, size: int) -> None:
        self.source = source
        self.size = size
        self.carry = b""
        self.offset = 0  # of the first byte of the next piece
        self.ordinal = 1
        self.empty = 0
        self.delimiters: Delimiters | None = None
        self.ended = False

    def __iter__(self) -> Iterator[Piece]:
        while self.carry or not self.ended:
            text, length = self._fill()
            if self.delimiters is None:
                self._begin(text, length)
            piece = self._scan(text, length)
            self._advance(piece, piece.count, piece.end)
            yield piece

    def keep_from(self, piece: Piece, segment: int) -> None:
        """Begins the next piece at this segment instead of after the last: its set goes on."""
        self._advance(piece, segment, int(piece.tokens.begin[segment]))

    def _advance(self, piece: Piece, count: int, end: int) -> None:
        stop = start() + self.length
        self.carry = piece.text.bytes[end:stop].tobytes()
        self.offset, self.ordinal = piece.offset + end, piece.ordinal + count
        self.empty = self.empty_before + int(np.count_nonzero(piece.numbers[:count] == EMPTY))

    def _fill(self) -> tuple[Text, int]:
        wanted = max(self.size, len(self.carry), 0 if self.delimiters else 4 * HEADER_ROOM)
        text = buffer_for(len(self.carry) + wanted)
        at = start()
        text.bytes[at : at + len(self.carry)] = np.frombuffer(self.carry, np.uint8)
        length = len(self.carry)
        while wanted and not self.ended:
            got = self.source.readinto(text.bytes[at + length : at + length + wanted].data)  # type: ignore[attr-defined]
            self.ended = not got
            length, wanted = length + got, wanted - got
        text.bytes[at + length :] = 0
        self.length, self.empty_before = length, self.empty
        return text, length

    def _begin(self, text: Text, length: int) -> None:
        head = text.bytes[start() : start() + length].tobytes()
        self.delimiters = first_delimiters(head, skip_white(head, 0))

    def _scan(self, text: Text, length: int) -> Piece:
        assert self.delimiters
        at, end, tokens = start(), start() + length, room_for(length)
        counts, header, now = np.array([0, 0, self.empty], np.int64), -1, self.delimiters
        separators = ord(now.element), ord(now.segment)
        offset, error, closes = self.offset - start(), None, False
        while True:
            at, status = scan(text.bytes, at, end, separators, _ids(), tokens, counts, header)
            if status != HEADER:
                break
            found = next_delimiters(text.bytes[at : at + HEADER_ROOM].tobytes(), 0)
            if end - at < HEADER_ROOM and not self.ended:
                break
            if found and found != now:
                closes, self.delimiters = True, found
                break
            header = at
        if status == TOO_MANY_EMPTY:
            error = too_many_empty(at + offset)
        elif status == TOO_LONG or (status == TAIL and at < end and self.ended):
            error = unterminated(at + offset, end - at)
        closes = closes or (self.ended and status == TAIL) or error is not None
        return Piece(text, tokens, int(counts[1]), now, offset, self.ordinal, at, closes, error)
