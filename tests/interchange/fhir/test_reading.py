"""FHIR resources as sites and payers write them: typed, placed, put aside with a reason, and never a traceback."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interchange import fhir
from interchange.feeds import Reading, RefusedError
from interchange.fhir.paths import first_text, id_in
from interchange.provenance import row_at

CLAIM = {
    "resourceType": "Claim",
    "id": "c1",
    "use": "claim",
    "identifier": [
        {"system": "https://a.example/other", "value": "X"},
        {"system": "https://a.example/pcn", "value": "A1"},
    ],
    "patient": {"reference": "Patient/p1"},
    "created": "2026-01-31",
    "insurance": [
        {"focal": False, "coverage": {"reference": "Coverage/secondary"}},
        {"focal": True, "coverage": {"reference": "https://a.example/fhir/Coverage/primary/_history/3"}},
    ],
    "item": [
        {"sequence": 1, "productOrService": {"coding": [{"code": "99213"}]}, "net": {"value": 120.10}},
        {"sequence": 2, "revenue": {"coding": [{"code": "0450"}]}, "servicedPeriod": {"start": "2026-01-30"}},
    ],
    "total": {"value": 320.10},
}  # fmt: skip


def read(*resources: Any) -> Reading:
    reading = fhir.read("\n".join(each if isinstance(each, str) else json.dumps(each) for each in resources).encode())
    assert reading
    return reading


def rows(reading: Reading, table: str = "fhir_claims") -> list[dict[str, Any]]:
    return reading.tables[table].to_pylist() if table in reading.tables else []


def test_a_claim_is_typed_with_its_lines_and_leads_back_to_its_line() -> None:
    content = (json.dumps({"resourceType": "Patient", "id": "p1"}) + "\n" + json.dumps(CLAIM) + "\n").encode()
    reading = fhir.read(content)
    assert reading and reading.type == "FHIR Patient"  # noqa: PT018 - the first narrows the second
    (claim,) = rows(reading)
    assert (claim["patient_control_number"], claim["coverage_id"], claim["patient_id"]) == ("A1", "primary", "p1")
    assert (claim["charge_amount"], claim["created_date"]) == (Decimal("320.10"), dt.date(2026, 1, 31))
    assert claim["line_number"] == 2
    assert json.loads(row_at(content, claim["byte_offset"])) == CLAIM
    first, second = rows(reading, "fhir_claim_lines")
    assert (first["procedure_code"], first["charge_amount"]) == ("99213", Decimal("120.10"))
    assert (second["revenue_code"], second["service_date"]) == ("0450", dt.date(2026, 1, 30))
    assert not reading.findings


@pytest.mark.parametrize("indent", [None, 2])
def test_a_bundle_gives_its_resources_with_their_numbers_and_ids(indent: int | None) -> None:
    claim = {name: value for name, value in CLAIM.items() if name != "id"}
    entries = [{"fullUrl": "urn:uuid:77aa", "resource": claim}, {"resource": {"resourceType": "Task"}}]
    content = json.dumps({"resourceType": "Bundle", "entry": entries}, indent=indent).encode()
    reading = fhir.read(content)
    assert reading
    (row,) = rows(reading)
    assert (row["resource_id"], row["entry_number"]) == ("77aa", 1)
    assert [each.code for each in reading.findings] == ["FHIR-RESOURCE-UNREAD"]
    assert json.loads(row_at(content, row["byte_offset"]))["resourceType"] == "Bundle"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('{"resourceType": "Claim", "id": ', "FHIR-JSON"),
        ('{"resourceType": "Claim", "id": "a", "id": "b"}', "FHIR-KEY-REPEATED"),
        ('{"resourceType": "Claim", "id": "a", "x": ' + "[" * 5_000 + "]" * 5_000 + "}", "FHIR-NESTING"),
        ('{"resourceType": "Claim", "id": "a", "total": {"value": NaN}}', "FHIR-JSON"),
        ('{"resourceType": 7, "id": "a"}', "FHIR-TYPE-MISSING"),
        ('{"id": "a"}', "FHIR-TYPE-MISSING"),
        ('{"resourceType": "Claim"}', "FHIR-VALUE-MISSING"),
        ('{"resourceType": "Claim", "id": {"value": "a"}}', "FHIR-VALUE-MISSING"),
        ('{"resourceType": "Claim", "identifier": [[{"value": "a"}]]}', "FHIR-VALUE-MISSING"),
        ('{"n": ' + "9" * 5_000 + "}", "FHIR-JSON"),
    ],
)
def test_a_resource_that_cannot_be_read_is_put_aside_and_the_others_load(line: str, code: str) -> None:
    reading = read({**CLAIM, "id": "before"}, line, {**CLAIM, "id": "after"})
    assert [each["resource_id"] for each in rows(reading)] == ["before", "after"]
    assert [(each.code, each.place.line_number) for each in reading.refused] == [(code, 2)]


def test_a_broken_first_line_costs_itself_alone() -> None:
    assert [each["line_number"] for each in rows(read('{"resourceType": "Cl', CLAIM))] == [2]


def test_a_broken_document_is_refused_whole() -> None:
    with pytest.raises(RefusedError, match="not sound JSON"):
        fhir.read(json.dumps(CLAIM, indent=2).encode()[:-3])


def test_a_file_of_types_that_are_not_read_says_so() -> None:
    with pytest.raises(RefusedError, match="of a type that is read"):
        fhir.read(b'{"resourceType": "Observation", "id": "o"}')


@pytest.mark.parametrize(
    "spoiled",
    [
        {"total": "much"}, {"total": [{"value": [1]}]}, {"created": {"on": 1}}, {"insurance": "none"},
        {"item": [7, [8]]}, {"item": [{"sequence": 1, "net": {"value": "1.234"}}]}, {"created": "2026"},
    ],
)  # fmt: skip
def test_a_value_of_another_shape_is_left_empty(spoiled: dict[str, Any]) -> None:
    reading = read({**CLAIM, **spoiled})
    assert len(rows(reading)) == 1
    assert not reading.refused
    assert all(each.code.endswith("-UNREADABLE") for each in reading.findings)


@pytest.mark.parametrize("content", [b"", b"ISA*00*", b"a,b\n1,2\n", b"\xff\xfe\x00"])
def test_what_is_no_json_is_none_of_ours(content: bytes) -> None:
    assert fhir.read(content) is None


@pytest.mark.parametrize(
    ("reference", "identity"),
    [("Claim/1", "1"), ("https://a.example/fhir/Claim/1/_history/2", "1"), ("urn:uuid:7", "7"), ("#x", "x")],
)
def test_a_reference_names_the_id_at_its_end(reference: str, identity: str) -> None:
    assert id_in(reference) == identity


def test_a_path_takes_the_first_value_that_its_filter_keeps() -> None:
    node = {"a": [{"k": "x"}, {"k": "yes", "v": {"w": 1}}, {"k": "eyes", "v": {"w": 2}}]}
    assert first_text(node, "a[k~yes].v.w") == "1"
    assert first_text(node, "a[k~no].v.w") is None


trees = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(CLAIM)), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from([*CLAIM, "entry", "resource"]), trees), st.binary(max_size=60))
def test_no_document_raises_anything_but_a_refusal(tree: dict[str, Any], noise: bytes) -> None:
    for kind in ("Claim", "Bundle"):
        for tail in (b"", b"\n{" + noise):
            try:
                reading = fhir.read(json.dumps({**tree, "resourceType": kind}).encode() + tail)
            except RefusedError as error:
                assert error.code.startswith(("FHIR-", "FEED-"))  # noqa: PT017 - most documents are not refused
            else:
                assert reading


def test_every_resource_of_others_samples_is_read_or_named(samples: Path) -> None:
    for path in sorted((samples / "fhir").rglob("*.json")):
        try:
            reading = fhir.read(path.read_bytes())
        except RefusedError as error:
            assert error.code == "FHIR-RESOURCE-UNREAD", path  # noqa: PT017 - the refusal is what is judged
            continue
        assert reading, path
        assert reading.tables, path
        assert {each.code for each in reading.refused} <= {"FHIR-VALUE-MISSING"}, path
