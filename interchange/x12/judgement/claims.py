"""Rules of an 837: sums, diagnoses and their pointers, periods, replacements, and what a prior payer said."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from interchange.x12.judgement.remarks import Ints, Remark, Tables, amounts_of, cents, is_one_of, ordinals, rows_where
from interchange.x12.judgement.remarks import sums as sums_of

CLAIMS, LINES, CODES = "x12_837_claims", "x12_837_lines", "x12_837_codes"
ADJUSTMENTS, ADJUDICATIONS, OTHER_PAYERS = "x12_837_adjustments", "x12_837_line_adjudications", "x12_837_other_payers"
DIAGNOSES = ("ABK", "BK", "ABF", "BF")
PERIODS = ((CLAIMS, "statement_from_date", "statement_to_date"), (LINES, "service_date", "service_to_date"))


def check(tables: Tables) -> Iterator[Remark]:
    """Claims and lines that break a rule."""
    if CLAIMS not in tables:
        return
    claims = tables[CLAIMS]
    known = ordinals(claims["segment_ordinal"])
    yield from _charges(tables, claims, known)
    diagnoses = _diagnoses(tables, known)
    lacking = (diagnoses == 0) & ~is_one_of(claims["claim_type"], ("837D",))
    message = "the claim has no diagnosis; send HI with one"
    yield Remark("X12-837-DIAGNOSIS", message, CLAIMS, "facility_code", rows_where(lacking))
    yield from _replacements(claims)
    yield from _periods(tables)
    if LINES in tables:
        yield from _pointers(tables[LINES], diagnoses, known)
    yield from _prior_payers(tables)


def _charges(tables: Tables, claims: pa.Table, known: Ints) -> Iterator[Remark]:
    lines = tables.get(LINES)
    owners = ordinals(lines["claim_segment"]) if lines is not None else np.zeros(0, np.int64)
    has_lines = np.isin(known, owners)
    message = "the claim has no service line; send at least one"
    yield Remark("X12-837-LINES", message, CLAIMS, "charge_amount", rows_where(~has_lines))
    charged = amounts_of(tables, LINES, "charge_amount", "claim_segment", known)
    wrong = has_lines & (cents(claims["charge_amount"]) != charged)
    message = "the claim's charge is not the sum of its lines; correct one of them"
    yield Remark("X12-837-CLAIM-BALANCE", message, CLAIMS, "charge_amount", rows_where(wrong))


def _diagnoses(tables: Tables, known: Ints) -> Ints:
    """How many diagnoses a line may point to, for each claim."""
    if CODES not in tables:
        return np.zeros(len(known), np.int64)
    counted = is_one_of(tables[CODES]["qualifier"], DIAGNOSES).astype(np.int64)
    return sums_of(counted, ordinals(tables[CODES]["claim_segment"]), known)


def _replacements(claims: pa.Table) -> Iterator[Remark]:
    again = pa.array(is_one_of(claims["frequency_code"], ("7", "8")))
    rows = rows_where(pc.and_(again, pc.is_null(claims["original_reference_number"])))
    message = "a replacement or void names the payer's number of the claim it replaces; send REF F8"
    yield Remark("X12-837-ORIGINAL-REFERENCE", message, CLAIMS, "frequency_code", rows)


def _periods(tables: Tables) -> Iterator[Remark]:
    for table, first, last in PERIODS:
        if table in tables:
            rows = rows_where(pc.greater(tables[table][first], tables[table][last]))
            yield Remark("X12-837-DATES", "this period ends before it begins", table, first, rows)


def _pointers(lines: pa.Table, diagnoses: Ints, known: Ints) -> Iterator[Remark]:
    most = diagnoses[np.searchsorted(known, ordinals(lines["claim_segment"]))]
    message = "this points to a diagnosis that the claim does not have"
    for n in range(1, 5):
        column = f"diagnosis_pointer_{n}"
        pointed = lines[column].combine_chunks().dictionary_encode()
        places = np.array(
            [int(each) if each and each.isdigit() else 0 for each in pointed.dictionary.to_pylist()] + [0]
        )
        beyond = places[pointed.indices.fill_null(len(places) - 1).to_numpy()] > most
        yield Remark("X12-837-POINTER", message, LINES, column, rows_where(beyond))


def _prior_payers(tables: Tables) -> Iterator[Remark]:
    """A prior payer's line: its charge less that payer's adjustments is what that payer paid."""
    if ADJUDICATIONS not in tables or LINES not in tables:
        return
    judged, lines = tables[ADJUDICATIONS], tables[LINES]
    known, of_lines = ordinals(judged["segment_ordinal"]), ordinals(lines["segment_ordinal"])
    charges = cents(lines["charge_amount"])[np.searchsorted(of_lines, ordinals(judged["line_segment"]))]
    adjusted = amounts_of(tables, ADJUSTMENTS, "amount", "line_adjudication_segment", known)
    wrong = charges - adjusted != cents(judged["paid_amount"])
    message = "the line's charge less this payer's adjustments is not what this payer paid; correct one of them"
    yield Remark("X12-837-PRIOR-PAYER-BALANCE", message, ADJUDICATIONS, "paid_amount", rows_where(wrong))
