"""A spec compiled into tables of numbers: an automaton over loops, and what each of its steps puts where.

The loops around a loop are fixed by its place in the spec, so the innermost open loop is the whole state of a walk.
A *symbol* is a segment id together with its qualifiers; ``action[node, symbol]`` says what that segment does in that
loop: which loop it opens, or that it is bound where it stands, and the operations that fill columns and make rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from interchange.x12.kernels import scan
from interchange.x12.kernels.instructions import Tables
from interchange.x12.plan import SetPlan
from interchange.x12.spec import Repeat
from interchange.x12.specs import SPECS

MARKS = ("set_segment", "segment_ordinal", "byte_offset")  # every row has them, in slots that follow each other
MOST_ELEMENTS = 40  # segments with more count as such with this many


@lru_cache(maxsize=1)
def segment_ids() -> dict[str, int]:
    """A number for every segment id that any spec knows; the envelope's come first."""
    names = {name for spec in SPECS for name in spec.segment_ids()} - set(scan.ENVELOPE)
    return {name: number for number, name in enumerate((*scan.ENVELOPE, *sorted(names)), start=1)}


@lru_cache(maxsize=1)
def preamble() -> tuple[bytes, dict[str, int], NDArray[np.int64]]:
    """Every text that programs put into rows: as it stands in each buffer before what was read, the number of each,
    and where each stands, packed as cells hold texts."""
    texts: dict[str, int] = {}
    content, places = bytearray(scan.PAD), []
    for loop in (loop for spec in SPECS for loop, _ in spec.loops()):
        repeats = [part for part in loop.body if isinstance(part, Repeat)]
        for _, value in (("loop", loop.id), *loop.constants, *(c for part in repeats for c in part.constants)):
            if value not in texts:
                texts[value] = len(texts)
                places.append(len(content) | len(value) << 32)
                content += value.encode("ascii")
    return bytes(content) + bytes(scan.PAD + -len(content) % 8), texts, np.array(places, np.int64)


@dataclass
class Slots:
    """Columns of the program's tables, numbered."""

    numbers: dict[tuple[str, str], int] = field(default_factory=dict)

    def of(self, table: str, column: str) -> int:
        """The number of a column, given at its first use."""
        return self.numbers.setdefault((table, column), len(self.numbers))


@dataclass(frozen=True, eq=False)
class Program:
    """A compiled spec: its tables, its slots, loop names by node, and the most rows a segment can make."""

    plan: SetPlan
    tables: Tables
    slots: dict[tuple[str, str], int]
    names: tuple[str, ...]
    loops: tuple[str, ...]
    most_rows: NDArray[np.int64]  # table, segment number, number of elements
    repeating: NDArray[np.bool_]  # per table: whether repetitions of an element make its rows
    table_of: NDArray[np.int64]  # per slot: its table
