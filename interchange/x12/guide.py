"""The specs as a page to read: every loop, segment and element, and the column that it fills."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from interchange.x12.spec import Element, Loop, Period, Repeat, Segment, TransactionSet
from interchange.x12.specs import SPECS


def describe() -> str:
    """Markdown: a table for each set, its loops in the guide's order."""
    return "\n".join(line for spec in SPECS for line in _set(spec))


def _set(spec: TransactionSet) -> Iterator[str]:
    yield f"### {spec.type} ({', '.join(spec.guides)})\n"
    yield "| loop | segment | elements and the columns they fill | table |"
    yield "|---|---|---|---|"
    for loop, _ in spec.loops():
        yield from _loop(loop)
    yield ""


def _loop(loop: Loop) -> Iterator[str]:
    yield _row(f"**{loop.id}**", loop.trigger.id, _elements(loop.trigger.elements), loop.table, loop.trigger.where)
    for part in loop.body:
        if isinstance(part, Segment):
            yield _row("", part.id, _elements(part.elements), "", part.where)
        elif isinstance(part, Period):
            names = ", ".join(filter(None, (part.from_column, part.to_column, part.time_column)))
            yield _row("", part.id, f"03 {names}", "", (1, part.qualifiers))
        elif isinstance(part, Repeat):
            yield _row("", part.id, _repeat(part), part.table, part.where)


def _repeat(part: Repeat) -> str:
    shared = _elements(part.leading)
    first = part.groups[0]
    groups = _elements(part.elements, first)
    again = f"; again from {', '.join(f'{start:02d}' for start in part.groups[1:])}" if len(part.groups) > 1 else ""
    kind = "; a row each repetition" if part.repetitions else "; whatever is left" if part.otherwise else ""
    return "; ".join(filter(None, (shared, f"{groups}{again}{kind}")))


def _elements(elements: Iterable[Element], shift: int = 0) -> str:
    named = (each for each in elements if each.column and (each.position or shift))
    return ", ".join(f"{_number(each, shift)} {each.column}" for each in named)


def _number(element: Element, shift: int) -> str:
    position = f"{element.position + shift:02d}"
    return f"{position}-{element.component}" if element.component else position


def _row(loop: str, id: str, elements: str, table: str, where: tuple[int, tuple[str, ...]] | None) -> str:
    qualifier = f" {where[0]:02d}={'/'.join(where[1])}" if where else ""
    return f"| {loop} | {id}{qualifier} | {elements} | {table} |"
