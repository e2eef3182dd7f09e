"""Sets made up from their specs: whatever a spec can hold, a tree of it can be drawn, written and read."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from decimal import Decimal

from interchange.x12 import Node
from interchange.x12.hierarchy import row_loops
from interchange.x12.schema import own_repeats
from interchange.x12.spec import Element, Loop, Period, Repeat, Segment, TransactionSet

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -.,&/éÜñ"
FREE_QUALIFIERS = ("Y1", "Y2", "Y3", "Y4")
Values = dict[str, object]


class Draw(random.Random):
    """Chances; ``often`` is the share of what may stand somewhere that does."""

    often = 0.7

    def stands(self) -> bool:
        """Whether this one stands."""
        return self.random() < self.often


def random_tree(spec: TransactionSet, draw: random.Random, *, often: float = 0.7) -> Node:
    """One set of the spec, from ST down, with about the share ``often`` of what it may hold."""
    chances = Draw(draw.random())
    chances.often = often
    return _node(spec.root, chances)


def _node(loop: Loop, draw: Draw) -> Node:
    values: Values = {}
    _fill_loop(loop, values, draw, opening=True)
    values.pop("implementation", None)  # it says which spec reads the set
    for part in own_repeats(loop):
        rows = [
            _row(part, loop, draw) for _ in range(draw.choice((1, 1, 2, 3)) if draw.random() < draw.often / 2 else 0)
        ]
        if rows:
            values[part.name] = rows[: _room(part)]
    children = [
        _node(inner, draw)
        for inner in row_loops(loop)
        for _ in range(draw.choice((1, 1, 1, 2)) if draw.random() < 0.75 else 0)
    ]
    return Node(loop.id, values, children)


def _room(part: Repeat) -> int:
    return len(part.groups) if not part.leading and not part.repetitions else 9


def _fill_loop(loop: Loop, values: Values, draw: random.Random, *, opening: bool) -> None:
    if opening or draw.stands():
        _fill(loop.trigger, values, draw, first=True)
        alternatives = [part for part in loop.body if _is_alternative(part)]
        chosen = draw.choice(alternatives) if alternatives else None
        for part in loop.body:
            if isinstance(part, Segment) and draw.stands() and (part is chosen or part not in alternatives):
                _fill(part, values, draw)
            elif isinstance(part, Period) and draw.stands():
                _fill_period(part, values, draw)
            elif isinstance(part, Loop) and not part.table:
                _fill_loop(part, values, draw, opening=False)


def _is_alternative(part: object) -> bool:
    """Whether it is one of several segments that fill the same columns, told apart by their names."""
    return isinstance(part, Segment) and any(each.position == 0 for each in part.elements)


def _fill(segment: Segment, values: Values, draw: random.Random, *, first: bool = False) -> None:
    named = [each for each in segment.elements if each.column and each.column not in values]
    for number, element in enumerate(named):
        codes = segment.where[1] if segment.where and element.position == segment.where[0] else ()
        if element.position == 0:
            values[element.column] = segment.id
        elif codes:
            values[element.column] = draw.choice(codes)
        elif draw.stands() or (first and number == 0):
            values[element.column] = _value(element, draw)


def _fill_period(part: Period, values: Values, draw: Draw) -> None:
    values[part.from_column] = _day(draw)
    if part.to_column and draw.stands():
        values[part.to_column] = _day(draw)
    if part.time_column and draw.stands():
        values[part.time_column] = f"{draw.randrange(24):02d}{draw.randrange(60):02d}"


def _row(part: Repeat, loop: Loop, draw: Draw) -> Values:
    row: Values = dict(part.constants)
    for number, element in enumerate((*part.elements, *part.leading)):
        if element.column and element.kind not in ("from", "to", "time") and (number == 0 or draw.stands()):
            row[element.column] = _value(element, draw)
    if any(element.kind == "from" for element in part.elements):
        row |= _moment(draw)
    qualifier = part.leading[0].column if part.otherwise else ""
    if qualifier:
        row[qualifier] = draw.choice([code for code in FREE_QUALIFIERS if code not in set(_taken(part.id, loop))])
    return row


def _taken(segment_id: str, loop: Loop) -> Iterator[str]:
    for part in loop.body:
        if isinstance(part, Segment) and part.id == segment_id and part.where:
            yield from part.where[1]


def _moment(draw: Draw) -> Values:
    form = draw.choice(("D8", "RD8", "DT", "TM"))
    moment: Values = {"format": form}
    if form != "TM":
        moment["from_date"] = _day(draw)
    if form == "RD8":
        moment["to_date"] = _day(draw)
    if form in ("DT", "TM"):
        moment["time"] = f"{draw.randrange(24):02d}{draw.randrange(60):02d}"
    return moment


def _value(element: Element, draw: Draw) -> object:
    if element.kind == "money":
        return Decimal(draw.randint(-(10**12), 10**12)).scaleb(-draw.choice((0, 1, 2)))
    if element.kind == "number":
        return Decimal(draw.randint(-(10**9), 10**9)).scaleb(-draw.randrange(5))
    if element.kind == "integer":
        return draw.randrange(10**9)
    if element.kind == "date":
        return _day(draw)
    return "".join(draw.choices(LETTERS, k=draw.randint(1, 14))).strip() or "A"


def _day(draw: Draw) -> dt.date:
    return dt.date(1900, 1, 1) + dt.timedelta(days=draw.randrange(70_000))


def holds(found: Node, given: Node) -> str:
    """What of the given tree is not in the one found, "" where all of it is: a writer may add what is usual."""
    for name, value in given.values.items():
        told = found.values.get(name)
        if isinstance(value, list):
            rows = told if isinstance(told, list) else []
            missing = len(rows) != len(value) or any(_lacks(a, b) for a, b in zip(rows, value, strict=True))
        else:
            missing = told != value
        if missing:
            return f"{given.loop}.{name}: {value!r} became {told!r}"
    if [each.loop for each in found.children] != [each.loop for each in given.children]:
        return f"{given.loop}: {[c.loop for c in given.children]} became {[c.loop for c in found.children]}"
    return next(filter(None, map(holds, found.children, given.children)), "")


def _lacks(found: Values, given: Values) -> bool:
    return any(found.get(name) != value for name, value in given.items())
