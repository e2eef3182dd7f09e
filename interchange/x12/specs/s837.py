"""837: health care claims: professional (X222A1), institutional (X223A2), dental (X224A2), in one family of tables."""

from __future__ import annotations

from dataclasses import replace

from interchange.x12.spec import (
    Loop,
    Period,
    Repeat,
    Segment,
    TransactionSet,
    money,
    number,
    repeat,
    segment,
    text,
)
from interchange.x12.specs.hierarchy import hierarchy
from interchange.x12.specs.s837_lines import (
    CONTRACT,
    DENTAL_SERVICE,
    INSTITUTIONAL_SERVICE,
    NOTES,
    PROFESSIONAL_SERVICE,
    REPRICING,
    line,
    person,
)
from interchange.x12.specs.s837_payers import OTHER_PAYER, other_providers
from interchange.x12.specs.segments import (
    address,
    amounts,
    attachments,
    begin,
    conditions,
    contacts,
    dates,
    header,
    name,
    quantities,
    references,
    verbatim,
)

Part = Segment | Period | Repeat | Loop
REFERENCES = "x12_837_references"
SEGMENTS = "x12_837_segments"

CODES = repeat(
    "HI",
    text(0, "qualifier", 1),
    text(0, "code", 2),
    text(0, "code_date_format", 3),
    text(0, "code_date", 4),
    money(0, "code_amount", 5),
    number(0, "code_quantity", 6),
    text(0, "present_on_admission", 9),
    table="x12_837_codes",
    name="codes",
    groups=tuple(range(1, 13)),
)


def _head(claim_type: str) -> Segment:
    """CLM; an institutional claim does not use the provider's signature."""
    return segment(
        "CLM",
        text(1, "patient_control_number"),
        money(2, "charge_amount"),
        text(5, "facility_code", 1),
        text(5, "facility_code_qualifier", 2),
        text(5, "frequency_code", 3),
        text(6, "provider_signature", default="" if claim_type == "837I" else "Y"),
        text(7, "assignment_code", default="A"),
        text(8, "benefits_assigned", default="Y"),
        text(9, "release_code", default="Y"),
        text(10, "patient_signature_code"),
        *(text(11, f"related_cause_code_{i}", i) for i in range(1, 4)),
        text(11, "accident_state", 4),
        text(11, "accident_country", 5),
        text(12, "special_program_code"),
        text(16, "participation_code"),
        text(18, "benefits_explained"),
        text(19, "submission_reason_code"),
        text(20, "delay_reason_code"),
    )


CLAIM_REFERENCES: tuple[Part, ...] = (
    segment("REF", text(2, "referral_number"), where=(1, "9F")),
    segment("REF", text(2, "prior_authorization_number"), where=(1, "G1")),
    segment("REF", text(2, "original_reference_number"), where=(1, "F8")),
    segment("REF", text(2, "clearinghouse_claim_number"), where=(1, "D9")),
    segment("REF", text(2, "medical_record_number"), where=(1, "EA")),
    references(REFERENCES),
)
CLAIM_DATES: tuple[Part, ...] = (
    Period(("439",), "accident_date"),
    Period(("431",), "onset_date"),
    Period(("096",), "discharge_date", time_column="discharge_time"),
    dates("x12_837_dates"),
)
ADMISSION = Period(("435",), "admission_date", time_column="admission_time")
INSTITUTIONAL_FACTS: tuple[Part, ...] = (
    Period(("434",), "statement_from_date", "statement_to_date", range_only=True),
    ADMISSION,
    *CLAIM_DATES,
    segment(
        "CL1",
        text(1, "admission_type_code"),
        text(2, "admission_source_code"),
        text(3, "patient_status_code"),
    ),
)
# A claim's date is the lines' affair in professional claims; a writer leaves those columns empty.
PROFESSIONAL_FACTS: tuple[Part, ...] = (
    Period(("472",), "statement_from_date", "statement_to_date"),
    ADMISSION,
    *CLAIM_DATES,
)
DENTAL_FACTS: tuple[Part, ...] = (
    Period(("472",), "statement_from_date", "statement_to_date"),
    ADMISSION,
    *CLAIM_DATES,
    verbatim("DN1", SEGMENTS, 4),
    verbatim("DN2", SEGMENTS, 6),
)


def _facility(id: str) -> Loop:
    return Loop(
        id,
        name("77 FA LI TL", "service_facility", id="npi", id_qualifier="XX", code="service_facility_entity_code"),
        body=(
            *address("service_facility"),
            references(REFERENCES, "facility"),
            contacts("x12_837_contacts", "facility"),
        ),
    )


REFERRING = "DN"
INSTITUTIONAL_PEOPLE = (
    person("2310A", "71", "attending", provider_code="AT"),
    other_providers("2310B", "72 73 ZZ"),
    person("2310D", "82", "rendering", provider_code="PE"),
    _facility("2310E"),
    person("2310F", REFERRING, "referring"),
)
PROFESSIONAL_PEOPLE = (
    person("2310A", REFERRING, "referring", provider_code="RF"),
    person("2310B", "82", "rendering", provider_code="PE"),
    _facility("2310C"),
    other_providers("2310D", "DQ P3 QB DK PW 45 72 71 ZZ DD"),
)
DENTAL_PEOPLE = (
    person("2310A", REFERRING, "referring", provider_code="RF"),
    person("2310B", "82", "rendering", provider_code="PE"),
    _facility("2310C"),
    other_providers("2310D", "DD DQ P3"),
)


def _claim(claim_type: str, facts: tuple[Part, ...], people: tuple[Loop, ...], service_line: Loop) -> Loop:
    # An institutional claim tells each kind of code in an HI of its own, a professional one all diagnoses in one.
    codes = replace(CODES, apart="qualifier") if claim_type == "837I" else CODES
    return Loop(
        "2300",
        _head(claim_type),
        table="x12_837_claims",
        name="claim",
        constants=(("claim_type", claim_type),),
        body=(
            *facts,
            attachments("x12_837_attachments"),
            CONTRACT,
            segment("AMT", money(2, "patient_paid_amount"), where=(1, "F5")),
            amounts("x12_837_amounts"),
            *CLAIM_REFERENCES,
            verbatim("K3", SEGMENTS, 3),
            NOTES,
            verbatim("CR1", SEGMENTS, 10),
            verbatim("CR2", SEGMENTS, 12),
            conditions("x12_837_conditions"),
            codes,
            quantities("x12_837_quantities"),
            REPRICING,
            *people,
            OTHER_PAYER,
            service_line,
        ),
    )


IGNORED = tuple(
    "N2 PER CUR CR4 CR5 CR6 CR7 CR8 UR LUI LS LE HSD N3 N4 PRV DMG NM1 OI MIA MOA SV5 DSB DMA".split()  # noqa: SIM905
)


def _party(id: str, where: str, prefix: str) -> Loop:
    return Loop(
        id,
        name(where, prefix, id_qualifier="46"),
        body=(contacts("x12_837_contacts"),) if prefix == "submitter" else (),
    )


def _set(type_: str, implementation: str, guides: tuple[str, ...], sign: str, claim: Loop) -> TransactionSet:
    return TransactionSet(
        type=type_,
        code="837",
        functional_id="HC",
        implementation=implementation,
        guides=guides,
        ignored=IGNORED,
        signs=(sign,),
        root=Loop(
            "ST",
            header("837", implementation),
            table="x12_837_submissions",
            name="submission",
            body=(
                begin("0019", text(6, "transaction_type_code", default="CH"), purpose="00"),
                segment("REF", text(2, "transmission_type"), where=(1, "87")),
                _party("1000A", "41", "submitter"),
                _party("1000B", "40", "receiver"),
                hierarchy(claim),
            ),
        ),
    )


S837P = _set(
    "837P",
    "005010X222A1",
    ("005010X222", "004010X098", "005010X291", "005010X298"),
    "SV1",
    _claim(
        "837P",
        PROFESSIONAL_FACTS,
        PROFESSIONAL_PEOPLE,
        line(PROFESSIONAL_SERVICE, "2420A", other_providers("2420B", "QB 77 DQ DK DN P3 PW 45 72 ZZ 71 DD 73")),
    ),
)
S837I = _set(
    "837I",
    "005010X223A2",
    ("005010X223", "004010X096", "005010X292", "005010X299"),
    "SV2",
    _claim(
        "837I",
        INSTITUTIONAL_FACTS,
        INSTITUTIONAL_PEOPLE,
        line(INSTITUTIONAL_SERVICE, "2420C", other_providers("2420A", "72 ZZ DN 71 73")),
    ),
)
S837D = _set(
    "837D",
    "005010X224A2",
    ("005010X224", "004010X097", "005010X293", "005010X300"),
    "SV3",
    _claim(
        "837D",
        DENTAL_FACTS,
        DENTAL_PEOPLE,
        line(DENTAL_SERVICE, "2420A", other_providers("2420B", "DD DQ 77 P3 PR")),
    ),
)
