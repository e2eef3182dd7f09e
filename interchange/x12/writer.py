"""Writing: nested rows to X12 from the same specs that read it.

>>> from datetime import UTC, datetime
>>> from decimal import Decimal
>>> payment = Node("ST", {"handling_code": "I", "payment_amount": Decimal("80"), "credit_debit_code": "C",
...     "payment_method_code": "CHK", "trace_number": "1", "payer_name": "A PAYER"}, [
...     Node("2100", {"patient_control_number": "A1", "claim_status_code": "1", "charge_amount": Decimal("100"),
...         "paid_amount": Decimal("80"),
...         "adjustments": [{"group_code": "CO", "carc": "45", "amount": Decimal("20")}]})])
>>> head = Envelope("SENDER", "RECEIVER", 1, 1, datetime(2026, 1, 5, tzinfo=UTC))
>>> [each.strip() for each in write("835", [payment], envelope=head).split(b"~") if b"CAS" in each]
[b'CAS*CO*45*20']
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from interchange.x12.findings import X12Error
from interchange.x12.spec import Element, Loop, Period, Repeat, Segment, TransactionSet
from interchange.x12.specs import spec_of_type
from interchange.x12.tokens import Delimiters

Values = dict[str, object]
STANDARD = Delimiters()


@dataclass(slots=True)
class Node:
    """One row to write: its loop, its columns (and lists of rows for repeats, by name), and the rows inside it."""

    loop: str
    values: Values
    children: list[Node] = field(default_factory=list)


@dataclass(frozen=True)
class Envelope:
    """Who sends to whom, the control numbers and the time; ``usage`` is T for test, P for production."""

    sender_id: str
    receiver_id: str
    interchange_control_number: int
    group_control_number: int
    created: dt.datetime
    sender_qualifier: str = "ZZ"
    receiver_qualifier: str = "ZZ"
    usage: str = "T"


def write(
    set_type: str,
    sets: Iterable[Node],
    *,
    envelope: Envelope,
    delimiters: Delimiters = STANDARD,
    line_end: str = "\n",
) -> bytes:
    """One interchange with one group of sets, every count and control number filled in.

    ``set_type`` is our own name such as 837P. Raises X12Error (X12-DELIMITER-IN-DATA) where a value holds a delimiter.
    """
    return _Writer(spec_of_type(set_type), delimiters, line_end).write(sets, envelope)


class _Writer:
    def __init__(self, spec: TransactionSet, delimiters: Delimiters, line_end: str) -> None:
        self.spec = spec
        self.d = delimiters
        self.end = delimiters.segment + line_end
        self.forbidden = frozenset(
            (delimiters.element, delimiters.component, delimiters.segment, *(delimiters.repetition or ""))
        )
        self.hierarchy = _Hierarchy()
        self.counts: dict[str, int] = {}

    def write(self, sets: Iterable[Node], envelope: Envelope) -> bytes:
        out, total = [self._isa(envelope), self._gs(envelope)], 0
        for total, node in enumerate(sets, start=1):
            out += self._set(node, f"{total:04d}")
        out.append(self._join(["GE", str(total), str(envelope.group_control_number)]))
        out.append(self._join(["IEA", "1", f"{envelope.interchange_control_number:09d}"]))
        return (self.end.join(out) + self.end).encode("utf-8")

    def _isa(self, e: Envelope) -> str:
        d = self.d
        return self._join(
            [
                *(
                    "ISA",
                    "00",
                    " " * 10,
                    "00",
                    " " * 10,
                    e.sender_qualifier,
                    f"{e.sender_id:<15.15}",
                    e.receiver_qualifier,
                ),
                *(f"{e.receiver_id:<15.15}", f"{e.created:%y%m%d}", f"{e.created:%H%M}", d.repetition or "U", "00501"),
                *(f"{e.interchange_control_number:09d}", "0", e.usage, d.component),
            ]
        )

    def _gs(self, e: Envelope) -> str:
        head = ["GS", self.spec.functional_id, e.sender_id, e.receiver_id, f"{e.created:%Y%m%d}", f"{e.created:%H%M}"]
        return self._join([*head, str(e.group_control_number), "X", self.spec.implementation])

    def _set(self, node: Node, number: str) -> list[str]:
        self.hierarchy, self.counts = _Hierarchy(), {}
        values = {"set_control_number": number, "implementation": self.spec.implementation, **node.values}
        segments = list(self._loop(self.spec.root, values, node.children))
        segments.append(self._join(["SE", str(len(segments) + 1), str(values["set_control_number"])]))
        return segments

    def _loop(self, loop: Loop, values: Values, children: Sequence[Node]) -> Iterator[str]:
        if loop.trigger.id == "HL":
            yield self._join(self.hierarchy.open(loop, children))
        elif loop.trigger.id == "LX":
            yield self._join(["LX", str(values.get("line_number") or self._count(loop.id))])
        elif loop.trigger.elements or loop.trigger.where:
            yield self._segment(loop.trigger, values)
        for part in loop.body:
            yield from self._part(part, values, children)

    def _part(self, part: Segment | Period | Repeat | Loop, values: Values, children: Sequence[Node]) -> Iterator[str]:
        if isinstance(part, Loop):
            yield from self._inner(part, values, children)
        elif isinstance(part, Repeat):
            yield from self._repeat(part, values)
        elif isinstance(part, Period):
            yield from self._period(part, values)
        elif part.required or _has_values(part.elements, values):
            yield self._segment(part, values)

    def _inner(self, loop: Loop, values: Values, children: Sequence[Node]) -> Iterator[str]:
        if loop.table:
            for child in children:
                if child.loop == loop.id:
                    yield from self._loop(loop, child.values, child.children)
        elif loop.trigger.id == "LX":
            if any(child.loop == inner.id for child in children for inner in loop.body if isinstance(inner, Loop)):
                return  # the guide lets an 835 leave LX out; claims follow directly
        elif loop_has_values(loop, values):
            yield from self._loop(loop, values, children)

    def _segment(self, segment: Segment, values: Values) -> str:
        cells: list[str] = [segment.id]
        if segment.where:
            _put(cells, segment.where[0], segment.where[1][0])
        composites: dict[int, list[str]] = {}
        for element in segment.elements:
            text = element.fixed or self._text(values.get(element.column), element)
            if element.component:
                _put(composites.setdefault(element.position, []), element.component - 1, text)
            elif text:
                _put(cells, element.position, text)
        for position, parts in composites.items():
            _put(cells, position, self.d.component.join(parts).rstrip(self.d.component))
        return self._join(cells)

    def _repeat(self, part: Repeat, values: Values) -> Iterator[str]:
        rows = values.get(part.name) or []
        assert isinstance(rows, list)
        for batch in _batches(part, rows):
            cells = [part.id]
            if part.where:
                _put(cells, part.where[0], part.where[1][0])
            for element in part.leading:
                _put(cells, element.position, self._text(batch[0].get(element.column), element))
            for start, row in zip(part.groups, batch, strict=False):
                self._group(cells, part, start, row)
            yield self._join(cells)

    def _group(self, cells: list[str], part: Repeat, start: int, row: Values) -> None:
        composites: dict[int, list[str]] = {}
        for element in part.elements:
            text = self._text(row.get(element.column), element)
            if element.component:
                _put(composites.setdefault(start + element.position, []), element.component - 1, text)
            elif text:
                _put(cells, start + element.position, text)
        for position, parts in composites.items():
            _put(cells, position, self.d.component.join(parts).rstrip(self.d.component))

    def _period(self, part: Period, values: Values) -> Iterator[str]:
        start, end = values.get(part.from_column), values.get(part.to_column) if part.to_column else None
        if not isinstance(start, dt.date):
            return
        if isinstance(end, dt.date) and (end != start or part.range_only):
            yield self._join([part.id, part.qualifiers[0], "RD8", f"{start:%Y%m%d}-{end:%Y%m%d}"])
        elif part.range_only:
            yield self._join([part.id, part.qualifiers[0], "RD8", f"{start:%Y%m%d}-{start:%Y%m%d}"])
        else:
            yield self._join([part.id, part.qualifiers[0], "D8", f"{start:%Y%m%d}"])

    def _text(self, value: object, element: Element) -> str:
        if value is None or value == "":
            return ""
        if isinstance(value, dt.date):
            return f"{value:%Y%m%d}"
        if isinstance(value, Decimal):
            return _plain(value)
        text = str(value)
        if not self.forbidden.isdisjoint(text):
            raise X12Error("X12-DELIMITER-IN-DATA", f"the value of {element.column} holds a delimiter")
        return text

    def _count(self, loop: str) -> int:
        self.counts[loop] = self.counts.get(loop, 0) + 1
        return self.counts[loop]

    def _join(self, cells: list[str]) -> str:
        while len(cells) > 1 and not cells[-1]:
            cells.pop()
        return self.d.element.join(cells)


class _Hierarchy:
    """HL numbers: each level knows its own number and its parent's."""

    def __init__(self) -> None:
        self.last = 0
        self.levels: dict[str, int] = {}

    def open(self, loop: Loop, children: Sequence[Node]) -> list[str]:
        self.last += 1
        code = loop.trigger.where[1][0] if loop.trigger.where else ""
        parent = {"20": "", "22": "20", "23": "22"}.get(code, "")
        self.levels[code] = self.last
        inner = {part.id for part in loop.body if isinstance(part, Loop) and part.trigger.id == "HL"}
        below = any(child.loop in inner for child in children)
        return ["HL", str(self.last), str(self.levels.get(parent, "")), code, "1" if below else "0"]


def loop_has_values(loop: Loop, values: Values) -> bool:
    """Whether any column of a table-less loop has a value, or any of its repeats has rows."""
    if _has_values(loop.trigger.elements, values):
        return True
    for part in loop.body:
        if isinstance(part, Segment) and _has_values(part.elements, values):
            return True
        if isinstance(part, Repeat) and values.get(part.name):
            return True
        if isinstance(part, Period) and values.get(part.from_column):
            return True
        if isinstance(part, Loop) and not part.table and loop_has_values(part, values):
            return True
    return False


def _has_values(elements: tuple[Element, ...], values: Values) -> bool:
    return any(element.column and values.get(element.column) not in (None, "") for element in elements)


def _put(cells: list[str], position: int, text: str) -> None:
    if position >= len(cells):
        cells.extend([""] * (position - len(cells) + 1))
    cells[position] = text


def _batches(part: Repeat, rows: list[Values]) -> Iterator[list[Values]]:
    """Rows that fit in one segment: the same leading values, no more than the segment has groups."""
    batch: list[Values] = []
    for row in rows:
        key = [row.get(element.column) for element in part.leading]
        full = len(batch) == len(part.groups)
        if batch and (full or key != [batch[0].get(element.column) for element in part.leading]):
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
