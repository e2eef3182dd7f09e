"""837: health care claims: professional (X222A1), institutional (X223A2), dental (X224A2), in one family of tables."""

from __future__ import annotations

from interchange.x12.spec import (
    Element,
    Loop,
    Period,
    Segment,
    TransactionSet,
    date,
    fixed,
    money,
    number,
    repeat,
    segment,
    text,
)
from interchange.x12.specs.hierarchy import hierarchy
from interchange.x12.specs.s835 import CAS_ELEMENTS, CAS_GROUPS

ADJUSTMENTS = repeat(
    "CAS",
    *CAS_ELEMENTS,
    table="x12_837_adjustments",
    name="adjustments",
    groups=CAS_GROUPS,
    leading=(text(1, "group_code"),),
)
CODES = repeat(
    "HI",
    text(0, "qualifier", 1),
    text(0, "code", 2),
    text(0, "code_date", 4),
    money(0, "code_amount", 5),
    table="x12_837_codes",
    name="codes",
    groups=tuple(range(1, 13)),
)


def _person(where: str, prefix: str, *, taxonomy: str = "", names: bool = True, id: str = "") -> Loop:
    """A provider's loop: NM1 with the NPI, and PRV where the guide has the taxonomy there."""
    named = (text(3, f"{prefix}_last_name"), text(4, f"{prefix}_first_name")) if names else ()
    body = (segment("PRV", fixed(1, "PE"), fixed(2, "PXC"), text(3, taxonomy)),) if taxonomy else ()
    return Loop(
        id or f"NM1*{where}",
        segment("NM1", fixed(2, "1"), *named, fixed(8, "XX"), text(9, f"{prefix}_npi"), where=(1, where)),
        body=body,
    )


def _procedure(position: int, first: int) -> tuple[Element, ...]:
    return (
        text(position, "procedure_qualifier", first),
        text(position, "procedure_code", first + 1),
        *(text(position, f"modifier_{i}", first + 1 + i) for i in range(1, 5)),
    )


def _pointers(position: int) -> tuple[Element, ...]:
    return tuple(text(position, f"diagnosis_pointer_{i}", i) for i in range(1, 5))


PROFESSIONAL_SERVICE = segment(
    "SV1",
    *_procedure(1, 1),
    money(2, "charge_amount"),
    text(3, "unit_code"),
    number(4, "units"),
    text(5, "place_of_service"),
    *_pointers(7),
)
INSTITUTIONAL_SERVICE = segment(
    "SV2",
    text(1, "revenue_code"),
    *_procedure(2, 1),
    money(3, "charge_amount"),
    text(4, "unit_code"),
    number(5, "units"),
)
DENTAL_SERVICE = segment(
    "SV3",
    *_procedure(1, 1),
    money(2, "charge_amount"),
    text(3, "place_of_service"),
    number(6, "units"),
    *_pointers(11),
)

LINE_ADJUDICATION = Loop(
    "2430",
    segment(
        "SVD",
        text(1, "payer_id"),
        money(2, "paid_amount"),
        fixed(3, "HC", 1),
        text(3, "procedure_code", 2),
        number(5, "units"),
    ),
    table="x12_837_line_adjudications",
    name="line_adjudication",
    body=(ADJUSTMENTS, Period(("573",), "adjudicated_date")),
)

OTHER_PAYER = Loop(
    "2320",
    segment(
        "SBR",
        text(1, "payer_responsibility_code"),
        text(2, "relationship_code"),
        text(3, "group_number"),
        text(9, "filing_indicator_code"),
    ),
    table="x12_837_other_payers",
    name="other_payer",
    body=(
        ADJUSTMENTS,
        segment("AMT", money(2, "paid_amount"), where=(1, "D")),
        segment("AMT", money(2, "noncovered_amount"), where=(1, "A8")),
        segment("AMT", money(2, "remaining_liability_amount"), where=(1, "EAF")),
        Loop("2330A", segment("NM1", where=(1, "IL"))),
        Loop(
            "2330B",
            segment(
                "NM1",
                fixed(2, "2"),
                text(3, "payer_name"),
                fixed(8, "PI"),
                text(9, "payer_id"),
                where=(1, "PR"),
            ),
        ),
        Loop("2330C", segment("NM1", where=(1, "82 71 72 ZZ 77 DN P3 DQ 85 QC DD"))),
    ),
)


def _line(service: Segment, dates: Period) -> Loop:
    return Loop(
        "2400",
        segment("LX", text(1, "line_number")),
        table="x12_837_lines",
        name="line",
        body=(
            service,
            dates,
            segment("REF", text(2, "line_control_number"), where=(1, "6R")),
            segment("REF", text(2, "prior_authorization_number"), where=(1, "G1")),
            Loop("2410", segment("LIN")),
            _person("82", "rendering", names=False, id="2420A"),
            Loop("2420B", segment("NM1", where=(1, "QB 77 DQ DK DN P3 PW 45 72 ZZ 71"))),
            LINE_ADJUDICATION,
            Loop("2440", segment("LQ")),
        ),
    )


CLAIM_REFERENCES = (
    segment("REF", text(2, "referral_number"), where=(1, "9F")),
    segment("REF", text(2, "prior_authorization_number"), where=(1, "G1")),
    segment("REF", text(2, "original_reference_number"), where=(1, "F8")),
    segment("REF", text(2, "clearinghouse_claim_number"), where=(1, "D9")),
    segment("REF", text(2, "medical_record_number"), where=(1, "EA")),
)
CLAIM_HEAD = segment(
    "CLM",
    text(1, "patient_control_number"),
    money(2, "charge_amount"),
    text(5, "facility_code", 1),
    text(5, "facility_code_qualifier", 2),
    text(5, "frequency_code", 3),
    fixed(6, "Y"),
    fixed(7, "A"),
    fixed(8, "Y"),
    fixed(9, "Y"),
)
SERVICE_FACILITY = Loop(
    "2310C",
    segment(
        "NM1",
        fixed(2, "2"),
        text(3, "service_facility_name"),
        fixed(8, "XX"),
        text(9, "service_facility_npi"),
        where=(1, "77"),
    ),
)
INSTITUTIONAL_FACTS = (
    Period(("434",), "statement_from_date", "statement_to_date", range_only=True),
    Period(("435",), "admission_date"),
    segment(
        "CL1",
        text(1, "admission_type_code"),
        text(2, "admission_source_code"),
        text(3, "patient_status_code"),
    ),
)
PROFESSIONAL_FACTS = (
    Period(("434", "472"), "statement_from_date", "statement_to_date"),
    Period(("435",), "admission_date"),
)


def _claim(claim_type: str, service: Segment, line_dates: Period) -> Loop:
    institutional = claim_type == "837I"
    facts = INSTITUTIONAL_FACTS if institutional else PROFESSIONAL_FACTS
    # A claim's date is the lines' affair in professional claims; a writer leaves those columns empty.
    people = (
        (
            _person("71", "attending", id="2310A"),
            _person("82", "rendering", taxonomy="rendering_taxonomy_code", id="2310D"),
            _person("DN", "referring", names=False, id="2310F"),
        )
        if institutional
        else (
            _person("DN", "referring", names=False, id="2310A"),
            _person("82", "rendering", taxonomy="rendering_taxonomy_code", id="2310B"),
        )
    )
    return Loop(
        "2300",
        CLAIM_HEAD,
        table="x12_837_claims",
        name="claim",
        constants=(("claim_type", claim_type),),
        body=(
            *facts,
            segment("AMT", money(2, "patient_paid_amount"), where=(1, "F5")),
            *CLAIM_REFERENCES,
            CODES,
            *people,
            SERVICE_FACILITY,
            Loop("2310E", segment("NM1", where=(1, "72 ZZ DK P3 DQ DD PW 45 QB 71 77"))),
            OTHER_PAYER,
            _line(service, line_dates),
        ),
    )


IGNORED = tuple(
    "N2 PER CUR AMT NTE PWK CN1 CRC CR1 CR2 CR3 CR4 CR5 CR6 CR7 CR8 HCP QTY OI MIA MOA MEA PS1 CTP FRM"  # noqa: SIM905
    " TOO DN1 DN2 SV4 SV5 SV6 SV7 K3 UR LUI LS LE HSD DTP HI PAT REF N3 N4 PRV DMG NM1 SV1 SV2 SV3".split()
)


def _set(type_: str, implementation: str, guides: tuple[str, ...], claim: Loop) -> TransactionSet:
    return TransactionSet(
        type=type_,
        code="837",
        functional_id="HC",
        implementation=implementation,
        guides=guides,
        ignored=IGNORED,
        root=Loop(
            "ST",
            segment("ST", fixed(1, "837"), text(2, "set_control_number"), text(3, "implementation")),
            table="x12_837_submissions",
            name="submission",
            body=(
                segment(
                    "BHT",
                    text(1, "structure_code"),
                    text(2, "purpose_code"),
                    text(3, "reference_id"),
                    date(4, "created_date"),
                    text(5, "created_time"),
                    text(6, "transaction_type_code"),
                    required=True,
                ),
                Loop(
                    "1000A",
                    segment(
                        "NM1",
                        fixed(2, "2"),
                        text(3, "submitter_name"),
                        fixed(8, "46"),
                        text(9, "submitter_id"),
                        where=(1, "41"),
                    ),
                ),
                Loop(
                    "1000B",
                    segment(
                        "NM1",
                        fixed(2, "2"),
                        text(3, "receiver_name"),
                        fixed(8, "46"),
                        text(9, "receiver_id"),
                        where=(1, "40"),
                    ),
                ),
                hierarchy(claim),
            ),
        ),
    )


SERVICE_DATE = Period(("472",), "service_date", "service_to_date")
S837P = _set(
    "837P",
    "005010X222A1",
    ("005010X222", "004010X098", "005010X291"),
    _claim("837P", PROFESSIONAL_SERVICE, SERVICE_DATE),
)
S837I = _set(
    "837I",
    "005010X223A2",
    ("005010X223", "004010X096", "005010X292"),
    _claim("837I", INSTITUTIONAL_SERVICE, SERVICE_DATE),
)
S837D = _set(
    "837D",
    "005010X224A2",
    ("005010X224", "004010X097", "005010X293"),
    _claim("837D", DENTAL_SERVICE, SERVICE_DATE),
)
