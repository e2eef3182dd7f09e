"""Comparing by claim: order says nothing, every changed fact is told once, in its place."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from interchange import x12
from interchange.x12.comparison import Change, Record, compare, records
from interchange.x12.deidentification.columns import identifying_columns
from simulator import simulate

GOLDEN = Path(__file__).parents[2] / "golden" / "835"
REMITTANCE = (GOLDEN / "full_denial" / "input" / "remittance.835").read_bytes()
CLAIMS = (GOLDEN / "full_denial" / "input" / "claims.837").read_bytes()


def changes(before: bytes, after: bytes) -> list[Change]:
    return compare(x12.read(before), x12.read(after))[0]


def blocks(content: bytes, start: bytes, end: bytes) -> tuple[bytes, list[bytes], bytes]:
    """What stands before the first block, the blocks that begin with ``start``, what stands after them."""
    first, last = content.index(start), content.index(end)
    inside = content[first:last].split(start)[1:]
    return content[:first], [start + block for block in inside], content[last:]


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    out = tmp_path_factory.mktemp("simulated")
    simulate(claims=150, seed=29, profile="hospital", out=out / "files", truth=out / "truth")

    def largest(kind: str) -> bytes:
        return max((out / "files").rglob(f"{kind}_*.edi"), key=lambda path: path.stat().st_size).read_bytes()

    return largest


@pytest.mark.parametrize("kind", ["835", "837P", "837I"])
def test_a_file_has_no_difference_from_itself(simulated: Callable[[str], bytes], kind: str) -> None:
    reading = x12.read(simulated(kind))
    found, same = compare(reading, reading)
    assert not found
    assert same == len(records(reading)) > 1


def test_the_order_of_claims_lines_and_reasons_says_nothing() -> None:
    told = REMITTANCE.replace(b"CAS*CO*50*300~", b"CAS*CO*50*200**45*100~")
    before, claims, after = blocks(told, b"CLP*", b"SE*")
    head, lines, _ = blocks(claims[0] + b"SE*", b"SVC*", b"SE*")
    turned = b"".join([before, claims[1], head, *reversed(lines), after])
    turned = turned.replace(b"CAS*CO*50*200**45*100~", b"CAS*CO*45*100**50*200~")
    assert turned != told
    assert len(turned) == len(told)
    assert not changes(told, turned)


def test_an_added_and_a_removed_claim_are_told_with_their_place() -> None:
    before, claims, after = blocks(REMITTANCE, b"CLP*", b"SE*")
    shorter = b"".join([before, claims[0], after])
    (removed,) = [each for each in changes(REMITTANCE, shorter) if each.kind == "removed"]
    assert removed.before
    assert REMITTANCE[removed.before.byte_offset :].startswith(b"CLP*G01B")
    (added,) = [each for each in changes(shorter, REMITTANCE) if each.kind == "added"]
    assert added.after
    assert added.after.number == "G01B"


def test_a_changed_amount_is_told_where_it_stands() -> None:
    (change,) = changes(REMITTANCE, REMITTANCE.replace(b"CAS*CO*45*70~", b"CAS*CO*45*60~"))
    (difference,) = change.differences
    assert (difference.column, difference.before, difference.after) == ("amount", Decimal(70), Decimal(60))
    assert [part.table for part in difference.inside] == ["x12_835_lines", "x12_835_adjustments"]


def test_a_status_that_changes_is_a_change_and_not_another_claim() -> None:
    (change,) = changes(REMITTANCE, REMITTANCE.replace(b"CLP*G01A*4*", b"CLP*G01A*1*"))
    assert [(each.column, each.before, each.after) for each in change.differences] == [("claim_status_code", "4", "1")]


def test_a_reason_that_comes_and_one_that_goes_are_told_whole() -> None:
    longer = REMITTANCE.replace(b"CAS*CO*45*70~", b"CAS*CO*45*70**253*1~")
    (come,) = changes(REMITTANCE, longer)[0].differences
    assert come.before is None
    assert isinstance(come.after, Record)
    assert come.after.facts["carc"] == "253"
    (gone,) = changes(longer, REMITTANCE)[0].differences
    assert gone.after is None
    assert isinstance(gone.before, Record)
    assert gone.before.facts["carc"] == "253"


def test_who_is_billed_for_is_a_fact_of_the_claim() -> None:
    renamed = CLAIMS.replace(b"*ALDER*", b"*ELM*")
    (change,) = changes(CLAIMS, renamed)
    assert [(each.column, each.after) for each in change.differences] == [("subscriber last_name", "ELM")]


def test_provider_adjustments_are_compared_with_their_payment() -> None:
    case = (GOLDEN / "provider_takeback" / "input").glob("*.835")
    content = next(each for each in (path.read_bytes() for path in sorted(case)) if b"PLB*" in each)
    start = content.index(b"PLB*")
    other = content[:start] + content[start:].replace(b"*WO:", b"*FB:", 1)
    (change,) = changes(content, other)
    assert change.after
    assert change.after.table == "x12_835_payments"


def test_a_reversal_and_a_correction_of_one_claim_are_two_claims() -> None:
    case = sorted((GOLDEN / "reversal_and_correction" / "input").glob("*.835"))
    for path in case:
        assert not changes(path.read_bytes(), path.read_bytes())


def test_columns_that_name_people_are_known_from_the_specs() -> None:
    columns = identifying_columns()
    for pair in (
        ("x12_835_claims", "patient_last_name"),
        ("x12_835_claims", "patient_control_number"),
        ("x12_837_subscribers", "member_id"),
        ("x12_837_subscribers", "birth_date"),
        ("x12_835_payments", "payee_name"),
    ):
        assert pair in columns
    for pair in (
        ("x12_835_claims", "charge_amount"),
        ("x12_835_payments", "payer_name"),
        ("x12_835_adjustments", "carc"),
        ("x12_835_lines", "procedure_code"),
        ("x12_835_lines", "service_date"),
    ):
        assert pair not in columns
