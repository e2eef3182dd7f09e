"""HL levels: counted on from 1, each under a level that its guide puts around it, with HL04 as its inside is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from interchange.x12.findings import Finding
from interchange.x12.places import Segments
from interchange.x12.reader import Reading
from interchange.x12.spec import TransactionSet
from interchange.x12.specs import SPECS
from interchange.x12.tokens import Delimiters

Row = dict[str, object]
NUMBER, PARENT, CODE, CHILDREN = range(1, 5)
MESSAGES = {
    NUMBER: ("X12-HL-NUMBER", "levels are counted on from 1 within their set; correct HL01"),
    PARENT: ("X12-HL-PARENT", "this names no earlier level that the guide puts around one of this kind; correct HL02"),
    CHILDREN: ("X12-HL-CHILDREN", "HL04 says otherwise than the levels that follow; correct it"),
}


@dataclass
class Level:
    """One HL: its place in its set's bytes, its elements, and whether another names it as parent."""

    at: int
    elements: list[str]
    is_parent: bool = False
    wrong: list[int] = field(default_factory=list)

    def text(self, position: int) -> str:
        """An element, "" where it is absent."""
        return self.elements[position].strip() if position < len(self.elements) else ""


def check(reading: Reading, content: bytes) -> Iterator[Finding]:
    """The levels of every loaded set that are not as its guide says."""
    segments = Segments(content, reading)
    for row in reading.tables["x12_sets"].to_pylist() if "x12_sets" in reading.tables else ():
        kinds = _kinds().get(str(row["set_type"]), {})
        if not kinds or row["status"] != "loaded":
            continue
        delimiters = segments.delimiters_at(row["byte_offset"])
        body = content[row["byte_offset"] : row["byte_offset"] + row["byte_count"]]
        levels = list(_levels(body, delimiters))
        _mark(levels, {code: around for code, (_, around) in kinds.items()})
        for level in levels:
            for element in level.wrong:
                yield _finding(
                    row, level, element, body.count(delimiters.segment.encode("latin-1"), 0, level.at), kinds
                )


def _finding(
    row: Row, level: Level, element: int, before: int, kinds: dict[str, tuple[str, frozenset[str]]]
) -> Finding:
    code, message = MESSAGES[element]
    offset, ordinal = row["byte_offset"], row["segment_ordinal"]
    assert isinstance(offset, int)
    assert isinstance(ordinal, int)
    loop = kinds[level.text(CODE)][0] if level.text(CODE) in kinds else ""
    control = str(row["control_number"] or "")
    return Finding(code, "warning", message, offset + level.at, ordinal + before, "HL", element, loop, control)


def _levels(body: bytes, delimiters: Delimiters) -> Iterator[Level]:
    for found in _pattern(delimiters).finditer(body):
        elements = found.group(1).decode("latin-1").split(delimiters.element)
        yield Level(found.start(1), elements)


@cache
def _pattern(delimiters: Delimiters) -> re.Pattern[bytes]:
    end, element = (re.escape(sign.encode("latin-1")) for sign in (delimiters.segment, delimiters.element))
    return re.compile(end + rb"[ \t\r\n\x00\x1a]*(HL" + element + rb"[^" + end + rb"]*)")


def _mark(levels: list[Level], around: dict[str, frozenset[str]]) -> None:
    """Finds what is wrong with each level of one set."""
    known: dict[str, Level] = {}
    expected = 1
    for level in levels:
        number, parent = level.text(NUMBER), known.get(level.text(PARENT))
        if number != str(expected):
            level.wrong.append(NUMBER)
        expected = int(number) + 1 if number.isdecimal() and len(number) < 10 else expected + 1
        allowed = around.get(level.text(CODE))
        kind = parent.text(CODE) if parent else level.text(PARENT)
        if allowed is not None and kind not in allowed:
            level.wrong.append(PARENT)
        if parent:
            parent.is_parent = True
        known[number] = level
    for level in levels:
        if level.text(CHILDREN) not in ("", str(int(level.is_parent))):
            level.wrong.append(CHILDREN)


@cache
def _kinds() -> dict[str, dict[str, tuple[str, frozenset[str]]]]:
    """For each set, its levels' codes (HL03): the loop, and the codes of the levels that may stand around it."""
    return {spec.type: _kinds_of(spec) for spec in SPECS}


def _kinds_of(spec: TransactionSet) -> dict[str, tuple[str, frozenset[str]]]:
    found: dict[str, tuple[str, frozenset[str]]] = {}
    for loop, around in spec.loops():
        if loop.trigger.id == "HL" and loop.trigger.where:
            outer = [each.trigger.where[1][0] for each in around if each.trigger.id == "HL" and each.trigger.where]
            code = loop.trigger.where[1][0]
            name, codes = found.get(code, (loop.id, frozenset()))
            found[code] = name, codes | {outer[-1] if outer else ""}
    return found
