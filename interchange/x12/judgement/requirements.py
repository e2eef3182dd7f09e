"""Required elements: those that a guide asks of every row, and those that it asks where another element says so."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from interchange.x12.judgement.remarks import Remark, Tables, rows_where

BEGINNING = "structure_code purpose_code reference_id created_date"
REQUIRED = {
    "x12_835_payments": "handling_code payment_amount credit_debit_code payment_method_code trace_number"
    " payer_name payee_name",
    "x12_835_claims": "patient_control_number claim_status_code charge_amount paid_amount payer_claim_control_number",
    "x12_835_lines": "charge_amount paid_amount",
    "x12_835_adjustments": "group_code carc amount",
    "x12_835_provider_adjustments": "provider_id reason_code amount",
    "x12_837_submissions": f"{BEGINNING} transaction_type_code",
    "x12_837_billing_providers": "name",
    "x12_837_subscribers": "payer_responsibility_code last_name payer_name",
    "x12_837_claims": "patient_control_number charge_amount facility_code frequency_code",
    "x12_837_lines": "line_number charge_amount units",
    "x12_837_line_adjudications": "payer_id paid_amount",
    "x12_277ca_acknowledgements": BEGINNING,
    "x12_277ca_claims": "patient_control_number",
    "x12_277ca_statuses": "category_code status_code",
    "x12_276_transactions": BEGINNING,
    "x12_277_transactions": BEGINNING,
    "x12_277_statuses": "category_code status_code",
    "x12_270_transactions": BEGINNING,
    "x12_271_transactions": BEGINNING,
    "x12_271_benefits": "eligibility_code",
    "x12_278_transactions": BEGINNING,
    "x12_278_reviews": "request_category_code",
    "x12_999_groups": "functional_id group_control_number group_status_code",
    "x12_999_sets": "acknowledged_code acknowledged_control_number status_code",
}
SENDER_BANK = "sender_bank_qualifier sender_bank_number sender_account_qualifier sender_account_number payer_identifier"
RECEIVER_BANK = "receiver_bank_qualifier receiver_bank_number receiver_account_qualifier receiver_account_number"
# Table, the column that decides and its codes, the columns that are then required, and why.
WHERE = (
    ("x12_835_payments", "payment_method_code", ("ACH",), "payment_format_code", "of a payment by ACH"),
    (
        "x12_835_payments",
        "payment_method_code",
        ("ACH", "BOP", "FWT"),
        f"{SENDER_BANK} {RECEIVER_BANK}",
        "of a transfer between banks",
    ),
)
MODIFIED = ("x12_835_lines", "x12_837_lines")


def check(tables: Tables) -> Iterator[Remark]:
    """Rows that lack what is required."""
    for table, columns in REQUIRED.items():
        for column in columns.split() if table in tables else ():
            rows = rows_where(pc.is_null(tables[table][column]))
            yield Remark("X12-REQUIRED-ELEMENT", _missing(column), table, column, rows)
    for table, deciding, codes, columns, why in WHERE:
        if table in tables:
            asked = pc.is_in(tables[table][deciding], pa.array(codes))
            for column in columns.split():
                rows = rows_where(pc.and_(asked, pc.is_null(tables[table][column])))
                yield Remark("X12-REQUIRED-ELEMENT", f"{_missing(column)} {why}", table, column, rows)
    for table in MODIFIED:
        if table in tables:
            lines = tables[table]
            rows = rows_where(pc.and_(pc.is_valid(lines["modifier_1"]), pc.is_null(lines["procedure_code"])))
            message = f"{_missing('procedure_code')} before a modifier"
            yield Remark("X12-REQUIRED-ELEMENT", message, table, "procedure_code", rows)
    yield from _revenue_codes(tables)


def _revenue_codes(tables: Tables) -> Iterator[Remark]:
    """What a prior payer said of a line names its revenue code where the claim is an institution's."""
    if "x12_837_line_adjudications" not in tables or "x12_837_claims" not in tables:
        return
    claims, judged = tables["x12_837_claims"], tables["x12_837_line_adjudications"]
    institutional = claims["segment_ordinal"].filter(pc.equal(claims["claim_type"], "837I"))
    asked = pc.is_in(judged["claim_segment"], institutional.combine_chunks())
    rows = rows_where(pc.and_(asked, pc.is_null(judged["revenue_code"])))
    message = f"{_missing('revenue_code')} of an institution's claim"
    yield Remark("X12-REQUIRED-ELEMENT", message, "x12_837_line_adjudications", "revenue_code", rows)


def _missing(column: str) -> str:
    return f"{column.replace('_', ' ')} is missing; the guide requires it"
