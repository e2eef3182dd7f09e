"""Extracts of the provider's own books: write-offs, patients' payments and balances, as rows with their days."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from simulator.catalogue import PAYERS, REASONS
from simulator.columns import Ints
from simulator.identity import account_numbers, control_numbers, patient_numbers
from simulator.ledger import DENIED
from simulator.story import Story
from simulator.texts import coded, dollars, numbered, only

# How a write-off is called, by denial reason and for what patients owe.
CALLED = {
    "duplicate": "DUPLICATE",
    "eligibility": "NOT ELIGIBLE",
    "coordination": "COORDINATION OF BENEFITS",
    "timely": "TIMELY FILING",
    "enrollment": "PROVIDER NOT ENROLLED",
    "registration": "REGISTRATION",
    "authorization": "NO AUTHORIZATION",
    "benefit": "NON COVERED",
    "bundling": "BUNDLED",
    "modifier": "CODING",
    "diagnosis": "DIAGNOSIS POLICY",
    "other": "PAYER PROCESSING",
    "documentation": "NO DOCUMENTATION",
    "necessity": "MEDICAL NECESSITY",
}
PATIENT_REASONS = ("SMALL BALANCE", "CHARITY", "BAD DEBT")
REASON_NAMES = (*(CALLED[name] for name in REASONS), *PATIENT_REASONS)
METHODS = ("Front Desk", "Patient Portal", "Card By Phone", "Check")
TAKEN_BACK = REASONS.index("authorization")


def write_offs(story: Story) -> tuple[pa.Table, Ints]:
    """One row a line or balance given up; TX_AMOUNT is net of what the contract takes off, GROSS_AMOUNT the charge."""
    off, lines = story.ledger.write_offs, story.lines
    of_line = off.line >= 0
    reason = np.maximum(story.denials.reason[off.claim], -1)
    why = np.where(reason < 0, TAKEN_BACK, reason)
    gross = np.where(of_line, lines.charge[off.line], off.amount)
    lost = off.why == DENIED
    users = np.where(off.user >= 0, off.user, 0)
    columns = {
        "TX_ID": numbered("", np.arange(len(off.claim)) + 400_000_000, 9),
        "HSP_ACCOUNT_ID": account_numbers(off.claim),
        "PATIENT_CONTROL_NUMBER": control_numbers(off.claim),
        "LINE_NUMBER": pa.array(lines.number[off.line], mask=~of_line),
        "TX_POST_DATE": story.calendar.column(off.day),
        "TX_TYPE_HA_C_NAME": pa.repeat("Credit Adjustment", len(off.claim)),
        "WRITE_OFF_KIND": coded(("Denial", "Patient"), (~lost).astype(np.int64)).cast(pa.string()),
        "WRITE_OFF_REASON": coded(REASON_NAMES, np.where(lost, why, len(REASONS) + off.why - 1)).cast(pa.string()),
        "PAYOR_ID": only(lost, coded([each.id for each in PAYERS], story.claims.payer[off.claim])),
        "TX_AMOUNT": dollars(off.amount),
        "GROSS_AMOUNT": dollars(gross),
        "USER_ID": _users(off.user >= 0, lost, users),
    }
    return pa.table(columns), off.day


def _users(is_worked: np.ndarray, lost: np.ndarray, users: Ints) -> pa.Array:
    names = ("SWEEP01", "COLLECTOR01", *(f"ANALYST{number:02d}" for number in range(int(users.max(initial=0)) + 1)))
    return coded(names, np.where(is_worked, users + 2, np.where(lost, 0, 1))).cast(pa.string())


def patient_payments(story: Story) -> tuple[pa.Table, Ints]:
    """One row a payment, dated as it was posted; negative where money went back to the patient."""
    paid = story.ledger.payments
    columns = {
        "TX_ID": numbered("", np.arange(len(paid.claim)) + 500_000_000, 9),
        "HSP_ACCOUNT_ID": account_numbers(paid.claim),
        "PAT_ID": patient_numbers(story.claims.patient[paid.claim]),
        "PATIENT_CONTROL_NUMBER": control_numbers(paid.claim),
        "TX_POST_DATE": story.calendar.column(paid.day),
        "TX_TYPE_HA_C_NAME": pa.repeat("Payment", len(paid.claim)),
        "PAYMENT_METHOD": coded(METHODS, paid.method).cast(pa.string()),
        "TX_AMOUNT": dollars(paid.amount),
    }
    return pa.table(columns), paid.day


def patient_balances(story: Story) -> tuple[pa.Table, Ints]:
    """One row whenever what a patient owes for a claim changes: the balance at that day's end."""
    ledger = story.ledger
    off = ledger.write_offs
    patients = off.why != DENIED
    claim = np.concatenate((ledger.bills.claim, ledger.payments.claim, off.claim[patients]))
    day = np.concatenate((ledger.bills.day, ledger.payments.day, off.day[patients]))
    cents = np.concatenate((ledger.bills.amount, -ledger.payments.amount, -off.amount[patients]))
    order = np.lexsort((day, claim))
    claim, day, running = claim[order], day[order], np.cumsum(cents[order])
    is_last = (np.diff(claim, append=-1) != 0) | (np.diff(day, append=-1) != 0)
    starts = np.flatnonzero(np.diff(claim, prepend=-1))
    before = np.where(starts > 0, running[starts - 1], 0)
    balance = running - np.repeat(before, np.diff(starts, append=len(claim)))
    kept = np.flatnonzero(is_last)
    columns = {
        "HSP_ACCOUNT_ID": account_numbers(claim[kept]),
        "PAT_ID": patient_numbers(story.claims.patient[claim[kept]]),
        "PATIENT_CONTROL_NUMBER": control_numbers(claim[kept]),
        "BALANCE_DATE": story.calendar.column(day[kept]),
        "SELF_PAY_BALANCE": dollars(balance[kept]),
    }
    return pa.table(columns), day[kept]
