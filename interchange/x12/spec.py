"""The declarative form of a transaction set: a tree that reads like the implementation guide's table of loops.

A :class:`Loop` opens at its trigger segment. A loop with a ``table`` makes one row per occurrence; a loop without
one gives its values to the row of the loop around it. A :class:`Repeat` makes one row per group of elements
inside a segment (each reason of a CAS, each code of an HI). The same tree drives the reader and the writer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["text", "money", "number", "date", "integer", "from", "to", "time"]


@dataclass(frozen=True)
class Element:
    """One element, or one component of it, and the column it fills.

    ``fixed`` is what a writer puts there where the column has no value, or where there is no column; where ``paired``,
    only before an element that has a value (a qualifier says nothing alone). The kinds
    ``from``, ``to`` and ``time`` are the parts of one date element (D8, RD8, DT, TM), as the qualifier before it says.
    """

    position: int
    column: str = ""
    kind: Kind = "text"
    component: int = 0
    fixed: str = ""
    paired: bool = False


@dataclass(frozen=True)
class Segment:
    """A segment's elements; ``where`` = (position, codes) is the qualifier that tells it from its namesakes."""

    id: str
    elements: tuple[Element, ...] = ()
    where: tuple[int, tuple[str, ...]] | None = None
    required: bool = False


@dataclass(frozen=True)
class Period:
    """A DTP segment: one date (D8), a range (RD8) or a date and time (DT) in element 3, each part into its column."""

    qualifiers: tuple[str, ...]
    from_column: str
    to_column: str = ""
    range_only: bool = False
    id: str = "DTP"
    time_column: str = ""

    def moment(self) -> tuple[Element, ...]:
        """The parts of a day that may come with its time."""
        return Element(3, self.from_column, "from"), Element(3, self.time_column, "time")


@dataclass(frozen=True)
class Repeat:
    """Groups of elements inside a segment, one row each in ``table``.

    ``groups`` are the element positions at which each group starts; ``elements`` positions count from there
    (0 = the group's first element). ``leading`` elements belong to every group of the segment; where the column
    ``apart`` changes, a writer starts another segment. With ``repetitions`` the groups are the repetitions of one
    element. With ``otherwise`` it takes only what no other part of its loop takes: segments of other qualifiers, and
    second ones of the same qualifier.
    """

    id: str
    table: str
    name: str
    groups: tuple[int, ...]
    elements: tuple[Element, ...]
    leading: tuple[Element, ...] = ()
    where: tuple[int, tuple[str, ...]] | None = None
    constants: tuple[tuple[str, str], ...] = ()
    apart: str = ""
    repetitions: bool = False
    otherwise: bool = False


@dataclass(frozen=True)
class Loop:
    """A loop: its trigger, then segments, repeats and inner loops in the guide's order.

    A repeat of the trigger's own id is a part of the trigger: a second such segment opens the loop again.
    ``or_trigger`` is a segment of its body that opens it where a sender left the trigger out.
    """

    id: str
    trigger: Segment
    body: tuple[Segment | Period | Repeat | Loop, ...] = ()
    table: str = ""
    name: str = ""
    constants: tuple[tuple[str, str], ...] = ()
    or_trigger: str = ""

    def headless(self) -> Loop | None:
        """The loop as it stands in a file that left its trigger out; None where nothing else can open it."""
        if not self.or_trigger:
            return None
        first = next(part for part in self.body if isinstance(part, Segment) and part.id == self.or_trigger)
        return replace(self, trigger=first, body=tuple(part for part in self.body if part is not first))


@dataclass(frozen=True)
class TransactionSet:
    """A whole set: its code (ST01), the guides it follows (GS08 prefixes) and its loops.

    ``ignored`` segments are passed over in silence. ``signs`` are segments that of all sets of its code only this one
    has: they tell it where the guide does not.
    """

    type: str
    code: str
    functional_id: str
    implementation: str
    guides: tuple[str, ...]
    root: Loop
    ignored: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()

    def follows(self, guide: str) -> bool:
        """Whether ST03 or GS08 names one of its guides."""
        return any(guide.startswith(prefix) for prefix in self.guides)

    def loops(self) -> Iterator[tuple[Loop, tuple[Loop, ...]]]:
        """Every loop with the loops around it, outermost first."""
        yield from _descend(self.root, ())

    def segment_ids(self) -> frozenset[str]:
        """Every segment id that may stand in the set."""
        ids = {"ST", "SE", *self.ignored}
        for loop, _ in self.loops():
            ids |= {loop.trigger.id} | {part.id for part in loop.body if not isinstance(part, Loop)}
        return frozenset(ids)


def _descend(loop: Loop, around: tuple[Loop, ...]) -> Iterator[tuple[Loop, tuple[Loop, ...]]]:
    yield loop, around
    for part in loop.body:
        if isinstance(part, Loop):
            yield from _descend(part, (*around, loop))


def text(position: int, column: str, component: int = 0, *, default: str = "") -> Element:
    """A code, name or identifier, kept as it was sent; a writer puts ``default`` where the row has none."""
    return Element(position, column, "text", component, default)


def money(position: int, column: str, component: int = 0) -> Element:
    """Dollars and cents, exact."""
    return Element(position, column, "money", component)


def number(position: int, column: str, component: int = 0) -> Element:
    """A count of units or days, up to four decimal places."""
    return Element(position, column, "number", component)


def integer(position: int, column: str, component: int = 0) -> Element:
    """A whole number, such as a count or a position."""
    return Element(position, column, "integer", component)


def date(position: int, column: str) -> Element:
    """A calendar date, CCYYMMDD."""
    return Element(position, column, "date")


def fixed(position: int, value: str, component: int = 0) -> Element:
    """A value that a writer always puts there and a reader passes over."""
    return Element(position, "", "text", component, value)


def paired(position: int, column: str, default: str = "") -> Element:
    """A qualifier: a writer puts ``default`` where the row has none and the next element has a value."""
    return Element(position, column, "text", 0, default, paired=True)


def segment(id: str, *elements: Element, where: tuple[int, str] | None = None, required: bool = False) -> Segment:
    """A segment; ``where=(1, "QC IL")`` lists the codes its qualifier may take, the writer's first."""
    return Segment(id, elements, _codes(where), required)


def repeat(
    id: str,
    *elements: Element,
    table: str,
    name: str,
    groups: tuple[int, ...],
    leading: tuple[Element, ...] = (),
    where: tuple[int, str] | None = None,
    repetitions: bool = False,
    otherwise: bool = False,
    apart: str = "",
    **constants: str,
) -> Repeat:
    """Groups of elements in one segment; see :class:`Repeat`."""
    named = tuple(constants.items())
    return Repeat(id, table, name, groups, elements, leading, _codes(where), named, apart, repetitions, otherwise)


def _codes(where: tuple[int, str] | None) -> tuple[int, tuple[str, ...]] | None:
    return (where[0], tuple(where[1].split())) if where else None
