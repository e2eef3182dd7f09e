"""An X12 file as a tree that a person can read: interchange, group, set, loops, segments, with what the codes mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from interchange.x12.code_lists import meaning_of
from interchange.x12.content import normalise
from interchange.x12.deidentification import Mask, Rewriter
from interchange.x12.outline import PlacedSegment, outline
from interchange.x12.spec import Element, Period, Repeat
from interchange.x12.tokens import decode_value

if TYPE_CHECKING:
    from interchange.x12 import Finding, Reading

PALETTE = ("cyan", "green", "yellow", "magenta", "blue", "bright_cyan", "bright_green", "bright_magenta")
ENVELOPES = {"ISA": "interchange", "GS": "group", "ST": "set", "SE": "end of set", "GE": "end of group",
             "IEA": "end of interchange"}  # fmt: skip
COUNTED = {"SE": "segments", "GE": "sets", "IEA": "groups"}
HEAD_WIDTH, AMOUNT_WIDTH = 30, 14
DAY = re.compile(r"^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d))?$")
LABELS = {"carc": "reason", "rarc": "remark"}
SEVERITIES = {"error": "bold red", "warning": "yellow", "info": "dim"}


@dataclass
class Said:
    """One line about a segment: the amount that is shown in its column, and the words after it."""

    amount: str = ""
    words: list[str] = field(default_factory=list)


def print_tree(content: bytes, reading: Reading, *, show_values: bool, limit: int) -> None:
    """Prints the first ``limit`` segments (0 = all) with their findings; names and numbers of people are dots.

    Raises X12Error where the content cannot be cut into segments to the end.
    """
    console = Console(highlight=False, soft_wrap=True)
    tree = _Tree(show_values=show_values, findings=reading.findings)
    decoded, _ = normalise(content)
    sets = reading.tables.get("x12_sets")
    types = (
        dict(zip(*sets.select(["segment_ordinal", "set_type"]).to_pydict().values(), strict=True))
        if sets is not None
        else {}
    )
    placed = outline(decoded, types)
    for segment in islice(placed, limit or None):
        for line in tree.lines(segment):
            console.print(line)
    if limit and next(placed, None):
        console.print(Text(f"after {limit:,} segments there are more: --limit 0 shows all", style="dim"))


class _Tree:
    def __init__(self, *, show_values: bool, findings: Iterable[Finding]) -> None:
        self.mask = None if show_values else Rewriter(Mask())
        self.findings: dict[int, list[Finding]] = {}
        for finding in findings:
            self.findings.setdefault(finding.segment_ordinal, []).append(finding)
        self.colours: dict[str, str] = {}

    def lines(self, placed: PlacedSegment) -> Iterator[Text]:
        """The lines of a segment: its loop's name where one begins, what it says, what is wrong with it."""
        elements = self.mask.rewrite(placed.token) if self.mask else placed.token.elements
        values = [decode_value(each).strip() for each in elements]
        colour = self._colour(placed)
        if placed.opens and placed.loops:
            yield self._line("", placed.depth - 1, self._title(placed), f"bold {colour}", Said())
        head = placed.token.id
        for said in self._said(placed, values):
            yield self._line(f"{placed.token.ordinal}", placed.depth, head, colour, said)
            head = ""
        for finding in self.findings.get(placed.token.ordinal, ()):
            told = f"{'':>9}! {finding.severity} {finding.code}: {finding.message}"
            yield Text(told, style=SEVERITIES[finding.severity])

    def _colour(self, placed: PlacedSegment) -> str:
        key = placed.loops[-1].id if placed.loops else ENVELOPES.get(placed.token.id, "")
        return self.colours.setdefault(key, PALETTE[len(self.colours) % len(PALETTE)])

    def _line(self, ordinal: str, depth: int, head: str, colour: str, said: Said) -> Text:
        guides = "│ " * depth
        line = Text().append(f"{ordinal if head else '':>7}  ", style="dim")
        line.append(guides, style="dim").append(head, style=colour)
        if said.amount or said.words:
            line.append(" " * max(1, HEAD_WIDTH - len(guides) - len(head)))
            line.append(f"{said.amount:>{AMOUNT_WIDTH}}  ", style="bold").append(" · ".join(said.words))
        return line

    def _title(self, placed: PlacedSegment) -> str:
        loop, token = placed.loops[-1], placed.token
        party = meaning_of("party", token.text(1)) if token.id in ("N1", "NM1") else ""
        return " ".join(filter(None, (loop.id, _label(loop.name) or party)))

    def _said(self, placed: PlacedSegment, values: list[str]) -> list[Said]:
        if placed.token.id == "HL":
            return [Said(words=list(_level(values)))]
        if placed.token.id in ENVELOPES:
            return [Said(words=[ENVELOPES[placed.token.id], *_envelope(placed, values)])]
        said: list[Said] = []
        whole = Said()
        for part in placed.parts:
            if isinstance(part, Repeat):
                said += self._groups(part, placed, values)
            elif isinstance(part, Period):
                whole.words.append(f"{_label(part.from_column.replace('_from_', '_'))} {_iso(_at(values, 3))}")
            else:
                self._fill(whole, part.elements, placed, values, 0)
        if whole.amount or whole.words or not said:
            said.insert(0, whole)
        if not any(each.amount or each.words for each in said):
            return [Said(words=["*".join(values[1:])])]
        return said

    def _groups(self, part: Repeat, placed: PlacedSegment, values: list[str]) -> Iterator[Said]:
        for start in part.groups:
            if _at(values, start + part.elements[0].position):
                one = Said()
                self._fill(one, part.leading, placed, values, 0)
                self._fill(one, part.elements, placed, values, start)
                yield one

    def _fill(
        self, said: Said, elements: tuple[Element, ...], placed: PlacedSegment, values: list[str], start: int
    ) -> None:
        for element in elements:
            value, parts = _at(values, start + element.position), list[str]()
            if element.component:
                parts = ["", *value.split(placed.token.component.decode("latin-1") or "\0")]
                value = _at(parts, element.component)
            if not element.column or not value:
                continue
            if element.kind == "money" and not said.amount:
                said.amount = _money(value)
                said.words.insert(0, _label(element.column))
            else:
                said.words.append(self._word(element, value, _at(parts, element.component + 1)))

    def _word(self, element: Element, value: str, beside: str) -> str:
        if element.kind == "money":
            return f"{_label(element.column)} {_money(value)}"
        if element.kind == "date":
            return f"{_label(element.column)} {_iso(value)}"
        meaning = meaning_of(element.column, value, beside)
        return f"{_label(element.column)} {value}{f' ({meaning})' if meaning else ''}"


def _label(column: str) -> str:
    return LABELS.get(column, column.replace("_", " "))


def _iso(value: str) -> str:
    """A date, the two of a range, or a date with its time.

    >>> _iso("20260105"), _iso("20260105-20260107"), _iso("202601050930")
    ('2026-01-05', '2026-01-05 to 2026-01-07', '2026-01-05 09:30')
    """
    return " to ".join(DAY.sub(_day, part) for part in value.split("-"))


def _day(found: re.Match[str]) -> str:
    year, month, day, hour, minute = found.groups()
    return f"{year}-{month}-{day}" + (f" {hour}:{minute}" if hour else "")


def _at(values: list[str], position: int) -> str:
    return values[position] if position < len(values) else ""


def _money(value: str) -> str:
    try:
        return f"{Decimal(value):,.2f}"
    except InvalidOperation:
        return value


def _level(values: list[str]) -> Iterator[str]:
    number, around, code = (_at(values, position) for position in (1, 2, 3))
    yield f"level {number}" + (f" inside {around}" if around else "")
    yield f"{code} ({meaning_of('level', code)})" if meaning_of("level", code) else code


def _envelope(placed: PlacedSegment, values: list[str]) -> list[str]:
    kind = placed.token.id
    if kind == "ISA":
        return [_at(values, 13), f"from {_at(values, 6)} to {_at(values, 8)}", f"{_at(values, 9)} {_at(values, 10)}"]
    if kind == "GS":
        return [_at(values, 6), _at(values, 1), _at(values, 8)]
    if kind == "ST":
        return [placed.spec.type if placed.spec else f"{_at(values, 1)}, not read here", _at(values, 2)]
    return [f"{_at(values, 1)} {COUNTED[kind]}", _at(values, 2)]
