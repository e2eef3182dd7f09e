"""The treatments applied: one segment in, the same segment with nobody in it out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from interchange.x12.deidentification.pseudonyms import REMOVED, Pseudonyms
from interchange.x12.deidentification.treatments import (
    PAYERS,
    PROGRAMME_REFERENCES,
    TAXONOMIES,
    TREATMENTS,
    treatment,
)
from interchange.x12.tokens import SegmentToken, decode_value

UNKNOWN_SEGMENT = b"ZZZ"
CODE = re.compile(r"(?![A-Za-z]{5,}$)[\w.+/:;^<>|-]{0,30}", re.ASCII)  # no code of the guides has five letters
ISA_WIDTH = 15
DESCRIPTION, CODE_DATE = 6, 3
PARTY_NUMBERS = {"XX": "npi", "34": "social_security", "24": "digits", "FI": "digits", "SY": "social_security"}
REFERENCE_NUMBERS = {"SY": "social_security", "EI": "digits", "TJ": "digits", "HPI": "npi"}


class Rewriter:
    """Rewrites the segments of a file in order; it remembers the day of the interchange."""

    def __init__(self, pseudonyms: Pseudonyms) -> None:
        self.agent = pseudonyms
        self.component = self.repetition = ""
        self.seen = dt.date.max
        self.cells: list[str] = []
        self.apply: dict[str, Callable[[int], str]] = {
            word: getattr(self, f"_{word}") for words in TREATMENTS.values() for word in map(_bare, words)
        }

    def rewrite(self, token: SegmentToken) -> list[bytes]:
        """The elements of a segment, its id first, as they may leave the house."""
        segment_id = token.id.upper()
        self.cells = [decode_value(element) for element in token.elements]
        self.component, self.repetition = token.component.decode("latin-1"), token.repetition.decode("latin-1")
        if segment_id == "ISA":
            self.seen = _six(self._at(9)) or dt.date.max
        if segment_id not in TREATMENTS:
            return [UNKNOWN_SEGMENT]
        done = [self._element(segment_id, position) for position in range(1, len(self.cells))]
        while done and not done[-1]:
            done.pop()
        return [token.elements[0], *(each.encode("utf-8") for each in done)]

    def _at(self, position: int) -> str:
        return self.cells[position] if position < len(self.cells) else ""

    def _element(self, segment_id: str, position: int) -> str:
        value, word = self.cells[position], treatment(segment_id, position)
        if segment_id == "ISA":
            return self._keep_isa(word, position)
        return self.apply[word](position) if value.strip() and word else ""

    def _keep_isa(self, word: str, position: int) -> str:
        return self.cells[position] if word == "keep" else self.apply[word](position)

    def _keep(self, position: int) -> str:
        signs = "|".join(map(re.escape, filter(None, (self.component, self.repetition))))
        parts = re.split(f"({signs})", self.cells[position])
        return "".join(
            part if index % 2 or CODE.fullmatch(part.strip()) else REMOVED for index, part in enumerate(parts)
        )

    def _text(self, position: int) -> str:
        return self.agent.text(self.cells[position])

    _address = _text

    def _name(self, position: int) -> str:
        return self.agent.name(self.cells[position])

    def _id(self, position: int) -> str:
        return self.agent.identifier(self.cells[position])

    def _digits(self, position: int) -> str:
        return self.agent.digits(self.cells[position])

    def _npi(self, position: int) -> str:
        return self.agent.npi(self.cells[position])

    def _control(self, position: int) -> str:
        return self.agent.control(self.cells[position])

    def _postal(self, position: int) -> str:
        return self.agent.postal(self.cells[position])

    def _contact(self, position: int) -> str:
        return self.agent.contact(self.cells[position])

    def _blank(self, position: int) -> str:
        return " " * len(self.cells[position])

    def _isa_name(self, position: int) -> str:
        name = self.agent.identifier(self.cells[position]) if self.cells[position].strip() else ""
        return f"{name:<{ISA_WIDTH}.{ISA_WIDTH}}"

    def _date(self, position: int) -> str:
        return self._moment(self.cells[position], "D8")

    def _period(self, position: int) -> str:
        return "-".join(self._moment(part, self._at(position - 1)) for part in self.cells[position].split("-"))

    def _birth(self, position: int) -> str:
        born = _eight(self.cells[position].strip())
        return self.agent.birth(born, self.seen) if born else REMOVED

    def _moment(self, value: str, qualifier: str) -> str:
        plain = value.strip()
        if not plain.isdigit():
            return REMOVED if plain else ""
        if len(plain) == 4 or (qualifier in ("TM", "RTM") and not _eight(plain)):
            return plain
        if len(plain) == 6:
            day = _six(plain)
            return f"{self.agent.day(day):%y%m%d}" if day else REMOVED
        day = _eight(plain)
        return f"{self.agent.day(day):%Y%m%d}{plain[8:]}" if day else REMOVED

    def _is_payer(self) -> bool:
        return self._at(1) in PAYERS and not (self.cells[0].upper() == "NM1" and self._at(2) == "1")

    def _party_name(self, position: int) -> str:
        return self.cells[position] if self._is_payer() else self._name(position)

    def _party(self, position: int) -> str:
        if self._is_payer():
            return self.cells[position]
        return self._numbered(PARTY_NUMBERS, self._at(position - 1), self.cells[position])

    def _reference(self, position: int) -> str:
        qualifier = self._at(position - 1)
        if qualifier in PROGRAMME_REFERENCES:
            return self._keep(position)
        return self._numbered(REFERENCE_NUMBERS, qualifier, self.cells[position])

    def _numbered(self, kinds: dict[str, str], qualifier: str, value: str) -> str:
        replaced: str = getattr(self.agent, kinds.get(qualifier, "identifier"))(value)
        return replaced

    def _taxonomy(self, position: int) -> str:
        return self._keep(position) if self._at(position - 1) in TAXONOMIES else self._id(position)

    def _components(self, position: int, treat: Callable[[int, list[str]], str]) -> str:
        split = self.component or "\0"
        repeats = self.cells[position].split(self.repetition) if self.repetition else [self.cells[position]]
        done = []
        for each in repeats:
            parts = each.split(split)
            done.append(split.join(treat(index, parts) if part else "" for index, part in enumerate(parts)))
        return self.repetition.join(done)

    def _service(self, position: int) -> str:
        return self._components(position, lambda at, parts: REMOVED if at == DESCRIPTION else _coded(parts[at]))

    def _code(self, position: int) -> str:
        def treat(at: int, parts: list[str]) -> str:
            if at == CODE_DATE:
                return "-".join(self._moment(part, parts[at - 1]) for part in parts[at].split("-"))
            return _coded(parts[at])

        return self._components(position, treat)

    def _ids(self, position: int) -> str:
        return self._components(
            position, lambda at, parts: self.agent.identifier(parts[at]) if at % 2 else _coded(parts[at])
        )

    def _reason(self, position: int) -> str:
        return self._components(
            position, lambda at, parts: self.agent.identifier(parts[at]) if at else _coded(parts[0])
        )

    def _context(self, position: int) -> str:
        return self._components(
            position, lambda at, parts: self.agent.identifier(parts[at]) if at else _words(parts[0])
        )


def _bare(word: str) -> str:
    return word.removesuffix("*")


def _coded(value: str) -> str:
    return value if CODE.fullmatch(value.strip()) else REMOVED


def _words(value: str) -> str:
    return value if value == "SITUATIONAL TRIGGER" else _coded(value)


def _eight(value: str) -> dt.date | None:
    try:
        return dt.date(int(value[:4]), int(value[4:6]), int(value[6:8]))
    except ValueError:
        return None


def _six(value: str) -> dt.date | None:
    return _eight(f"{'19' if value[:2] > '50' else '20'}{value}")
