"""Judgement: each rule fires on the one change that breaks it, at the segment that breaks it, and on nothing sound."""

from __future__ import annotations

import copy
import doctest
import random
from decimal import Decimal

import pytest

from interchange import x12
from interchange.x12 import Finding, Node, code_lists
from interchange.x12.judgement import providers
from interchange.x12.spec import TransactionSet
from interchange.x12.specs import SPECS
from tests.interchange.x12.generating import random_tree
from tests.interchange.x12.test_acknowledgements import BACK, claim, sent, submission


def findings(*claims: Node) -> list[Finding]:
    return x12.validate(sent(submission(*claims)))


def test_a_sound_claim_has_no_findings() -> None:
    assert findings(claim("A1")) == []


@pytest.mark.parametrize(
    ("changed", "code", "place"),
    [
        ({"charge_amount": Decimal(99)}, "X12-837-CLAIM-BALANCE", ("CLM", 2)),
        ({"codes": []}, "X12-837-DIAGNOSIS", ("CLM", 5)),
        ({"frequency_code": "7"}, "X12-837-ORIGINAL-REFERENCE", ("CLM", 5)),
        ({"frequency_code": "W"}, "X12-CODE-FREQUENCY", ("CLM", 5)),
        ({"facility_code": "98"}, "X12-CODE-PLACE-OF-SERVICE", ("CLM", 5)),
        ({"facility_code": None}, "X12-REQUIRED-ELEMENT", ("CLM", 5)),
        ({"rendering_npi": "1234567890"}, "X12-NPI", ("NM1", 9)),
    ],
)
def test_a_broken_rule_is_told_at_its_element(changed: dict[str, object], code: str, place: tuple[str, int]) -> None:
    (found,) = findings(claim("A1", **changed))
    assert (found.code, found.severity, (found.segment_id, found.element)) == (code, "warning", place)
    assert found.set_control_number == "0001"


@pytest.mark.parametrize(
    ("sound", "broken", "told"),
    [
        (b"HL*2*1*22*0", b"HL*3*1*22*0", [("X12-HL-NUMBER", 1)]),
        (b"HL*2*1*22*0", b"HL*2*7*22*0", [("X12-HL-PARENT", 2), ("X12-HL-CHILDREN", 4)]),
        (b"HL*2*1*22*0", b"HL*2**22*0", [("X12-HL-PARENT", 2), ("X12-HL-CHILDREN", 4)]),
        (b"HL*1**20*1", b"HL*1*1*20*1", [("X12-HL-PARENT", 2)]),
        (b"HL*2*1*22*0", b"HL*2*1*22*1", [("X12-HL-CHILDREN", 4)]),
        (b"HL*1**20*1", b"HL*1**20*0", [("X12-HL-CHILDREN", 4)]),
    ],
)
def test_a_level_that_is_not_numbered_or_nested_as_its_guide_says_is_told(
    sound: bytes, broken: bytes, told: list[tuple[str, int]]
) -> None:
    content = sent(submission(claim("A1")))
    assert sound in content
    found = sorted(x12.validate(content.replace(sound, broken)), key=lambda each: each.element)
    assert [(each.code, each.element) for each in found] == told
    assert all(content[each.byte_offset :].startswith(b"HL*") for each in found)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.type)
def test_the_levels_that_are_written_are_as_the_guides_say(spec: TransactionSet) -> None:
    for seed in range(5):
        content = x12.write(spec.type, [random_tree(spec, random.Random(seed))], envelope=BACK)
        assert not [each for each in x12.validate(content) if each.code.startswith("X12-HL")]


@pytest.mark.parametrize(
    ("changed", "code", "place"),
    [
        ({"patient_control_number": "A" * 39}, "X12-ELEMENT-TOO-LONG", ("CLM", 1)),
        ({"rendering_npi": "1", "rendering_id_qualifier": "FI"}, "X12-ELEMENT-TOO-SHORT", ("NM1", 9)),
        ({"facility_code": "11>B>1"}, "X12-COMPONENT-SEPARATOR", ("CLM", 5)),
    ],
)
def test_an_element_of_a_length_that_its_guide_does_not_know_is_told(
    changed: dict[str, object], code: str, place: tuple[str, int]
) -> None:
    found = [each for each in findings(claim("A1", **changed)) if not each.code.startswith("X12-CODE")]
    assert [(each.code, (each.segment_id, each.element)) for each in found] == [(code, place)]


def test_a_modifier_without_its_procedure_is_told() -> None:
    changed = claim("A1")
    changed.children[0].values |= {"procedure_qualifier": None, "procedure_code": None, "modifier_1": "76"}
    (found,) = findings(changed)
    assert (found.code, found.segment_id, found.element) == ("X12-REQUIRED-ELEMENT", "SV1", 1)


def test_a_pointer_to_a_diagnosis_that_the_claim_has_not_is_told_on_any_line_of_any_claim() -> None:
    first, second = claim("A1", "300"), claim("A2")
    first.children += [copy.deepcopy(first.children[0]) for _ in range(2)]
    for line in first.children:
        line.values["diagnosis_pointer_1"] = "1"
    first.children[2].values["diagnosis_pointer_2"] = "2"
    found = findings(first, second)
    assert [(each.code, each.segment_id, each.element) for each in found] == [("X12-837-POINTER", "SV1", 7)]


def test_a_prior_payers_line_that_does_not_add_up_is_told() -> None:
    judged = {"payer_id": "F1", "paid_amount": Decimal(64), "adjustments": [CONTRACTUAL | {"amount": Decimal(36)}]}
    balanced = claim("A1")
    balanced.children[0].children.append(Node("2430", judged))
    assert findings(balanced) == []
    judged["paid_amount"] = Decimal(65)
    (found,) = findings(balanced)
    assert (found.code, found.segment_id, found.element) == ("X12-837-PRIOR-PAYER-BALANCE", "SVD", 2)


def test_a_prior_payers_line_of_an_institution_names_its_revenue_code() -> None:
    judged = {"payer_id": "F1", "paid_amount": Decimal(64), "adjustments": [CONTRACTUAL | {"amount": Decimal(36)}]}
    billed = {"revenue_code": "0450", "charge_amount": Decimal(100), "units": 1}
    one = claim("A1", facility_code="13", facility_code_qualifier="A")
    one.children = [Node("2400", billed, [Node("2430", judged)])]
    (found,) = x12.validate(x12.write("837I", [submission(one)], envelope=BACK))
    assert (found.code, found.segment_id, found.element) == ("X12-REQUIRED-ELEMENT", "SVD", 4)
    judged["revenue_code"] = "0450"
    assert x12.validate(x12.write("837I", [submission(one)], envelope=BACK)) == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"patient_responsibility_amount": Decimal(5)}, "X12-835-PATIENT-SHARE"),
        ({"patient_responsibility_amount": Decimal(0)}, ""),
    ],
)
def test_what_a_patient_owes_is_the_sum_of_the_patients_adjustments(changed: dict[str, object], code: str) -> None:
    assert [each.code for each in x12.validate(remittance({}, **changed))] == ([code] if code else [])


def test_a_payment_names_its_banks_where_it_goes_through_them_and_is_nothing_where_it_says_so() -> None:
    found = x12.validate(remittance({"payment_method_code": "ACH"}))
    assert {each.code for each in found} == {"X12-REQUIRED-ELEMENT"}
    assert sorted(each.element for each in found) == [5, 6, 7, 8, 9, 10, 12, 13, 14, 15]
    (paid,) = x12.validate(
        remittance({"payment_amount": Decimal(1)}, paid_amount=Decimal(1), charge_amount=Decimal(10))
    )
    assert (paid.code, paid.segment_id, paid.element) == ("X12-835-NO-PAYMENT", "BPR", 2)


CONTRACTUAL = {"group_code": "CO", "carc": "45", "amount": Decimal(9)}


def remittance(head: dict[str, object], **changed: object) -> bytes:
    paid: dict[str, object] = {
        "patient_control_number": "A1",
        "claim_status_code": "1",
        "charge_amount": Decimal(9),
        "paid_amount": Decimal(0),
        "payer_claim_control_number": "P1",
        "adjustments": [CONTRACTUAL],
    }
    values: dict[str, object] = {
        "handling_code": "I",
        "payment_amount": Decimal(0),
        "credit_debit_code": "C",
        "payment_method_code": "NON",
        "trace_number": "T",
        "payer_name": "A PAYER",
        "payee_name": "A GROUP",
    }
    return x12.write("835", [Node("ST", values | head, [Node("2100", paid | changed)])], envelope=BACK)


def test_a_finding_stands_at_the_byte_of_its_own_segment() -> None:
    content = sent(submission(claim("A1", rendering_npi="1234567890")))
    (found,) = x12.validate(content)
    assert content[found.byte_offset :].startswith(b"NM1*82*")


def test_an_unknown_code_is_a_warning_and_its_set_loads() -> None:
    content = remittance({}, adjustments=[CONTRACTUAL | {"carc": "999"}])
    (found,) = x12.validate(content)
    assert (found.code, found.segment_id, found.element, found.loop) == ("X12-CODE-CARC", "CAS", 2, "2100")
    assert "999" not in found.message
    assert not x12.read(content).quarantined


@pytest.mark.parametrize("module", [providers, code_lists])
def test_the_documented_examples_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]
