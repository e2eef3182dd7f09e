"""Judgement: what a guide asks of a set beyond its syntax, told by place, never by value.

Reading has already said what is wrong with envelopes, counts, amounts and dates, and where an 835 does not balance.
Here follow required elements, code lists, an 837's sums, and rules between elements. All of it is warnings: a
judged file is a loaded file.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from interchange.x12.code_lists import code_list
from interchange.x12.findings import Finding
from interchange.x12.places import NOWHERE, Segments, places
from interchange.x12.reader import Reading, read

Row = dict[str, Any]
ZERO = Decimal(0)
REMARK = re.compile(r"MA\d{2,3}|[MN]\d{1,4}")
NPI = re.compile(r"\d{10}")

REQUIRED = {
    "x12_835_payments": "payment_amount credit_debit_code payment_method_code trace_number payer_name payee_name",
    "x12_835_claims": "patient_control_number claim_status_code charge_amount paid_amount payer_claim_control_number",
    "x12_835_lines": "charge_amount paid_amount",
    "x12_835_adjustments": "group_code carc amount",
    "x12_837_submissions": "structure_code purpose_code reference_id created_date transaction_type_code",
    "x12_837_billing_providers": "name",
    "x12_837_subscribers": "payer_responsibility_code last_name payer_name",
    "x12_837_claims": "patient_control_number charge_amount facility_code frequency_code",
    "x12_837_lines": "charge_amount units",
    "x12_277ca_claims": "patient_control_number",
    "x12_277ca_statuses": "category_code status_code",
    "x12_277_statuses": "category_code status_code",
    "x12_271_benefits": "eligibility_code",
    "x12_278_reviews": "request_category_code",
    "x12_999_groups": "functional_id group_control_number group_status_code",
    "x12_999_sets": "acknowledged_code acknowledged_control_number status_code",
}


@dataclass(frozen=True)
class Listed:
    """A column whose codes stand in a list: the finding's code, the list, and what a code is cut to first."""

    code: str
    columns: tuple[tuple[str, str], ...]
    known: Callable[[str], bool]
    what: str


def _in(name: str) -> Callable[[str], bool]:
    return lambda code: code in code_list(name)


LISTED = (
    Listed(
        "X12-CODE-GROUP",
        (("x12_835_adjustments", "group_code"), ("x12_837_adjustments", "group_code")),
        _in("adjustment_groups"),
        "an adjustment group",
    ),
    Listed(
        "X12-CODE-CARC",
        (("x12_835_adjustments", "carc"), ("x12_837_adjustments", "carc")),
        _in("carc"),
        "a claim adjustment reason",
    ),
    Listed(
        "X12-CODE-RARC",
        (("x12_835_remarks", "rarc"), ("x12_837_remarks", "rarc")),
        lambda code: REMARK.fullmatch(code) is not None,
        "of the form of a remark code",
    ),
    Listed(
        "X12-CODE-PLB",
        (("x12_835_provider_adjustments", "reason_code"),),
        _in("provider_adjustment_reasons"),
        "a provider adjustment reason",
    ),
    Listed(
        "X12-CODE-CLAIM-PAYMENT",
        (("x12_835_claims", "claim_status_code"),),
        _in("claim_payment_statuses"),
        "a status of a paid claim",
    ),
    Listed(
        "X12-CODE-STATUS-CATEGORY",
        (("x12_277ca_statuses", "category_code"), ("x12_277_statuses", "category_code")),
        _in("claim_status_categories"),
        "a claim status category",
    ),
    Listed(
        "X12-CODE-STATUS",
        (("x12_277ca_statuses", "status_code"), ("x12_277_statuses", "status_code")),
        _in("claim_statuses"),
        "a claim status",
    ),
    Listed(
        "X12-CODE-FREQUENCY",
        (("x12_837_claims", "frequency_code"),),
        _in("claim_frequencies"),
        "a claim frequency",
    ),
    Listed(
        "X12-CODE-PLACE-OF-SERVICE",
        (("x12_837_lines", "place_of_service"),),
        _in("places_of_service"),
        "a place of service",
    ),
)


def validate(data: bytes, *, strict: bool = False) -> list[Finding]:
    """All findings on a file's bytes, in the order of their places.

    ``strict`` makes a wrong count an error. Raises X12Error where the file is refused whole.
    """
    reading = read(data, strict=strict)
    return sorted([*reading.findings, *judge(reading, data)], key=lambda each: each.byte_offset)


def judge(reading: Reading, data: bytes) -> list[Finding]:
    """The findings on what was read from ``data``, beyond those that reading gave: every one a warning."""
    rows = {name: table.to_pylist() for name, table in reading.tables.items()}
    controls = {row["segment_ordinal"]: row["control_number"] for row in rows.get("x12_sets", [])}
    found = [*_missing(rows), *_unlisted(rows), *_claims(rows)]
    segments = Segments(data) if found else None
    return [_finding(each, segments, str(controls.get(each.row["set_segment"]) or "")) for each in found if segments]


def _finding(remark: _Remark, segments: Segments, control_number: str) -> Finding:
    """The remark at its own segment; where that one is not there, at the first one of the loop that lacks it."""
    row, place = remark.row, places().get((remark.table, remark.column), NOWHERE)
    at = segments.find(row["segment_ordinal"], place)
    own = segments.id(row["segment_ordinal"]) == place.segment_id
    code = "X12-REQUIRED-SEGMENT" if remark.code == "X12-REQUIRED-ELEMENT" and at is None and not own else remark.code
    ordinal, offset = at or (row["segment_ordinal"], row["byte_offset"])
    element = 0 if code == "X12-REQUIRED-SEGMENT" else place.element
    where = (ordinal, place.segment_id, element, str(row["loop"]), control_number)
    return Finding(code, "warning", remark.message, offset, *where)


@dataclass(frozen=True)
class _Remark:
    code: str
    message: str
    row: Row
    table: str
    column: str


def _missing(rows: dict[str, list[Row]]) -> Iterator[_Remark]:
    for table, columns in REQUIRED.items():
        for row in rows.get(table, []):
            for column in columns.split():
                if row.get(column) is None:
                    message = f"{column.replace('_', ' ')} is missing; the guide requires it"
                    yield _Remark("X12-REQUIRED-ELEMENT", message, row, table, column)


def _unlisted(rows: dict[str, list[Row]]) -> Iterator[_Remark]:
    for listed in LISTED:
        for table, column in listed.columns:
            for row in rows.get(table, []):
                code = row.get(column)
                if code is not None and not listed.known(str(code)):
                    yield _Remark(
                        listed.code, f"this is not {listed.what}; check it with its sender", row, table, column
                    )


def _claims(rows: dict[str, list[Row]]) -> Iterator[_Remark]:
    charges: dict[object, Decimal] = {}
    diagnosed: dict[object, int] = {}
    for row in rows.get("x12_837_lines", []):
        charge = row.get("charge_amount")
        charges[row["claim_segment"]] = charges.get(row["claim_segment"], ZERO) + (
            charge if isinstance(charge, Decimal) else ZERO
        )
    for row in rows.get("x12_837_codes", []):
        if row.get("qualifier") in ("ABK", "BK", "ABF", "BF"):
            diagnosed[row["claim_segment"]] = diagnosed.get(row["claim_segment"], 0) + 1
    for row in rows.get("x12_837_claims", []):
        yield from _claim(row, charges.get(row["segment_ordinal"]), diagnosed.get(row["segment_ordinal"], 0))
    yield from _pointers(rows, diagnosed)
    yield from _numbers(rows)


def _claim(row: Row, charged: Decimal | None, diagnoses: int) -> Iterator[_Remark]:
    table = "x12_837_claims"
    if charged is None:
        yield _Remark("X12-837-LINES", "the claim has no service line; send at least one", row, table, "charge_amount")
    elif row.get("charge_amount") != charged:
        message = "the claim's charge is not the sum of its lines; correct one of them"
        yield _Remark("X12-837-CLAIM-BALANCE", message, row, table, "charge_amount")
    if not diagnoses and row.get("claim_type") != "837D":
        yield _Remark("X12-837-DIAGNOSIS", "the claim has no diagnosis; send HI with one", row, table, "facility_code")
    if row.get("frequency_code") in ("7", "8") and row.get("original_reference_number") is None:
        message = "a replacement or void names the payer's number of the claim it replaces; send REF F8"
        yield _Remark("X12-837-ORIGINAL-REFERENCE", message, row, table, "frequency_code")
    is_bill = row.get("facility_code_qualifier") == "A"
    known = code_list("types_of_bill" if is_bill else "places_of_service")
    facility = row.get("facility_code")
    if facility is not None and facility not in known:
        code = "X12-CODE-TYPE-OF-BILL" if is_bill else "X12-CODE-PLACE-OF-SERVICE"
        yield _Remark(code, "this is not a known place or type of bill; check it", row, table, "facility_code")
    if _after(row.get("statement_from_date"), row.get("statement_to_date")):
        yield _Remark("X12-837-DATES", "the statement ends before it begins", row, table, "statement_from_date")


def _pointers(rows: dict[str, list[Row]], diagnosed: dict[object, int]) -> Iterator[_Remark]:
    for row in rows.get("x12_837_lines", []):
        for n in range(1, 5):
            pointer = str(row.get(f"diagnosis_pointer_{n}") or "")
            if pointer.isdigit() and int(pointer) > diagnosed.get(row["claim_segment"], 0):
                message = "this points to a diagnosis that the claim does not have"
                yield _Remark("X12-837-POINTER", message, row, "x12_837_lines", f"diagnosis_pointer_{n}")
        if _after(row.get("service_date"), row.get("service_to_date")):
            yield _Remark("X12-837-DATES", "the service ends before it begins", row, "x12_837_lines", "service_date")


def _numbers(rows: dict[str, list[Row]]) -> Iterator[_Remark]:
    for table, qualifier, column in (
        ("x12_837_billing_providers", "id_qualifier", "npi"),
        ("x12_837_claims", "rendering_id_qualifier", "rendering_npi"),
        ("x12_835_claims", "rendering_id_qualifier", "rendering_npi"),
    ):
        for row in rows.get(table, []):
            if row.get(qualifier) == "XX" and not is_npi(str(row.get(column) or "")):
                message = "this is no NPI: its check digit does not hold; check it in the provider's record"
                yield _Remark("X12-NPI", message, row, table, column)


def is_npi(number: str) -> bool:
    """Whether ten digits end in the check digit that a national provider identifier has.

    >>> is_npi("1234567893"), is_npi("1234567890")
    (True, False)
    """
    if not NPI.fullmatch(number):
        return False
    doubled = [int(digit) * (2 - at % 2) for at, digit in enumerate(number[:9])]
    return (24 + sum(n // 10 + n % 10 for n in doubled) + int(number[9])) % 10 == 0


def _after(first: object, last: object) -> bool:
    return isinstance(first, dt.date) and isinstance(last, dt.date) and first > last
