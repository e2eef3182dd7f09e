"""What each remittance settles: its sets, its payment, and what stands in PLB beside the claims, by claim or trace.

An overpayment is taken back in one of two ways. Plans of Medicaid and Medicare Advantage reverse the claim and keep the
money at once. The others reverse it, leave the payment whole by a negative WO, and recover the same sum some weeks
after their letter by a positive one; both name the payer's number of the claim. A payment that would be negative is
carried to the payer's next one: FB names the trace number of the remittance where the debt began.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.catalogue import MEDIGAP, PAYERS
from simulator.columns import Bools, Ints
from simulator.drops import Group, Schedule, grouped
from simulator.ledger import answer_money
from simulator.lives import INTEREST_AFTER, PAID, SECONDARY, TAKEN
from simulator.rules import KIND
from simulator.services import INSTITUTIONAL
from simulator.story import Story

YEARLY_INTEREST, LATEST_INTEREST, RECOVERED_AFTER = 0.10, 100, 41
KEEPS_AT_ONCE = np.isin(KIND, (1, 2, 3))
INTEREST, RECOVERY, FORWARD = range(3)


@dataclass
class Adjustments:
    """PLB entries in order of set: why, cents (positive: the payment is less), and what the entry names.

    ``claim`` is a claim, or -1 where the entry names the trace of another remittance: row ``trace`` of the sets.
    """

    of: Ints
    why: Ints
    cents: Ints
    claim: Ints
    trace: Ints

    def among(self, first: int, end: int) -> Adjustments:
        """The entries of the sets from ``first`` to before ``end``, counted from there."""
        part = slice(*np.searchsorted(self.of, (first, end)))
        return Adjustments(self.of[part] - first, self.why[part], self.cents[part], self.claim[part], self.trace[part])


@dataclass
class Settlement:
    """All remittances of a story; ``order`` brings its answers into order of set.

    Of every answer: the paying payer and interest; of every set: what is paid, its day and its trace number.
    """

    order: Ints
    sets: Group
    payer: Ints
    interest: Ints
    payment: Ints
    days: Ints
    traces: Ints
    adjustments: Adjustments


def settle(story: Story, schedule: Schedule) -> Settlement:
    """Groups answers into remittances, one a payer, kind of provider and drop, and works their payments out."""
    answers = story.lives.answers
    payer = np.where(answers.kind == SECONDARY, MEDIGAP, story.claims.payer[answers.claim])
    key = payer * 2 + INSTITUTIONAL[story.claims.line[answers.claim]]
    order, sets = grouped(schedule.of(answers.day), key)
    paid = answer_money(story.lines, story.denials, answers)[0]
    interest = _interest(story, payer, paid)
    set_of = np.empty(len(order), np.int64)
    set_of[order] = sets.set_of
    entries = [_interest_entries(story, interest, set_of), *_recoveries(story, schedule, payer, paid, sets, set_of)]
    total = np.bincount(set_of, paid, len(sets)).astype(np.int64)
    for each in entries:
        total -= np.bincount(each.of, each.cents, len(sets)).astype(np.int64)
    entries.append(_carry(total, sets.key))
    days = schedule.last_days(sets.drops)
    traces = days * 1_000 + np.arange(len(sets)) - np.searchsorted(sets.drops, sets.drops) + 1
    return Settlement(order, sets, payer, interest, total, days, traces, _in_order(entries))


def _interest(story: Story, payer: Ints, paid: Ints) -> Ints:
    """Interest that a commercial payer owes for paying a clean claim late."""
    answers = story.lives.answers
    commercial = np.array([each.kind == "commercial" for each in PAYERS])[payer]
    late = answers.day - story.claims.submitted[answers.claim] - INTEREST_AFTER
    due = (answers.kind == PAID) & ~answers.is_reversal & commercial & (late > 0) & (late < LATEST_INTEREST)
    return np.where(due, paid * YEARLY_INTEREST / 365 * np.maximum(late, 0), 0).astype(np.int64)


def _interest_entries(story: Story, interest: Ints, set_of: Ints) -> Adjustments:
    rows = np.flatnonzero(interest)
    return _entries(set_of[rows], INTEREST, -interest[rows], story.lives.answers.claim[rows])


def _recoveries(
    story: Story, schedule: Schedule, payer: Ints, paid: Ints, sets: Group, set_of: Ints
) -> tuple[Adjustments, Adjustments]:
    """What a reversal does not take at once, and the payment from which it is taken later, where there is one yet."""
    answers = story.lives.answers
    rows = np.flatnonzero(_takes_back(story) & ~KEEPS_AT_ONCE[payer] & (paid < 0))
    held = _entries(set_of[rows], RECOVERY, paid[rows], answers.claim[rows])
    due = schedule.of(story.calendar.next_open(answers.day[rows] + RECOVERED_AFTER))
    places = np.lexsort((sets.drops, sets.key))
    ranks = sets.key[places] * (1 << 20) + sets.drops[places]
    wanted = sets.key[set_of[rows]] * (1 << 20) + due
    found = np.searchsorted(ranks, wanted)
    paying = places[np.minimum(found, len(places) - 1)]
    there = (found < len(places)) & (sets.key[paying] == sets.key[set_of[rows]])
    return held, _entries(paying[there], RECOVERY, -paid[rows][there], answers.claim[rows][there])


def _takes_back(story: Story) -> Bools:
    """Reversals of a payment after which nothing is paid."""
    answers = story.lives.answers
    lost = np.zeros(len(story.claims), bool)
    lost[answers.claim[answers.kind == TAKEN]] = True
    return np.asarray(answers.is_reversal & (answers.kind == PAID) & lost[answers.claim])


def _carry(total: Ints, key: Ints) -> Adjustments:
    """Carries what would be a negative payment to the same payer's next remittance; ``total`` becomes what is paid."""
    owed: dict[int, tuple[int, int]] = {}
    entries = []
    for row, payer in enumerate(key.tolist()):
        debt, trace = owed.pop(payer, (0, row))
        if debt:
            entries.append((row, debt, trace))
            total[row] -= debt
        if total[row] < 0:
            entries.append((row, int(total[row]), row))
            owed[payer] = (-int(total[row]), row)
            total[row] = 0
    found = np.array(entries, np.int64).reshape(-1, 3)
    return Adjustments(found[:, 0], np.full(len(found), FORWARD), found[:, 1], np.full(len(found), -1), found[:, 2])


def _entries(of: Ints, why: int, cents: Ints, claim: Ints) -> Adjustments:
    return Adjustments(of, np.full(len(of), why), cents, claim, np.full(len(of), -1))


def _in_order(entries: list[Adjustments]) -> Adjustments:
    joined = [np.concatenate([getattr(each, name) for each in entries]) for name in Adjustments.__annotations__]
    order = np.lexsort((joined[1], joined[0]))
    return Adjustments(*(column[order] for column in joined))
