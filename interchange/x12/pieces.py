"""A file cut into pieces that end between transaction sets, each with its segments found and its delimiters known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from interchange.x12.findings import X12Error
from interchange.x12.kernels.filling import count_odd
from interchange.x12.kernels.parsing import Text
from interchange.x12.kernels.scan import (
    EMPTY,
    HEADER,
    LONGEST_SEGMENT,
    TAIL,
    TOO_LONG,
    TOO_MANY_EMPTY,
    Progress,
    Tokens,
    id_table,
    scan,
)
from interchange.x12.program import segment_ids
from interchange.x12.tokens import (
    Delimiters,
    decode_value,
    first_delimiters,
    next_delimiters,
    skip_white,
    too_many_empty,
    unterminated,
)
from interchange.x12.workspace import Workspace, give_back, start, take_workspace

HEADER_ROOM = 256


@dataclass(frozen=True)
class Piece:
    """Segments of one run of bytes under one set of delimiters.

    ``offset`` is what to add to a buffer position for the byte offset in the file, ``ordinal`` the number of the
    first segment, ``end`` the buffer position after the last one and ``filled`` after the last byte that was read,
    ``closes`` whether no set goes on after it, ``plain`` whether no value in it holds a control byte or one beyond
    ASCII.
    """

    space: Workspace
    count: int
    delimiters: Delimiters
    offset: int
    ordinal: int
    end: int
    filled: int
    closes: bool
    plain: bool
    error: X12Error | None = None

    @property
    def text(self) -> Text:
        """The buffer that the bytes stand in."""
        return self.space.text

    @property
    def tokens(self) -> Tokens:
        """Where the segments and their separators stand in it."""
        return self.space.tokens

    @property
    def numbers(self) -> NDArray[np.uint8]:
        """The segment numbers of the piece's segments."""
        return self.tokens.sid[: self.count]

    def offset_of(self, segment: int) -> int:
        """The byte offset in the file of a segment's id."""
        return self.offset + int(self.tokens.begin[segment])

    def end_of(self, segment: int) -> int:
        """The byte offset in the file after a segment's terminator."""
        return self.offset + self.space.edges(segment)[1] + 1

    def head_of(self, segment: int) -> bytes:
        """What stands from a segment on, as far as a header could reach; older bytes of the buffer are none of it."""
        begin = int(self.tokens.begin[segment])
        return self.text.bytes[begin : min(begin + HEADER_ROOM, self.filled)].tobytes()

    def size_from(self, segment: int) -> int:
        """How many bytes of the piece are left from a segment on."""
        return self.end - int(self.tokens.begin[segment])

    def elements(self, segment: int) -> list[str]:
        """A segment's elements as text, its id first."""
        begin, end = self.space.edges(segment)
        whole = self.space.view[begin:end].tobytes()
        if whole.isascii():
            return whole.decode("ascii").split(self.delimiters.element)
        return [decode_value(each) for each in whole.split(self.delimiters.element.encode("latin-1"))]

    def content(self, begin: int, end: int) -> bytes:
        """The bytes between two offsets in the file."""
        return self.text.bytes[begin - self.offset : end - self.offset].tobytes()


@lru_cache(maxsize=1)
def _ids() -> NDArray[np.int64]:
    return id_table(segment_ids())


class Cutter:
    """Reads a stream piece by piece; whoever takes a piece says with :meth:`keep_from` what the next begins with.

    A piece's arrays are used again once it was given back with :meth:`take_back`.
    """

    def __init__(self, source: BinaryIO, size: int, largest_set: int) -> None:
        self.source = source
        self.size = size
        self.largest_set = largest_set
        self.carry = b""
        self.offset = 0  # of the first byte of the next piece
        self.ordinal = 1
        self.empty = 0
        self.delimiters: Delimiters | None = None
        self.ended = False

    @property
    def is_done(self) -> bool:
        """Whether no piece comes after the last one, as things stand."""
        return self.ended and not self.carry

    def __iter__(self) -> Iterator[Piece]:
        while not self.is_done:
            space = take_workspace()
            length = self._fill(space)
            if self.delimiters is None:
                length = self._begin(space, length)
            piece = self._scan(space, length)
            self._advance(piece, piece.count, piece.end)
            yield piece

    def take_back(self, piece: Piece) -> None:
        """Nobody needs the piece any more."""
        give_back(piece.space)

    def keep_from(self, piece: Piece, segment: int) -> None:
        """Begins the next piece at this segment instead of after the last: its set goes on."""
        self._advance(piece, segment, int(piece.tokens.begin[segment]))

    def _advance(self, piece: Piece, count: int, end: int) -> None:
        stop = start() + self.length
        self.carry = piece.text.bytes[end:stop].tobytes()
        self.offset, self.ordinal = piece.offset + end, piece.ordinal + count
        self.empty = self.empty_before + int(np.count_nonzero(piece.numbers[:count] == EMPTY))

    def _fill(self, space: Workspace) -> int:
        doubled = min(len(self.carry), self.largest_set - len(self.carry))
        wanted = max(self.size, doubled, 0 if self.delimiters else 4 * HEADER_ROOM)
        at, length = start(), len(self.carry)
        space.prepare(length + wanted)
        content = space.text.bytes
        content[at : at + length] = np.frombuffer(self.carry, np.uint8)
        while wanted and not self.ended:
            got = self.source.readinto(content[at + length : at + length + wanted].data)  # type: ignore[attr-defined]
            self.ended = not got
            length, wanted = length + got, wanted - got
        space.end_text(at + length)
        self.length, self.empty_before = length, self.empty
        return length

    def _begin(self, space: Workspace, length: int) -> int:
        """Finds the first header, after blanks that may be longer than a piece; gives the length of what was read."""
        while True:
            head = space.text.bytes[start() : start() + length].tobytes()
            at = skip_white(head, 0)
            if self.ended or len(head) - at >= HEADER_ROOM or at > LONGEST_SEGMENT:
                self.delimiters = first_delimiters(head, at)
                return length
            self.carry = head
            length = self._fill(space)

    def _scan(self, space: Workspace, length: int) -> Piece:
        assert self.delimiters
        content, end, now = space.text.bytes, start() + length, self.delimiters
        progress = np.array(Progress(at=start(), empty=self.empty), np.int64)
        offset, error, closes, header = self.offset - start(), None, False, -1
        while True:
            scan(content, end, ord(now.element), ord(now.segment), header, _ids(), space.tokens, progress)
            at, _, count, _, between, status = progress.tolist()
            if status != HEADER:
                break
            found = next_delimiters(content[at : min(at + HEADER_ROOM, end)].tobytes(), 0)
            if end - at < HEADER_ROOM and not self.ended:
                break
            if found and found != now:
                closes, self.delimiters = True, found
                break
            header = at
        if status == TOO_MANY_EMPTY:
            error = too_many_empty(at + offset, self.ordinal + count)
        elif status == TOO_LONG or (status == TAIL and at < end and self.ended):
            error = unterminated(at + offset, end - at, self.ordinal + count)
        closes = closes or (self.ended and status == TAIL) or error is not None
        plain = _count_odd(content, at) == between
        return Piece(space, count, now, offset, self.ordinal, at, end, closes, plain, error)


def _count_odd(content: NDArray[np.uint8], end: int) -> int:
    """How many bytes of the text up to ``end`` are control bytes or beyond ASCII."""
    whole, counted = end - end % 8, np.zeros(1, np.int64)
    count_odd(content[start() : whole].view(np.uint64), counted)
    return int(counted[0]) + sum(
        byte < ord(" ") or byte > ord("~") for byte in content[max(whole, start()) : end].tobytes()
    )
