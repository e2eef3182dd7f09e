"""The HL levels that every 837 shares: billing provider (2000A), subscriber (2000B), patient (2000C)."""

from __future__ import annotations

from interchange.x12.spec import Loop, date, fixed, segment, text


def _patient(claim: Loop) -> Loop:
    return Loop(
        "2000C",
        segment("HL", where=(3, "23")),
        table="x12_837_patients",
        name="patient",
        body=(
            segment("PAT", text(1, "relationship_code")),
            Loop(
                "2010CA",
                segment("NM1", fixed(2, "1"), text(3, "last_name"), text(4, "first_name"), where=(1, "QC")),
                body=(segment("DMG", fixed(1, "D8"), date(2, "birth_date"), text(3, "sex")),),
            ),
            claim,
        ),
    )


def _subscriber(claim: Loop) -> Loop:
    return Loop(
        "2000B",
        segment("HL", where=(3, "22")),
        table="x12_837_subscribers",
        name="subscriber",
        body=(
            segment(
                "SBR",
                text(1, "payer_responsibility_code"),
                text(2, "relationship_code"),
                text(3, "group_number"),
                text(9, "filing_indicator_code"),
            ),
            Loop(
                "2010BA",
                segment(
                    "NM1",
                    fixed(2, "1"),
                    text(3, "last_name"),
                    text(4, "first_name"),
                    fixed(8, "MI"),
                    text(9, "member_id"),
                    where=(1, "IL"),
                ),
                body=(segment("DMG", fixed(1, "D8"), date(2, "birth_date"), text(3, "sex")),),
            ),
            Loop(
                "2010BB",
                segment(
                    "NM1",
                    fixed(2, "2"),
                    text(3, "payer_name"),
                    fixed(8, "PI"),
                    text(9, "payer_id"),
                    where=(1, "PR"),
                ),
            ),
            Loop("2010BC", segment("NM1", where=(1, "QD AO"))),
            claim,
            _patient(claim),
        ),
    )


def hierarchy(claim: Loop) -> Loop:
    """The levels of an 837 around a claim loop: billing provider, subscriber, and patient where that is another."""
    return Loop(
        "2000A",
        segment("HL", where=(3, "20")),
        table="x12_837_billing_providers",
        name="billing_provider",
        body=(
            segment("PRV", fixed(1, "BI"), fixed(2, "PXC"), text(3, "taxonomy_code")),
            Loop(
                "2010AA",
                segment("NM1", fixed(2, "2"), text(3, "name"), fixed(8, "XX"), text(9, "npi"), where=(1, "85")),
                body=(
                    segment("N3", fixed(1, "1 MAIN STREET")),
                    segment("N4", text(1, "city"), text(2, "state"), text(3, "postal_code")),
                    segment("REF", text(2, "tax_id"), where=(1, "EI SY")),
                ),
            ),
            Loop("2010AB", segment("NM1", where=(1, "87 PE"))),
            _subscriber(claim),
        ),
    )
