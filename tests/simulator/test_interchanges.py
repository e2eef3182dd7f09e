"""What crosses the border: files judged clean; recoveries, forwards and acknowledgements name their cause."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from interchange.x12 import match, read
from interchange.x12.judgement import validate
from interchange.x12.judgement.providers import is_npi
from simulator import simulate
from simulator.drops import DAILY_FROM, Schedule
from simulator.identity import bank_number
from simulator.settlement import FORWARD, settle
from simulator.story import tell

KINDS = {"270", "271", "278_request", "278_answer", "837P", "837I", "TA1", "999", "277CA", "835"}
Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Half a year of a practice, without an EHR's feeds."""
    out = tmp_path_factory.mktemp("office")
    simulate(claims=500, seed=23, profile="office", out=out, start=dt.date(2025, 1, 1), end=dt.date(2025, 6, 30))
    return out


@pytest.fixture(scope="module")
def remittances(inbox: Path) -> dict[str, Rows]:
    """The rows of all 835 files by table, each told its file."""
    found: dict[str, Rows] = defaultdict(list)
    for path in sorted(inbox.rglob("835*.edi")):
        for name, table in read(path.read_bytes()).tables.items():
            found[name] += [{**row, "file": path.name} for row in table.to_pylist()]
    return found


@pytest.mark.parametrize("profile", ["hospital", "office"])
def test_a_strict_validation_finds_nothing_in_any_file_of_either_profile(
    profile: str, request: pytest.FixtureRequest
) -> None:
    folder: Path = request.getfixturevalue("inbox" if profile == "hospital" else "office")
    files = sorted(folder.rglob("*.edi"))
    assert {path.stem.rsplit("_", 1)[0] for path in files} == KINDS - ({"837I"} if profile == "office" else set())
    for path in files:
        assert validate(path.read_bytes(), strict=True) == [], path.name


def test_a_recovery_names_a_claim_whose_payment_was_reversed_and_is_made_once(remittances: dict[str, Rows]) -> None:
    reversed_claims = {
        row["payer_claim_control_number"]: row["paid_amount"]
        for row in remittances["x12_835_claims"]
        if row["claim_status_code"] == "22"
    }
    recoveries: dict[str, list[Decimal]] = defaultdict(list)
    for row in remittances["x12_835_provider_adjustments"]:
        if row["reason_code"] == "WO":
            recoveries[row["reference_id"]].append(row["amount"])
    assert any(len(amounts) == 2 for amounts in recoveries.values())
    for claim, amounts in recoveries.items():
        assert amounts[0] == reversed_claims[claim] < 0
        assert amounts[1:] in ([], [-amounts[0]])


def test_a_balance_forward_is_taken_from_the_same_payers_next_payment_by_its_trace() -> None:
    story = tell(claims=20_000, seed=5, profile="hospital", start=dt.date(2024, 1, 1), end=dt.date(2024, 12, 31))
    settled = settle(story, Schedule(story.calendar, DAILY_FROM * story.calendar.days))
    entries, key = settled.adjustments, settled.sets.key
    forward = entries.why == FORWARD
    rows = list(zip(entries.of[forward], entries.cents[forward], entries.trace[forward], strict=True))
    taken = {int(trace): (int(of), int(cents)) for of, cents, trace in rows if cents > 0}
    owed = {int(of): int(cents) for of, cents, _ in rows if cents < 0}
    assert len(taken) > 3
    assert len(set(settled.traces)) == len(key)
    for trace, (of, cents) in taken.items():
        assert owed[trace] == -cents
        assert settled.payment[trace] == 0
        assert of == trace + 1 + list(key[trace + 1 :]).index(key[trace])
    assert (settled.payment >= 0).all()


def test_a_reversal_undoes_an_answer_to_the_cent_and_a_correction_follows_it(remittances: dict[str, Rows]) -> None:
    said: dict[str, Rows] = defaultdict(list)
    for row in remittances["x12_835_claims"]:
        said[row["payer_claim_control_number"]].append(row)
    pairs = 0
    for rows in said.values():
        for place, row in enumerate(rows):
            if row["claim_status_code"] == "22":
                pairs += 1
                assert any(each["charge_amount"] == -row["charge_amount"] for each in rows[:place])
                assert any(each["paid_amount"] == -row["paid_amount"] for each in rows[:place])
                assert rows[place + 1]["charge_amount"] == -row["charge_amount"]
    assert pairs > 10


def test_an_electronic_payment_names_banks_with_check_digits_and_none_where_nothing_is_paid(
    remittances: dict[str, Rows],
) -> None:
    banks = ("sender_bank_number", "sender_account_number", "receiver_bank_number", "receiver_account_number")
    for row in remittances["x12_835_payments"]:
        paid = row["payment_amount"] > 0
        assert row["payment_method_code"] == ("ACH" if paid else "NON")
        assert all((row[name] is not None) == paid for name in banks)
    digits = [int(digit) for digit in bank_number(99_000_001)]
    assert sum(digit * weight for digit, weight in zip(digits, (3, 7, 1) * 3, strict=True)) % 10 == 0
    assert is_npi(remittances["x12_835_provider_adjustments"][0]["provider_id"])


def test_every_interchange_sent_is_answered_by_a_ta1_of_its_own(office: Path) -> None:
    names = ("837P", "270", "278_request")
    sent = {path: read(path.read_bytes()) for name in names for path in office.rglob(f"{name}*.edi")}
    answered = []
    for path in sorted(office.rglob("TA1*.edi")):
        answered += [each for each in match(read(path.read_bytes()), list(sent.values())) if each.kind == "TA1"]
    assert sorted(each.sent_file for each in answered if each.sent_file is not None) == list(range(len(sent)))
    assert len(answered) == len(sent)
    assert {each.status for each in answered} == {"A"}
