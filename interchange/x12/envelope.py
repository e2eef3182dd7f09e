"""The envelope: interchanges, groups and the edges of sets, followed through the pieces of a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from interchange.x12.arrays import batch_of
from interchange.x12.findings import Finding, X12Error
from interchange.x12.kernels import scan
from interchange.x12.kinds import Signs, settle
from interchange.x12.pieces import Piece
from interchange.x12.schema import ENVELOPE_COLUMNS, table_schemas
from interchange.x12.sets import FoundSet, Part
from interchange.x12.tokens import next_delimiters, read_delimiters

FOR_GOOD = 1 << 62
LONGEST_COUNT = 6
TRAILERS = ("COUNT", "CONTROL", "MISSING")


class Refused(NamedTuple):
    """A group or an interchange, by the ordinals of its first segment and its end, that strictness puts aside."""

    first: int
    end: int
    code: str
    reason: str


class Envelope:
    """What is known between segments: the open interchange, group and set, the counts and control numbers."""

    def __init__(self, *, strict: bool, largest_set: int) -> None:
        self.strict = strict
        self.largest_set = largest_set
        self.type = ""
        self.guide = ""
        self.open: FoundSet | None = None
        self.sets_in_group = self.groups_in_interchange = 0
        self.in_interchange = self.in_group = self.is_bare = self.begun = self.answered = False
        self.opened_at = {"ISA": 0, "GS": 0}
        self.declared: dict[int, int] = {}
        self.refused: list[Refused] = []
        self.stopped_at: int | None = None
        self.error: X12Error | None = None
        self.controls: dict[str, str] = {}
        self.rows: dict[str, list[dict[str, object]]] = {}
        self.findings: list[Finding] = []
        self.sets: list[FoundSet] = []

    def follow(self, piece: Piece) -> tuple[Part, list[FoundSet]]:
        """Goes through a piece: the envelope's own rows and findings, and the sets that end in it."""
        self.piece, self.rows, self.findings, self.sets, self.open = piece, {}, [], [], None
        numbers, at = piece.numbers, 0
        self.empty, self.signs = np.flatnonzero(numbers == scan.EMPTY), Signs(numbers)
        try:
            for segment in np.flatnonzero((numbers >= scan.ISA) & (numbers <= scan.TA1)).tolist():
                self._pass(at, segment)
                self._take(segment, int(numbers[segment]))
                at = segment + 1
            self._pass(at, piece.count)
            error = piece.error
        except X12Error as refused:
            error = refused
        if error:
            self._stop(error)
        elif piece.closes:
            self._close_unfinished(piece.count, piece.offset + piece.end)
        elif self.open and piece.size_from(self.open.first) >= self.largest_set:
            self._give_up()
        elif self.open:
            self.sets_in_group -= 1  # it is met again at the head of the next piece
        part = Part({name: [_batch(name, rows)] for name, rows in self.rows.items()}, self.findings)
        return part, self.sets

    def finish(self, end: int) -> list[Finding]:
        """What is to be said at the end of the file; X12Error where no set stood in it."""
        self.findings = []
        self._leave_group(end)
        if self.in_interchange:
            self._note("X12-IEA-MISSING", "the interchange has no closing IEA", end)
            self._refuse("ISA", FOR_GOOD, self.findings[-1])
        self.type = self.type or ("TA1" if self.answered else "")
        if not self.type:
            raise self.error or X12Error("X12-NO-SETS", "the file holds no transaction set", 0)
        return self.findings

    def _stop(self, error: X12Error) -> None:
        self.stopped_at = error.byte_offset
        if not self.begun:
            raise error
        self.error = error
        place = error.byte_offset, error.segment_ordinal
        self.findings.append(Finding(error.code, "error", error.message, *place))
        self._close_unfinished(self.piece.count, error.byte_offset)

    def _give_up(self) -> None:
        """The open set is larger than what is held in memory: it is put aside unread, and the file ends before it."""
        piece, first = self.piece, self.open.first if self.open else 0
        reason = f"the set has no end within {self.largest_set} bytes; nothing from there on was read"
        count = self._count(first, piece.count)
        self._close(piece.count, piece.offset + piece.end, count, "X12-SET-TOO-LARGE", reason)
        self.sets[-1].program = None
        self.stopped_at = piece.offset_of(first)

    def _pass(self, begin: int, end: int) -> None:
        """Segments between two of the envelope's: the open set's, or garbage."""
        if self.open is None and begin < end:
            for segment in range(begin, end):
                if self.piece.tokens.sid[segment] != scan.EMPTY:
                    self._garbage(segment)

    def _garbage(self, segment: int) -> None:
        message = "this stands outside every transaction set; it was passed over"
        self._note("X12-GARBAGE", message, self.piece.offset_of(segment), segment)

    def _take(self, segment: int, number: int) -> None:
        if number == scan.SE:
            self._take_se(segment)
            return
        self._close_unfinished(segment, self.piece.offset_of(segment))
        elements = self.piece.elements(segment)
        if number == scan.ST:
            self._take_st(segment, elements)
        elif number in (scan.GE, scan.IEA):
            self._take_trailer(segment, elements)
        else:
            self._take_header(segment, elements)

    def _take_header(self, segment: int, elements: list[str]) -> None:
        name = elements[0]
        self._ask_for_interchange(segment, name)
        if name == "ISA":
            elements = elements if self._open_interchange(segment) else ["ISA"]
        elif name == "GS":
            self._leave_group(self.piece.offset_of(segment), segment)
            self.sets_in_group, self.guide, self.in_group = 0, _text(elements, 8), True
            self.groups_in_interchange += 1
        else:
            self.answered = True
        if name == "ISA" and len(elements) > 1 and not _text(elements, 16):
            message = "the header does not say what parts components; a colon was taken"
            self._note("X12-COMPONENT-SEPARATOR", message, self.piece.offset_of(segment), segment)
        self.begun = True
        self.opened_at[name] = self.piece.ordinal + segment
        self.controls[name] = _text(elements, 13 if name == "ISA" else 6).strip()
        table, columns = ENVELOPE_COLUMNS[name]
        row = _place(self.piece, segment, name)
        row |= {column: _text(elements, position).strip() or None for position, column in columns.items()}
        self.rows.setdefault(table, []).append(row)

    def _ask_for_interchange(self, segment: int, name: str) -> None:
        """A file may begin with a group or a set: what stands in no interchange is read all the same."""
        if name != "ISA" and not self.begun:
            self.is_bare = name == "ST"
            message = "the file begins without an interchange header (ISA); it was read all the same"
            self._note("X12-ISA-MISSING", message, self.piece.offset_of(segment), segment)

    def _open_interchange(self, segment: int) -> bool:
        """Whether it has its elements; one that has not goes on under the separators of the last."""
        piece, offset = self.piece, self.piece.offset_of(segment)
        self._leave_group(offset, segment)
        if self.in_interchange:
            message = "a new interchange begins before the last one was closed"
            self._note("X12-IEA-MISSING", message, offset, segment)
            self._refuse("ISA", piece.ordinal + segment, self.findings[-1])
        is_whole = (next_delimiters if self.begun else read_delimiters)(piece.head_of(segment), 0) is not None
        if not is_whole:
            message = "the interchange header has not its 16 elements"
            self._note("X12-ISA-MALFORMED", message, offset, segment, severity="error")
        self.in_interchange, self.groups_in_interchange, self.is_bare = True, 0, False
        return is_whole

    def _leave_group(self, offset: int, segment: int | None = None) -> None:
        if self.in_group:
            self._note("X12-GE-MISSING", "the group has no closing GE", offset, segment)
            end = FOR_GOOD if segment is None else self.piece.ordinal + segment
            self._refuse("GS", end, self.findings[-1])
        self.in_group = False

    def _take_trailer(self, segment: int, elements: list[str]) -> None:
        offset = self.piece.offset_of(segment)
        if elements[0] == "GE":
            header, real, codes = "GS", self.sets_in_group, ("X12-GE01-COUNT", "X12-GE02-CONTROL")
            what, self.in_group, said = "transaction sets in the group", False, _text(elements, 1).strip()
            if said.isdecimal() and len(said) <= LONGEST_COUNT:
                self.declared[self.opened_at["GS"]] = int(said)
        else:
            self._leave_group(offset, segment)
            header, real, codes = "ISA", self.groups_in_interchange, ("X12-IEA01-COUNT", "X12-IEA02-CONTROL")
            what, self.in_interchange = "groups in the interchange", False
        before = len(self.findings)
        if _text(elements, 1).strip().lstrip("0") != str(real or ""):
            self._note(codes[0], f"the trailer counts wrongly: there are {real} {what}", offset, segment)
        if _text(elements, 2).strip() != self.controls.get(header, ""):
            self._note(codes[1], f"the trailer's control number is not that of its {header}", offset, segment)
        for each in self.findings[before : before + 1]:
            self._refuse(header, self.piece.ordinal + segment, each)

    def _refuse(self, header: str, end: int, finding: Finding) -> None:
        """Remembers, where strict, that the sets of a group or an interchange are to be put aside."""
        if self.strict:
            self.refused.append(Refused(self.opened_at[header], end, finding.code, finding.message))

    def _take_st(self, segment: int, elements: list[str]) -> None:
        self._ask_for_interchange(segment, "ST")
        self.begun = True
        if not (self.in_group or self.is_bare):
            self.is_bare = True
            message = "the set stands in no group; it was read all the same"
            self._note("X12-GS-MISSING", message, self.piece.offset_of(segment), segment)
        self.sets_in_group += 1
        code, control, guide = _text(elements, 1), _text(elements, 2), _text(elements, 3) or self.guide
        self.open = FoundSet(segment, segment, 0, 0, code, control, guide, None)

    def _take_se(self, segment: int) -> None:
        if self.open is None:
            self._garbage(segment)
            return
        count = self._count(self.open.first, segment + 1)
        broken = "", ""
        for code, reason, breaks in self._trailer_problems(self.piece.elements(segment), self.open, count):
            if breaks or self.strict:
                broken = code, reason
                break
            self._note(code, reason, self.piece.offset_of(segment), segment)
        self._close(segment, self.piece.end_of(segment), count, *broken)

    def _trailer_problems(self, elements: list[str], opened: FoundSet, count: int) -> Iterator[tuple[str, str, bool]]:
        """What is wrong with an SE: code, reason, and whether it breaks its set even where nobody is strict."""
        control, header = _text(elements, 2).strip(), opened.control_number.strip()
        if control != header:
            reason = "the set's trailer has another control number than its header"
            yield "X12-SE02-CONTROL", reason, control.lstrip("0") != header.lstrip("0")
        if _text(elements, 1).strip().lstrip("0") != str(count):
            yield "X12-SE01-COUNT", f"the trailer counts wrongly: the set has {count} segments", False

    def _count(self, begin: int, end: int) -> int:
        empty = np.searchsorted(self.empty, [begin, end]) if len(self.empty) else (0, 0)
        return end - begin - int(empty[1] - empty[0])

    def _close_unfinished(self, segment: int, end: int) -> None:
        if self.open:
            count = self._count(self.open.first, segment)
            self._close(segment, end, count, "X12-SE-MISSING", "the set has no closing SE")

    def _close(self, segment: int, end: int, count: int, code: str, reason: str) -> None:
        found = self.open
        assert found
        self._settle_kind(found, segment)
        if found.program is None:
            code, reason = "X12-SET-UNSUPPORTED", "no spec reads this transaction set"
        found.walked_to, found.end, found.segments, found.code, found.reason = segment, end, count, code, reason
        if code:
            severity = "error" if found.program else "warning"
            self._note(code, reason, self.piece.offset_of(found.first), found.first, severity=severity)
        self.sets.append(found)
        self.open = None

    def _settle_kind(self, found: FoundSet, end: int) -> None:
        """Whose program reads the set: its own segments say it before its guide does."""
        said = self.signs.type_of(found.type, found.first, end)
        found.program, is_told = settle(found.type, found.implementation, said)
        if found.program:
            found.type = found.program.plan.spec.type
        if not is_told:
            message = f"the guide that is named is none of a {found.type}, as which it was read"
            self._note("X12-GUIDE", message, self.piece.offset_of(found.first), found.first)
        self.type = self.type or found.type

    def _note(
        self, code: str, message: str, offset: int, segment: int | None = None, *, severity: str = "warning"
    ) -> None:
        ordinal, name = 0, ""
        if segment is not None:
            ordinal = self.piece.ordinal + segment
            name = self.piece.elements(segment)[0]
            name = name if name in scan.ENVELOPE else ""
        control = self.open.control_number if self.open else ""
        level = "error" if severity == "error" or (self.strict and code.endswith(TRAILERS)) else "warning"
        self.findings.append(
            Finding(code, "error" if level == "error" else "warning", message, offset, ordinal, name, 0, "", control)
        )


def _text(elements: list[str], position: int) -> str:
    return elements[position] if position < len(elements) else ""


def _place(piece: Piece, segment: int, loop: str) -> dict[str, object]:
    return {
        "set_segment": None,
        "segment_ordinal": piece.ordinal + segment,
        "byte_offset": piece.offset_of(segment),
        "loop": loop,
    }


def _batch(name: str, rows: list[dict[str, object]]) -> pa.RecordBatch:
    schema = table_schemas()[name]
    return batch_of({column: [row[column] for row in rows] for column in schema.names}, schema)
