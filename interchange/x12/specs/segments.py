"""Segments that several sets write the same way: names, addresses, and what no named column takes."""

from __future__ import annotations

from interchange.x12.spec import Element, Repeat, Segment, date, fixed, repeat, segment, text

OTHERWISE = (1,)


def begin(structure: str, *more: Element, purpose: str = "") -> Segment:
    """BHT: what a hierarchical set is, its reference and when it was made."""
    return segment(
        "BHT",
        text(1, "structure_code", default=structure),
        text(2, "purpose_code", default=purpose),
        text(3, "reference_id"),
        date(4, "created_date"),
        text(5, "created_time"),
        *more,
        required=True,
    )


def name(prefix: str = "", where: str = "", *, kind: str = "2", id_qualifier: str = "", code: str = "") -> Segment:
    """NM1: who it is; ``kind`` 1 is a person, 2 an organisation; ``code`` names the column of NM101, if any."""
    p = f"{prefix}_" if prefix else ""
    named = (text(3, f"{p}last_name"), text(4, f"{p}first_name"), text(5, f"{p}middle_name"))
    return segment(
        "NM1",
        *((text(1, code),) if code else ()),
        text(2, f"{p}type_code", default=kind),
        *(named if kind == "1" else (text(3, f"{p}name"), text(4, f"{p}first_name"))),
        text(8, f"{p}id_qualifier", default=id_qualifier),
        text(9, f"{p}id"),
        where=(1, where) if where else None,
    )


def address(prefix: str = "") -> tuple[Segment, Segment]:
    """N3 and N4."""
    p = f"{prefix}_" if prefix else ""
    return (
        segment("N3", text(1, f"{p}address"), text(2, f"{p}address_2")),
        segment("N4", text(1, f"{p}city"), text(2, f"{p}state"), text(3, f"{p}postal_code"), text(4, f"{p}country")),
    )


def demographics(prefix: str = "") -> Segment:
    """DMG: birth and sex."""
    p = f"{prefix}_" if prefix else ""
    return segment("DMG", fixed(1, "D8"), date(2, f"{p}birth_date"), text(3, f"{p}sex"))


def references(table: str) -> Repeat:
    """Every REF that has no column of its own."""
    return repeat(
        "REF",
        text(1, "value"),
        table=table,
        name="references",
        groups=OTHERWISE,
        leading=(text(1, "qualifier"), text(3, "description")),
        otherwise=True,
    )


def dates(table: str, id: str = "DTP") -> Repeat:
    """Every DTP that has no column of its own; ``format`` says which of its parts are there."""
    return repeat(
        id,
        Element(2, "from_date", "from"),
        Element(2, "to_date", "to"),
        Element(2, "time", "time"),
        table=table,
        name="dates",
        groups=OTHERWISE,
        leading=(text(1, "qualifier"), text(2, "format", default="D8")),
        otherwise=True,
    )


def rejections(table: str) -> Repeat:
    """AAA: why a request was not answered, and what to do about it."""
    return repeat(
        "AAA",
        text(2, "reason_code"),
        text(3, "follow_up_code"),
        table=table,
        name="rejections",
        groups=OTHERWISE,
        leading=(text(1, "valid_request", default="N"),),
    )
