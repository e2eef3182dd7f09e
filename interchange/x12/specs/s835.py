"""835: health care claim payment and remittance advice (005010X221A1)."""

from __future__ import annotations

from interchange.x12.spec import (
    Element,
    Loop,
    Repeat,
    TransactionSet,
    date,
    fixed,
    money,
    number,
    repeat,
    segment,
    text,
)

MODIFIERS = tuple(text(1, f"modifier_{i}", 2 + i) for i in range(1, 5))
CAS_GROUPS = (2, 5, 8, 11, 14, 17)
CAS_ELEMENTS: tuple[Element, ...] = (text(0, "carc"), money(1, "amount"), number(2, "quantity"))

ADJUSTMENTS = repeat(
    "CAS",
    *CAS_ELEMENTS,
    table="x12_835_adjustments",
    name="adjustments",
    groups=CAS_GROUPS,
    leading=(text(1, "group_code"),),
)


def remarks(id: str, groups: tuple[int, ...], where: tuple[int, str] | None = None) -> Repeat:
    """Remark codes of one segment; ``source`` says which."""
    return repeat(
        id,
        text(0, "rarc"),
        table="x12_835_remarks",
        name=f"{id.lower()}_remarks",
        groups=groups,
        where=where,
        source=id,
    )


SERVICE_LINE = Loop(
    "2110",
    segment(
        "SVC",
        text(1, "procedure_qualifier", 1),
        text(1, "procedure_code", 2),
        *MODIFIERS,
        money(2, "charge_amount"),
        money(3, "paid_amount"),
        text(4, "revenue_code"),
        number(5, "paid_units"),
        text(6, "submitted_procedure_code", 2),
        number(7, "submitted_units"),
    ),
    table="x12_835_lines",
    name="line",
    body=(
        segment("DTM", date(2, "service_date"), where=(1, "472 150")),
        segment("DTM", date(2, "service_to_date"), where=(1, "151")),
        ADJUSTMENTS,
        segment("REF", text(2, "line_control_number"), where=(1, "6R")),
        segment("AMT", money(2, "allowed_amount"), where=(1, "B6")),
        remarks("LQ", (2,), where=(1, "HE")),
    ),
)

CLAIM = Loop(
    "2100",
    segment(
        "CLP",
        text(1, "patient_control_number"),
        text(2, "claim_status_code"),
        money(3, "charge_amount"),
        money(4, "paid_amount"),
        money(5, "patient_responsibility_amount"),
        text(6, "filing_indicator_code"),
        text(7, "payer_claim_control_number"),
        text(8, "facility_type_code"),
        text(9, "frequency_code"),
        text(11, "drg_code"),
    ),
    table="x12_835_claims",
    name="claim",
    body=(
        ADJUSTMENTS,
        segment(
            "NM1",
            fixed(2, "1"),
            text(3, "patient_last_name"),
            text(4, "patient_first_name"),
            fixed(8, "MI"),
            text(9, "patient_id"),
            where=(1, "QC"),
        ),
        segment("NM1", fixed(2, "1"), fixed(8, "MI"), text(9, "subscriber_id"), where=(1, "IL")),
        segment("NM1", fixed(2, "1"), fixed(8, "C"), text(9, "corrected_subscriber_id"), where=(1, "74")),
        segment("NM1", fixed(2, "1"), fixed(8, "XX"), text(9, "rendering_npi"), where=(1, "82")),
        segment(
            "NM1",
            fixed(2, "2"),
            text(3, "crossover_payer_name"),
            fixed(8, "PI"),
            text(9, "crossover_payer_id"),
            where=(1, "TT"),
        ),
        segment("NM1", fixed(2, "2"), text(3, "corrected_payer_name"), where=(1, "PR")),
        remarks("MIA", (5, 20, 21, 22, 23)),
        remarks("MOA", (3, 4, 5, 6, 7)),
        segment("REF", text(2, "group_number"), where=(1, "1L")),
        segment("REF", text(2, "medical_record_number"), where=(1, "EA")),
        segment("REF", text(2, "original_reference_number"), where=(1, "F8")),
        segment("REF", text(2, "authorization_number"), where=(1, "G1")),
        segment("DTM", date(2, "statement_from_date"), where=(1, "232")),
        segment("DTM", date(2, "statement_to_date"), where=(1, "233")),
        segment("DTM", date(2, "received_date"), where=(1, "050")),
        segment("DTM", date(2, "coverage_expiration_date"), where=(1, "036")),
        segment("AMT", money(2, "coverage_amount"), where=(1, "AU")),
        segment("AMT", money(2, "interest_amount"), where=(1, "I")),
        SERVICE_LINE,
    ),
)

PROVIDER_ADJUSTMENTS = repeat(
    "PLB",
    text(0, "reason_code", 1),
    text(0, "reference_id", 2),
    money(1, "amount"),
    table="x12_835_provider_adjustments",
    name="provider_adjustments",
    groups=(3, 5, 7, 9, 11, 13),
    leading=(text(1, "provider_id"), date(2, "fiscal_period_date")),
)

PAYER = Loop(
    "1000A",
    segment("N1", text(2, "payer_name"), fixed(3, "XV"), text(4, "payer_id"), where=(1, "PR")),
    body=(segment("REF", text(2, "payer_id"), where=(1, "2U EO HI NF")),),
)

PAYEE = Loop(
    "1000B",
    segment("N1", text(2, "payee_name"), text(3, "payee_id_qualifier"), text(4, "payee_id"), where=(1, "PE")),
    body=(segment("REF", text(2, "payee_tax_id"), where=(1, "TJ")),),
)

S835 = TransactionSet(
    type="835",
    code="835",
    functional_id="HP",
    implementation="005010X221A1",
    guides=("005010X221", "004010X091"),
    ignored=("CUR", "N3", "N4", "PER", "RDM", "TS2", "TS3", "QTY", "NTE"),
    root=Loop(
        "ST",
        segment("ST", fixed(1, "835"), text(2, "set_control_number")),
        table="x12_835_payments",
        name="payment",
        body=(
            segment(
                "BPR",
                text(1, "handling_code"),
                money(2, "payment_amount"),
                text(3, "credit_debit_code"),
                text(4, "payment_method_code"),
                date(16, "payment_date"),
                required=True,
            ),
            segment("TRN", fixed(1, "1"), text(2, "trace_number"), text(3, "originating_company_id")),
            segment("DTM", date(2, "production_date"), where=(1, "405")),
            PAYER,
            PAYEE,
            Loop("2000", segment("LX", text(1, "")), body=(CLAIM,)),
            CLAIM,
            Loop("PLB", segment("PLB"), body=(PROVIDER_ADJUSTMENTS,)),
        ),
    ),
)
