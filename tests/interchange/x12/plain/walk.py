"""One transaction set to rows: the walk through its loops."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from interchange.x12.findings import Finding
from interchange.x12.plan import Binder, LoopPlan, SetPlan, matches
from interchange.x12.spec import Element, Period, Repeat
from interchange.x12.tokens import SegmentToken
from interchange.x12.values import BLANK, CONTROL, BadValueError, convert, convert_period

Row = dict[str, object]


@dataclass
class SetRows:
    """What one set gave: rows by table, findings, and the error that breaks it, if any."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    broken: Finding | None = None


@dataclass
class _Open:
    plan: LoopPlan
    row: Row
    named: dict[str, int]
    used: set[int] = field(default_factory=set)


class SetWalk:
    """Walks the segments of one set; ``rows`` is what came out."""

    def __init__(self, plan: SetPlan, control_number: str) -> None:
        self.plan = plan
        self.control_number = control_number
        self.out = SetRows()
        self.stack: list[_Open] = []
        self.set_segment = 0
        self.controlled: set[tuple[int, int]] = set()

    def take(self, token: SegmentToken) -> None:
        """Give the next segment of the set."""
        name = token.elements[0]
        if not self.stack:
            self.set_segment = token.ordinal
            self._open(self.plan.root, token, {})
        elif not (self._bind(self.stack[-1], token) or self._open_nearest(name, token)):
            self._pass_over(name, token)

    def _open_nearest(self, name: bytes, token: SegmentToken) -> bool:
        for depth in range(len(self.stack) - 1, -1, -1):
            for plan in self.stack[depth].plan.opens.get(name, ()):
                if matches(token.elements, plan.where):
                    del self.stack[depth + 1 :]
                    self._open(plan, token, self.stack[depth].named)
                    return True
        return False

    def _open(self, plan: LoopPlan, token: SegmentToken, named: dict[str, int]) -> None:
        loop = plan.loop
        if loop.table:
            row = self._new_row(loop.table, loop.id, plan.parents, named, token)
            row.update(loop.constants)
            named = {**named, loop.name: token.ordinal}
        else:
            row = self.stack[-1].row
        opened = _Open(plan, row, named)
        self.stack.append(opened)
        self._fill(row, loop.trigger.elements, token)
        for binder in plan.opening:
            self._apply(opened, binder, token)

    def _new_row(
        self, table: str, loop: str, above: tuple[str, ...], named: dict[str, int], token: SegmentToken
    ) -> Row:
        row: Row = {
            "set_segment": self.set_segment,
            "segment_ordinal": token.ordinal,
            "byte_offset": token.offset,
            "loop": loop,
        }
        for name in above:
            row[f"{name}_segment"] = named.get(name)
        self.out.rows.setdefault(table, []).append(row)
        return row

    def _bind(self, opened: _Open, token: SegmentToken) -> bool:
        """Gives the segment to every part that asks for it; what is left over goes to the ``otherwise`` part, if any.

        A part that fills columns takes one segment where there is an ``otherwise`` part for the next.
        """
        binders = opened.plan.binds.get(token.elements[0], ())
        fitting = [binder for binder in binders if matches(token.elements, binder.where)]
        rest = [binder for binder in fitting if binder.otherwise]
        taking = [b for b in fitting if not b.otherwise and not (rest and id(b) in opened.used)]
        for binder in taking or rest:
            self._apply(opened, binder, token)
            if binder.repeat is None:
                opened.used.add(id(binder))
        return bool(fitting)

    def _apply(self, opened: _Open, binder: Binder, token: SegmentToken) -> None:
        if binder.repeat:
            self._explode(opened, binder.repeat, token)
        elif binder.period:
            self._fill_period(opened.row, binder.period, token)
        else:
            self._fill(opened.row, binder.elements, token)

    def _fill(self, row: Row, elements: tuple[Element, ...], token: SegmentToken) -> None:
        for element in elements:
            if element.column and element.column not in row:
                value = self._value(token, element, element.position)
                if value is not None:
                    row[element.column] = value

    def _value(self, token: SegmentToken, element: Element, position: int) -> object:
        if position >= len(token.elements):
            return None
        raw = token.elements[position]
        if element.component:
            parts = raw.split(token.component)
            raw = parts[element.component - 1] if element.component <= len(parts) else b""
        if element.kind == "text" and CONTROL.search(raw.strip(BLANK).decode("latin-1")):
            self._complain_of_control(token, position)
        try:
            return convert(raw, element.kind)
        except BadValueError as error:
            self._complain_of_value(token, position, str(error))
            return None

    def _fill_period(self, row: Row, period: Period, token: SegmentToken) -> None:
        if period.time_column:
            self._fill(row, period.moment(), token)
        if period.time_column or row.get(period.from_column) or len(token.elements) < 4:
            return
        try:
            start, end = convert_period(token.elements[3])
        except BadValueError as error:
            self._complain_of_value(token, 3, str(error))
            return
        if start is not None:
            row[period.from_column] = start
        if period.to_column and end is not None:
            row[period.to_column] = end

    def _explode(self, opened: _Open, repeat: Repeat, token: SegmentToken) -> None:
        loop, above = opened.plan.loop, opened.plan.parents
        above = (*above, loop.name) if loop.table and loop.id != "ST" else above
        for position, (start, one) in enumerate(_groups(repeat, token), start=1):
            if not any(self._stands(one, element, start) for element in repeat.elements):
                continue
            row = self._new_row(repeat.table, loop.id, above, opened.named, token)
            row.update(repeat.constants)
            row["position"] = position
            self._fill(row, repeat.leading, one)
            for element in repeat.elements:
                value = self._value(one, element, start + element.position)
                if value is not None:
                    row[element.column] = value

    def _stands(self, token: SegmentToken, key: Element, start: int) -> bool:
        at = start + key.position
        return at < len(token.elements) and bool(token.elements[at].strip(BLANK))

    def _pass_over(self, name: bytes, token: SegmentToken) -> None:
        if name in self.plan.critical:
            self._break("X12-SEGMENT-MISPLACED", "this stands outside its loop, and what it says would be lost", token)
        elif not (2 <= len(name) <= 3 and name.isalnum() and name[:1].isalpha()):
            message = "this is not the name of any segment; it was passed over"
            self.out.findings.append(self._finding("X12-SEGMENT-MALFORMED", "error", message, token, 0))
        elif name not in self.plan.known:
            self._note(
                "X12-SEGMENT-UNKNOWN",
                f"a {self.plan.spec.type} has no such segment; it was passed over",
                token,
            )

    def _complain_of_value(self, token: SegmentToken, position: int, kind: str) -> None:
        if kind.startswith("date"):
            self._note("X12-DATE", "this is not a date; it was left empty", token, position)
        elif kind == "integer":
            self._note("X12-INTEGER", "this is not a whole number; it was left empty", token, position)
        else:
            self._break("X12-NUMBER", f"this is not valid {kind}", token, position)

    def _complain_of_control(self, token: SegmentToken, position: int) -> None:
        if (token.ordinal, position) not in self.controlled:
            self.controlled.add((token.ordinal, position))
            message = "control characters stand inside this element; they were left out"
            found = self._finding("X12-CONTROL-CHARACTER", "warning", message, token, position)
            self.out.findings.append(replace(found, loop=""))

    def _note(self, code: str, message: str, token: SegmentToken, element: int = 0) -> None:
        self.out.findings.append(self._finding(code, "warning", message, token, element))

    def _break(self, code: str, message: str, token: SegmentToken, element: int = 0) -> None:
        found = self._finding(code, "error", message, token, element)
        self.out.findings.append(found)
        self.out.broken = self.out.broken or found

    def _finding(self, code: str, severity: str, message: str, token: SegmentToken, element: int) -> Finding:
        loop = self.stack[-1].plan.loop.id if self.stack else ""
        name = token.id if token.elements[0].isalnum() and len(token.elements[0]) <= 3 else ""
        return Finding(
            code,
            "error" if severity == "error" else "warning",
            message,
            token.offset,
            token.ordinal,
            name,
            element,
            loop,
            self.control_number,
        )


def _groups(repeat: Repeat, token: SegmentToken) -> Iterator[tuple[int, SegmentToken]]:
    """Each group's first position, and the segment to read it from: with ``repetitions`` one for each of them."""
    at = repeat.groups[0]
    if not repeat.repetitions or not token.repetition or at >= len(token.elements):
        yield from ((start, token) for start in repeat.groups)
        return
    for part in token.elements[at].split(token.repetition):
        yield at, replace(token, elements=[*token.elements[:at], part, *token.elements[at + 1 :]])
