"""The provider's books: what is given up, owed and paid adds up, follows its cause, and meets the payers' files."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from interchange.x12 import read
from simulator.finance import finance_months
from simulator.ledger import DENIED
from simulator.story import Story, tell
from tests.simulator.conftest import Extracts


@pytest.fixture(scope="module")
def story() -> Story:
    """A larger world, without files."""
    return tell(claims=30_000, seed=5, profile="hospital", start=dt.date(2024, 1, 1), end=dt.date(2025, 12, 31))


def test_a_denied_line_is_written_off_once_and_only_where_it_was_not_won(story: Story) -> None:
    off, appeals = story.ledger.write_offs, story.lives.appeals
    lost = off.why == DENIED
    assert len(np.unique(off.line[lost])) == lost.sum() > 1_000
    assert not np.isin(off.claim[lost], appeals.claim[appeals.is_won]).any()
    assert (story.lives.fault[off.claim[lost]] < 0).all()
    assert (off.amount[lost] == story.lines.expected[off.line[lost]]).all()


def test_what_was_worked_is_written_off_after_its_last_decision_and_the_rest_at_a_months_close(story: Story) -> None:
    off, appeals = story.ledger.write_offs, story.lives.appeals
    lost = off.why == DENIED
    decided = np.full(len(story.claims), -1)
    np.maximum.at(decided, appeals.claim, appeals.decided)
    worked = decided[off.claim] >= 0
    assert (off.day > decided[off.claim])[lost & worked].all()
    swept = off.day[lost & ~worked]
    assert (swept == story.calendar.month_close(swept)).all()
    assert (off.user[lost & worked] >= 0).all()
    assert (off.user[lost & ~worked] == -1).all()


def test_a_patients_balance_is_what_was_billed_less_what_was_paid_and_given_up(extracts: Extracts, told: Story) -> None:
    last: dict[str, Decimal] = {}
    for row in sorted(extracts["PATIENT_BALANCE"], key=lambda row: row["BALANCE_DATE"]):
        last[row["PATIENT_CONTROL_NUMBER"]] = Decimal(row["SELF_PAY_BALANCE"])
    billed = told.ledger.bills.amount.sum()
    paid = sum(Decimal(row["TX_AMOUNT"]) for row in extracts["PATIENT_PAYMENT"])
    given_up = sum(Decimal(r["TX_AMOUNT"]) for r in extracts["WRITE_OFF"] if r["WRITE_OFF_KIND"] == "Patient")
    assert sum(last.values()) == Decimal(int(billed)) / 100 - paid - given_up
    assert any(value > 0 for value in last.values())


def test_the_ledgers_payments_are_those_of_the_payers_files_and_of_patients(
    inbox: Path, extracts: Extracts, told: Story
) -> None:
    paid = sum(Decimal(row["TX_AMOUNT"]) for row in extracts["PATIENT_PAYMENT"])
    for path in inbox.rglob("835*.edi"):
        paid += sum(read(path.read_bytes()).tables["x12_835_claims"].column("paid_amount").to_pylist())
    months, _ = finance_months(told)
    assert sum(months.column("PAYMENT_AMOUNT").to_pylist()) == paid


def test_a_months_denial_write_offs_are_the_rows_of_that_month(extracts: Extracts) -> None:
    ledger: dict[str, Decimal] = defaultdict(Decimal)
    for row in extracts["FINANCE_MONTH"]:
        ledger[row["MONTH_START"]] += Decimal(row["DENIAL_WRITE_OFF_AMOUNT"])
    rows: dict[str, Decimal] = defaultdict(Decimal)
    for row in extracts["WRITE_OFF"]:
        if row["WRITE_OFF_KIND"] == "Denial" and row["TX_POST_DATE"][:7] + "-01" in ledger:
            rows[row["TX_POST_DATE"][:7] + "-01"] += Decimal(row["TX_AMOUNT"])
    assert {month: amount for month, amount in ledger.items() if amount} == rows
    places = Counter((row["MONTH_START"], row["FACILITY_CODE"]) for row in extracts["FINANCE_MONTH"])
    assert set(places.values()) == {1}


def test_no_balance_of_the_ledger_is_negative_and_receivables_are_aged_within_what_is_billed(story: Story) -> None:
    months, _ = finance_months(story)
    amounts = [name for name in months.column_names if name.endswith("AMOUNT")]
    owed = {name: np.array(months.column(name).to_pylist(), float) for name in amounts}
    whole = {name: values.reshape(24, -1).sum(axis=1) for name, values in owed.items()}
    assert (whole["NET_AR_AMOUNT"] >= whole["BILLED_AR_AMOUNT"]).all()
    assert (whole["BILLED_AR_AMOUNT"] >= whole["BILLED_AR_OVER_90_AMOUNT"]).all()
    assert (whole["DNFB_AMOUNT"] > 0).all()
    days = 30 * whole["NET_AR_AMOUNT"][12:].sum() / whole["NPSR_AMOUNT"][12:].sum()
    assert 40 < days < 75
