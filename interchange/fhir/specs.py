"""The resources that are read: which type gives which table, and where in the resource each column stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from interchange.feeds import Column, Table

ACCOUNT_NUMBER = "supportingInfo[category.coding.code~patientaccountnumber].valueString"
NPI = "identifier[system~us-npi].value"
CODE = "coding.code"


@dataclass(frozen=True)
class Resource:
    """Types that share a table, and the tables of what repeats inside them, by the path to it."""

    types: tuple[str, ...]
    table: Table
    inner: tuple[tuple[str, Table], ...] = ()


def _table(name: str, *columns: Column) -> Table:
    own = (
        Column("resource_id", ("id", "identifier.value"), required=True),
        Column("entry_number", ("@entry",), "integer"),
    )
    return Table(name, (*own, *columns), key=("resource_id",))


CLAIM_LINES = Table(
    "fhir_claim_lines",
    (
        Column("resource_id", ("@resource.id", "@resource.identifier.value"), required=True),
        Column("line_sequence", ("sequence",), "integer", required=True),
        Column("procedure_code", (f"productOrService.{CODE}",)),
        Column("revenue_code", (f"revenue.{CODE}",)),
        Column("facility_code", (f"locationCodeableConcept.{CODE}",)),
        Column("charge_amount", ("net.value", "adjudication[category.coding.code~submitted].amount.value"), "money"),
        Column("service_date", ("servicedDate", "servicedPeriod.start"), "date"),
    ),
    key=("resource_id", "line_sequence"),
)
RESOURCES = (
    Resource(
        ("Patient",),
        _table(
            "fhir_patients",
            Column("medical_record_number", ("identifier[system~mrn].value", "identifier[type.coding.code~MR].value")),
            Column("last_name", ("name.family",)),
            Column("first_name", ("name.given",)),
            Column("gender", ("gender",)),
            Column("birth_date", ("birthDate",), "date"),
        ),
    ),
    Resource(
        ("Coverage",),
        _table(
            "fhir_coverages",
            Column("status", ("status",)),
            Column("patient_id", ("beneficiary.reference",)),
            Column("member_id", ("subscriberId", "identifier.value")),
            Column("payer_id", ("payor.identifier.value", "payor.reference")),
            Column("payer_name", ("payor.display",)),
            Column("effective_date", ("period.start",), "date"),
            Column("termination_date", ("period.end",), "date"),
        ),
    ),
    Resource(
        ("Encounter",),
        _table(
            "fhir_encounters",
            Column("status", ("status",)),
            Column("class_code", ("class.code",)),
            Column("patient_id", ("subject.reference",)),
            Column("account_id", ("account.reference",)),
            Column("start_date", ("period.start",), "date"),
            Column("end_date", ("period.end",), "date"),
        ),
    ),
    Resource(
        ("Claim",),
        _table(
            "fhir_claims",
            Column("use", ("use",)),
            Column("status", ("status",)),
            Column("claim_type", (f"type.{CODE}",)),
            Column("patient_control_number", ("identifier[system~pcn].value", ACCOUNT_NUMBER, "identifier.value")),
            Column("patient_id", ("patient.reference",)),
            Column("coverage_id", ("insurance[focal~true].coverage.reference", "insurance.coverage.reference")),
            Column("payer_id", ("insurer.identifier.value", "insurer.reference")),
            Column("billing_npi", (f"provider.{NPI}", f"contained[resourceType~Organization].{NPI}")),
            Column("prior_authorization_number", ("insurance.preAuthRef",)),
            Column("diagnosis_code", (f"diagnosis.diagnosisCodeableConcept.{CODE}",)),
            Column("replaced_claim_id", ("related.claim.reference",)),
            Column("charge_amount", ("total.value",), "money"),
            Column("created_date", ("created",), "date"),
            Column("service_from_date", ("billablePeriod.start", "item.servicedDate"), "date"),
            Column("service_to_date", ("billablePeriod.end",), "date"),
        ),
        inner=(("item", CLAIM_LINES),),
    ),
    Resource(
        ("ClaimResponse", "ExplanationOfBenefit"),
        _table(
            "fhir_claim_responses",
            Column("resource_type", ("resourceType",), required=True),
            Column("use", ("use",)),
            Column("status", ("status",)),
            Column("outcome", ("outcome",)),
            Column("disposition", ("disposition",)),
            Column("request_id", ("request.reference", "claim.reference")),
            Column("patient_control_number", ("identifier[system~pcn].value", ACCOUNT_NUMBER)),
            Column("patient_id", ("patient.reference",)),
            Column("payer_id", ("insurer.identifier.value", "insurer.reference")),
            Column("prior_authorization_number", ("preAuthRef",)),
            Column("submitted_amount", ("total[category.coding.code~submitted].amount.value",), "money"),
            Column(
                "paid_amount", ("payment.amount.value", "total[category.coding.code~benefit].amount.value"), "money"
            ),
            Column("created_date", ("created",), "date"),
        ),
    ),
    Resource(
        ("ServiceRequest",),
        _table(
            "fhir_service_requests",
            Column("status", ("status",)),
            Column("intent", ("intent",)),
            Column("procedure_code", (f"code.{CODE}",)),
            Column("patient_id", ("subject.reference",)),
            Column("authored_date", ("authoredOn",), "date"),
        ),
    ),
    Resource(
        ("DocumentReference",),
        _table(
            "fhir_documents",
            Column("status", ("status",)),
            Column("document_type", (f"type.{CODE}",)),
            Column("patient_id", ("subject.reference",)),
            Column("encounter_id", ("context.encounter.reference",)),
            Column("content_type", ("content.attachment.contentType",)),
            Column("document_date", ("date",), "date"),
        ),
    ),
)


def tables() -> Iterable[Table]:
    """Every table that a resource can fill."""
    for each in RESOURCES:
        yield each.table
        yield from (table for _, table in each.inner)
