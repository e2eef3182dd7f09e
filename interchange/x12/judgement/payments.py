"""Rules of an 835 beyond its balances, which reading checks: what the patient owes, and payments that are none."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from interchange.x12.judgement.remarks import Remark, Tables, amounts_of, cents, is_one_of, ordinals, rows_where

PAYMENTS, CLAIMS, ADJUSTMENTS = "x12_835_payments", "x12_835_claims", "x12_835_adjustments"


def check(tables: Tables) -> Iterator[Remark]:
    """Payments and claims that break a rule."""
    if PAYMENTS in tables:
        none = is_one_of(tables[PAYMENTS]["payment_method_code"], ("NON",))
        wrong = none & (cents(tables[PAYMENTS]["payment_amount"]) != 0)
        message = "the method says that nothing is paid, the amount says otherwise; correct one of them"
        yield Remark("X12-835-NO-PAYMENT", message, PAYMENTS, "payment_amount", rows_where(wrong))
    if CLAIMS in tables:
        yield from _patient_shares(tables)


def _patient_shares(tables: Tables) -> Iterator[Remark]:
    claims = tables[CLAIMS]
    known = ordinals(claims["segment_ordinal"])
    of = is_one_of(tables[ADJUSTMENTS]["group_code"], ("PR",)) if ADJUSTMENTS in tables else np.zeros(0, bool)
    owed = amounts_of(tables, ADJUSTMENTS, "amount", "claim_segment", known, of)
    told = claims["patient_responsibility_amount"]
    wrong = np.asarray(told.is_valid().to_numpy(), bool) & (cents(told) != owed)
    message = "what the patient owes is not the sum of the adjustments of group PR; correct one of them"
    yield Remark("X12-835-PATIENT-SHARE", message, CLAIMS, "patient_responsibility_amount", rows_where(wrong))
