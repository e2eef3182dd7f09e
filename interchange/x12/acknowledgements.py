"""Acknowledgements: the 999 and the TA1 that answer what came in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from interchange.x12.batches import Node
from interchange.x12.content import normalise
from interchange.x12.findings import Finding, X12Error
from interchange.x12.reader import Reading
from interchange.x12.schema import ENVELOPE_COLUMNS
from interchange.x12.specs import SPECS
from interchange.x12.tokens import Delimiters, tokenize
from interchange.x12.writer import STANDARD, Envelope, enclose_ta1, write

Row = dict[str, Any]
CODES = {spec.type: spec.code for spec in SPECS}
SET_ERRORS = {
    "X12-SET-UNSUPPORTED": "1",
    "X12-SE-MISSING": "2",
    "X12-SE02-CONTROL": "3",
    "X12-SE01-COUNT": "4",
    "X12-GUIDE": "I6",
}
HAS_SEGMENTS_IN_ERROR = "5"
SEGMENT_ERRORS = {
    "X12-SEGMENT-UNKNOWN": "1",
    "X12-SEGMENT-MALFORMED": "1",
    "X12-SEGMENT-MISPLACED": "2",
    "X12-REQUIRED-SEGMENT": "3",
}
HAS_ELEMENTS_IN_ERROR = "8"
ELEMENT_ERRORS = {
    "X12-REQUIRED-ELEMENT": "1",
    "X12-ELEMENT-TOO-SHORT": "4",
    "X12-ELEMENT-TOO-LONG": "5",
    "X12-NUMBER": "6",
    "X12-INTEGER": "6",
    "X12-CONTROL-CHARACTER": "6",
    "X12-HL-NUMBER": "7",
    "X12-HL-PARENT": "7",
    "X12-HL-CHILDREN": "7",
    "X12-NPI": "7",
    "X12-DATE": "8",
    "X12-COMPONENT-SEPARATOR": "13",
}
INVALID_CODE = "7"
GROUP_ERRORS = {"X12-GE-MISSING": "3", "X12-GE02-CONTROL": "4", "X12-GE01-COUNT": "5"}
INTERCHANGE_NOTES = {
    "X12-IEA02-CONTROL": "001",
    "X12-IEA01-COUNT": "021",
    "X12-ISA-MALFORMED": "022",
    "X12-IEA-MISSING": "023",
    "X12-UNTERMINATED": "023",
    "X12-SEGMENT-TOO-LONG": "024",
    "X12-EMPTY-SEGMENTS": "024",
    "X12-GS-MISSING": "024",
    "X12-NO-SETS": "024",
    "X12-CONTROL-NUMBER-REUSE": "025",
}
LONGEST_LOOP = 4
ANSWERS = frozenset({"FA"})
NO_END = 1 << 62


def reply_envelope(reading: Reading, *, control_number: int, created: dt.datetime) -> Envelope:
    """An envelope from the receiver of what came in back to its sender; X12Error where no header names them."""
    came = rows_of(reading, "x12_interchanges")
    if not came:
        raise X12Error("X12-ISA-MISSING", "no interchange header says whom to answer")
    return _reply(came[0], control_number, created)


def _reply(came: Row, control_number: int, created: dt.datetime) -> Envelope:
    return Envelope(
        came["receiver_id"] or "",
        came["sender_id"] or "",
        control_number,
        control_number,
        created,
        came["receiver_qualifier"] or "ZZ",
        came["sender_qualifier"] or "ZZ",
        came["usage_indicator"] or "T",
    )


def write_999(
    reading: Reading, *, envelope: Envelope, findings: Sequence[Finding] = (), delimiters: Delimiters = STANDARD
) -> bytes:
    """A 999 with one set for each group that came in; b"" where nothing came that may be acknowledged.

    ``findings`` are those of a judgement, beyond the reading's own. A set that was put aside is rejected, one with
    findings accepted with errors. A group of acknowledgements is never acknowledged.
    """
    found = [*reading.findings, *findings]
    nodes = [_group(group, sets, found, reading.declared) for group, sets in groups_of(reading)]
    return write("999", nodes, envelope=envelope, delimiters=delimiters) if nodes else b""


def groups_of(reading: Reading) -> Iterator[tuple[Row, list[Row]]]:
    """Each group that may be acknowledged, with the offset of the next one as its ``end``, and its sets."""
    groups, sets = rows_of(reading, "x12_groups"), rows_of(reading, "x12_sets")
    ends = [row["byte_offset"] for row in groups[1:]] + [NO_END]
    for group, end in zip(groups, ends, strict=False):  # one end is left over where no group came
        if group["functional_id"] not in ANSWERS:
            own = [row for row in sets if group["byte_offset"] < row["byte_offset"] < end]
            yield group | {"end": end}, own


def _group(group: Row, sets: list[Row], findings: list[Finding], declared: Mapping[int, int]) -> Node:
    """AK1 to AK9: how many sets the GE says, how many came, and how many were taken in."""
    answered = [_set(row, findings) for row in sets]
    states = [node.values["status_code"] for node in answered]
    codes = [GROUP_ERRORS[each.code] for each in _trailers(group, findings)]
    verdict = _verdict(states)
    values: dict[str, object] = {
        "functional_id": group["functional_id"],
        "group_control_number": group["control_number"],
        "acknowledged_implementation": group["version"],
        "group_status_code": "E" if codes and verdict == "A" else verdict,
        "included_count": declared.get(group["segment_ordinal"], len(sets)),
        "received_count": len(sets),
        "accepted_count": sum(state != "R" for state in states),
        **{f"error_code_{n}": code for n, code in enumerate(codes, start=1)},
    }
    return Node("ST", values, answered)


def _trailers(group: Row, findings: list[Finding]) -> list[Finding]:
    """What is wrong with a group's trailer; that it lacks is told where the next group begins."""
    return [
        each
        for each in findings
        if each.code in GROUP_ERRORS and group["byte_offset"] < each.byte_offset <= group["end"]
    ]


def _verdict(states: list[object]) -> str:
    if not states or all(state == "R" for state in states):
        return "R"
    return "P" if "R" in states else "E" if "E" in states else "A"


def _set(row: Row, findings: Iterable[Finding]) -> Node:
    first, end = row["segment_ordinal"], row["segment_ordinal"] + row["segment_count"]
    own = [each for each in findings if first <= each.segment_ordinal < end]
    errors = _segment_errors(own, first)
    codes = [SET_ERRORS[code] for code in dict.fromkeys(each.code for each in own) if code in SET_ERRORS]
    codes += [HAS_SEGMENTS_IN_ERROR] if errors else []
    state = "R" if row["status"] == "quarantined" else "E" if codes else "A"
    values: dict[str, object] = {
        "acknowledged_code": CODES.get(row["set_type"], row["set_type"]),
        "acknowledged_control_number": row["control_number"],
        "acknowledged_implementation": row["implementation"],
        "status_code": state,
        **{f"error_code_{n}": code for n, code in enumerate(codes[:5], start=1)},
    }
    return Node("2000", values, errors)


def _segment_errors(findings: Iterable[Finding], first: int) -> list[Node]:
    nodes: dict[int, Node] = {}
    for each in sorted(findings, key=lambda found: found.segment_ordinal):
        element = INVALID_CODE if each.code.startswith("X12-CODE-") else ELEMENT_ERRORS.get(each.code)
        segment = SEGMENT_ERRORS.get(each.code) or (HAS_ELEMENTS_IN_ERROR if element else None)
        if segment is None:
            continue
        place: dict[str, object] = {
            "segment_id": each.segment_id or "ZZ",
            "segment_position": each.segment_ordinal - first + 1,
            "loop_id": "" if each.loop == "ST" else each.loop.split(" ")[0][:LONGEST_LOOP],
            "error_code": segment,
        }
        node = nodes.setdefault(each.segment_ordinal, Node("2100 IK3", place))
        if element and each.element:
            node.children.append(Node("2110 IK4", {"element_position": each.element, "error_code": element}))
    return list(nodes.values())


def write_ta1(reading: Reading, *, envelope: Envelope, delimiters: Delimiters = STANDARD) -> bytes:
    """A TA1 for each interchange that came in: accepted (A), accepted with errors (E) or rejected (R), and why."""
    came = rows_of(reading, "x12_interchanges")
    loaded = [row["byte_offset"] for row in rows_of(reading, "x12_sets") if row["status"] == "loaded"]
    segments = []
    for number, row in enumerate(came):
        end = came[number + 1]["byte_offset"] if number + 1 < len(came) else NO_END
        own = [each for each in reading.findings if row["byte_offset"] <= each.byte_offset - _is_missing(each) < end]
        note = next((INTERCHANGE_NOTES[each.code] for each in own if each.code in INTERCHANGE_NOTES), "000")
        stands = any(row["byte_offset"] < offset < end for offset in loaded)
        if row["control_number"]:
            segments.append(_ta1(row, "A" if note == "000" else "E" if stands else "R", note))
    return enclose_ta1(segments, envelope=envelope, delimiters=delimiters)


def write_ta1_of_refusal(
    data: bytes, error: X12Error, *, control_number: int, created: dt.datetime, delimiters: Delimiters = STANDARD
) -> bytes:
    """The TA1 that rejects a file which was refused whole; b"" where no header tells whom to answer."""
    try:
        content, _ = normalise(data)
        isa = next(tokenize(content))
    except (X12Error, StopIteration):
        return b""
    if isa.id != "ISA":
        return b""
    columns = ENVELOPE_COLUMNS["ISA"][1]
    row = {column: isa.text(position).strip() for position, column in columns.items()}
    segment = _ta1(row, "R", INTERCHANGE_NOTES.get(error.code, "024"))
    return enclose_ta1([segment], envelope=_reply(row, control_number, created), delimiters=delimiters)


def _ta1(row: Row, state: str, note: str) -> list[str]:
    head = (row["control_number"], row["interchange_date"], row["interchange_time"])
    return ["TA1", *(str(cell or "") for cell in head), state, note]


def _is_missing(finding: Finding) -> bool:
    """Whether it tells, where the next interchange begins, what the last one lacks."""
    return finding.code == "X12-IEA-MISSING"


def rows_of(reading: Reading, table: str) -> list[Row]:
    """The rows of a table, none where the reading has no such table."""
    return reading.tables[table].to_pylist() if table in reading.tables else []
