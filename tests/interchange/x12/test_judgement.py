"""Judgement: each rule fires on the one change that breaks it, at the segment that breaks it, and on nothing sound."""

from __future__ import annotations

import doctest
from decimal import Decimal

import pytest

from interchange import x12
from interchange.x12 import Finding, Node, code_lists, judgement
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


def test_a_finding_stands_at_the_byte_of_its_own_segment() -> None:
    content = sent(submission(claim("A1", rendering_npi="1234567890")))
    (found,) = x12.validate(content)
    assert content[found.byte_offset :].startswith(b"NM1*82*")


def test_an_unknown_code_is_a_warning_and_its_set_loads() -> None:
    paid = Node("2100", {"patient_control_number": "A1", "claim_status_code": "1", "charge_amount": Decimal(9)})
    paid.values |= {"paid_amount": Decimal(0), "payer_claim_control_number": "P1"}
    paid.values["adjustments"] = [{"group_code": "CO", "carc": "999", "amount": Decimal(9)}]
    head: dict[str, object] = {"payment_amount": Decimal(0), "credit_debit_code": "C", "payment_method_code": "NON"}
    head |= {"trace_number": "T", "payer_name": "A PAYER", "payee_name": "A GROUP"}
    content = x12.write("835", [Node("ST", head, [paid])], envelope=BACK)
    (found,) = x12.validate(content)
    assert (found.code, found.segment_id, found.element, found.loop) == ("X12-CODE-CARC", "CAS", 2, "2100")
    assert "999" not in found.message
    assert not x12.read(content).quarantined


@pytest.mark.parametrize("module", [judgement, code_lists])
def test_the_documented_examples_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]
