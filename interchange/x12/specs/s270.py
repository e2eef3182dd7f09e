"""270 and 271: eligibility asked for and told (005010X279A1)."""

from __future__ import annotations

from interchange.x12.spec import (
    Loop,
    Period,
    Repeat,
    TransactionSet,
    fixed,
    money,
    number,
    repeat,
    segment,
    text,
)
from interchange.x12.specs.segments import (
    address,
    begin,
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
)

GUIDES = ("005010X279", "004010X092")
IGNORED = ("PER", "PRV", "III", "LE", "HI", "MPI", "N3", "N4")


def _service_types(set_type: str, id: str, position: int) -> Repeat:
    """The service types that one EB or EQ speaks of, one row each."""
    return repeat(
        id,
        text(0, "service_type_code"),
        table=f"x12_{set_type}_service_types",
        name="service_types",
        groups=(position,),
        repetitions=True,
    )


BENEFIT = segment(
    "EB",
    text(1, "eligibility_code"),
    text(2, "coverage_level_code"),
    text(4, "insurance_type_code"),
    text(5, "plan_description"),
    text(6, "time_period_code"),
    money(7, "benefit_amount"),
    number(8, "benefit_rate"),
    text(9, "quantity_qualifier"),
    number(10, "quantity"),
    text(11, "authorization_required"),
    text(12, "in_network"),
    *procedure(13, is_described=False),
)
LIMITS = limits("x12_271_limits")
MESSAGES = messages("x12_271_messages")
INFORMATION = (text(1, "qualifier"), text(2, "code"), text(3, "category_code"), text(4, "description"))


def _codes(set_type: str) -> Repeat:
    return repeat(
        "HI",
        text(0, "qualifier", 1),
        text(0, "code", 2),
        table=f"x12_{set_type}_codes",
        name="codes",
        groups=tuple(range(1, 9)),
    )


CODES = {set_type: _codes(set_type) for set_type in ("270", "271")}


ENTITY = Loop(
    "2120",
    name(code="entity_code"),
    table="x12_271_entities",
    name="entity",
    body=(references("x12_271_references"), *address(), contacts("x12_271_contacts"), taxonomy()),
)


def _benefits(level: str) -> Loop:
    return Loop(
        f"2110{level}",
        BENEFIT,
        table="x12_271_benefits",
        name="benefit",
        body=(
            _service_types("271", "EB", 3),
            LIMITS,
            segment("REF", text(2, "group_number"), where=(1, "6P")),
            references("x12_271_references"),
            Period(("291",), "plan_from_date", "plan_to_date"),
            Period(("292",), "benefit_from_date", "benefit_to_date"),
            Period(("307",), "eligibility_from_date", "eligibility_to_date"),
            Period(("346",), "plan_begin_date"),
            Period(("347",), "plan_end_date"),
            Period(("348",), "benefit_begin_date"),
            Period(("349",), "benefit_end_date"),
            Period(("356",), "eligibility_begin_date"),
            Period(("357",), "eligibility_end_date"),
            dates("x12_271_dates"),
            rejections("x12_271_rejections"),
            MESSAGES,
            repeat("III", *INFORMATION, table="x12_271_information", name="information", groups=(0,)),
            Loop("LS", segment("LS", fixed(1, "2120")), body=(ENTITY, segment("LE", fixed(1, "2120"), required=True))),
            ENTITY,
        ),
    )


def _inquiries(level: str) -> Loop:
    return Loop(
        f"2110{level}",
        segment("EQ", text(3, "coverage_level_code"), text(4, "insurance_type_code")),
        table="x12_270_inquiries",
        name="inquiry",
        body=(
            _service_types("270", "EQ", 1),
            segment("AMT", money(2, "spend_down_amount"), where=(1, "R")),
            references("x12_270_references"),
            dates("x12_270_dates"),
        ),
    )


def _plan_dates(set_type: str) -> tuple[Period | Repeat, ...]:
    return (
        Period(("291",), "plan_from_date", "plan_to_date"),
        Period(("307",), "eligibility_from_date", "eligibility_to_date"),
        Period(("346",), "plan_begin_date"),
        Period(("347",), "plan_end_date"),
        Period(("356",), "eligibility_begin_date"),
        Period(("357",), "eligibility_end_date"),
        dates(f"x12_{set_type}_dates"),
    )


def _rejected(set_type: str, within: str = "") -> tuple[Repeat, ...]:
    return (rejections("x12_271_rejections", within),) if set_type == "271" else ()


def _contacts(set_type: str) -> tuple[Repeat, ...]:
    return (contacts("x12_271_contacts"),) if set_type == "271" else ()


def _member(set_type: str, level: str, where: str) -> Loop:
    """2100C, 2100D: who is covered, and since when."""
    return Loop(
        f"2100{level}",
        name(kind="1", where=where, id_qualifier="MI" if level == "C" else ""),
        body=(
            segment("REF", text(2, "group_number"), where=(1, "6P")),
            references(f"x12_{set_type}_references"),
            *address(),
            *_rejected(set_type),
            taxonomy(),
            demographics(),
            segment(
                "INS",
                text(1, "is_subscriber"),
                text(2, "relationship_code"),
                text(3, "maintenance_type_code"),
                text(4, "maintenance_reason_code"),
                number(17, "birth_sequence"),
            ),
            CODES[set_type],
            *_plan_dates(set_type),
            _inquiries(level) if set_type == "270" else _benefits(level),
        ),
    )


def _dependent(set_type: str) -> Loop:
    return Loop(
        "2000D",
        segment("HL", where=(3, "23")),
        table=f"x12_{set_type}_dependents",
        name="dependent",
        body=(trace("1" if set_type == "270" else "2"), _member(set_type, "D", "03")),
    )


def _levels(set_type: str) -> Loop:
    subscriber = Loop(
        "2000C",
        segment("HL", where=(3, "22")),
        table=f"x12_{set_type}_subscribers",
        name="subscriber",
        body=(trace("1" if set_type == "270" else "2"), _member(set_type, "C", "IL"), _dependent(set_type)),
    )
    provider = Loop(
        "2000B",
        segment("HL", where=(3, "21")),
        table=f"x12_{set_type}_providers",
        name="provider",
        body=(
            Loop(
                "2100B",
                name("1P 2B 36 80 FA GP P5 PR", code="entity_code", id_qualifier="XX"),
                body=(
                    references(f"x12_{set_type}_references"),
                    *address(),
                    *_contacts(set_type),
                    *_rejected(set_type),
                    taxonomy(),
                ),
            ),
            subscriber,
        ),
    )
    return Loop(
        "2000A",
        segment("HL", where=(3, "20")),
        table=f"x12_{set_type}_payers",
        name="payer",
        body=(
            *_rejected(set_type),
            Loop(
                "2100A",
                name("PR 2B 36 GP P5", code="entity_code", id_qualifier="PI"),
                body=(*_contacts(set_type), *_rejected(set_type, "name")),
            ),
            provider,
        ),
    )


def _set(set_type: str, functional_id: str, purpose: str) -> TransactionSet:
    return TransactionSet(
        type=set_type,
        code=set_type,
        functional_id=functional_id,
        implementation="005010X279A1",
        guides=GUIDES,
        ignored=IGNORED,
        root=Loop(
            "ST",
            header(set_type, "005010X279A1"),
            table=f"x12_{set_type}_transactions",
            name="transaction",
            body=(begin("0022", purpose=purpose), _levels(set_type)),
        ),
    )


S270 = _set("270", "HS", "13")
S271 = _set("271", "HB", "11")
