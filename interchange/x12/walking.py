"""One program over many sets: walked into cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from interchange.x12.kernels.machine import Memory, tally, walk
from interchange.x12.kernels.parsing import Cells, Text
from interchange.x12.kernels.scan import Tokens
from interchange.x12.program import MOST_ELEMENTS, Program
from interchange.x12.workspace import Workspace

FEW = 256


@dataclass(frozen=True)
class Span:
    """The sets to walk (rows of first segment and end), where the text stands in its file, and its inner separators."""

    sets: NDArray[np.uint32]
    ordinal: int
    offset: int
    component: int
    repetition: int


@dataclass(frozen=True)
class Walked:
    """What a walk filled: cells by slot, rows by table, where each set's rows begin."""

    program: Program
    text: Text
    cells: Cells
    rows: NDArray[np.int64]
    rows_at: NDArray[np.int64]

    def notes(self) -> NDArray[np.int64]:
        """What was irregular: (what, segment, element, loop)."""
        return self.cells.notes[1 : self.cells.notes[0, 0] + 1]

    def span(self, slot: int) -> slice:
        """Where the cells of a slot stand."""
        base = int(self.cells.base[slot])
        return slice(base, base + int(self.rows[self.program.table_of[slot]]))

    def values(self, table: str, column: str) -> NDArray[np.int64]:
        """A column's cells as numbers; anything where there is no value."""
        return self.cells.value[self.span(self.program.slots[table, column])]

    def valid(self, table: str, column: str) -> NDArray[np.uint8]:
        """Which of a column's cells have a value: those that are not 0."""
        return self.cells.valid[self.span(self.program.slots[table, column])]


def walk_sets(space: Workspace, program: Program, span: Span) -> Walked:
    """Walks the sets with room for whatever they hold. The cells stand in the workspace until it walks again."""
    few = FEW
    while True:
        walked = _walk(space, program, span, few)
        if walked.cells.notes[0, 0] < few:
            return walked
        few = int(walked.cells.notes[0, 0]) + 1


def _walk(space: Workspace, program: Program, span: Span, few: int) -> Walked:
    room = _room(space.text, space.tokens, program, span)
    slots, nodes = len(program.slots), len(program.loops)
    base = np.zeros(slots + 1, np.uint32)
    base[1:] = np.cumsum(room[program.table_of])
    value, valid = space.cells(int(base[-1]))
    nothing = np.zeros((2, slots), np.int64)
    cells = Cells(value, valid, base, nothing[0], nothing[1], np.zeros((few, 4), np.int64))
    opened = np.zeros((2, nodes), np.uint32)
    memory = Memory(opened[0], opened[1], np.zeros(nodes, np.int64), np.zeros(len(room), np.uint32))
    rows_at = np.zeros((len(span.sets), len(room)), np.int64)
    places = (span.ordinal, span.offset, span.component, span.repetition)
    walk(space.text, space.tokens, program.tables, span.sets, *places, cells, memory, rows_at)
    return Walked(program, space.text, cells, memory.rows.astype(np.int64), rows_at)


def _room(text: Text, tokens: Tokens, program: Program, span: Span) -> NDArray[np.int64]:
    """The most rows that each table can get from these sets."""
    counts = np.zeros((256, MOST_ELEMENTS + 1), np.int64)
    tally(tokens, int(span.sets[0, 0]), int(span.sets[-1, 1]), counts)
    room = np.tensordot(program.most_rows, counts, axes=2)
    if span.repetition and program.repeating.any():
        room += program.repeating * int(np.count_nonzero(text.bytes == span.repetition))
    return room
