"""Reading: interchanges, groups and sets; one bad set is put aside and the others load."""

from __future__ import annotations

import io
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from typing import BinaryIO

import pyarrow as pa

from interchange.x12.content import Remark, normalise
from interchange.x12.envelope import Envelope
from interchange.x12.findings import Finding, QuarantinedSet, X12Error
from interchange.x12.incoming import open_text
from interchange.x12.kinds import program_for
from interchange.x12.pieces import Cutter, Piece
from interchange.x12.schema import table_schemas
from interchange.x12.sets import FoundSet, Part, judge_sets
from interchange.x12.strictness import put_aside
from interchange.x12.tokens import tokenize

PIECE = 8 << 20
STREAMED_PIECE = 2 << 20
LARGEST_SET = 64 << 20
WORKERS = min(2, os.cpu_count() or 1)


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


def read(
    data: bytes, *, strict: bool = False, piece: int = PIECE, workers: int = 1, largest_set: int = LARGEST_SET
) -> Reading:
    """Everything in a file's bytes, as typed Arrow tables.

    ``strict`` puts aside what a wrong or missing trailer closes: the set, its group, or the whole interchange. So many
    ``workers`` walk the pieces; the outcome is the same for any number. Raises X12Error where the file is refused
    whole; no bytes raise anything else.
    """
    content, remarks = normalise(data)
    options = {"piece": piece, "workers": workers, "largest_set": largest_set}
    stream = Stream(io.BytesIO(content), remarks, strict=strict, **options)
    batches: dict[str, list[pa.RecordBatch]] = {}
    findings, quarantined = [], []
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
    findings.sort(key=place_of)
    return Reading(stream.type, tables, findings, quarantined, stream.envelope.declared)


def open_stream(
    source: BinaryIO, *, piece: int = STREAMED_PIECE, workers: int = WORKERS, largest_set: int = LARGEST_SET
) -> Stream:
    """A file of any size, to be read piece by piece in memory that does not grow with it.

    Raises X12Error where the file is refused whole; iterating over what is given raises nothing.
    """
    content, remarks = open_text(source)
    stream = Stream(content, remarks, piece=piece, workers=workers, largest_set=largest_set)
    stream.begin()
    return stream


class Stream:
    """A file read piece by piece: iterating gives the parts in the file's order, and keeps none of them.

    X12Error, where the file is refused whole, comes before the first part or not at all. ``type`` is known from the
    first part on.
    """

    def __init__(
        self,
        source: BinaryIO,
        remarks: Sequence[Remark] = (),
        *,
        strict: bool = False,
        piece: int = PIECE,
        workers: int = 1,
        largest_set: int = LARGEST_SET,
    ) -> None:
        self.remarks = remarks
        self.workers = workers
        self.cutter = Cutter(source, piece, largest_set)
        self.envelope = Envelope(strict=strict, largest_set=largest_set)
        self.end = 0
        self.parts: Iterator[Part] = self._from_the_first_set()

    def begin(self) -> None:
        """Reads on to the first part; raises X12Error where the file is refused whole."""
        self.parts = chain(list(islice(self.parts, 1)), self.parts)

    @property
    def type(self) -> str:
        """The first set's type."""
        return self.envelope.type

    def __iter__(self) -> Iterator[Part]:
        return iter(self.parts)

    def _from_the_first_set(self) -> Iterator[Part]:
        held: list[Part] = []
        for part in self._parts():
            held.append(part)
            if self.type:
                yield from held
                held = []
        yield from held

    def _parts(self) -> Iterator[Part]:
        with ThreadPoolExecutor(self.workers) as pool:
            waiting: deque[tuple[Piece, Part, Callable[[], Part]]] = deque()
            for piece, part, sets in self._pieces():
                is_only = self.workers == 1 or (not waiting and self.cutter.is_done)
                judged = partial(judge_sets, piece, sets) if is_only else pool.submit(judge_sets, piece, sets).result
                waiting.append((piece, part, judged))
                if is_only or len(waiting) > self.workers:
                    yield from self._settle(*waiting.popleft())
            for each in waiting:
                yield from self._settle(*each)
        last = self.envelope.finish(self.end)
        told = [Finding(each.code, "warning", each.message, each.byte_offset) for each in self.remarks]
        if last or told:
            yield Part(findings=[*told, *last])

    def _pieces(self) -> Iterator[tuple[Piece, Part, list[FoundSet]]]:
        """The pieces one after the other, each with what its envelope says and the sets that end in it."""
        for piece in self.cutter:
            part, sets = self.envelope.follow(piece)
            self.end = piece.offset + piece.end
            if self.envelope.open:
                self.cutter.keep_from(piece, self.envelope.open.first)
            yield piece, part, sets
            if self.envelope.stopped_at is not None:
                self.end = self.envelope.stopped_at
                return

    def _settle(self, piece: Piece, part: Part, judged: Callable[[], Part]) -> Iterator[Part]:
        yield part
        made = judged()
        self.cutter.take_back(piece)
        yield made


def place_of(finding: Finding) -> tuple[int, int, str]:
    """What findings are put in order by."""
    return finding.byte_offset, finding.element, finding.code
