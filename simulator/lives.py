"""What becomes of each claim: sent, answered, mended or appealed, paid after all or not; as columns of dated events."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.calendar import Calendar
from simulator.catalogue import NUMBER, PAYERS, REASONS, REWORK
from simulator.claims import Claims
from simulator.columns import Bools, Floats, Ints
from simulator.denials import Denials
from simulator.lines import Lines
from simulator.rules import World
from simulator.work import Work, draw_work

# What an answer says of the lines: as first judged, paid, held for review, denied as sent twice, taken back,
# by the secondary payer, and a denial hidden as a contractual reduction.
FIRST, PAID, HELD, TWICE, TAKEN, SECONDARY, MASKED = range(7)
ORIGINAL, REPLACEMENT = 1, 7
SLOWER = np.array([0.7, 0.7, 0.9, 0.7, 0.8, 0.6, 1.0, 1.0, 0.95, 0.95, 0.95, 1.1, 1.25, 1.9, 1.0])
INTEREST_AFTER = 45


@dataclass
class Submissions:
    """A claim as sent: frequency 1 is an original, 7 replaces one; a rejected one is sent again within days."""

    claim: Ints
    day: Ints
    frequency: Ints
    is_rejected: Bools


@dataclass
class Answers:
    """One remittance of one claim; ``of`` is the kind of answer that a reversal takes back (the same kind, negated)."""

    claim: Ints
    day: Ints
    kind: Ints
    is_reversal: Bools
    is_second: Bools


@dataclass
class Appeals:
    """What staff sent to a payer for a denial: level 0 is a corrected claim; decided on ``decided`` (may lie ahead)."""

    claim: Ints
    level: Ints
    sent: Ints
    decided: Ints
    is_won: Bools


@dataclass
class Lives:
    """Everything that happened; per claim the days of its first answer and its work, and whether it was won."""

    submissions: Submissions
    answers: Answers
    appeals: Appeals
    answered: Ints
    work: Work
    fault: Ints


def live(world: World, calendar: Calendar, c: Claims, lines: Lines, denials: Denials) -> Lives:
    """The life of every claim; events after the world's last day are left out."""
    rng = np.random.default_rng([world.seed, 6])
    answered = calendar.next_open(c.submitted + _lags(rng, c.payer, SLOWER[denials.reason]))
    work = draw_work(world, calendar, c, lines, denials, answered)
    fault = _faults(world, c, denials)
    work.day[fault >= 0] = -1
    events = _Events(rng, world, calendar, c)
    events.first_answers(denials, lines, answered)
    events.repeats()
    events.rejected()
    events.reprocessed(fault, answered)
    appeals = events.rework(denials, work, answered)
    submissions, answers = events.collect()
    return Lives(submissions, answers, appeals, answered, work, fault)


def _lags(rng: np.random.Generator, payer: Ints, slower: Floats) -> Ints:
    """Days to an answer, lognormal by payer; other reasons take other times."""
    typical = np.array([each.lag_days for each in PAYERS])[payer]
    spread = np.array([0.30 + 0.35 * ((row * 7) % 10) / 10 for row in range(len(PAYERS))])[payer]
    return np.clip(typical * slower * np.exp(spread * rng.normal(0, 1, len(payer))), 3, 180).astype(np.int64)


def _faults(world: World, c: Claims, denials: Denials) -> Ints:
    """The fault that denied each claim, or -1."""
    found = np.full(len(c), -1)
    for number, fault in enumerate(world.faults):
        hit = (c.payer == fault.payer) & (c.line == fault.line) & (denials.reason == NUMBER["other"])
        found[hit & (c.submitted >= fault.start) & (c.submitted < fault.end)] = number
    return found


class _Events:
    """Collects submissions and answers; every method adds those of one kind of story."""

    def __init__(self, rng: np.random.Generator, world: World, calendar: Calendar, c: Claims) -> None:
        self.rng, self.world, self.calendar, self.c = rng, world, calendar, c
        everyone = np.arange(len(c))
        self.sent: list[tuple[Ints, Ints, Ints, Bools]] = []
        self._send(everyone, c.submitted)
        self.said: list[tuple[Ints, Ints, Ints, Bools, Bools]] = []

    def _send(self, claim: Ints, day: Ints, frequency: int = ORIGINAL, *, rejected: bool = False) -> None:
        rows = len(claim)
        self.sent.append((claim, day, np.full(rows, frequency), np.full(rows, rejected)))

    def _say(self, claim: Ints, day: Ints, kind: int, *, reverses: bool = False, second: bool = False) -> None:
        rows = len(claim)
        self.said.append((claim, day, np.full(rows, kind), np.full(rows, reverses), np.full(rows, second)))

    def _correct(self, claim: Ints, day: Ints, was: int, becomes: int) -> None:
        """A reversal of what was said, and what is said instead, on one day."""
        self._say(claim, day, was, reverses=True)
        self._say(claim, day, becomes)

    def first_answers(self, denials: Denials, lines: Lines, answered: Ints) -> None:
        """The first answer of every claim; a few are held, hidden as contractual, or taken back later."""
        c, draw = self.c, self.rng.random(len(self.c))
        denied = denials.is_denied
        held, masked = ~denied & (draw < 0.004), ~denied & (draw >= 0.004) & (draw < 0.006)
        taken = ~denied & (draw > 0.996)
        for kind, which in ((FIRST, denied), (HELD, held), (MASKED, masked), (PAID, ~denied & ~held & ~masked)):
            rows = np.flatnonzero(which)
            self._say(rows, answered[rows], kind)
        rows = np.flatnonzero(held)
        self._correct(rows, self.calendar.next_open(answered[rows] + 21), HELD, PAID)
        rows = np.flatnonzero(taken)
        later = answered[rows] + self.rng.integers(60, 150, len(rows))
        self._correct(rows, self.calendar.next_open(later), PAID, TAKEN)
        share = lines.per_claim(lines.share)
        crosses = ~denied & ~held & ~masked & ~taken & (share > 0) & _is_medicare(c) & (self.rng.random(len(c)) < 0.5)
        rows = np.flatnonzero(crosses)
        self._say(rows, self.calendar.next_open(answered[rows] + 14), SECONDARY)

    def repeats(self) -> None:
        """Some claims are sent twice by mistake, and the second is refused as a duplicate."""
        rows = np.flatnonzero(self.rng.random(len(self.c)) < 0.01)
        again = self.calendar.next_open(self.c.submitted[rows] + 25)
        self._send(rows, again)
        lag = _lags(self.rng, self.c.payer[rows], np.ones(len(rows)))
        self._say(rows, self.calendar.next_open(again + lag), TWICE, second=True)

    def rejected(self) -> None:
        """Some claims were refused at the payer's door a few days before they were sent as they were then judged."""
        rows = np.flatnonzero(self.rng.random(len(self.c)) < 0.012)
        before = self.c.submitted[rows] - self.rng.integers(2, 6, len(rows))
        sent = before > self.c.day[rows]
        self._send(rows[sent], before[sent], rejected=True)

    def reprocessed(self, fault: Ints, answered: Ints) -> None:
        """Once a payer's fault is found out it pays of itself what it had wrongly denied."""
        rows = np.flatnonzero(fault >= 0)
        over = np.array([each.end for each in self.world.faults])[fault[rows]]
        self._correct(rows, self.calendar.next_open(np.maximum(answered[rows], over) + 30), FIRST, PAID)

    def rework(self, denials: Denials, work: Work, answered: Ints) -> Appeals:
        """What was taken up: a replacement claim or an appeal, and for some of the lost appeals the next level."""
        rows = np.flatnonzero(work.day >= 0)
        resubmitted = np.array([REWORK[name].way == "resubmission" for name in REASONS])[denials.reason[rows]]
        won = denials.overturns(rows, work.day[rows] - answered[rows])
        lag = _lags(self.rng, self.c.payer[rows], np.where(resubmitted, 1.0, 1.7))
        sent = self.calendar.next_open(work.day[rows] + 1)
        decided = self.calendar.next_open(sent + lag)
        self._send(rows[resubmitted], sent[resubmitted], REPLACEMENT)
        self._correct(rows[won], decided[won], FIRST, PAID)
        again = resubmitted & ~won
        self._say(rows[again], decided[again], FIRST)
        first = Appeals(rows, (~resubmitted).astype(np.int64), sent, decided, won)
        lost = np.flatnonzero(~resubmitted & ~won & (self.rng.random(len(rows)) < 0.35))
        return self._second_level(denials, first, lost)

    def _second_level(self, denials: Denials, first: Appeals, lost: Ints) -> Appeals:
        rows = first.claim[lost]
        won = self.rng.random(len(rows)) < 0.5 * denials.true_overturn[rows]
        sent = self.calendar.next_open(first.decided[lost] + self.rng.integers(7, 30, len(rows)))
        decided = self.calendar.next_open(sent + self.rng.integers(25, 60, len(rows)))
        self._correct(rows[won], decided[won], FIRST, PAID)
        return Appeals(
            np.concatenate((first.claim, rows)),
            np.concatenate((first.level, np.full(len(rows), 2))),
            np.concatenate((first.sent, sent)),
            np.concatenate((first.decided, decided)),
            np.concatenate((first.is_won, won)),
        )

    def collect(self) -> tuple[Submissions, Answers]:
        """All events up to the last day, in order of day, a reversal before what is said instead."""
        sent = [np.concatenate(column) for column in zip(*self.sent, strict=True)]
        said = [np.concatenate(column) for column in zip(*self.said, strict=True)]
        kept = sent[1] < self.world.days
        order = np.lexsort((sent[2][kept], sent[0][kept], sent[1][kept]))
        submissions = Submissions(*(column[kept][order] for column in sent))
        kept = said[1] < self.world.days
        order = np.lexsort((~said[3][kept], said[0][kept], said[1][kept]))
        return submissions, Answers(*(column[kept][order] for column in said))


def _is_medicare(c: Claims) -> Bools:
    return np.array([payer.kind == "medicare" for payer in PAYERS])[c.payer]
