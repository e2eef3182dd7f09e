"""Denials: each thing denied counted once, whatever the number of times it was denied."""

from __future__ import annotations

import datetime as dt

from models.codes import DenialScope, DenialStatus
from models.record import Money, TracedRecord


class Denial(TracedRecord):
    """One denied service line, or one denied claim without lines (fct_denials).

    ``denied_amount`` is the submitted charge at stake at the first denial; a line denied three times is still one row
    with ``denial_count`` 3. A secondary payer's own denial has its share at stake. ``is_initial``: denied at the
    claim's first primary adjudication, so counted in K1 and K2.
    """

    denial_id: str
    claim_id: str
    claim_line_id: str | None
    remittance_id: str
    payer_id: str
    billing_provider_id: str
    rendering_provider_id: str
    procedure_id: str
    denial_code_id: str
    claim_type: str
    line_of_business: str
    facility_code: str
    service_line: str
    scope: DenialScope
    group_code: str
    carc: str
    rarc: str | None
    category: str
    subcategory: str
    hard_soft: str
    preventable: str
    owner_team: str
    first_action: str
    default_path: str
    status: DenialStatus
    denied_amount: Money
    recovered_amount: Money
    open_amount: Money
    denial_count: int
    is_initial: bool
    is_whole_claim: bool
    is_secondary: bool
    is_masked: bool
    is_post_payment: bool
    is_process_waste: bool
    is_unprocessable: bool
    is_mapped: bool
    submitted_date: dt.date
    service_date: dt.date | None
    first_denied_date: dt.date
    last_denied_date: dt.date
    last_paid_date: dt.date | None
    resolved_date: dt.date | None
