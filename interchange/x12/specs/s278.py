"""278: health care services review, request and response (005010X217): one set, told apart by BHT02."""

from __future__ import annotations

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
from interchange.x12.specs.segments import (
    address,
    attachments,
    begin,
    conditions,
    contacts,
    dates,
    demographics,
    header,
    limits,
    messages,
    name,
    procedure,
    references,
    rejections,
    taxonomy,
    trace,
    verbatim,
)

CONTACTS = contacts("x12_278_contacts")
TAXONOMY = taxonomy()
ATTACHMENTS = attachments("x12_278_attachments")
REJECTIONS = rejections("x12_278_rejections")
REFERENCES = references("x12_278_references")
DATES = dates("x12_278_dates")

CODES = repeat(
    "HI",
    text(0, "qualifier", 1),
    text(0, "code", 2),
    text(0, "date_format", 3),
    text(0, "code_date", 4),
    table="x12_278_codes",
    name="codes",
    groups=tuple(range(1, 13)),
)
LIMITS = limits("x12_278_limits")
MESSAGES = messages("x12_278_messages")

REVIEW = segment(
    "UM",
    text(1, "request_category_code"),
    text(2, "certification_type_code"),
    text(3, "service_type_code"),
    text(4, "facility_code", 1),
    text(4, "facility_code_qualifier", 2),
    text(5, "related_cause_code", 1),
    text(6, "level_of_service_code"),
    text(7, "current_health_code"),
    text(8, "prognosis_code"),
    text(9, "release_code"),
    text(10, "delay_reason_code"),
)
DECISION: tuple[Segment | Repeat, ...] = (
    segment("HCR", text(1, "action_code"), text(2, "authorization_number"), text(4, "second_opinion_required")),
    repeat(
        "HCR",
        text(0, "reason_code"),
        table="x12_278_decision_reasons",
        name="decision_reasons",
        groups=(3,),
        repetitions=True,
    ),
)
FACTS: tuple[Segment | Period | Repeat, ...] = (
    trace("1"),
    REJECTIONS,
    REVIEW,
    *DECISION,
    segment("REF", text(2, "previous_authorization_number"), where=(1, "BB")),
    segment("REF", text(2, "administrative_reference_number"), where=(1, "NT")),
    REFERENCES,
    Period(("AAH",), "event_from_date", "event_to_date"),
    Period(("435",), "admission_date"),
    Period(("096",), "discharge_date"),
    Period(("102",), "issue_date"),
    Period(("036",), "expiration_date"),
    Period(("007",), "effective_from_date", "effective_to_date"),
)


# Element 0 is the segment's own name: it says which of the three a row came from, and which is to be written.
SERVICES = (
    segment(
        "SV1",
        text(0, "service_segment_id"),
        *procedure(1, is_described=False),
        money(2, "charge_amount"),
        text(3, "unit_code"),
        number(4, "units"),
    ),
    segment(
        "SV2",
        text(0, "service_segment_id"),
        text(1, "revenue_code"),
        *procedure(2, is_described=False),
        money(3, "charge_amount"),
        text(4, "unit_code"),
        number(5, "units"),
    ),
    segment(
        "SV3",
        text(0, "service_segment_id"),
        *procedure(1, is_described=False),
        money(2, "charge_amount"),
        number(6, "units"),
    ),
)


def _provider(level: str, codes: str) -> Loop:
    """NM1: who is to treat, admit, carry or refer."""
    return Loop(
        f"2010{level}",
        name(codes, code="entity_code", kind="1", id_qualifier="XX"),
        table="x12_278_providers",
        name="provider",
        body=(
            REFERENCES,
            *address(),
            CONTACTS,
            REJECTIONS,
            TAXONOMY,
        ),
    )


SERVICE = Loop(
    "2000F",
    segment("HL", where=(3, "SS")),
    table="x12_278_services",
    name="service",
    body=(
        *FACTS,
        Period(("472",), "service_from_date", "service_to_date"),
        DATES,
        CODES,
        *SERVICES,
        LIMITS,
        ATTACHMENTS,
        MESSAGES,
        _provider("F", "SJ 71 72 73 77 DD DK DN DQ FA G3 P3 QB QV 82 ZZ"),
    ),
)
REVIEWED = Loop(
    "2000E",
    segment("HL", where=(3, "EV")),
    table="x12_278_reviews",
    name="review",
    body=(
        *FACTS,
        Period(("439",), "accident_date"),
        Period(("431",), "onset_date"),
        DATES,
        CODES,
        LIMITS,
        conditions("x12_278_conditions"),
        segment(
            "CL1",
            text(1, "admission_type_code"),
            text(2, "admission_source_code"),
            text(3, "patient_status_code"),
        ),
        *(
            verbatim(kind, "x12_278_segments", width)
            for kind, width in (("CR1", 10), ("CR2", 12), ("CR5", 18), ("CR6", 21))
        ),
        ATTACHMENTS,
        MESSAGES,
        _provider("E", "SJ 71 72 73 77 DD DK DN DQ FA G3 P3 QB QV 82 AAJ PW ND R3 FS 45 L5 P4 P6 X3"),
        SERVICE,
    ),
)


def _member(level: str, where: str) -> Loop:
    return Loop(
        f"2010{level}",
        name(kind="1", where=where, id_qualifier="MI" if level == "C" else ""),
        body=(
            REFERENCES,
            *address(),
            REJECTIONS,
            demographics(),
            segment("INS", text(1, "is_subscriber"), text(2, "relationship_code")),
        ),
    )


DEPENDENT = Loop(
    "2000D",
    segment("HL", where=(3, "23")),
    table="x12_278_dependents",
    name="dependent",
    body=(_member("D", "QC"), REVIEWED),
)
SUBSCRIBER = Loop(
    "2000C",
    segment("HL", where=(3, "22")),
    table="x12_278_subscribers",
    name="subscriber",
    body=(_member("C", "IL"), REVIEWED, DEPENDENT),
)
REQUESTER = Loop(
    "2000B",
    segment("HL", where=(3, "21")),
    table="x12_278_requesters",
    name="requester",
    body=(
        Loop(
            "2010B",
            name("1P FA X3", code="entity_code", id_qualifier="XX"),
            body=(REFERENCES, *address(), CONTACTS, REJECTIONS, TAXONOMY),
        ),
        SUBSCRIBER,
    ),
)
PAYER = Loop(
    "2000A",
    segment("HL", where=(3, "20")),
    table="x12_278_payers",
    name="payer",
    body=(
        REJECTIONS,
        Loop(
            "2010A",
            name("X3 1P PR FA", code="entity_code", id_qualifier="PI"),
            body=(contacts("x12_278_contacts"), rejections("x12_278_rejections", "name")),
        ),
        REQUESTER,
    ),
)

S278 = TransactionSet(
    type="278",
    code="278",
    functional_id="HI",
    implementation="005010X217",
    guides=("005010X217", "005010X216", "005010X215", "004010X094"),
    ignored=(
        *("PER", "PWK", "CR1", "CR2", "CR4", "CR5", "CR6", "CR7", "CR8", "CRC", "TOO", "N3", "N4", "PRV"),
        *("DMG", "INS", "UD", "DTP", "REF", "HSD", "CL1", "MSG", "NM1"),
    ),
    root=Loop(
        "ST",
        header("278", "005010X217"),
        table="x12_278_transactions",
        name="transaction",
        body=(begin("0007", text(6, "transaction_type_code"), purpose="13"), PAYER),
    ),
)
