"""What becomes of each claim: submissions, answers, corrections and repeats, as dated events in integer cents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from simulator.catalogue import CODES, LINE_REASONS, PAYERS, REASONS, REWORK, SERVICE_LINES
from simulator.world import Claims, World

SECONDARY_PAYER = 9
INPATIENT = len(SERVICE_LINES) - 1


@dataclass(frozen=True)
class Line:
    """One answered service line; adjustments are (group, CARC, cents); the charge less adjustments is what is paid."""

    number: int
    charge: int
    adjustments: tuple[tuple[str, str, int], ...]
    remarks: tuple[str, ...] = ()

    @property
    def paid(self) -> int:
        """What the payer pays for the line, in cents."""
        return self.charge - sum(amount for _, _, amount in self.adjustments)

    def reversed(self) -> Line:
        """The same line taken back."""
        taken = tuple((group, carc, -amount) for group, carc, amount in self.adjustments)
        return replace(self, charge=-self.charge, adjustments=taken, remarks=())


@dataclass(frozen=True)
class Submission:
    """A claim as sent: ``frequency`` 1 is an original, 7 replaces one and names the payer's claim number."""

    claim: int
    day: int
    frequency: str
    original_reference: str = ""
    is_mended: bool = False


@dataclass(frozen=True)
class Answer:
    """One remittance of one claim by one payer."""

    claim: int
    day: int
    payer: int
    status: str
    lines: tuple[Line, ...]
    number: str
    claim_remarks: tuple[str, ...] = ()
    crossover: bool = False

    def reversed(self) -> Answer:
        """The payer taking this answer back (CLP02 = 22)."""
        lines = tuple(line.reversed() for line in self.lines)
        return replace(self, status="22", lines=lines, claim_remarks=(), crossover=False)


@dataclass
class Lives:
    """Everything that happened, and per claim the reason it was first denied for ("" where it was not)."""

    submissions: list[Submission] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


def live(world: World, claims: Claims) -> Lives:
    """Draws the life of every claim up to the world's last day."""
    rng = np.random.default_rng([world.seed, 3])
    fired = rng.random(claims.chances.shape) < claims.chances
    lives = Lives()
    for index in range(len(claims.day)):
        reasons = [REASONS[row] for row in np.flatnonzero(fired[:, index])]
        lives.reasons.append(reasons[0] if reasons else "")
        _Life(world, claims, index, rng, reasons, lives).run()
    lives.submissions = [each for each in lives.submissions if each.day < world.days]
    lives.answers = [each for each in lives.answers if each.day < world.days]
    return lives


class _Life:
    def __init__(
        self, world: World, claims: Claims, index: int, rng: np.random.Generator, reasons: list[str], out: Lives
    ) -> None:
        self.world, self.claims, self.index, self.rng, self.out = world, claims, index, rng, out
        self.reasons = reasons
        self.payer = int(claims.payer[index])
        self.number = f"{PAYERS[self.payer].id}{index:08d}"
        self.fee = PAYERS[self.payer].fee * float(np.exp(rng.normal(0, 0.06)))

    def run(self) -> None:
        """Submission, first answer, and what follows from it."""
        day = int(self.claims.submitted[self.index])
        self.out.submissions.append(Submission(self.index, day, "1"))
        answered = day + self._lag(self.reasons)
        chance = self.rng.random()
        if self.reasons:
            self._denied(answered)
        elif chance < 0.004:
            self._pended(answered)
        elif chance < 0.007:
            self._say(answered, "4", self._whole("CO", "45"))
        else:
            self._paid(answered)
        if self.rng.random() < 0.01:
            self._sent_twice(day)

    def _lag(self, reasons: list[str]) -> int:
        slow = 1.9 if "necessity" in reasons else 1.0
        return int(np.clip(PAYERS[self.payer].lag_days * slow * np.exp(self.rng.normal(0, 0.4)), 3, 150))

    def _say(self, day: int, status: str, lines: tuple[Line, ...], remarks: tuple[str, ...] = ()) -> Answer:
        answer = Answer(self.index, day, self.payer, status, lines, self.number, remarks)
        self.out.answers.append(answer)
        return answer

    def _charges(self) -> Iterator[tuple[int, int]]:
        charge, second = int(self.claims.charge[self.index]), int(self.claims.second_charge[self.index])
        if int(self.claims.line[self.index]) == INPATIENT:
            yield 1, charge - charge * 2 // 5
            yield 2, charge * 2 // 5
        else:
            yield 1, charge
            if second:
                yield 2, second

    def _whole(self, group: str, carc: str) -> tuple[Line, ...]:
        return tuple(Line(number, charge, ((group, carc, charge),)) for number, charge in self._charges())

    def _pay_line(self, number: int, charge: int) -> Line:
        allowed = min(round(charge * self.fee), charge)
        adjustments = [("CO", "45", charge - allowed)]
        left = allowed
        draw = self.rng.random()
        for carc, share, upto in (
            ("1", draw < 0.12, allowed),
            ("3", draw > 0.6, 3000),
            ("2", draw > 0.45, allowed // 5),
        ):
            amount = min(upto if share else 0, left)
            if amount:
                adjustments.append(("PR", carc, amount))
                left -= amount
        return Line(number, charge, tuple(each for each in adjustments if each[2]))

    def _pay_lines(self) -> tuple[Line, ...]:
        return tuple(self._pay_line(number, charge) for number, charge in self._charges())

    def _denied_lines(self) -> tuple[Line, ...]:
        reason = self.reasons[0]
        group, carc, remarks = CODES[reason]
        remark = (remarks[int(self.rng.integers(len(remarks)))],) if self.rng.random() < 0.8 else ()
        charges = list(self._charges())
        hit = {charges[-1][0]} if reason == "bundling" else {charges[0][0]}
        if reason not in LINE_REASONS:
            hit = {number for number, _ in charges}
        return tuple(
            self._deny_line(number, charge, group, carc, remark) if number in hit else self._pay_line(number, charge)
            for number, charge in charges
        )

    def _deny_line(self, number: int, charge: int, group: str, carc: str, remarks: tuple[str, ...]) -> Line:
        contractual = charge - round(charge * self.fee) if self.rng.random() < 0.12 else 0
        adjustments = [("CO", "45", contractual)] if contractual else []
        rest = charge - contractual
        if len(self.reasons) > 1 and rest > 200:
            other = CODES[self.reasons[1]]
            adjustments.append((other[0], other[1], rest // 4))
            rest -= rest // 4
        return Line(number, charge, (*adjustments, (group, carc, rest)), remarks)

    def _denied(self, day: int) -> None:
        lines = self._denied_lines()
        status = "4" if sum(line.paid for line in lines) == 0 else "1"
        remarks = ("MA130",) if self.reasons[0] == "registration" and self.rng.random() < 0.5 else ()
        first = self._say(day, status, lines, remarks)
        fault = next((last for payer, start, last in self.world.faults if self._in_fault(payer, start, last)), None)
        if fault is not None and self.reasons[0] == "other":
            self._correct(first, max(day, fault) + 30, self._pay_lines())
            return
        worked, won, way = REWORK[self.reasons[0]]
        if self.rng.random() < worked:
            self._rework(first, day + int(self.rng.integers(8, 60)), way, won=self.rng.random() < won)

    def _in_fault(self, payer: int, start: int, last: int) -> bool:
        return payer == self.payer and start <= int(self.claims.submitted[self.index]) < last

    def _rework(self, first: Answer, day: int, way: str, *, won: bool) -> None:
        if way == "correction":
            if won:
                self._correct(first, day + self._lag([]), self._pay_lines())
            return
        self.out.submissions.append(Submission(self.index, day, "7", self.number, is_mended=True))
        answered = day + self._lag([])
        if won:
            self._correct(first, answered, self._pay_lines())
        else:
            self._say(answered, first.status, first.lines)

    def _correct(self, first: Answer, day: int, lines: tuple[Line, ...]) -> None:
        self.out.answers.append(replace(first.reversed(), day=day))
        self._say(day, "1" if sum(line.paid for line in lines) else "4", lines)

    def _pended(self, day: int) -> None:
        first = self._say(day, "4", self._whole("OA", "133"))
        self._correct(first, day + 21, self._pay_lines())

    def _paid(self, day: int) -> None:
        lines = self._pay_lines()
        share = sum(amount for line in lines for group, _, amount in line.adjustments if group == "PR")
        crosses = PAYERS[self.payer].kind == "medicare" and share > 0 and self.rng.random() < 0.5
        answer = Answer(self.index, day, self.payer, "19" if crosses else "1", lines, self.number, (), crosses)
        self.out.answers.append(answer)
        if crosses:
            self._secondary(day + 14, lines)
        elif self.rng.random() < 0.004:
            self._correct(answer, day + int(self.rng.integers(60, 150)), self._whole("CO", "197"))

    def _secondary(self, day: int, lines: tuple[Line, ...]) -> None:
        answered = []
        for line in lines:
            share = sum(amount for group, _, amount in line.adjustments if group == "PR")
            before = (("OA", "23", line.charge - share),) if line.charge != share else ()
            answered.append(Line(line.number, line.charge, before))
        number = f"{PAYERS[SECONDARY_PAYER].id}{self.index:08d}"
        self.out.answers.append(Answer(self.index, day, SECONDARY_PAYER, "2", tuple(answered), number))

    def _sent_twice(self, day: int) -> None:
        again = day + 25
        self.out.submissions.append(Submission(self.index, again, "1"))
        number = f"{self.number}D"
        lines = self._whole("OA", "18")
        self.out.answers.append(Answer(self.index, again + self._lag([]), self.payer, "4", lines, number))
