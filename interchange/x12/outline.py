"""A file's segments with the loops that they stand in: what a reader walks through, told and not turned into rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from interchange.x12.spec import Loop, Period, Repeat, Segment, TransactionSet
from interchange.x12.specs import spec_for, spec_of_type
from interchange.x12.tokens import SegmentToken, tokenize

Part = Segment | Period | Repeat
TRAILERS = {"SE": 2, "GE": 1, "IEA": 0}
HEADERS = {"ISA": 0, "GS": 1, "ST": 2}


@dataclass(frozen=True)
class PlacedSegment:
    """A segment, the set it belongs to, the loops around it (outermost first) and the parts of the spec it answers.

    ``depth`` counts interchange, group, set and loops; ``opens`` says that the innermost loop begins here.
    """

    token: SegmentToken
    spec: TransactionSet | None
    loops: tuple[Loop, ...]
    parts: tuple[Part, ...]
    depth: int
    opens: bool = False


def outline(content: bytes, types: Mapping[int, str] | None = None) -> Iterator[PlacedSegment]:
    """Every segment of a decoded content in order; X12Error where it cannot be cut into segments.

    ``types`` are those that a reading found, by the ordinals of the sets' ST; else each set is what its guide says.
    Sets without a spec, and what stands outside of sets, have no loops.
    """
    place = _Place(types or {})
    for token in tokenize(content):
        yield place.take(token)


class _Place:
    def __init__(self, types: Mapping[int, str]) -> None:
        self.types = types
        self.spec: TransactionSet | None = None
        self.guide = ""
        self.loops: list[Loop] = []
        self.in_set = False

    def take(self, token: SegmentToken) -> PlacedSegment:
        if token.id in HEADERS or token.id in TRAILERS:
            return self._take_envelope(token)
        if not self.in_set or self.spec is None:
            return PlacedSegment(token, None, (), (), 3 if self.in_set else 1)
        parts = _fitting(self.loops[-1], token)
        opened = not parts and self._open(token)
        if opened:
            inner = self.loops[-1]
            own = tuple(part for part in inner.body if isinstance(part, Repeat) and part.id == token.id)
            parts = (inner.trigger, *own)
        return PlacedSegment(token, self.spec, tuple(self.loops), parts, 2 + len(self.loops), opened)

    def _take_envelope(self, token: SegmentToken) -> PlacedSegment:
        self.loops = []
        parts: tuple[Part, ...] = ()
        if token.id == "GS":
            self.guide = token.text(8)
        self.in_set = token.id == "ST"
        if self.in_set:
            named = spec_for(token.text(1), guide=token.text(3) or self.guide)
            self.spec = spec_of_type(self.types.get(token.ordinal, named.type)) if named else None
            self.loops = [self.spec.root] if self.spec else []
            parts = (self.spec.root.trigger,) if self.spec else ()
        depth = {**HEADERS, **TRAILERS}[token.id]
        return PlacedSegment(token, self.spec if depth == 2 else None, tuple(self.loops), parts, depth)

    def _open(self, token: SegmentToken) -> bool:
        for depth in range(len(self.loops) - 1, -1, -1):
            inner = [part for part in self.loops[depth].body if isinstance(part, Loop)]
            for part in (*inner, *filter(None, (each.headless() for each in inner))):
                if _fits(part.trigger.id, part.trigger.where, token):
                    self.loops[depth + 1 :] = [part]
                    return True
        return False


def _fitting(loop: Loop, token: SegmentToken) -> tuple[Part, ...]:
    answering = [part for part in loop.body if not isinstance(part, Loop) and _answers(part, token)]
    first = [part for part in answering if not (isinstance(part, Repeat) and part.otherwise)]
    parts = tuple(first or answering)
    is_again = token.id == loop.trigger.id and all(isinstance(part, Repeat) for part in parts)
    return () if is_again else parts


def _answers(part: Part, token: SegmentToken) -> bool:
    where = (1, part.qualifiers) if isinstance(part, Period) else part.where
    return _fits(part.id, where, token)


def _fits(id: str, where: tuple[int, tuple[str, ...]] | None, token: SegmentToken) -> bool:
    return token.id == id and (where is None or token.text(where[0]) in where[1])
