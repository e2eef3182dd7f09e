"""Which columns of the parsed tables hold what the treatments take out of a file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from interchange.x12.deidentification.treatments import PAYERS, PROGRAMME_REFERENCES, treatment
from interchange.x12.spec import Element, Loop, Period, Repeat, Segment
from interchange.x12.specs import SPECS

SHOWN = frozenset({"keep", "date", "period", "service", "code", "taxonomy", "control"})
Where = tuple[int, tuple[str, ...]] | None


@cache
def identifying_columns() -> frozenset[tuple[str, str]]:
    """Pairs of table and column that may name a person, an account or a place."""
    return frozenset(pair for spec in SPECS for pair in _of_loop(spec.root, spec.root.table))


def _of_loop(loop: Loop, table: str) -> Iterator[tuple[str, str]]:
    table = loop.table or table
    yield from _of_elements(table, loop.trigger.id, loop.trigger.where, loop.trigger.elements, 0)
    for part in loop.body:
        if isinstance(part, Loop):
            yield from _of_loop(part, table)
        elif isinstance(part, Segment):
            yield from _of_elements(table, part.id, part.where, part.elements, 0)
        elif isinstance(part, Repeat):
            yield from _of_elements(part.table, part.id, part.where, part.leading, 0)
            yield from _of_elements(part.table, part.id, part.where, part.elements, part.groups[0])
        else:
            assert isinstance(part, Period)


def _of_elements(
    table: str, id: str, where: Where, elements: tuple[Element, ...], start: int
) -> Iterator[tuple[str, str]]:
    for element in elements:
        if element.column and _identifies(treatment(id, start + element.position), where, element):
            yield table, element.column


def _identifies(word: str, where: Where, element: Element) -> bool:
    if element.kind in ("money", "number", "integer"):
        return False
    if word in ("party", "party_name"):
        return where is None or not set(where[1]) <= PAYERS
    if word == "reference":
        return where is None or not set(where[1]) <= PROGRAMME_REFERENCES
    if word in ("reason", "ids", "context"):
        return element.component != 1
    return word not in SHOWN
