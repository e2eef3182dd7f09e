"""Money identities of an 835: line, claim and payment. A break is a warning: nothing is lost."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from interchange.x12.findings import Finding
from tests.interchange.x12.plain.walk import Row

ZERO = Decimal(0)


def check_835(rows: dict[str, list[Row]], control_number: str) -> list[Finding]:
    """Findings where SVC02 - CAS is not SVC03, CLP03 - CAS is not CLP04, or BPR02 is not the claims less PLB."""
    adjustments = rows.get("x12_835_adjustments", [])
    by_line = _sums(adjustments, "line_segment")
    by_claim = _sums(adjustments, "claim_segment")
    found = [
        _finding("X12-835-LINE-BALANCE", "SVC", "charge less adjustments is not what was paid", row, control_number)
        for row in rows.get("x12_835_lines", [])
        if _open(row, by_line) != ZERO
    ]
    found += [
        _finding(
            "X12-835-CLAIM-BALANCE",
            "CLP",
            "charge less adjustments is not what was paid",
            row,
            control_number,
        )
        for row in rows.get("x12_835_claims", [])
        if _open(row, by_claim) != ZERO
    ]
    return found + _payment(rows, control_number)


def _payment(rows: dict[str, list[Row]], control_number: str) -> list[Finding]:
    payment = rows["x12_835_payments"][0]
    claims = sum((_amount(row, "paid_amount") for row in rows.get("x12_835_claims", [])), ZERO)
    taken = sum((_amount(row, "amount") for row in rows.get("x12_835_provider_adjustments", [])), ZERO)
    if _amount(payment, "payment_amount") == claims - taken:
        return []
    message = "the payment is not the sum of its claims less the provider adjustments"
    return [_finding("X12-835-PAYMENT-BALANCE", "BPR", message, payment, control_number)]


def _sums(rows: Iterable[Row], key: str) -> dict[object, Decimal]:
    sums: dict[object, Decimal] = {}
    for row in rows:
        if row.get(key) is not None:
            sums[row[key]] = sums.get(row[key], ZERO) + _amount(row, "amount")
    return sums


def _open(row: Row, adjusted: dict[object, Decimal]) -> Decimal:
    return _amount(row, "charge_amount") - adjusted.get(row["segment_ordinal"], ZERO) - _amount(row, "paid_amount")


def _amount(row: Row, column: str) -> Decimal:
    value = row.get(column)
    return value if isinstance(value, Decimal) else ZERO


def _finding(code: str, segment_id: str, message: str, row: Row, control_number: str) -> Finding:
    offset, ordinal = row["byte_offset"], row["segment_ordinal"]
    assert isinstance(offset, int)
    assert isinstance(ordinal, int)
    return Finding(code, "warning", message, offset, ordinal, segment_id, 0, str(row["loop"]), control_number)
