"""The sets of one piece: walked a program at a time, judged one by one, and kept or put aside with their bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from interchange.x12.arrays import batch_of
from interchange.x12.balance import check_835
from interchange.x12.columns import to_arrow
from interchange.x12.findings import Finding, QuarantinedSet
from interchange.x12.kernels import parsing
from interchange.x12.kernels.filling import ODD
from interchange.x12.kernels.instructions import MISPLACED, PASSED
from interchange.x12.pieces import Piece
from interchange.x12.program import Program
from interchange.x12.schema import table_schemas
from interchange.x12.values import CONTROL
from interchange.x12.walking import Span, Walked, walk_sets

WRONG_VALUES = {
    parsing.BAD_DATE: ("X12-DATE", "warning", "this is not a date; it was left empty"),
    parsing.BAD_INTEGER: ("X12-INTEGER", "warning", "this is not a whole number; it was left empty"),
    parsing.BAD_MONEY: ("X12-NUMBER", "error", "this is not valid money"),
    parsing.BAD_NUMBER: ("X12-NUMBER", "error", "this is not valid number"),
    parsing.CENT_FRACTION: ("X12-NUMBER", "error", "this is not valid money with fractions of a cent"),
}
Breaks = ("X12-NUMBER", "X12-SEGMENT-MISPLACED")


@dataclass(slots=True)
class FoundSet:
    """One set in a piece: its segments (the last is not walked where it is the SE), its names, and what breaks it."""

    first: int
    walked_to: int
    end: int
    segments: int
    type: str
    control_number: str
    implementation: str
    program: Program | None
    code: str = ""
    reason: str = ""


@dataclass
class Part:
    """What one piece gave: record batches by raw table, findings, sets put aside."""

    tables: dict[str, list[pa.RecordBatch]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    quarantined: list[QuarantinedSet] = field(default_factory=list)


def judge_sets(piece: Piece, sets: list[FoundSet]) -> Part:
    """Walks a piece's sets and keeps the sound ones' rows."""
    part = Part()
    programs = {id(each.program): each.program for each in sets if each.program}
    for program in programs.values():
        chosen = [each for each in sets if each.program is program]
        _judge(piece, program, chosen, part)
    part.quarantined += [_put_aside(piece, each) for each in sets if each.code]
    if sets:
        part.tables.setdefault("x12_sets", []).append(_set_rows(piece, sets))
    return part


def _judge(piece: Piece, program: Program, sets: list[FoundSet], part: Part) -> None:
    spans = np.array([(each.first, each.walked_to) for each in sets], np.uint32)
    delimiters = piece.delimiters
    repetition = ord(delimiters.repetition) if delimiters.repetition else 0
    span = Span(spans, piece.ordinal, piece.offset, ord(delimiters.component), repetition)
    walked = walk_sets(piece.space, program, span)
    batches = to_arrow(walked, plain=piece.plain)
    part.findings += _control_characters(piece, walked, sets)
    for which, finding in _problems(piece, walked, sets):
        part.findings.append(finding)
        if finding.code in Breaks and not sets[which].code:
            sets[which].code, sets[which].reason = finding.code, finding.message
    kept = np.array([not each.code for each in sets])
    if program.plan.spec.code == "835":
        part.findings += check_835(walked, [each.control_number for each in sets], kept)
    for name, batch in batches.items():
        part.tables.setdefault(name, []).extend(_kept_rows(walked, name, batch, kept))


def _kept_rows(walked: Walked, name: str, batch: pa.RecordBatch, kept: NDArray[np.bool_]) -> Iterator[pa.RecordBatch]:
    """The rows of the sets that are kept: slices, since nothing needs to be copied."""
    if kept.all():
        yield batch
        return
    starts = np.append(walked.rows_at[:, walked.program.names.index(name)], batch.num_rows)
    edges = np.flatnonzero(np.diff(kept.astype(np.int8), prepend=0, append=0))
    for begin, end in zip(starts[edges[::2]], starts[edges[1::2]], strict=True):
        if end > begin:
            yield batch.slice(begin, end - begin)


def _problems(piece: Piece, walked: Walked, sets: list[FoundSet]) -> Iterator[tuple[int, Finding]]:
    starts = np.array([each.first for each in sets])
    for what, segment, element, node in walked.notes().tolist():
        which = int(np.searchsorted(starts, segment, "right")) - 1
        loop = walked.program.loops[node]
        yield which, _problem(piece, walked.program, sets[which], what, segment, element, loop)


def _control_characters(piece: Piece, walked: Walked, sets: list[FoundSet]) -> Iterator[Finding]:
    """A finding for each element from which control characters were left out."""
    if piece.plain:
        return
    odd = walked.cells.value[np.flatnonzero(walked.cells.valid[: walked.cells.base[-1]] == ODD)]
    tokens, starts = piece.tokens, np.array([each.first for each in sets])
    spans = {(each & 0xFFFFFFFF, (each & 0xFFFFFFFF) + (each >> 32)) for each in odd.tolist()}
    places: dict[tuple[int, int], None] = {}
    for a, b in sorted(spans):
        if CONTROL.search(walked.text.bytes[a:b].tobytes().decode("latin-1")):
            segment = int(np.searchsorted(tokens.begin[: piece.count], a, "right")) - 1
            separators = tokens.pos[tokens.first[segment] : tokens.first[segment + 1]]
            places[segment, int(np.searchsorted(separators, a))] = None
    for segment, element in places:
        which = int(np.searchsorted(starts, segment, "right")) - 1
        message = "control characters stand inside this element; they were left out"
        yield Finding(
            "X12-CONTROL-CHARACTER",
            "warning",
            message,
            piece.offset_of(segment),
            piece.ordinal + segment,
            _plain_name(piece.elements(segment)[0]),
            element,
            "",
            sets[which].control_number,
        )


def _plain_name(name: str) -> str:
    return name if name.isascii() and name.isalnum() and len(name) <= 3 else ""


def _problem(
    piece: Piece, program: Program, found: FoundSet, what: int, segment: int, element: int, loop: str
) -> Finding:
    name = piece.elements(segment)[0]
    if what in WRONG_VALUES:
        code, severity, message = WRONG_VALUES[what]
    elif what == PASSED + MISPLACED:
        code, severity, message = (
            "X12-SEGMENT-MISPLACED",
            "error",
            "this stands outside its loop, and what it says would be lost",
        )
    elif is_segment_name(name):
        spec_type = program.plan.spec.type
        code, severity = "X12-SEGMENT-UNKNOWN", "warning"
        message = f"a {spec_type} has no such segment; it was passed over"
    else:
        code, severity = "X12-SEGMENT-MALFORMED", "error"
        message = "this is not the name of any segment; it was passed over"
    return Finding(
        code,
        "error" if severity == "error" else "warning",
        message,
        piece.offset_of(segment),
        piece.ordinal + segment,
        _plain_name(name),
        element,
        loop,
        found.control_number,
    )


def is_segment_name(name: str) -> bool:
    """Whether this could be the id of a segment: a letter and one or two letters or digits."""
    return 2 <= len(name) <= 3 and name.isascii() and name.isalnum() and name[0].isalpha()


def _put_aside(piece: Piece, found: FoundSet) -> QuarantinedSet:
    offset = piece.offset_of(found.first)
    return QuarantinedSet(
        found.type,
        found.control_number,
        offset,
        found.end - offset,
        piece.ordinal + found.first,
        found.code,
        found.reason,
        piece.content(offset, found.end),
    )


def _set_rows(piece: Piece, sets: Sequence[FoundSet]) -> pa.RecordBatch:
    ordinals = [piece.ordinal + each.first for each in sets]
    offsets = [piece.offset_of(each.first) for each in sets]
    columns: dict[str, Sequence[object]] = {
        "set_segment": ordinals,
        "segment_ordinal": ordinals,
        "byte_offset": offsets,
        "loop": ["ST"] * len(sets),
        "set_type": [each.type for each in sets],
        "control_number": [each.control_number for each in sets],
        "implementation": [each.implementation for each in sets],
        "segment_count": [each.segments for each in sets],
        "byte_count": [each.end - offset for each, offset in zip(sets, offsets, strict=True)],
        "status": ["quarantined" if each.code else "loaded" for each in sets],
        "reason_code": [each.code or None for each in sets],
    }
    return batch_of(columns, table_schemas()["x12_sets"])
