"""The HL levels that every 837 shares: billing provider (2000A), subscriber (2000B), patient (2000C)."""

from __future__ import annotations

from interchange.x12.spec import Element, Loop, Segment, date, number, paired, segment, text
from interchange.x12.specs.segments import address, contacts, demographics, name, references

REFERENCES = "x12_837_references"
CONTACTS = "x12_837_contacts"


def _patient_facts(*relationship: Element) -> Segment:
    return segment(
        "PAT",
        *relationship,
        paired(5, "", "D8"),
        date(6, "death_date"),
        paired(7, "weight_unit_code", "01"),
        number(8, "weight"),
        text(9, "is_pregnant"),
    )


def _patient(claim: Loop) -> Loop:
    return Loop(
        "2000C",
        segment("HL", where=(3, "23")),
        table="x12_837_patients",
        name="patient",
        body=(
            _patient_facts(text(1, "relationship_code")),
            Loop(
                "2010CA",
                name("QC", kind="1", id_qualifier="MI"),
                body=(*address(), demographics(), references(REFERENCES), contacts(CONTACTS)),
            ),
            claim,
        ),
    )


SUBSCRIBER_NAME = Loop(
    "2010BA",
    name("IL", kind="1", id="member_id", id_qualifier="MI"),
    body=(*address(), demographics(), references(REFERENCES), contacts(CONTACTS)),
)
PAYER_NAME = Loop(
    "2010BB",
    name("PR", "payer", id_qualifier="PI"),
    body=(
        *address("payer"),
        references(REFERENCES, "payer"),
        contacts(CONTACTS, "payer"),
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
                text(4, "group_name"),
                text(5, "insurance_type_code"),
                text(9, "filing_indicator_code"),
            ),
            _patient_facts(),
            SUBSCRIBER_NAME,
            PAYER_NAME,
            Loop(
                "2010BC",
                name("QD", "responsible", kind="1"),
                body=(*address("responsible"),),
            ),
            Loop("2010BD", name("AO", "account_holder", kind="1"), body=(references(REFERENCES, "account"),)),
            claim,
            _patient(claim),
        ),
    )


BILLING_NAME = Loop(
    "2010AA",
    name("85", id="npi", id_qualifier="XX"),
    body=(
        *address(),
        segment("REF", text(1, "tax_id_qualifier"), text(2, "tax_id"), where=(1, "EI SY")),
        references(REFERENCES),
        contacts(CONTACTS),
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
            segment(
                "PRV",
                text(1, "provider_code", default="BI"),
                text(2, "taxonomy_qualifier", default="PXC"),
                text(3, "taxonomy_code"),
            ),
            segment("CUR", text(1, "currency_entity_code"), text(2, "currency_code")),
            BILLING_NAME,
            Loop(
                "2010AB",
                name("87", "pay_to", id_qualifier="XX"),
                body=(*address("pay_to"), references(REFERENCES, "pay_to")),
            ),
            Loop(
                "2010AC",
                name("PE", "pay_to_plan", id_qualifier="PI"),
                body=(*address("pay_to_plan"), references(REFERENCES, "pay_to_plan")),
            ),
            _subscriber(claim),
        ),
    )
