"""The other feeds: FHIR resources that parse and refer to each other, extracts that join to the claims."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest

from simulator import simulate
from simulator.simulation import DEFAULT_END

KINDS = {"Patient", "Coverage", "Encounter", "Claim", "ClaimResponse", "ServiceRequest", "DocumentReference"}


@pytest.fixture(scope="module")
def resources(inbox: Path) -> dict[str, list[dict[str, object]]]:
    """Every resource by type."""
    found = defaultdict(list)
    for path in sorted(inbox.rglob("*.ndjson")):
        for line in path.read_text().splitlines():
            resource = json.loads(line)
            assert path.name.startswith(f"{resource['resourceType']}_")
            found[resource["resourceType"]].append(resource)
    return found


def references(value: object) -> list[str]:
    """Every reference in a resource."""
    if isinstance(value, dict):
        own = [value["reference"]] if isinstance(value.get("reference"), str) else []
        return own + [each for inner in value.values() for each in references(inner)]
    return [each for inner in value for each in references(inner)] if isinstance(value, list) else []


def test_every_kind_of_resource_is_there_and_refers_to_resources_that_are(
    resources: dict[str, list[dict[str, object]]],
) -> None:
    assert set(resources) == KINDS
    known = {f"{kind}/{each['id']}" for kind, found in resources.items() for each in found}
    named = {each for found in resources.values() for resource in found for each in references(resource)}
    assert named
    assert named <= known


def test_every_extract_joins_to_the_patient_or_the_claim_it_names(extracts: dict[str, list[dict[str, str]]]) -> None:
    patients = {row["PAT_ID"] for row in extracts["PATIENT"]}
    accounts = {row["PATIENT_CONTROL_NUMBER"] for row in extracts["HSP_ACCOUNT"]}
    assert len(patients) == len(extracts["PATIENT"])
    for name in ("COVERAGE", "PAT_ENC", "REFERRAL"):
        assert {row["PAT_ID"] for row in extracts[name]} <= patients, name
    for name in ("CLAIM_EDIT_LOG", "DENIAL_WORK_LOG", "APPEAL_LOG"):
        assert extracts[name], name
        assert {row["PATIENT_CONTROL_NUMBER"] for row in extracts[name]} <= accounts, name


def test_a_visit_is_scheduled_before_it_is_completed(extracts: dict[str, list[dict[str, str]]]) -> None:
    completed = {row["PAT_ENC_CSN_ID"] for row in extracts["PAT_ENC"]}
    due = [row for row in extracts["PAT_ENC_SCHEDULED"] if row["CONTACT_DATE"] <= DEFAULT_END.isoformat()]
    scheduled = {row["PAT_ENC_CSN_ID"] for row in due}
    assert scheduled
    assert scheduled <= completed


def test_every_decided_appeal_was_pending_before(extracts: dict[str, list[dict[str, str]]]) -> None:
    keys = defaultdict(list)
    for row in extracts["APPEAL_LOG"]:
        keys[row["PATIENT_CONTROL_NUMBER"], row["APPEAL_LEVEL"]].append(row["OUTCOME"])
    assert {outcomes[0] for outcomes in keys.values()} == {"Pending"}
    assert {outcome for outcomes in keys.values() for outcome in outcomes[1:]} == {"Overturned", "Upheld"}


def test_feeds_that_are_not_known_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="x12, ehr or all"):
        simulate(claims=10, seed=1, profile="office", out=tmp_path, feeds="fax")
