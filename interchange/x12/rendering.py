"""Batches to the text of transaction sets: every segment is a few operations on whole columns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from interchange.x12.batches import ROOT, Batches, key_below, texts
from interchange.x12.cells import (
    Cell,
    Mask,
    concatenate,
    content_of,
    either,
    filled,
    gather,
    join,
    numbers,
    spread,
    trim,
    where,
)
from interchange.x12.findings import X12Error
from interchange.x12.hierarchy import number_levels
from interchange.x12.repeats import Placed, Slots, join_repetitions, own_slots, place_groups, shared_slots
from interchange.x12.spec import Element, Loop, Period, Repeat, Segment, TransactionSet
from interchange.x12.tokens import Delimiters

Part = Segment | Period | Repeat | Loop
Cells = list[list[Cell]]
CONTROLS = bytes(range(32)) + b"\x7f"


class Renderer:
    """Writes the sets of one spec from batches; ``sets`` gives each ST without its SE."""

    def __init__(self, spec: TransactionSet, batches: Batches, delimiters: Delimiters, line_end: str) -> None:
        self.spec, self.batches, self.d = spec, batches, delimiters
        self.end = delimiters.segment + line_end
        signs = (delimiters.element, delimiters.component, delimiters.segment, delimiters.repetition)
        self.forbidden = [sign.encode() for sign in signs if sign]
        self.levels = number_levels(spec.root, batches)
        self.columns: dict[tuple[str, str], Cell] = {}
        self.written: set[str] = set()

    def sets(self) -> pa.Array:
        """The text of each set from ST on, as one Arrow array."""
        return spread(self._rows(self.spec.root, ROOT), len(self.batches[ROOT]))

    def _rows(self, loop: Loop, key: str) -> Cell:
        """A loop's segments; a repeat with the id of the trigger or of a segment is written inside that segment."""
        shared = _shared(loop)
        inside = {id(part) for parts in shared.values() for part in parts}
        opening = self._opening(loop, key, shared.get(loop.trigger.id, ()))
        parts = (
            self._part(part, key, shared.get(part.id, ()) if isinstance(part, Segment) else ())
            for part in loop.body
            if id(part) not in inside
        )
        return concatenate([opening, *parts])

    def _opening(self, loop: Loop, key: str, shared: Sequence[Repeat]) -> Cell:
        if loop.trigger.id == "HL":
            level, codes = self.levels[key], loop.trigger.where
            parents = where(pa.array(level.parent > 0), numbers(level.parent))
            # A guide that does not use HL04 at a level names the element without a column.
            unused = any(element.position == 4 for element in loop.trigger.elements)
            inside = "" if unused else where(pa.array(level.is_parent), "1", "0")
            code = codes[1][0] if codes else ""
            return self._line([["HL"], [numbers(level.number)], [parents], [code], [inside]])
        if loop.trigger.id == "LX":
            parent = self.batches[key].parent
            counted = numbers(np.arange(len(parent)) - np.searchsorted(parent, parent) + 1)
            given = self._column(key, "line_number")
            return self._line([["LX"], [where(filled(given), given, counted)]])
        held = loop.trigger.elements or loop.trigger.where or shared
        return self._segment(loop.trigger, key, shared) if held else ""

    def _part(self, part: Part, key: str, shared: Sequence[Repeat] = ()) -> Cell:
        if isinstance(part, Loop):
            return self._below(part, key) if part.table else self._inner(part, key)
        if isinstance(part, Repeat):
            return self._repeat(part, key)
        if isinstance(part, Period):
            return self._period(part, key)
        holds = either([self._stands(part, key), *(self._has_rows(each, key) for each in shared)])
        return where(part.required or holds, self._segment(part, key, shared))

    def _below(self, loop: Loop, key: str) -> Cell:
        below = key_below(key, loop.id)
        if below not in self.batches or below in self.written:
            return ""
        self.written.add(below)
        return gather(self._rows(loop, below), self.batches[below].parent, len(self.batches[key]))

    def _inner(self, loop: Loop, key: str) -> Cell:
        if loop.trigger.id == "LX":
            held = concatenate([self._part(part, key) for part in loop.body])
            return concatenate([where(filled(held), self._line([["LX"], ["1"]])), held])
        held = self._holds(loop, key)
        return "" if held is False else where(held, self._rows(loop, key))

    def _holds(self, loop: Loop, key: str) -> Mask:
        """Where any column of a row-less loop has a value, or any of its repeats has rows."""
        masks = [self._has_values(loop.trigger.elements, key)]
        for part in loop.body:
            if isinstance(part, Segment):
                masks.append(self._has_values(part.elements, key))
            elif isinstance(part, Period):
                masks += [filled(self._column(key, name)) for name in (part.from_column, part.time_column)]
            elif isinstance(part, Repeat):
                masks.append(self._has_rows(part, key))
            elif not part.table:
                masks.append(self._holds(part, key))
            elif loop.trigger.elements:
                masks.append(self._has_rows(part, key))
        return either(masks)

    def _has_rows(self, part: Repeat | Loop, key: str) -> Mask:
        batch = self.batches.get(key_below(key, part.id if isinstance(part, Loop) else part.name))
        if batch is None:
            return False
        return pa.array(np.bincount(batch.parent, minlength=len(self.batches[key])) > 0)

    def _stands(self, segment: Segment, key: str) -> Mask:
        """Where a segment has values; one whose element 0 is a column stands where that column names it."""
        named = [element for element in segment.elements if element.position == 0]
        if not named:
            return self._has_values(segment.elements, key)
        cell = self._column(key, named[0].column)
        return cell == segment.id if isinstance(cell, str) else pc.equal(cell, segment.id).fill_null(False)

    def _has_values(self, elements: Sequence[Element], key: str) -> Mask:
        return either([filled(self._column(key, element.column)) for element in elements if element.column])

    def _column(self, key: str, name: str) -> Cell:
        column = self.batches[key].columns.get(name)
        if column is None:
            return ""
        if (key, name) not in self.columns:
            self.columns[key, name] = self._checked(texts(column), name)
        return self.columns[key, name]

    def _checked(self, cell: Cell, name: str) -> Cell:
        content = cell.encode() if isinstance(cell, str) else content_of(cell)
        if content and any(sign in content for sign in self.forbidden):
            raise X12Error("X12-DELIMITER-IN-DATA", f"the value of {name} holds a delimiter")
        if len(content.translate(None, CONTROLS)) < len(content):
            raise X12Error("X12-CONTROL-IN-DATA", f"the value of {name} holds a control character, such as a line end")
        return cell

    def _segment(self, segment: Segment, key: str, shared: Sequence[Repeat] = ()) -> Cell:
        cells = self._cells(segment.id, segment.where, segment.elements, key)
        for part in shared:
            below = key_below(key, part.name)
            if below in self.batches:
                position = self._column(below, "position")
                slots = shared_slots(part, self.batches[below].parent, len(self.batches[key]), position)
                self._fill_groups(cells, part, slots, below)
        return self._line(cells)

    def _cells(
        self, id: str, qualifier: tuple[int, tuple[str, ...]] | None, elements: Sequence[Element], key: str
    ) -> Cells:
        """A segment's id and elements, each a list of its components."""
        cells: Cells = [[id]]
        if qualifier:
            _put(cells, qualifier[0], 1, qualifier[1][0])
        for position, component, value in self._values([each for each in elements if each.position], key):
            usual = qualifier[1][0] if qualifier and qualifier[0] == position else ""
            _put(cells, position, component, where(filled(value), value, usual))
        for element in elements:
            if element.paired and element.position + 1 < len(cells):
                given = either([filled(self._column(key, element.column)), filled(cells[element.position + 1][0])])
                cells[element.position] = [where(given, cells[element.position][0])]
        return cells

    def _values(self, elements: Sequence[Element], key: str) -> Placed:
        values: Placed = []
        moments: dict[int, dict[str, Cell]] = {}
        for element in elements:
            cell = self._column(key, element.column) if element.column else ""
            if element.kind in ("from", "to", "time"):
                moments.setdefault(element.position, {})[element.kind] = cell
            else:
                values.append((element.position, element.component or 1, _or_fixed(cell, element)))
        return values + [(position, 1, _moment(parts)) for position, parts in moments.items()]

    def _element(self, components: list[Cell]) -> Cell:
        if len(components) == 1:
            return components[0]
        return trim(join(components, self.d.component), self.d.component)

    def _line(self, cells: Cells) -> Cell:
        text = trim(join([self._element(each) for each in cells], self.d.element), self.d.element)
        return join([text, self.end], "")

    def _repeat(self, part: Repeat, key: str) -> Cell:
        below = key_below(key, part.name)
        batch = self.batches.get(below)
        if batch is None or not len(batch):
            return ""
        apart = [element.column for element in part.leading if element.column] + ([part.apart] if part.apart else [])
        stands_apart = [self._column(below, name) for name in apart]
        slots = own_slots(part, batch.parent, stands_apart, self._column(below, "position"))
        starts = pa.array(slots.starts)
        head = self._cells(part.id, part.where, part.leading, below)
        cells = [[cell if isinstance(cell, str) else cell.take(starts) for cell in each] for each in head]
        self._fill_groups(cells, part, slots, below)
        lines = spread(self._line(cells), len(slots))
        return gather(lines, batch.parent[slots.starts], len(self.batches[key]))

    def _fill_groups(self, cells: Cells, part: Repeat, slots: Slots, key: str) -> None:
        values = self._values(part.elements, key)
        if part.repetitions:
            composite: Cells = []
            for _, component, cell in values:
                _put(composite, 0, component, cell)
            joined = join_repetitions(self._element(composite[0]), slots, self.d.repetition)
            _put(cells, part.groups[0], 1, joined)
            return
        for position, component, cell in place_groups(part, slots, values):
            _put(cells, position, component, cell)

    def _period(self, part: Period, key: str) -> Cell:
        start, last = self._column(key, part.from_column), self._column(key, part.to_column)
        if part.time_column:
            return self._timed(part, start, self._column(key, part.time_column))
        if filled(start) is False:
            return ""
        one = self._line([[part.id], [part.qualifiers[0]], ["D8"], [start]])
        given = filled(last)
        both = join([start, where(given, last, start)], "-")
        ranged = self._line([[part.id], [part.qualifiers[0]], ["RD8"], [both]])
        if part.range_only:
            return where(filled(start), ranged)
        return where(filled(start), where(self._differ(start, last, given), ranged, one))

    def _timed(self, part: Period, start: Cell, time: Cell) -> Cell:
        """A day (D8), a day with its time (DT) or a time alone (TM)."""
        form = where(filled(time), where(filled(start), "DT", "TM"), "D8")
        text = self._line([[part.id], [part.qualifiers[0]], [form], [concatenate([start, time])]])
        return where(either([filled(start), filled(time)]), text)

    def _differ(self, start: Cell, last: Cell, given: Mask) -> Mask:
        if given is False:
            return False
        if isinstance(start, str) and isinstance(last, str):
            return start != last
        unlike = pc.not_equal(start, last).fill_null(False)
        return unlike if given is True else pc.and_(given, unlike)


def _shared(loop: Loop) -> dict[str, list[Repeat]]:
    """The repeats that stand inside another segment of the loop, by that segment's id.

    One with leading elements makes segments of its own: PLB opens a loop, and each provider's is another PLB.
    """
    whole = {loop.trigger.id} | {part.id for part in loop.body if isinstance(part, Segment) and part.where is None}
    shared: dict[str, list[Repeat]] = {}
    for part in loop.body:
        if isinstance(part, Repeat) and part.id in whole and not part.leading:
            shared.setdefault(part.id, []).append(part)
    return shared


def _or_fixed(cell: Cell, element: Element) -> Cell:
    """The column's value, or what is fixed where there is none; an empty text stays empty, for it was read so."""
    if not element.fixed:
        return cell
    return (cell or element.fixed) if isinstance(cell, str) else cell.fill_null(element.fixed)


def _moment(parts: dict[str, Cell]) -> Cell:
    """A date element from its parts: a day, a range of days, a day with its time, or a time."""
    last = parts.get("to", "")
    return concatenate([parts.get("from", ""), where(filled(last), concatenate(["-", last])), parts.get("time", "")])


def _put(cells: Cells, position: int, component: int, value: Cell) -> None:
    while len(cells) <= position:
        cells.append([""])
    while len(cells[position]) < component:
        cells[position].append("")
    cells[position][component - 1] = value
