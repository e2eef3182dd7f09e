"""What payers answer: remittances (one a claim and payment) and their adjustments."""

from __future__ import annotations

import datetime as dt

from models.codes import AdjustmentClass, PayerSequence, RemittanceOutcome
from models.record import Money, Quantity, TracedRecord


class Remittance(TracedRecord):
    """One answer of a payer to one claim (fct_remittances): a CLP loop of an 835, or a decision by FHIR."""

    remittance_id: str
    claim_id: str
    payer_id: str
    payment_id: str | None
    trace_number: str | None
    payer_claim_control_number: str | None
    claim_status_code: str | None
    payer_sequence: PayerSequence
    outcome: RemittanceOutcome
    denial_category: str | None
    denial_carc: str | None
    adjudication_number: int
    charge_amount: Money
    paid_amount: Money
    patient_responsibility_amount: Money
    adjustment_amount: Money
    denied_amount: Money
    interest_amount: Money
    is_primary: bool
    is_duplicate: bool
    is_reversal: bool
    is_first_adjudication: bool
    is_denied: bool
    is_masked_denial: bool
    is_process_waste: bool
    is_unprocessable: bool
    is_balanced: bool
    remitted_date: dt.date


class Adjustment(TracedRecord):
    """One adjustment (fct_adjustments): a CAS triplet with what it means here."""

    adjustment_id: str
    remittance_id: str
    claim_id: str
    claim_line_id: str | None
    payer_id: str
    denial_code_id: str
    group_code: str
    carc: str
    adjustment_class: AdjustmentClass
    position: int
    adjustment_amount: Money
    quantity: Quantity | None
    is_line_level: bool
    is_denial: bool
    is_mapped: bool
    is_duplicate: bool
    remitted_date: dt.date
