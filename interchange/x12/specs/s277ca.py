"""277CA: claim acknowledgement (005010X214): what a payer's front end took in, and what it sent back, and why."""

from __future__ import annotations

from interchange.x12.spec import (
    Loop,
    Period,
    Repeat,
    TransactionSet,
    date,
    fixed,
    integer,
    money,
    number,
    repeat,
    segment,
    text,
)
from interchange.x12.specs.segments import begin, dates, header, name, procedure, references

STATUS_GROUPS = (1, 10, 11)


def statuses(table: str) -> Repeat:
    """STC: each of its one to three statuses is a row, with the date, action and amounts they share."""
    return repeat(
        "STC",
        text(0, "category_code", 1),
        text(0, "status_code", 2),
        text(0, "entity_code", 3),
        text(0, "code_list", 4),
        table=table,
        name="statuses",
        groups=STATUS_GROUPS,
        leading=(
            date(2, "status_date"),
            text(3, "action_code"),
            money(4, "charge_amount"),
            money(5, "paid_amount"),
            date(6, "adjudicated_date"),
            text(7, "payment_method_code"),
            date(8, "payment_date"),
            text(9, "check_number"),
            text(12, "message"),
        ),
    )


STATUSES = statuses("x12_277ca_statuses")
ACCEPTED = (
    segment("QTY", text(1, "accepted_qualifier"), integer(2, "accepted_count"), where=(1, "90 QA")),
    segment("QTY", text(1, "rejected_qualifier"), integer(2, "rejected_count"), where=(1, "AA QC")),
    segment("AMT", money(2, "accepted_amount"), where=(1, "YU")),
    segment("AMT", money(2, "rejected_amount"), where=(1, "YY")),
)


SERVICE = segment(
    "SVC",
    *procedure(1, is_described=False),
    money(2, "charge_amount"),
    money(3, "paid_amount"),
    text(4, "revenue_code"),
    number(7, "units"),
)


LINE = Loop(
    "2220D",
    SERVICE,
    table="x12_277ca_lines",
    name="line",
    body=(
        STATUSES,
        segment("REF", text(2, "line_control_number"), where=(1, "FJ")),
        references("x12_277ca_references"),
        Period(("472",), "service_date", "service_to_date"),
    ),
)

CLAIM = Loop(
    "2200D",
    segment("TRN", fixed(1, "2"), text(2, "patient_control_number")),
    table="x12_277ca_claims",
    name="claim",
    body=(
        STATUSES,
        segment("REF", text(2, "payer_claim_control_number"), where=(1, "1K")),
        segment("REF", text(2, "clearinghouse_claim_number"), where=(1, "D9")),
        segment("REF", text(2, "type_of_bill"), where=(1, "BLT")),
        references("x12_277ca_references"),
        Period(("472",), "service_date", "service_to_date"),
        LINE,
    ),
)

PATIENT = Loop(
    "2000D",
    segment("HL", text(4, ""), where=(3, "PT")),
    table="x12_277ca_patients",
    name="patient",
    body=(Loop("2100D", name("QC", kind="1", id_qualifier="MI")), CLAIM),
)

PROVIDER = Loop(
    "2000C",
    segment("HL", where=(3, "19")),
    table="x12_277ca_providers",
    name="provider",
    body=(
        Loop("2100C", name("85", kind="1", id_qualifier="XX")),
        Loop(
            "2200C",
            segment("TRN", text(1, "trace_type_code", default="1"), text(2, "trace_number")),
            body=(STATUSES, references("x12_277ca_references"), *ACCEPTED),
        ),
        PATIENT,
    ),
)

RECEIVER = Loop(
    "2000B",
    segment("HL", where=(3, "21")),
    table="x12_277ca_receivers",
    name="receiver",
    body=(
        Loop("2100B", name("41", id_qualifier="46")),
        Loop("2200B", segment("TRN", fixed(1, "2"), text(2, "batch_reference")), body=(STATUSES, *ACCEPTED)),
        PROVIDER,
    ),
)

SOURCE = Loop(
    "2000A",
    segment("HL", where=(3, "20")),
    table="x12_277ca_sources",
    name="source",
    body=(
        Loop("2100A", name("PR AY", id_qualifier="PI", code="entity_code")),
        Loop(
            "2200A",
            segment("TRN", fixed(1, "1"), text(2, "trace_number")),
            body=(
                Period(("050",), "received_date"),
                Period(("009",), "processed_date"),
                dates("x12_277ca_dates"),
            ),
        ),
        RECEIVER,
    ),
)

S277CA = TransactionSet(
    type="277CA",
    code="277",
    functional_id="HN",
    implementation="005010X214",
    guides=("005010X214", "004040X167", "005010X364"),
    ignored=("PER", "N3", "N4"),
    root=Loop(
        "ST",
        header("277", "005010X214"),
        table="x12_277ca_acknowledgements",
        name="acknowledgement",
        body=(begin("0085", text(6, "transaction_type_code", default="TH"), purpose="08"), SOURCE),
    ),
)
