"""Code lists: codes that no list has. A new code is a warning at most, since lists grow three times a year."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from interchange.x12.code_lists import code_list
from interchange.x12.judgement.remarks import Bools, Ints, Remark, Tables, is_one_of, rows_where

REMARK = re.compile(r"MA\d{2,3}|[MN]\d{1,4}")


@dataclass(frozen=True)
class Listed:
    """Columns whose codes stand in a list: the finding's code, the columns, whether a code is known, what it is."""

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


def check(tables: Tables) -> Iterator[Remark]:
    """Rows whose code no list has."""
    for listed in LISTED:
        for table, column in listed.columns:
            if table in tables:
                rows = rows_where(unknown(tables[table][column], listed.known))
                yield Remark(listed.code, f"this is not {listed.what}; check it with its sender", table, column, rows)
    if "x12_837_claims" in tables:
        yield from _facilities(tables["x12_837_claims"])


def unknown(column: pa.ChunkedArray, known: Callable[[str], bool]) -> pa.ChunkedArray:
    """Where a column has a value that is not known: each value is asked for once."""
    strange = [code for code in column.unique().to_pylist() if code is not None and not known(code)]
    return pc.is_in(column, pa.array(strange, pa.string()))


def _facilities(claims: pa.Table) -> Iterator[Remark]:
    """CLM05-1 is a type of bill where its qualifier is A, and else a place of service."""
    message = "this is not a known place or type of bill; check it"
    is_bill = is_one_of(claims["facility_code_qualifier"], ("A",))
    for code, name, asked in (
        ("X12-CODE-TYPE-OF-BILL", "types_of_bill", is_bill),
        ("X12-CODE-PLACE-OF-SERVICE", "places_of_service", ~is_bill),
    ):
        rows = _both(rows_where(unknown(claims["facility_code"], _in(name))), asked)
        yield Remark(code, message, "x12_837_claims", "facility_code", rows)


def _both(rows: Ints, asked: Bools) -> Ints:
    return rows[asked[rows]]
