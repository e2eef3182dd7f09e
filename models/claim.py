"""Claims and their service lines: one row a lineage, however often it was sent again."""

from __future__ import annotations

import datetime as dt

from models.codes import ClaimOutcome
from models.record import Money, Quantity, TracedRecord


class Claim(TracedRecord):
    """One claim lineage (fct_claims): original, replacements and voids together, with its first and its latest answer.

    Amounts named ``initial_`` speak of the first primary adjudication; the others of everything received so far.
    A claim known only from a remittance has ``is_submission_seen`` false and the remittance's charge and dates.
    """

    claim_id: str
    payer_id: str
    billing_provider_id: str
    rendering_provider_id: str
    procedure_id: str
    first_remittance_id: str | None
    patient_control_number: str
    payer_claim_control_number: str | None
    claim_type: str
    line_of_business: str
    service_line: str
    facility_code: str | None
    drg_code: str | None
    principal_diagnosis_code: str | None
    prior_authorization_number: str | None
    initial_outcome: ClaimOutcome
    current_outcome: ClaimOutcome
    denial_category: str | None
    denial_carc: str | None
    charge_amount: Money
    initial_denied_amount: Money
    initial_paid_amount: Money
    paid_amount: Money
    patient_responsibility_amount: Money
    line_count: int
    submission_count: int
    remittance_count: int
    answer_lag_days: int | None
    is_submission_seen: bool
    is_voided: bool
    is_answered: bool
    is_answer_due: bool
    is_denied: bool
    is_fully_denied: bool
    is_partially_denied: bool
    is_masked_denial: bool
    is_process_waste: bool
    is_first_pass_paid: bool
    is_unprocessable: bool
    submitted_date: dt.date
    service_from_date: dt.date | None
    service_to_date: dt.date | None
    first_answered_date: dt.date | None
    last_remitted_date: dt.date | None


class ClaimLine(TracedRecord):
    """One service line of a claim lineage (fct_claim_lines), as first submitted or, with no 837, first remitted."""

    claim_line_id: str
    claim_id: str
    payer_id: str
    rendering_provider_id: str
    procedure_id: str
    line_key: str
    modifier_1: str | None
    modifier_2: str | None
    modifier_3: str | None
    modifier_4: str | None
    revenue_code: str | None
    place_of_service: str | None
    diagnosis_code: str | None
    service_line: str
    initial_outcome: ClaimOutcome
    denial_category: str | None
    denial_carc: str | None
    units: Quantity | None
    charge_amount: Money
    initial_denied_amount: Money
    paid_amount: Money
    patient_responsibility_amount: Money
    is_submission_seen: bool
    is_denied: bool
    submitted_date: dt.date
    service_date: dt.date | None
