"""Acknowledgements: the 999 and the TA1 that answer what came in, and the sent sets that incoming ones speak of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from interchange.x12.batches import Node
from interchange.x12.findings import Finding
from interchange.x12.reader import Reading
from interchange.x12.specs import SPECS
from interchange.x12.tokens import Delimiters
from interchange.x12.writer import STANDARD, Envelope, enclose_ta1, write

Row = dict[str, Any]
CODES = {spec.type: spec.code for spec in SPECS}
SET_ERRORS = {
    "X12-SET-UNSUPPORTED": "1",
    "X12-SE-MISSING": "2",
    "X12-SE02-CONTROL": "3",
    "X12-SE01-COUNT": "4",
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
    "X12-NUMBER": "6",
    "X12-INTEGER": "6",
    "X12-DATE": "8",
}
INVALID_CODE = "7"
INTERCHANGE_NOTES = {"X12-IEA02-CONTROL": "001", "X12-IEA01-COUNT": "021", "X12-IEA-MISSING": "023"}
LONGEST_LOOP = 6
ANSWERS = frozenset({"FA"})


def reply_envelope(reading: Reading, *, control_number: int, created: dt.datetime) -> Envelope:
    """An envelope from the receiver of what came in back to its sender."""
    came = reading.tables["x12_interchanges"].to_pylist()[0]
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
    nodes = [_group(group, sets, [*reading.findings, *findings]) for group, sets in _groups(reading)]
    return write("999", nodes, envelope=envelope, delimiters=delimiters) if nodes else b""


def _groups(reading: Reading) -> Iterator[tuple[Row, list[Row]]]:
    groups = [row for row in _rows(reading, "x12_groups") if row["functional_id"] not in ANSWERS]
    starts = [row["segment_ordinal"] for row in _rows(reading, "x12_groups")]
    for group in groups:
        first = group["segment_ordinal"]
        end = min((start for start in starts if start > first), default=1 << 62)
        yield group, [row for row in _rows(reading, "x12_sets") if first < row["segment_ordinal"] < end]


def _group(group: Row, sets: list[Row], findings: list[Finding]) -> Node:
    answered = [_set(row, findings) for row in sets]
    states = [node.values["status_code"] for node in answered]
    accepted = sum(state != "R" for state in states)
    values: dict[str, object] = {
        "functional_id": group["functional_id"],
        "group_control_number": group["control_number"],
        "acknowledged_implementation": group["version"],
        "group_status_code": _verdict(states),
        "included_count": len(sets),
        "received_count": len(sets),
        "accepted_count": accepted,
    }
    return Node("ST", values, answered)


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
            "loop_id": each.loop if each.loop != "ST" and len(each.loop) <= LONGEST_LOOP else "",
            "error_code": segment,
        }
        node = nodes.setdefault(each.segment_ordinal, Node("2100 IK3", place))
        if element and each.element:
            node.children.append(Node("2110 IK4", {"element_position": each.element, "error_code": element}))
    return list(nodes.values())


def write_ta1(reading: Reading, *, envelope: Envelope, delimiters: Delimiters = STANDARD) -> bytes:
    """A TA1 for each interchange that came in: accepted (A), accepted with errors (E) or rejected (R), and why."""
    came = _rows(reading, "x12_interchanges")
    segments = []
    for number, row in enumerate(came):
        end = came[number + 1]["byte_offset"] if number + 1 < len(came) else 1 << 62
        own = [each for each in reading.findings if row["byte_offset"] <= each.byte_offset - _is_missing(each) < end]
        note = next((INTERCHANGE_NOTES[each.code] for each in own if each.code in INTERCHANGE_NOTES), "000")
        state = "A" if note == "000" else "E"
        head = (row["control_number"], row["interchange_date"], row["interchange_time"])
        segments.append(["TA1", *(str(cell or "") for cell in head), state, note])
    return enclose_ta1(segments, envelope=envelope, delimiters=delimiters)


def _is_missing(finding: Finding) -> bool:
    """Whether it tells, where the next interchange begins, what the last one lacks."""
    return finding.code == "X12-IEA-MISSING"


@dataclass(frozen=True)
class Match:
    """An incoming answer and the sent thing it speaks of; ``sent_file`` is the place in ``sent``, None where unknown.

    ``kind`` is TA1, 999, 277CA (a batch) or 277CA claim; ``reference`` the number they share.
    """

    kind: str
    reference: str
    status: str
    sent_file: int | None
    byte_offset: int


def match(received: Reading, sent: Sequence[Reading]) -> list[Match]:
    """What each TA1, 999 set, 277CA batch and 277CA claim answers: by ISA13, GS06 with ST02, BHT03, or claim number."""
    return [*_match_ta1(received, sent), *_match_999(received, sent), *_match_277ca(received, sent)]


def _match_ta1(received: Reading, sent: Sequence[Reading]) -> Iterator[Match]:
    known = {_bare(row["control_number"]): n for n, one in enumerate(sent) for row in _rows(one, "x12_interchanges")}
    for row in _rows(received, "x12_ta1_acknowledgements"):
        number = _bare(row["acknowledged_control_number"])
        yield Match("TA1", number, str(row["status_code"]), known.get(number), row["byte_offset"])


def _match_999(received: Reading, sent: Sequence[Reading]) -> Iterator[Match]:
    known = {}
    for n, one in enumerate(sent):
        for group, sets in _groups(one):
            for row in sets:
                known[_bare(group["control_number"]), _bare(row["control_number"])] = n
    groups = {row["set_segment"]: _bare(row["group_control_number"]) for row in _rows(received, "x12_999_groups")}
    for row in _rows(received, "x12_999_sets"):
        key = groups.get(row["set_segment"], ""), _bare(row["acknowledged_control_number"])
        yield Match("999", "/".join(key), str(row["status_code"]), known.get(key), row["byte_offset"])


def _match_277ca(received: Reading, sent: Sequence[Reading]) -> Iterator[Match]:
    batches = {row["reference_id"]: n for n, one in enumerate(sent) for row in _rows(one, "x12_837_submissions")}
    claims = {(n, r["patient_control_number"]) for n, one in enumerate(sent) for r in _rows(one, "x12_837_claims")}
    files = {}
    for row in _rows(received, "x12_277ca_receivers"):
        files[row["segment_ordinal"]] = batches.get(row["batch_reference"])
    judged: dict[tuple[object, object], str] = {}
    for row in _rows(received, "x12_277ca_statuses"):
        if row.get("line_segment") is None:
            judged.setdefault((row["receiver_segment"], row["claim_segment"]), str(row["category_code"]))
    for row in _rows(received, "x12_277ca_receivers"):
        status = judged.get((row["segment_ordinal"], None), "")
        yield Match("277CA", str(row["batch_reference"]), status, files[row["segment_ordinal"]], row["byte_offset"])
    statuses = {claim: code for (_, claim), code in judged.items() if claim is not None}
    for row in _rows(received, "x12_277ca_claims"):
        number, file = row["patient_control_number"], files.get(row["receiver_segment"])
        found = file if file is not None and (file, number) in claims else None
        yield Match("277CA claim", str(number), statuses.get(row["segment_ordinal"], ""), found, row["byte_offset"])


def _bare(number: object) -> str:
    return str(number or "").strip().lstrip("0")


def _rows(reading: Reading, table: str) -> list[Row]:
    return reading.tables[table].to_pylist() if table in reading.tables else []
