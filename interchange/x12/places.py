"""Where a column's value stands: its segment and element by the spec, and in a file."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from interchange.x12.content import normalise
from interchange.x12.findings import X12Error
from interchange.x12.spec import Element, Loop, Repeat, Segment
from interchange.x12.specs import SPECS
from interchange.x12.tokens import SegmentToken, tokenize

FARTHEST = 60


@dataclass(frozen=True)
class Place:
    """The segment, with its qualifier where it has one, and the element that fill a column."""

    segment_id: str
    element: int
    where: tuple[int, tuple[str, ...]] | None = None


NOWHERE = Place("", 0)


class Segments:
    """A file's segments by ordinal, to find the one that a place speaks of."""

    def __init__(self, data: bytes) -> None:
        content, _ = normalise(data)
        self.tokens: dict[int, SegmentToken] = {}
        with contextlib.suppress(X12Error):  # reading has said so; what stands before it can be found
            for token in tokenize(content):
                self.tokens[token.ordinal] = token

    def id(self, ordinal: int) -> str:
        """The id of a segment, "" where there is none of that ordinal."""
        return self.tokens[ordinal].id if ordinal in self.tokens else ""

    def find(self, ordinal: int, place: Place) -> tuple[int, int] | None:
        """The ordinal and offset of the first fitting segment from ``ordinal`` on, before its loop opens again."""
        first = self.id(ordinal)
        for at in range(ordinal, ordinal + FARTHEST):
            token = self.tokens.get(at)
            if token is None or (at > ordinal and token.id in (first, "SE")):
                return None
            if token.id == place.segment_id and _fits(token, place):
                return token.ordinal, token.offset
        return None


def _fits(token: SegmentToken, place: Place) -> bool:
    return place.where is None or token.text(place.where[0]) in place.where[1]


@cache
def places() -> dict[tuple[str, str], Place]:
    """The place of each column of each table; where several fill it, the first in the guide's order."""
    found: dict[tuple[str, str], Place] = {}
    for loop in (loop for spec in SPECS for loop, _ in spec.loops() if loop.table):
        for table, column, place in _filled(loop, loop.table):
            found.setdefault((table, column), place)
    return found


def _filled(loop: Loop, table: str) -> Iterator[tuple[str, str, Place]]:
    for part in (loop.trigger, *loop.body):
        if isinstance(part, Segment):
            yield from _elements(part.elements, table, part)
        elif isinstance(part, Repeat):
            yield from _elements(part.leading, part.table, part)
            yield from _elements(part.elements, part.table, part, part.groups[0])
        elif isinstance(part, Loop) and not part.table:
            yield from _filled(part, table)


def _elements(
    elements: tuple[Element, ...], table: str, part: Segment | Repeat, shift: int = 0
) -> Iterator[tuple[str, str, Place]]:
    for element in elements:
        if element.column:
            yield table, element.column, Place(part.id, shift + element.position, part.where)
