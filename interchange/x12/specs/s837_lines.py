"""837, loop 2400: service lines, professional (SV1), institutional (SV2) and dental (SV3), and what hangs on them."""

from __future__ import annotations

from interchange.x12.spec import Element, Loop, Period, Repeat, Segment, money, number, repeat, segment, text
from interchange.x12.specs.s837_payers import LINE_ADJUDICATION
from interchange.x12.specs.segments import (
    amounts,
    attachments,
    conditions,
    dates,
    name,
    procedure,
    quantities,
    references,
    verbatim,
)

REFERENCES = "x12_837_references"
SEGMENTS = "x12_837_segments"
NOTES = repeat(
    "NTE",
    text(1, "note_code"),
    text(2, "note"),
    table="x12_837_notes",
    name="notes",
    groups=(0,),
)
CONTRACT = segment(
    "CN1",
    text(1, "contract_type_code"),
    money(2, "contract_amount"),
    number(3, "contract_rate"),
    text(4, "contract_code"),
    number(5, "contract_discount_rate"),
    text(6, "contract_version"),
)
REPRICING = repeat(
    "HCP",
    text(1, "method_code"),
    money(2, "allowed_amount"),
    money(3, "saving_amount"),
    text(4, "organization_id"),
    number(5, "rate"),
    text(6, "patient_group_code"),
    money(7, "patient_group_amount"),
    text(8, "revenue_code"),
    text(9, "procedure_qualifier"),
    text(10, "procedure_code"),
    text(11, "unit_code"),
    number(12, "units"),
    text(13, "rejection_code"),
    text(14, "policy_compliance_code"),
    text(15, "exception_code"),
    table="x12_837_repricings",
    name="repricings",
    groups=(0,),
)


def _pointers(position: int) -> tuple[Element, ...]:
    return tuple(text(position, f"diagnosis_pointer_{i}", i) for i in range(1, 5))


PROFESSIONAL_SERVICE: tuple[Segment | Repeat, ...] = (
    segment(
        "SV1",
        *procedure(1),
        money(2, "charge_amount"),
        text(3, "unit_code"),
        number(4, "units"),
        text(5, "place_of_service"),
        text(6, "service_type_code"),
        *_pointers(7),
        text(9, "is_emergency"),
        text(11, "is_epsdt"),
        text(12, "is_family_planning"),
        text(15, "copay_status_code"),
    ),
    segment(
        "SV5",
        text(1, "equipment_qualifier", 1),
        text(1, "equipment_code", 2),
        text(2, "equipment_unit_code"),
        number(3, "equipment_days"),
        money(4, "equipment_rental_amount"),
        money(5, "equipment_purchase_amount"),
        text(6, "equipment_frequency_code"),
    ),
    verbatim("SV4", SEGMENTS, 18),
)
INSTITUTIONAL_SERVICE: tuple[Segment | Repeat, ...] = (
    segment(
        "SV2",
        text(1, "revenue_code"),
        *procedure(2),
        money(3, "charge_amount"),
        text(4, "unit_code"),
        number(5, "units"),
        money(6, "unit_rate_amount"),
        money(7, "noncovered_amount"),
    ),
)
DENTAL_SERVICE: tuple[Segment | Repeat, ...] = (
    segment(
        "SV3",
        *procedure(1),
        money(2, "charge_amount"),
        text(3, "place_of_service"),
        *(text(4, f"oral_cavity_code_{i}", i) for i in range(1, 6)),
        text(5, "prosthesis_code"),
        number(6, "units"),
        *_pointers(11),
    ),
    repeat(
        "TOO",
        text(1, "qualifier"),
        text(2, "tooth_code"),
        *(text(3, f"surface_code_{i}", i) for i in range(1, 6)),
        table="x12_837_teeth",
        name="teeth",
        groups=(0,),
    ),
)
DRUG = Loop(
    "2410",
    segment("LIN", text(2, "drug_qualifier", default="N4"), text(3, "drug_code")),
    body=(
        segment("CTP", money(3, "drug_unit_price_amount"), number(4, "drug_units"), text(5, "drug_unit_code", 1)),
        segment("REF", text(2, "prescription_number"), where=(1, "XZ")),
        references(REFERENCES, "drug"),
    ),
)


def person(
    id: str, where: str, prefix: str, *, kind: str = "1", provider_code: str = "", organisation: bool = False
) -> Loop:
    """A provider who has columns of its own: NM1 with the NPI, PRV where the guide has the taxonomy there, and REF."""
    taxonomy = segment(
        "PRV",
        text(1, f"{prefix}_provider_code", default=provider_code),
        text(2, f"{prefix}_taxonomy_qualifier", default="PXC"),
        text(3, f"{prefix}_taxonomy_code"),
    )
    return Loop(
        id,
        name(where, prefix, kind="2" if organisation else kind, id="npi", id_qualifier="XX"),
        body=(*((taxonomy,) if provider_code else ()), references(REFERENCES, prefix)),
    )


FORM = Loop(
    "2440",
    segment("LQ", text(1, "form_qualifier"), text(2, "form_code")),
    table="x12_837_forms",
    name="form",
    body=(
        repeat(
            "FRM",
            text(1, "question"),
            text(2, "answer"),
            text(3, "answer_text"),
            text(4, "answer_date"),
            number(5, "answer_percent"),
            table="x12_837_form_answers",
            name="answers",
            groups=(0,),
        ),
    ),
)


def line(service: tuple[Segment | Repeat, ...], rendering: str, providers: Loop) -> Loop:
    """2400 for one kind of claim; ``rendering`` is the loop of the line's own rendering provider."""
    return Loop(
        "2400",
        segment("LX", text(1, "line_number")),
        table="x12_837_lines",
        name="line",
        or_trigger=service[0].id,
        body=(
            *service,
            attachments("x12_837_attachments"),
            verbatim("CR1", SEGMENTS, 10),
            verbatim("CR3", SEGMENTS, 5),
            conditions("x12_837_conditions"),
            Period(("472",), "service_date", "service_to_date"),
            dates("x12_837_dates"),
            quantities("x12_837_quantities"),
            verbatim("MEA", SEGMENTS, 4),
            CONTRACT,
            segment("REF", text(2, "line_control_number"), where=(1, "6R")),
            segment("REF", text(2, "prior_authorization_number"), where=(1, "G1")),
            references(REFERENCES),
            amounts("x12_837_amounts"),
            verbatim("K3", SEGMENTS, 3),
            NOTES,
            verbatim("PS1", SEGMENTS, 3),
            REPRICING,
            DRUG,
            person(rendering, "82", "rendering", provider_code="PE"),
            providers,
            LINE_ADJUDICATION,
            FORM,
        ),
    )
