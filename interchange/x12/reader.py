"""Reading: interchanges, groups and sets; one bad set is put aside and the others load."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

import pyarrow as pa

from interchange.x12.content import normalise
from interchange.x12.envelope import Envelope
from interchange.x12.findings import Finding, QuarantinedSet, X12Error
from interchange.x12.kinds import program_for
from interchange.x12.pieces import Cutter
from interchange.x12.schema import table_schemas
from interchange.x12.sets import Part, judge_sets
from interchange.x12.strictness import put_aside
from interchange.x12.tokens import tokenize

PIECE = 8 << 20


@dataclass
class Reading:
    """What a file held: rows by raw table, findings, sets put aside. ``type`` is the first set's, such as 835.

    ``declared`` has, by the ordinal of a group's GS, how many sets its GE says that it has.
    """

    type: str
    tables: dict[str, pa.Table]
    findings: list[Finding] = field(default_factory=list)
    quarantined: list[QuarantinedSet] = field(default_factory=list)
    declared: dict[int, int] = field(default_factory=dict)


def sniff(head: bytes) -> str | None:
    """The set type of the first transaction set in the first bytes of a file; None where it is not X12.

    A set that we have no spec for is named by its ST01, such as 277.
    """
    guide = kind = ""
    try:
        data, _ = normalise(head[: len(head) // 4 * 4])
        for token in tokenize(data):
            kind = kind or ("TA1" if token.id == "TA1" else "")
            if token.id == "GS":
                guide = token.text(8)
            if token.id == "ST":
                program = program_for(token.text(1), token.text(3) or guide)
                return program.plan.spec.type if program else token.text(1)
    except X12Error:
        return kind or None
    return kind or None


def read(data: bytes, *, strict: bool = False, piece: int = PIECE) -> Reading:
    """Everything in a file's bytes, as typed Arrow tables.

    ``strict`` puts aside what a wrong or missing trailer closes: the set, its group, or the whole interchange. Raises
    X12Error where the file is refused whole; no bytes raise anything else.
    """
    content, remarks = normalise(data)
    stream = Stream(io.BytesIO(content), strict=strict, piece=piece)
    batches: dict[str, list[pa.RecordBatch]] = {}
    findings = [Finding(each.code, "warning", each.message, each.byte_offset) for each in remarks]
    quarantined = []
    for part in stream:
        findings += part.findings
        quarantined += part.quarantined
        for name, made in part.tables.items():
            batches.setdefault(name, []).extend(made)
    schemas = table_schemas()
    tables = {name: pa.Table.from_batches(batches[name]) for name in schemas if batches.get(name)}
    if stream.envelope.refused:
        tables, aside = put_aside(tables, stream.envelope.refused, content)
        quarantined = sorted([*quarantined, *aside], key=lambda each: each.byte_offset)
    findings.sort(key=lambda each: (each.byte_offset, each.element, each.code))
    return Reading(stream.type, tables, findings, quarantined, stream.envelope.declared)


class Stream:
    """A file read piece by piece; iterating gives the parts, ``type`` is known from the first of them on."""

    def __init__(self, source: BinaryIO, *, strict: bool = False, piece: int = PIECE) -> None:
        self.cutter = Cutter(source, piece)
        self.envelope = Envelope(strict=strict)

    @property
    def type(self) -> str:
        """The first set's type."""
        return self.envelope.type

    def __iter__(self) -> Iterator[Part]:
        end = 0
        for piece in self.cutter:
            part, sets = self.envelope.follow(piece)
            if self.envelope.open:
                self.cutter.keep_from(piece, self.envelope.open.first)
            yield part
            yield judge_sets(piece, sets)
            self.cutter.take_back(piece)
            end = piece.offset + piece.end
            if self.envelope.stopped_at is not None:
                end = self.envelope.stopped_at
                break
        last = self.envelope.finish(end)
        if last:
            yield Part(findings=last)
