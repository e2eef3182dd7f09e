"""Matching: which of the things sent an incoming TA1, 999 or 277CA answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from interchange.x12.acknowledgements import groups_of, rows_of
from interchange.x12.reader import Reading


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
    known = {_bare(row["control_number"]): n for n, one in enumerate(sent) for row in rows_of(one, "x12_interchanges")}
    for row in rows_of(received, "x12_ta1_acknowledgements"):
        number = _bare(row["acknowledged_control_number"])
        yield Match("TA1", number, str(row["status_code"]), known.get(number), row["byte_offset"])


def _match_999(received: Reading, sent: Sequence[Reading]) -> Iterator[Match]:
    known = {}
    for n, one in enumerate(sent):
        for group, sets in groups_of(one):
            for row in sets:
                known[_bare(group["control_number"]), _bare(row["control_number"])] = n
    groups = {row["set_segment"]: _bare(row["group_control_number"]) for row in rows_of(received, "x12_999_groups")}
    for row in rows_of(received, "x12_999_sets"):
        key = groups.get(row["set_segment"], ""), _bare(row["acknowledged_control_number"])
        yield Match("999", "/".join(key), str(row["status_code"]), known.get(key), row["byte_offset"])


def _match_277ca(received: Reading, sent: Sequence[Reading]) -> Iterator[Match]:
    batches = {row["reference_id"]: n for n, one in enumerate(sent) for row in rows_of(one, "x12_837_submissions")}
    claims = {(n, r["patient_control_number"]) for n, one in enumerate(sent) for r in rows_of(one, "x12_837_claims")}
    files = {}
    for row in rows_of(received, "x12_277ca_receivers"):
        files[row["segment_ordinal"]] = batches.get(row["batch_reference"])
    judged: dict[tuple[object, object], str] = {}
    for row in rows_of(received, "x12_277ca_statuses"):
        if row.get("line_segment") is None:
            judged.setdefault((row["receiver_segment"], row["claim_segment"]), str(row["category_code"]))
    for row in rows_of(received, "x12_277ca_receivers"):
        status = judged.get((row["segment_ordinal"], None), "")
        yield Match("277CA", str(row["batch_reference"]), status, files[row["segment_ordinal"]], row["byte_offset"])
    statuses = {claim: code for (_, claim), code in judged.items() if claim is not None}
    for row in rows_of(received, "x12_277ca_claims"):
        number, file = row["patient_control_number"], files.get(row["receiver_segment"])
        found = file if file is not None and (file, number) in claims else None
        yield Match("277CA claim", str(number), statuses.get(row["segment_ordinal"], ""), found, row["byte_offset"])


def _bare(number: object) -> str:
    return str(number or "").strip().lstrip("0")
