"""Where a column's value stands: its segment and element by the spec, and in a file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from interchange.x12.findings import X12Error
from interchange.x12.reader import Reading
from interchange.x12.spec import Element, Kind, Loop, Repeat, Segment
from interchange.x12.specs import SPECS
from interchange.x12.tokens import (
    Delimiters,
    SegmentToken,
    first_delimiters,
    read_delimiters,
    skip_white,
    tokenize,
)

FARTHEST = 60
LONGEST_ID = 3


@dataclass(frozen=True)
class Place:
    """The segment, with its qualifier where it has one, and the element or component of one that fill a column."""

    segment_id: str
    element: int
    where: tuple[int, tuple[str, ...]] | None = None
    component: int = 0
    kind: Kind = "text"


NOWHERE = Place("", 0)


class Segments:
    """A read content's segments, to find the one that a place speaks of: only those near a row are looked at."""

    def __init__(self, content: bytes, reading: Reading) -> None:
        self.content = content
        interchanges, sets = reading.tables.get("x12_interchanges"), reading.tables.get("x12_sets")
        self.headers = interchanges["byte_offset"].to_pylist() if interchanges is not None else []
        self.controls = (
            dict(zip(sets["segment_ordinal"].to_pylist(), sets["control_number"].to_pylist(), strict=True))
            if sets is not None
            else {}
        )

    def control_number(self, set_segment: object) -> str:
        """ST02 of the set whose ST has this ordinal."""
        return str(self.controls.get(set_segment) or "")

    def delimiters_at(self, offset: int) -> Delimiters:
        """The separators in force there: those of the last header before that is one."""
        for header in reversed(self.headers[: bisect_right(self.headers, offset)]):
            found = read_delimiters(self.content, header)
            if found:
                return found
        return first_delimiters(self.content, skip_white(self.content, 0))

    def id(self, offset: int) -> str:
        """The id of the segment at an offset."""
        sign = self.delimiters_at(offset).element.encode("latin-1")
        return self.content[offset : offset + LONGEST_ID + 1].split(sign)[0].decode("latin-1")

    def find(self, ordinal: int, offset: int, place: Place) -> tuple[int, int] | None:
        """The ordinal and offset of the first fitting segment from there on, before its loop opens again."""
        first = self.id(offset)
        for token in islice(self._from(ordinal, offset), FARTHEST):
            if token.ordinal > ordinal and token.id in (first, "SE"):
                return None
            if token.id == place.segment_id and _fits(token, place):
                return token.ordinal, token.offset
        return None

    def _from(self, ordinal: int, offset: int) -> Iterator[SegmentToken]:
        try:
            yield from tokenize(self.content, offset, ordinal - 1, self.delimiters_at(offset))
        except X12Error:
            return  # reading has said so; what stands before it was found


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
    for each in elements:
        if each.column:
            place = Place(part.id, shift + each.position, part.where, each.component, each.kind)
            yield table, each.column, place
