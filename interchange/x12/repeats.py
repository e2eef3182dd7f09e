"""A repeat's rows as segments: which row goes into which group of which segment, and the cells that come of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from interchange.x12.cells import Cell, concatenate, gather, where
from interchange.x12.findings import X12Error
from interchange.x12.spec import Repeat

Ints = npt.NDArray[np.int64]
Placed = list[tuple[int, int, Cell]]


@dataclass(frozen=True)
class Slots:
    """Per row of a repeat: its segment (counted from 0) and its group within it; ``starts`` are the first rows."""

    segment: Ints
    group: Ints
    starts: Ints

    def __len__(self) -> int:
        return len(self.starts)


def own_slots(part: Repeat, parent: Ints, apart: Iterable[Cell], position: Cell) -> Slots:
    """Segments of their own: another parent, another value that stands apart, or a full segment begins a new one.

    Rows that come with the ``position`` they were read at keep it; where it does not rise a new segment begins.
    """
    breaks = _other(parent)
    read_at = _read_at(position)
    if read_at is not None:
        breaks[1:] |= read_at[1:] <= read_at[:-1]
    for cell in apart:
        if not isinstance(cell, str):
            unlike = pc.not_equal(cell[1:].fill_null(""), cell[:-1].fill_null(""))
            breaks[1:] |= unlike.to_numpy(zero_copy_only=False)
    group = _run(breaks) if read_at is None else read_at
    if not part.repetitions and read_at is None:
        group %= len(part.groups)
        breaks |= group == 0
    return Slots(np.cumsum(breaks) - 1, group, np.flatnonzero(breaks))


def shared_slots(part: Repeat, parent: Ints, parents: int, position: Cell) -> Slots:
    """Groups inside the segment that each parent has anyway; X12Error where a parent has more rows than groups."""
    read_at = _read_at(position)
    group = _run(_other(parent)) if read_at is None else read_at
    if not part.repetitions and len(group) and group.max() >= len(part.groups):
        raise X12Error("X12-TOO-MANY-GROUPS", f"a {part.id} has room for {len(part.groups)} of {part.name}")
    return Slots(parent, group, np.arange(parents))


def _other(parent: Ints) -> npt.NDArray[np.bool_]:
    breaks = np.ones(len(parent), bool)
    breaks[1:] = parent[1:] != parent[:-1]
    return breaks


def _read_at(position: Cell) -> Ints | None:
    """Each row's group, counted from 0, where every row says it."""
    if isinstance(position, str) or position.null_count:
        return None
    return np.asarray(position.cast(pa.int64()).to_numpy(zero_copy_only=False) - 1)


def place_groups(part: Repeat, slots: Slots, cells: Sequence[tuple[int, int, Cell]]) -> Placed:
    """The cells of each segment: a row's cells moved to its group's position, one value a segment."""
    placed: Placed = []
    for group in range(int(slots.group.max()) + 1 if len(slots.group) else 0):
        rows = np.flatnonzero(slots.group == group)
        at = np.full(len(slots), -1, np.int64)
        at[slots.segment[rows]] = rows
        taken = pa.array(at, mask=at < 0)
        start = part.groups[group]
        placed += [(start + position, component, _take(cell, taken)) for position, component, cell in cells]
    return placed


def join_repetitions(cell: Cell, slots: Slots, separator: str) -> Cell:
    """The rows of each segment as repetitions of one element."""
    opening = where(pa.array(slots.group == 0), "", separator)
    return gather(concatenate([opening, cell]), slots.segment, len(slots))


def _run(breaks: npt.NDArray[np.bool_]) -> Ints:
    starts = np.flatnonzero(breaks)
    return np.asarray(np.arange(len(breaks)) - starts[np.cumsum(breaks) - 1], np.int64)


def _take(cell: Cell, rows: pa.Array) -> Cell:
    if isinstance(cell, str):
        return where(rows.is_valid(), cell)
    return cell.take(rows)
