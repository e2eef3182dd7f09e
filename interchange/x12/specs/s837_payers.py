"""837, loops 2320, 2330 and 2430: what other payers have said and paid, on the claim and on its lines."""

from __future__ import annotations

from interchange.x12.spec import Loop, Period, money, number, segment, text
from interchange.x12.specs.adjudication import adjudication, adjustments
from interchange.x12.specs.segments import (
    address,
    amounts,
    contacts,
    demographics,
    name,
    procedure,
    references,
    taxonomy,
)

REFERENCES = "x12_837_references"

ADJUSTMENTS = adjustments("x12_837_adjustments")


def other_providers(id: str, codes: str) -> Loop:
    """Providers who have no columns of their own: a row each, told apart by ``entity_code``."""
    return Loop(
        id,
        name(codes, kind="1", id_qualifier="XX", code="entity_code"),
        table="x12_837_providers",
        name="provider",
        body=(
            taxonomy(),
            *address(),
            references(REFERENCES),
            contacts("x12_837_contacts"),
        ),
    )


LINE_ADJUDICATION = Loop(
    "2430",
    segment(
        "SVD",
        text(1, "payer_id"),
        money(2, "paid_amount"),
        *procedure(3),
        text(4, "revenue_code"),
        number(5, "units"),
        text(6, "bundled_line_number"),
    ),
    table="x12_837_line_adjudications",
    name="line_adjudication",
    body=(
        ADJUSTMENTS,
        Period(("573",), "adjudicated_date"),
        segment("AMT", money(2, "remaining_liability_amount"), where=(1, "EAF")),
        amounts("x12_837_amounts"),
    ),
)


OTHER_PAYER = Loop(
    "2320",
    segment(
        "SBR",
        text(1, "payer_responsibility_code"),
        text(2, "relationship_code"),
        text(3, "group_number"),
        text(4, "group_name"),
        text(5, "insurance_type_code"),
        text(9, "filing_indicator_code"),
    ),
    table="x12_837_other_payers",
    name="other_payer",
    body=(
        ADJUSTMENTS,
        segment("AMT", money(2, "paid_amount"), where=(1, "D")),
        segment("AMT", money(2, "noncovered_amount"), where=(1, "A8")),
        segment("AMT", money(2, "remaining_liability_amount"), where=(1, "EAF")),
        amounts("x12_837_amounts"),
        demographics("subscriber"),
        segment(
            "OI",
            text(3, "benefits_assigned", default="Y"),
            text(4, "patient_signature_code"),
            text(6, "release_code", default="Y"),
        ),
        *adjudication("x12_837_remarks"),
        Loop(
            "2330A",
            name("IL", "subscriber", kind="1", id_qualifier="MI"),
            body=(*address("subscriber"), references(REFERENCES, "subscriber")),
        ),
        Loop(
            "2330B",
            name("PR", "payer", id_qualifier="PI"),
            body=(
                *address("payer"),
                contacts("x12_837_contacts"),
                Period(("573",), "adjudicated_date"),
                segment("REF", text(2, "prior_authorization_number"), where=(1, "G1")),
                segment("REF", text(2, "payer_claim_control_number"), where=(1, "F8")),
                references(REFERENCES, "payer"),
            ),
        ),
        other_providers("2330C", "DN P3 82 77 DQ 85 71 72 ZZ DD QC DK QB"),
    ),
)
