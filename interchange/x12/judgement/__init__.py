"""Judgement: what a guide asks of a set beyond its syntax, told by place, never by value.

Reading has already said what is wrong with envelopes, counts, amounts and dates, and where an 835 does not balance.
Here follow required elements, lengths, code lists, HL levels, an 837's sums, and rules between elements. All of it is
warnings: a judged file is a loaded file. Each rule looks at whole columns; only what it finds is looked up in the file.
"""

from __future__ import annotations

from interchange.x12.content import normalise
from interchange.x12.findings import Finding
from interchange.x12.judgement import claims, codes, lengths, levels, payments, providers, requirements
from interchange.x12.judgement.remarks import Remark
from interchange.x12.places import NOWHERE, Segments, places
from interchange.x12.reader import Reading, read

RULES = (requirements.check, lengths.check, codes.check, claims.check, payments.check, providers.check)


def validate(data: bytes, *, strict: bool = False) -> list[Finding]:
    """All findings on a file's bytes, in the order of their places.

    ``strict`` makes a wrong or missing trailer an error. Raises X12Error where the file is refused whole.
    """
    reading = read(data, strict=strict)
    return sorted([*reading.findings, *judge(reading, data)], key=lambda each: each.byte_offset)


def judge(reading: Reading, data: bytes) -> list[Finding]:
    """The findings on what was read from ``data``, beyond those that reading gave: every one a warning."""
    content, _ = normalise(data)
    segments = Segments(content, reading)
    told = [remark for rule in RULES for remark in rule(reading.tables)]
    found = [finding for remark in told if len(remark.rows) for finding in _findings(remark, reading, segments)]
    return [*found, *levels.check(reading, content)]


def _findings(remark: Remark, reading: Reading, segments: Segments) -> list[Finding]:
    rows = reading.tables[remark.table].select(["set_segment", "segment_ordinal", "byte_offset", "loop"])
    return [_finding(remark, row, segments) for row in rows.take(remark.rows).to_pylist()]


def _finding(remark: Remark, row: dict[str, object], segments: Segments) -> Finding:
    """The remark at its own segment; where that one is not there, at the first one of the loop that lacks it."""
    ordinal, offset = row["segment_ordinal"], row["byte_offset"]
    assert isinstance(ordinal, int)
    assert isinstance(offset, int)
    place = places().get((remark.table, remark.column), NOWHERE)
    at = segments.find(ordinal, offset, place)
    is_absent = remark.code == "X12-REQUIRED-ELEMENT" and at is None and segments.id(offset) != place.segment_id
    code = "X12-REQUIRED-SEGMENT" if is_absent else remark.code
    ordinal, offset = at or (ordinal, offset)
    element = 0 if is_absent else place.element
    where = (ordinal, place.segment_id, element, str(row["loop"]), segments.control_number(row["set_segment"]))
    return Finding(code, "warning", remark.message, offset, *where)
