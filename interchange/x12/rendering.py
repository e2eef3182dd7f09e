"""Batches to the text of transaction sets: every segment is a few operations on whole columns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from interchange.x12.batches import ROOT, Batch, Batches, key_below, texts
from interchange.x12.cells import Cell, Mask, concatenate, either, filled, gather, join, numbers, spread, trim, where
from interchange.x12.findings import X12Error
from interchange.x12.hierarchy import number_levels
from interchange.x12.spec import Element, Loop, Period, Repeat, Segment, TransactionSet
from interchange.x12.tokens import Delimiters

Part = Segment | Period | Repeat | Loop


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
        return concatenate([self._opening(loop, key), *(self._part(part, key) for part in loop.body)])

    def _opening(self, loop: Loop, key: str) -> Cell:
        if loop.trigger.id == "HL":
            level, codes = self.levels[key], loop.trigger.where
            parents = where(pa.array(level.parent > 0), numbers(level.parent))
            inside = where(pa.array(level.is_parent), "1", "0")
            code = codes[1][0] if codes else ""
            return self._line([["HL"], [numbers(level.number)], [parents], [code], [inside]])
        if loop.trigger.id == "LX":
            parent = self.batches[key].parent
            counted = numbers(np.arange(len(parent)) - np.searchsorted(parent, parent) + 1)
            given = self._column(key, "line_number")
            return self._line([["LX"], [where(filled(given), given, counted)]])
        return self._segment(loop.trigger, key) if loop.trigger.elements or loop.trigger.where else ""

    def _part(self, part: Part, key: str) -> Cell:
        if isinstance(part, Loop):
            return self._below(part, key) if part.table else self._inner(part, key)
        if isinstance(part, Repeat):
            return self._repeat(part, key)
        if isinstance(part, Period):
            return self._period(part, key)
        return where(part.required or self._has_values(part.elements, key), self._segment(part, key))

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
                masks.append(filled(self._column(key, part.from_column)))
            elif isinstance(part, Repeat):
                masks.append(self._has_rows(part, key))
            elif not part.table:
                masks.append(self._holds(part, key))
        return either(masks)

    def _has_rows(self, part: Repeat, key: str) -> Mask:
        batch = self.batches.get(key_below(key, part.name))
        if batch is None:
            return False
        return pa.array(np.bincount(batch.parent, minlength=len(self.batches[key])) > 0)

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
        raw = cell.encode() if isinstance(cell, str) else cell.buffers()[2]
        content = bytes(raw) if isinstance(raw, pa.Buffer) else raw
        if content and any(sign in content for sign in self.forbidden):
            raise X12Error("X12-DELIMITER-IN-DATA", f"the value of {name} holds a delimiter")
        return cell

    def _segment(self, segment: Segment, key: str) -> Cell:
        return self._line(self._cells(segment.id, segment.where, segment.elements, key))

    def _cells(
        self,
        id: str,
        qualifier: tuple[int, tuple[str, ...]] | None,
        elements: Sequence[Element],
        key: str,
        shift: int = 0,
    ) -> list[list[Cell]]:
        """A segment's id and elements, each a list of its components."""
        cells: list[list[Cell]] = [[id]]
        if qualifier:
            _put(cells, qualifier[0], 1, qualifier[1][0])
        for element in elements:
            value = element.fixed or (self._column(key, element.column) if element.column else "")
            _put(cells, shift + element.position, element.component or 1, value)
        return cells

    def _element(self, components: list[Cell]) -> Cell:
        if len(components) == 1:
            return components[0]
        return trim(join(components, self.d.component), self.d.component)

    def _line(self, cells: list[list[Cell]]) -> Cell:
        text = trim(join([self._element(each) for each in cells], self.d.element), self.d.element)
        return join([text, self.end], "")

    def _repeat(self, part: Repeat, key: str) -> Cell:
        below = key_below(key, part.name)
        batch = self.batches.get(below)
        if batch is None or not len(batch):
            return ""
        slots = self._slots(part, batch, below)
        head = self._cells(part.id, part.where, part.leading, below)
        opening = join([self._element(each) for each in head], self.d.element)
        texts_ = concatenate(
            [where(pa.array(slots == 0), opening), self._gap(part, slots, len(head)), self._group(part, below)]
        )
        starts = np.flatnonzero(slots == 0)
        segment = np.cumsum(slots == 0) - 1
        whole = trim(gather(texts_, segment, len(starts)), self.d.element)
        return gather(join([whole, self.end], ""), batch.parent[starts], len(self.batches[key]))

    def _slots(self, part: Repeat, batch: Batch, key: str) -> npt.NDArray[np.int64]:
        """Each row's group within its segment; a new parent, other leading values or a full segment start a new one."""
        breaks = np.ones(len(batch), bool)
        breaks[1:] = batch.parent[1:] != batch.parent[:-1]
        apart = [element.column for element in part.leading] + ([part.apart] if part.apart else [])
        for name in apart:
            cell = self._column(key, name)
            if not isinstance(cell, str):
                breaks[1:] |= pc.not_equal(cell[1:].fill_null(""), cell[:-1].fill_null("")).to_numpy(
                    zero_copy_only=False
                )
        starts = np.flatnonzero(breaks)
        run = np.arange(len(batch)) - starts[np.cumsum(breaks) - 1]
        return np.asarray(run % len(part.groups))

    def _gap(self, part: Repeat, slots: npt.NDArray[np.int64], head: int) -> Cell:
        """The element separators before each row's group."""
        width = 1 + max(element.position for element in part.elements)
        taken = np.array([head - 1, *(start + width - 1 for start in part.groups[:-1])])
        gaps = pa.array([self.d.element * int(n) for n in np.array(part.groups) - taken])
        return gaps.take(pa.array(slots))

    def _group(self, part: Repeat, key: str) -> Cell:
        cells = self._cells("", None, part.elements, key, shift=1)
        return join([self._element(each) for each in cells[1:]], self.d.element)

    def _period(self, part: Period, key: str) -> Cell:
        start, last = self._column(key, part.from_column), self._column(key, part.to_column)
        if filled(start) is False:
            return ""
        one = self._line([[part.id], [part.qualifiers[0]], ["D8"], [start]])
        given = filled(last)
        both = join([start, where(given, last, start)], "-")
        ranged = self._line([[part.id], [part.qualifiers[0]], ["RD8"], [both]])
        if part.range_only:
            return where(filled(start), ranged)
        return where(filled(start), where(self._differ(start, last, given), ranged, one))

    def _differ(self, start: Cell, last: Cell, given: Mask) -> Mask:
        if given is False:
            return False
        if isinstance(start, str) and isinstance(last, str):
            return start != last
        unlike = pc.not_equal(start, last).fill_null(False)
        return unlike if given is True else pc.and_(given, unlike)


def _put(cells: list[list[Cell]], position: int, component: int, value: Cell) -> None:
    while len(cells) <= position:
        cells.append([""])
    while len(cells[position]) < component:
        cells[position].append("")
    cells[position][component - 1] = value
