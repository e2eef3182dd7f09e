"""Rows back to trees: what a reading holds, as the nodes that a writer takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from interchange.x12.batches import Node
from interchange.x12.reader import Reading
from interchange.x12.schema import ENVELOPE_TABLES, PROVENANCE
from interchange.x12.spec import Loop, Repeat, Segment
from interchange.x12.specs import spec_of_type

PLACES = frozenset(name for name, _ in PROVENANCE)
Row = Mapping[str, object]


def to_trees(reading: Reading) -> Iterator[tuple[str, Node]]:
    """Each loaded set's own type, such as 837P, and its tree, in the order of the file.

    Writing the tree gives the set again: equal in meaning, with the segments in the order of the guide.
    """
    sets = reading.tables.get("x12_sets")
    types = {row["segment_ordinal"]: row["set_type"] for row in (sets.to_pylist() if sets is not None else [])}
    nodes: dict[int, Node] = {}
    owners: dict[int, str] = {}
    for ordinal, table, row in sorted(_rows(reading), key=lambda found: (found[0], found[2].get("position") or 0)):
        set_type = types[row["set_segment"]]
        _place(set_type, ordinal, table, row, nodes)
        owners.setdefault(ordinal, set_type)
    for ordinal, node in nodes.items():
        if node.loop == "ST":
            yield owners[ordinal], node


def _rows(reading: Reading) -> Iterator[tuple[int, str, Row]]:
    for name, table in reading.tables.items():
        if name not in ENVELOPE_TABLES:
            yield from ((row["segment_ordinal"], name, row) for row in table.to_pylist())


def _place(set_type: str, ordinal: int, table: str, row: Row, nodes: dict[int, Node]) -> None:
    """Puts a row under the innermost row around it: the one whose segment stands last."""
    around = [value for name, value in row.items() if name.endswith("_segment") and isinstance(value, int)]
    values = {name: value for name, value in row.items() if value is not None and not _is_place(name)}
    repeats = _repeats(set_type).get((table, str(row["loop"])), ())
    for name in _defaulted(set_type).get((table, str(row["loop"])), ()):
        values.setdefault(name, "")
    part = next((each for each in repeats if each.constants == tuple((n, row.get(n)) for n, _ in each.constants)), None)
    if part is None:
        node = nodes.setdefault(ordinal, Node(str(row["loop"]), values))
        if node.loop != "ST":
            nodes[max(around)].children.append(node)
        return
    held = nodes[max(around)].values.setdefault(part.name, [])
    assert isinstance(held, list)
    held.append(values)


def _is_place(name: str) -> bool:
    return name in PLACES or name.endswith("_segment")


@cache
def _repeats(set_type: str) -> dict[tuple[str, str], list[Repeat]]:
    """The repeats of each table and loop."""
    found: dict[tuple[str, str], list[Repeat]] = {}
    for loop, _ in spec_of_type(set_type).loops():
        for part in loop.body:
            if isinstance(part, Repeat):
                found.setdefault((part.table, loop.id), []).append(part)
    return found


@cache
def _defaulted(set_type: str) -> dict[tuple[str, str], list[str]]:
    """The columns of each table and loop that a writer would fill where the row says nothing."""
    found: dict[tuple[str, str], list[str]] = {}
    for loop, _ in spec_of_type(set_type).loops():
        if loop.table:
            found[loop.table, loop.id] = list(_defaults(loop))
        for part in loop.body:
            if isinstance(part, Repeat):
                named = [each.column for each in (*part.leading, *part.elements) if each.fixed and each.column]
                found.setdefault((part.table, loop.id), []).extend(named)
    return found


def _defaults(loop: Loop) -> Iterator[str]:
    segments = [loop.trigger, *(part for part in loop.body if isinstance(part, Segment))]
    yield from (each.column for one in segments for each in one.elements if each.fixed and each.column)
    for part in loop.body:
        if isinstance(part, Loop) and not part.table:
            yield from _defaults(part)
