"""276 and 277: a claim's status asked for and told (005010X212); one set of levels, two families of tables."""

from __future__ import annotations

from interchange.x12.spec import Loop, Period, Repeat, Segment, TransactionSet, money, segment, text
from interchange.x12.specs.s277ca import SERVICE, statuses
from interchange.x12.specs.segments import begin, dates, demographics, header, name, references


def _statuses(told: str) -> tuple[Repeat, ...]:
    return (statuses("x12_277_statuses"),) if told == "277" else ()


def _line(set_type: str, level: str) -> Loop:
    return Loop(
        f"2210{level}" if set_type == "276" else f"2220{level}",
        SERVICE,
        table=f"x12_{set_type}_lines",
        name="line",
        body=(
            *_statuses(set_type),
            segment("REF", text(2, "line_control_number"), where=(1, "FJ")),
            references(f"x12_{set_type}_references"),
            Period(("472",), "service_date", "service_to_date"),
        ),
    )


CLAIM_REFERENCES: tuple[Segment, ...] = (
    segment("REF", text(2, "payer_claim_control_number"), where=(1, "1K")),
    segment("REF", text(2, "type_of_bill"), where=(1, "BLT")),
    segment("REF", text(2, "patient_control_number"), where=(1, "EJ")),
    segment("REF", text(2, "clearinghouse_claim_number"), where=(1, "D9")),
)


def _claim(set_type: str, level: str) -> Loop:
    asked = set_type == "276"
    return Loop(
        f"2200{level}",
        segment("TRN", text(1, "trace_type_code", default="1" if asked else "2"), text(2, "trace_number")),
        table=f"x12_{set_type}_claims",
        name="claim",
        body=(
            *_statuses(set_type),
            *CLAIM_REFERENCES,
            references(f"x12_{set_type}_references"),
            segment("AMT", money(2, "charge_amount"), where=(1, "T3")),
            Period(("472",), "service_date", "service_to_date"),
            dates(f"x12_{set_type}_dates"),
            _line(set_type, level),
        ),
    )


def _dependent(set_type: str) -> Loop:
    return Loop(
        "2000E",
        segment("HL", where=(3, "23")),
        table=f"x12_{set_type}_dependents",
        name="dependent",
        body=(
            demographics(),
            Loop("2100E", name("QC", kind="1")),
            _claim(set_type, "E"),
        ),
    )


def _subscriber(set_type: str) -> Loop:
    return Loop(
        "2000D",
        segment("HL", where=(3, "22")),
        table=f"x12_{set_type}_subscribers",
        name="subscriber",
        body=(
            demographics(),
            Loop("2100D", name("IL QC", kind="1", id_qualifier="MI", code="entity_code")),
            _claim(set_type, "D"),
            _dependent(set_type),
        ),
    )


def _told(level: str, set_type: str) -> tuple[Loop, ...]:
    """2200B, 2200C: a status that speaks of a whole level, in a 277 only."""
    if set_type == "276":
        return ()
    trace = segment("TRN", text(1, "trace_type_code", default="2"), text(2, "trace_number"))
    return (Loop(f"2200{level}", trace, body=_statuses("277")),)


def _levels(set_type: str) -> Loop:
    provider = Loop(
        "2000C",
        segment("HL", where=(3, "19")),
        table=f"x12_{set_type}_providers",
        name="provider",
        body=(Loop("2100C", name("1P", id_qualifier="XX")), *_told("C", set_type), _subscriber(set_type)),
    )
    receiver = Loop(
        "2000B",
        segment("HL", where=(3, "21")),
        table=f"x12_{set_type}_receivers",
        name="receiver",
        body=(Loop("2100B", name("41", id_qualifier="46")), *_told("B", set_type), provider),
    )
    return Loop(
        "2000A",
        segment("HL", where=(3, "20")),
        table=f"x12_{set_type}_payers",
        name="payer",
        body=(Loop("2100A", name("PR", id_qualifier="PI")), receiver),
    )


def _set(set_type: str, functional_id: str, purpose: str) -> TransactionSet:
    more = (text(6, "transaction_type_code", default="DG"),) if set_type == "277" else ()
    return TransactionSet(
        type=set_type,
        code=set_type,
        functional_id=functional_id,
        implementation="005010X212",
        guides=("005010X212", "004010X093", "003070X070", "004010X070"),
        ignored=("PER", "N3", "N4"),
        root=Loop(
            "ST",
            header(set_type, "005010X212"),
            table=f"x12_{set_type}_transactions",
            name="transaction",
            body=(begin("0010", *more, purpose=purpose), _levels(set_type)),
        ),
    )


S276 = _set("276", "HR", "13")
S277 = _set("277", "HN", "08")
