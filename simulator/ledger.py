"""The provider's own books: denials written off, what patients owe and pay, in integer cents on dated rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.calendar import Calendar
from simulator.catalogue import PAYERS
from simulator.claims import Claims
from simulator.columns import Bools, Floats, Ints, logistic
from simulator.denials import CODE_LIST, Denials
from simulator.lines import Lines
from simulator.lives import FIRST, PAID, SECONDARY, TAKEN, Answers, Lives
from simulator.rules import KIND, NEVER, World

SMALL_BALANCE, PARTS, COLLECTED_AFTER = 1_000, 3, 150
TO_PATIENT = np.array([code.group == "PR" for code in CODE_LIST])
# Why money is given up: a denial, a balance too small to bill, help for the poor, a bill that nobody paid.
DENIED, SMALL, CHARITY, BAD_DEBT = range(4)
IN_FULL, IN_PARTS = 4, 5
WAITED = np.array([0, 30, 45, COLLECTED_AFTER])
DESK, PORTAL, CARD, CHECK = range(4)


@dataclass
class WriteOffs:
    """Money given up. ``line`` is a row of the service lines, or -1 for a patient's balance of the whole claim.

    ``amount`` is net, what the contract made it worth; ``user`` is the analyst who had worked the denial, -1 where
    nobody had and the sweep at the month's close took what was past its deadline.
    """

    claim: Ints
    line: Ints
    day: Ints
    amount: Ints
    why: Ints
    user: Ints


@dataclass
class PatientEntries:
    """Bills to patients, or their payments (negative: given back); ``method`` is how was paid, -1 on a bill."""

    claim: Ints
    day: Ints
    amount: Ints
    method: Ints

    def until(self, days: int) -> PatientEntries:
        """The entries before a day."""
        kept = self.day < days
        return PatientEntries(self.claim[kept], self.day[kept], self.amount[kept], self.method[kept])


@dataclass
class Ledger:
    """The provider's books up to the world's last day."""

    write_offs: WriteOffs
    bills: PatientEntries
    payments: PatientEntries


def keep_books(world: World, calendar: Calendar, c: Claims, lines: Lines, denials: Denials, lives: Lives) -> Ledger:
    """Write-offs, bills and patients' payments that follow from what payers said and what staff did."""
    rng = np.random.default_rng([world.seed, 13])
    lost = _lost_days(rng, calendar, c, denials, lives)
    gone = (lost < world.days)[lines.claim] & (denials.hits(lines) | _taken(lives, len(c))[lines.claim])
    owed_by_patient = gone & (TO_PATIENT[denials.code] & denials.is_denied)[lines.claim]
    line = np.flatnonzero(gone & ~owed_by_patient)
    claim = lines.claim[line]
    user = np.where(lives.work.day[claim] >= 0, lives.work.user[claim], -1)
    denied = WriteOffs(claim, line, lost[claim], lines.expected[line], np.full(len(line), DENIED), user)
    bills = _bills(lines, denials, lives, np.flatnonzero(owed_by_patient), lost)
    desk = _paid_at_the_desk(rng, c, lines)
    given_up, payments = _collect(rng, calendar, c, bills, desk)
    payments = _joined(desk, payments, _given_back(lives, _joined(desk, payments))).until(world.days)
    kept = given_up.day < world.days
    both = (
        np.concatenate((getattr(denied, name), getattr(given_up, name)[kept])) for name in WriteOffs.__annotations__
    )
    return Ledger(WriteOffs(*both), bills, payments)


def answer_money(lines: Lines, denials: Denials, answers: Answers) -> tuple[Ints, Ints]:
    """Of every answer, in cents, what the payer pays and what it lays on the patient; a reversal is negative."""
    hit = denials.hits(lines)
    net = lines.allowed - lines.share
    paid = np.stack([lines.per_claim(np.where(hit, 0, net)), lines.per_claim(net), lines.per_claim(lines.share)])
    share = np.stack([lines.per_claim(np.where(hit, 0, lines.share)), lines.per_claim(lines.share)])
    sign = np.where(answers.is_reversal, -1, 1)
    kinds = [answers.kind == kind for kind in (FIRST, PAID, SECONDARY)]
    of = answers.claim
    return (
        sign * np.select(kinds, [row[of] for row in paid], 0),
        sign * np.select(kinds, [share[0][of], share[1][of], -share[1][of]], 0),
    )


def _taken(lives: Lives, claims: int) -> Bools:
    taken = np.zeros(claims, bool)
    taken[lives.answers.claim[lives.answers.kind == TAKEN]] = True
    return taken


def _lost_days(rng: np.random.Generator, calendar: Calendar, c: Claims, denials: Denials, lives: Lives) -> Ints:
    """The day on which each claim's denial is given up, or NEVER.

    What was worked and lost goes soon after the last decision; what nobody worked goes with the sweep at the close of
    the month in which its deadline passed.
    """
    appeals, answers = lives.appeals, lives.answers
    told = lives.answered.copy()
    back = answers.kind == TAKEN
    told[answers.claim[back]] = answers.day[back]
    decided = np.full(len(c), -1)
    np.maximum.at(decided, appeals.claim, appeals.decided)
    won = np.zeros(len(c), bool)
    won[appeals.claim[appeals.is_won]] = True
    limit = np.array([payer.appeal_limit for payer in PAYERS])[c.payer]
    last = len(calendar.month) - 1
    swept = calendar.month_close(np.minimum(told + limit, last))
    closed = calendar.next_open(np.minimum(decided + rng.integers(5, 20, len(c)), last))
    lost = (denials.is_denied & ~won & (lives.fault < 0)) | _taken(lives, len(c))
    return np.where(lost, np.where(decided >= 0, closed, swept), NEVER)


def _bills(lines: Lines, denials: Denials, lives: Lives, to_patient: Ints, lost: Ints) -> PatientEntries:
    """What patients owe: their share once a payer has paid and no other payer takes it, and what is theirs in full."""
    answers = lives.answers
    crossed = np.isin(answers.claim, answers.claim[answers.kind == SECONDARY])
    share = np.where(crossed, 0, answer_money(lines, denials, answers)[1])
    of = lines.claim[to_patient]
    claim = np.concatenate((answers.claim, of))
    day = np.concatenate((answers.day, lost[of]))
    amount = np.concatenate((share, lines.expected[to_patient]))
    order = np.lexsort((day, claim))
    claim, day, amount = claim[order], day[order], amount[order]
    first = np.flatnonzero(np.diff(claim, prepend=-1) | np.diff(day, prepend=-1))
    total = np.add.reduceat(amount, first) if len(first) else amount
    owed = first[total != 0]
    return PatientEntries(claim[owed], day[owed], total[total != 0], np.full(len(owed), -1))


def _paid_at_the_desk(rng: np.random.Generator, c: Claims, lines: Lines) -> PatientEntries:
    """Copays, most of which are asked for when the patient comes."""
    copay = lines.per_claim(lines.copay)
    rows = np.flatnonzero((copay > 0) & (rng.random(len(c)) < 0.8))
    return PatientEntries(rows, c.day[rows], copay[rows], np.full(len(rows), DESK))


def _collect(
    rng: np.random.Generator, calendar: Calendar, c: Claims, bills: PatientEntries, desk: PatientEntries
) -> tuple[WriteOffs, PatientEntries]:
    """What becomes of each bill: paid, paid in parts, too small to send, forgiven, or never paid."""
    prepaid = np.zeros(len(c), np.int64)
    prepaid[desk.claim] = desk.amount
    is_first = np.diff(bills.claim, prepend=-1) > 0
    left = bills.amount - np.where(is_first, prepaid[bills.claim], 0)
    rows = np.flatnonzero(left > 0)
    claim, day, amount = bills.claim[rows], bills.day[rows], left[rows]
    fate = _fates(rng, KIND[c.payer[claim]], amount)
    given_up = np.isin(fate, (SMALL, CHARITY, BAD_DEBT))
    when = calendar.next_open(np.minimum(day[given_up] + WAITED[fate[given_up]], len(calendar.month) - 1))
    nobody = np.full(len(when), -1)
    write_offs = WriteOffs(claim[given_up], nobody, when, amount[given_up], fate[given_up], nobody)
    parts = np.where(fate == IN_PARTS, PARTS, 1)
    of = np.repeat(np.arange(len(rows)), np.where(given_up, 0, parts))
    number = np.arange(len(of)) - np.searchsorted(of, of)
    share = amount[of] // parts[of]
    last = number == parts[of] - 1
    after = np.where(parts[of] > 1, 30 * (number + 1), 12 + np.minimum(rng.exponential(25, len(of)), 110))
    paid = np.where(last, amount[of] - share * (parts[of] - 1), share)
    method = rng.integers(PORTAL, CHECK + 1, len(rows))[of]
    return write_offs, PatientEntries(claim[of], day[of] + after.astype(np.int64), paid, method)


def _fates(rng: np.random.Generator, kind: Ints, amount: Ints) -> Ints:
    """Small bills are mostly paid, large ones often in parts or not at all."""
    draw, poor = rng.random(len(amount)), rng.random(len(amount))
    paying: Floats = logistic(1.1 - 0.55 * np.log(np.maximum(amount, 1) / 10_000))
    return np.select(
        [
            amount < SMALL_BALANCE,
            poor < np.where(np.isin(kind, (2, 3)), 0.30, 0.04),
            draw < paying,
            draw < paying + 0.35 * (1 - paying),
        ],
        [SMALL, CHARITY, IN_FULL, IN_PARTS],
        BAD_DEBT,
    )


def _given_back(lives: Lives, paid: PatientEntries) -> PatientEntries:
    """Where a payer takes its payment back the patient owes nothing either, and gets back what he had paid."""
    answers = lives.answers
    back = answers.kind == TAKEN
    when = np.full(int(max(answers.claim.max(initial=0), paid.claim.max(initial=0))) + 1, -1)
    when[answers.claim[back]] = answers.day[back]
    rows = np.flatnonzero((when[paid.claim] >= 0) & (paid.amount > 0))
    day = np.maximum(when[paid.claim[rows]] + 14, paid.day[rows] + 14)
    return PatientEntries(paid.claim[rows], day, -paid.amount[rows], np.full(len(rows), CHECK))


def _joined(*entries: PatientEntries) -> PatientEntries:
    return PatientEntries(
        *(np.concatenate([getattr(each, name) for each in entries]) for name in PatientEntries.__annotations__)
    )
