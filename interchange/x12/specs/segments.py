"""Segments that several sets write the same way: names, addresses, contacts, and what no named column takes."""

from __future__ import annotations

from interchange.x12.spec import Element, Repeat, Segment, date, fixed, money, number, paired, repeat, segment, text

OTHERWISE = (1,)
WHOLE = (0,)


def _name(what: str, within: str) -> str:
    """A repeat's name is its own within one row: two loops that give to the same row name theirs apart."""
    return f"{what}_{within}" if within else what


def header(code: str, implementation: str = "") -> Segment:
    """ST, with the guide in ST03 where the set says it there."""
    named = (text(3, "implementation", default=implementation),) if implementation else ()
    return segment("ST", fixed(1, code), text(2, "set_control_number"), *named)


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


def name(
    where: str = "",
    prefix: str = "",
    *,
    kind: str = "2",
    id: str = "id",
    id_qualifier: str = "",
    code: str = "",
) -> Segment:
    """NM1: who it is.

    ``kind`` 1 is a person, 2 an organisation, as a writer puts it where the row does not say. ``id`` names the column
    of NM109, ``code`` that of NM101 where a loop takes several.
    """
    p = f"{prefix}_" if prefix else ""
    return segment(
        "NM1",
        *((text(1, code),) if code else ()),
        text(2, f"{p}type_code", default=kind),
        text(3, f"{p}last_name" if kind == "1" else f"{p}name"),
        text(4, f"{p}first_name"),
        text(5, f"{p}middle_name"),
        text(7, f"{p}name_suffix"),
        paired(8, f"{p}id_qualifier", id_qualifier),
        text(9, f"{p}{id}"),
        where=(1, where) if where else None,
    )


def address(prefix: str = "") -> tuple[Segment, Segment]:
    """N3 and N4."""
    p = f"{prefix}_" if prefix else ""
    return (
        segment("N3", text(1, f"{p}address"), text(2, f"{p}address_2")),
        segment(
            "N4",
            text(1, f"{p}city"),
            text(2, f"{p}state"),
            text(3, f"{p}postal_code"),
            text(4, f"{p}country"),
            text(7, f"{p}subdivision"),
        ),
    )


def demographics(prefix: str = "") -> Segment:
    """DMG: birth and sex."""
    p = f"{prefix}_" if prefix else ""
    return segment("DMG", paired(1, "", "D8"), date(2, f"{p}birth_date"), text(3, f"{p}sex"))


def procedure(position: int, prefix: str = "", *, is_described: bool = True) -> tuple[Element, ...]:
    """A composite procedure: its code list, code, modifiers and, where the guide has it there, description."""
    described = (text(position, f"{prefix}procedure_description", 7),) if is_described else ()
    return (
        text(position, f"{prefix}procedure_qualifier", 1),
        text(position, f"{prefix}procedure_code", 2),
        *(text(position, f"{prefix}modifier_{i}", 2 + i) for i in range(1, 5)),
        *described,
    )


def trace(kind: str) -> Segment:
    """TRN: the number by which a request (1) and its answer (2) find each other, and whose it is."""
    return segment(
        "TRN",
        text(1, "trace_type_code", default=kind),
        text(2, "trace_number"),
        text(3, "trace_company_id"),
        text(4, "trace_reference"),
    )


def taxonomy() -> Segment:
    """PRV: what kind of provider it is."""
    return segment("PRV", text(1, "provider_code"), text(2, "taxonomy_qualifier"), text(3, "taxonomy_code"))


def limits(table: str) -> Repeat:
    """HSD: how much of a service, how often, for how long."""
    return repeat(
        "HSD",
        text(1, "quantity_qualifier"),
        number(2, "quantity"),
        text(3, "unit_code"),
        number(4, "sample_selection"),
        text(5, "time_period_code"),
        number(6, "period_count"),
        text(7, "delivery_frequency_code"),
        text(8, "delivery_pattern_code"),
        table=table,
        name="limits",
        groups=WHOLE,
    )


def messages(table: str) -> Repeat:
    """MSG: what is said in words."""
    return repeat("MSG", text(0, "message"), table=table, name="messages", groups=OTHERWISE)


def references(table: str, within: str = "") -> Repeat:
    """Every REF that has no column of its own."""
    return repeat(
        "REF",
        text(1, "value"),
        table=table,
        name=_name("references", within),
        groups=OTHERWISE,
        leading=(text(1, "qualifier"), text(3, "description")),
        otherwise=True,
    )


def dates(table: str, within: str = "") -> Repeat:
    """Every DTP that has no column of its own; ``format`` says which of its parts are there."""
    return repeat(
        "DTP",
        Element(2, "from_date", "from"),
        Element(2, "to_date", "to"),
        Element(2, "time", "time"),
        table=table,
        name=_name("dates", within),
        groups=OTHERWISE,
        leading=(text(1, "qualifier"), text(2, "format", default="D8")),
        otherwise=True,
    )


def amounts(table: str, within: str = "") -> Repeat:
    """Every AMT that has no column of its own."""
    return repeat(
        "AMT",
        money(1, "amount"),
        table=table,
        name=_name("amounts", within),
        groups=OTHERWISE,
        leading=(text(1, "qualifier"),),
        otherwise=True,
    )


def quantities(table: str, within: str = "") -> Repeat:
    """Every QTY that has no column of its own."""
    return repeat(
        "QTY",
        number(1, "quantity"),
        table=table,
        name=_name("quantities", within),
        groups=OTHERWISE,
        leading=(text(1, "qualifier"), text(3, "unit_code", 1)),
        otherwise=True,
    )


def contacts(table: str, within: str = "") -> Repeat:
    """PER: whom to ask, by up to three ways."""
    ways = (
        text(at + k, f"{what}_{n}") for n, at in ((1, 3), (2, 5), (3, 7)) for k, what in enumerate(("way", "number"))
    )
    return repeat(
        "PER",
        text(1, "function_code"),
        text(2, "name"),
        *ways,
        table=table,
        name=_name("contacts", within),
        groups=WHOLE,
    )


def rejections(table: str, within: str = "") -> Repeat:
    """AAA: why a request was not answered, and what to do about it."""
    return repeat(
        "AAA",
        text(1, "valid_request", default="N"),
        text(3, "reason_code"),
        text(4, "follow_up_code"),
        table=table,
        name=_name("rejections", within),
        groups=WHOLE,
    )


def attachments(table: str) -> Repeat:
    """PWK: papers that go with a claim or a request, and how they travel."""
    return repeat(
        "PWK",
        text(1, "report_type_code"),
        text(2, "transmission_code"),
        text(5, "id_qualifier"),
        text(6, "attachment_control_number"),
        text(7, "description"),
        table=table,
        name="attachments",
        groups=WHOLE,
    )


def conditions(table: str) -> Repeat:
    """CRC: a category and the up to five conditions that hold or do not."""
    return repeat(
        "CRC",
        text(0, "condition_code"),
        table=table,
        name="conditions",
        groups=(3, 4, 5, 6, 7),
        leading=(text(1, "category_code"), text(2, "holds")),
    )


def verbatim(id: str, table: str, elements: int) -> Repeat:
    """A segment kept as its elements stand: rare ones that nothing here asks for by name."""
    return repeat(
        id,
        *(text(n, f"element_{n}") for n in range(1, elements + 1)),
        table=table,
        name=f"{id.lower()}_segments",
        groups=WHOLE,
        segment_id=id,
    )
