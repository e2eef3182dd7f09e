"""Month ends of the provider's general ledger, by place of service or type of bill, summed from its books."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from simulator.claims import places_of
from simulator.columns import Ints
from simulator.ledger import DENIED, answer_money
from simulator.lines import DAYS
from simulator.lives import MASKED, PAID
from simulator.services import INPATIENT, PLACES
from simulator.story import Story
from simulator.texts import coded, dollars

# What the revenue cycle costs, in cents: registering, coding, billing and posting a claim; a minute on a denial.
CLAIM_COST, MINUTE_COST = 1_600, 75
CLOSED_AFTER, AGED = 9, 90


class _Months:
    """Sums of dated cents by month and place."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.number = story.calendar.month_number
        self.of, used = np.unique(places_of(story.claims), return_inverse=True)
        self.place = used
        self.count = int(self.number[story.calendar.days])

    def sums(self, claim: Ints, day: Ints, cents: Ints) -> Ints:
        """Cents by month (rows) and place; what falls after the last whole month is left out."""
        kept = day < self.story.calendar.days
        cell = self.number[day[kept]] * len(self.of) + self.place[claim[kept]]
        table = np.bincount(cell, cents[kept], (self.count + 1) * len(self.of)).astype(np.int64)
        return table.reshape(-1, len(self.of))[: self.count]

    def balances(self, claim: Ints, day: Ints, cents: Ints) -> Ints:
        """What has come together by each month's end."""
        return np.cumsum(self.sums(claim, day, cents), axis=0)


def finance_months(story: Story) -> tuple[pa.Table, Ints]:
    """One row a whole month and place, and the day on which it is closed."""
    months = _Months(story)
    amounts = _amounts(story, months)
    month, place = np.divmod(np.arange(months.count * len(months.of)), len(months.of))
    starts = np.searchsorted(months.number, np.arange(months.count + 1))
    columns = {
        "FACILITY_CODE": coded(PLACES, months.of[place]).cast(pa.string()),
        **{name: dollars(table.ravel()) for name, table in amounts.items()},
        "MONTH_START": story.calendar.column(starts[month]),
    }
    return pa.table(columns), story.calendar.next_open(starts[month + 1] + CLOSED_AFTER)


def _amounts(story: Story, months: _Months) -> dict[str, Ints]:
    c, lines, ledger, work = story.claims, story.lines, story.ledger, story.lives.work
    every, served = np.arange(len(c)), c.day
    charge, expected = lines.per_claim(lines.charge), lines.per_claim(lines.expected)
    paid = answer_money(lines, story.denials, story.lives.answers)[0]
    answers, patients, given_up = story.lives.answers, ledger.payments, ledger.write_offs
    payments = months.sums(answers.claim, answers.day, paid) + months.sums(
        patients.claim, patients.day, patients.amount
    )
    lost = given_up.why == DENIED
    written = [months.sums(given_up.claim[rows], given_up.day[rows], given_up.amount[rows]) for rows in (lost, ~lost)]
    claim, day, cents = _receivable(story, expected)
    billed, discharged = np.maximum(day, c.submitted[claim]), _discharged(story)
    worked = np.flatnonzero(work.day >= 0)
    gross, contractual = months.sums(every, served, charge), months.sums(every, served, charge - expected)
    return {
        "GROSS_REVENUE_AMOUNT": gross,
        "NPSR_AMOUNT": gross - contractual - sum(written),
        "CONTRACTUAL_AMOUNT": contractual,
        "PAYMENT_AMOUNT": payments,
        "CASH_AMOUNT": payments,
        "DENIAL_WRITE_OFF_AMOUNT": written[0],
        "NET_AR_AMOUNT": months.balances(claim, day, cents),
        "BILLED_AR_AMOUNT": months.balances(claim, billed, cents),
        "BILLED_AR_OVER_90_AMOUNT": months.balances(claim, np.maximum(billed, served[claim] + AGED + 1), cents),
        "DNFB_AMOUNT": months.balances(every, discharged, charge)
        - months.balances(every, np.maximum(c.submitted, discharged), charge),
        "COST_AMOUNT": months.sums(every, c.submitted, np.full(len(c), CLAIM_COST))
        + months.sums(worked, work.day[worked], MINUTE_COST * work.minutes[worked]),
    }


def _receivable(story: Story, expected: Ints) -> tuple[Ints, Ints, Ints]:
    """Everything that moves what is owed for a claim, net: service, payments, write-offs, what contracts take off."""
    c, lines, answers = story.claims, story.lines, story.lives.answers
    paid, off = answer_money(lines, story.denials, answers)[0], story.ledger.write_offs
    sign = np.where(answers.is_reversal, -1, 1)
    short = lines.per_claim(lines.expected - lines.allowed)[answers.claim]
    contractual = sign * np.select([answers.kind == PAID, answers.kind == MASKED], [short, expected[answers.claim]], 0)
    patients = story.ledger.payments
    return (
        np.concatenate((np.arange(len(c)), answers.claim, patients.claim, off.claim)),
        np.concatenate((c.day, answers.day, patients.day, off.day)),
        np.concatenate((expected, -paid - contractual, -patients.amount, -off.amount)),
    )


def _discharged(story: Story) -> Ints:
    c = story.claims
    return np.asarray(c.day + np.where(c.line == INPATIENT, DAYS[c.procedure], 0))
