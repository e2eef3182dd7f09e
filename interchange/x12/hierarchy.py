"""The numbers of HL levels: counted within each set in the order of writing, the parent being the level around."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from interchange.x12.batches import ROOT, Batches, key_below
from interchange.x12.spec import Loop

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Levels:
    """Per row of one HL loop: its number, its parent's (0 at the top) and whether a level lies inside it."""

    number: Ints
    parent: Ints
    is_parent: npt.NDArray[np.bool_]


def number_levels(root: Loop, batches: Batches) -> dict[str, Levels]:
    """The levels of every HL loop that has rows, by the key of its batch."""
    sizes: dict[str, Ints] = {}
    _measure(root, ROOT, batches, sizes)
    levels: dict[str, Levels] = {}
    nothing = np.zeros(len(batches[ROOT]), np.int64)
    _number(root, ROOT, batches, sizes, nothing, nothing, levels)
    return levels


def row_loops(loop: Loop) -> Iterator[Loop]:
    """The loops inside that make rows, in the guide's order, each name once."""
    seen: set[str] = set()
    for part in loop.body:
        if isinstance(part, Loop):
            for inner in [part] if part.table else row_loops(part):
                if inner.id not in seen:
                    seen.add(inner.id)
                    yield inner


def _measure(loop: Loop, key: str, batches: Batches, sizes: dict[str, Ints]) -> None:
    size = np.full(len(batches[key]), int(loop.trigger.id == "HL"), np.int64)
    for child in row_loops(loop):
        below = key_below(key, child.id)
        if below in batches:
            _measure(child, below, batches, sizes)
            size += _sums(batches[below].parent, sizes[below], len(size))
    sizes[key] = size


def _number(
    loop: Loop, key: str, batches: Batches, sizes: dict[str, Ints], before: Ints, above: Ints, levels: dict[str, Levels]
) -> None:
    is_level = loop.trigger.id == "HL"
    own = before + int(is_level)
    if is_level:
        levels[key] = Levels(own, above, sizes[key] > 1)
    last = own.copy()
    for child in row_loops(loop):
        below = key_below(key, child.id)
        if below in batches:
            parent = batches[below].parent
            earlier = np.cumsum(sizes[below]) - sizes[below]
            first = earlier[np.searchsorted(parent, parent)]
            around = (own if is_level else above)[parent]
            _number(child, below, batches, sizes, last[parent] + earlier - first, around, levels)
            last += _sums(parent, sizes[below], len(last))


def _sums(parent: Ints, values: Ints, parents: int) -> Ints:
    total = np.concatenate(([0], np.cumsum(values)))
    edges = np.searchsorted(parent, np.arange(parents + 1))
    return np.asarray(total[edges[1:]] - total[edges[:-1]])
