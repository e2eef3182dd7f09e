"""How payers judge: the chance of every reason for every claim, given what is known and how strong the record is.

Given a claim and its hidden chart strength the reasons know nothing of each other. Only ``documentation`` and
``necessity`` lean on the hidden part, so the best possible forecast is one integral over one normal variable: a
Gauss-Hermite sum. Its error is the difference to twice as many nodes (see ``docs/simulator.md``).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.calendar import Calendar
from simulator.catalogue import NUMBER, PAYERS, REASONS
from simulator.claims import ACTIVE, COMMERCIAL, INACTIVE, REFUSED, Claims, requires_authorization
from simulator.columns import Bools, Floats, Ints, either_of, logistic
from simulator.rules import KIND, LENIENCY, World
from simulator.services import EMERGENCY, INPATIENT, MINOR, OFFICE, SERVICE_LINES, SIDED, TYPICAL

NODES = 9
KNOWN, HIDDEN = 0.6, 0.8
SHOWN = len(REASONS) - 2


@dataclass
class Forecast:
    """Per claim: the chance of a denial from what can be known, and of each reason (rows) being the first one told;
    and the chance given the hidden part too."""

    best: Floats
    first: Floats
    true: Floats


class Judgement:
    """The payers' judgement of one world's claims."""

    def __init__(self, world: World, calendar: Calendar, claims: Claims) -> None:
        self.world, self.calendar, self.c = world, calendar, claims
        self.kind = KIND[claims.payer]
        self.bent = world.enforcement[claims.payer].T
        self.is_valid = claims.has_authorization & ~claims.is_expired & ~claims.is_for_other
        self.touched = [(change, self._hit(change.payer, change.procedures, change.start)) for change in world.changes]
        self.shown = np.stack([getattr(self, f"_{name}")() for name in REASONS[:SHOWN]])
        self._reviewed = self._review()

    def _hit(self, payer: int, procedures: tuple[int, ...], start: int) -> Ints:
        c = self.c
        found = (c.payer == payer) & (c.submitted >= start) & np.isin(c.procedure, procedures)
        return np.flatnonzero(found)

    def chances(self, chart: Floats) -> Floats:
        """Reason x claim: the chance that the reason alone denies the claim, for a given chart strength."""
        return np.concatenate([self.shown, self._hidden(chart)])

    def forecast(self, nodes: int = NODES) -> Forecast:
        """The best possible forecast and the true chance."""
        places, weights = np.polynomial.hermite_e.hermegauss(nodes)
        alive = np.cumprod(1 - self.shown, axis=0)
        before = np.vstack([np.ones(len(self.c)), alive[:-1]])
        first = np.empty((len(REASONS), len(self.c)))
        first[:SHOWN] = before * self.shown
        first[SHOWN:] = 0
        for place, weight in zip(places, weights / weights.sum(), strict=True):
            documents, necessity = self._hidden(KNOWN * self.c.charting + HIDDEN * place)
            first[SHOWN] += weight * alive[-1] * documents
            first[SHOWN + 1] += weight * alive[-1] * (1 - documents) * necessity
        true = 1 - alive[-1] * np.prod(1 - self._hidden(self.c.chart), axis=0)
        return Forecast(first.sum(axis=0), first, true)

    def strengths(self, rows: Ints, reason: Ints) -> tuple[Floats, Floats]:
        """What a denial tells of the hidden part: nodes, and per node the weight for each of these denied claims.

        Reasons that precede the look at the record tell nothing; of the others the weight is by Bayes' rule.
        """
        places, weights = np.polynomial.hermite_e.hermegauss(NODES)
        told = np.empty((NODES, len(rows)))
        for node, place in enumerate(places):
            documents, necessity = self._hidden(KNOWN * self.c.charting + HIDDEN * place)[:, rows]
            seen = np.where(reason == SHOWN, documents, (1 - documents) * necessity)
            told[node] = weights[node] * np.where(reason < SHOWN, 1.0, seen)
        return places, told / told.sum(axis=0)

    def _duplicate(self) -> Floats:
        return np.where(self.c.is_repeat, np.where(self.c.modifier_76, 0.10, 0.78), 0.001)

    def _eligibility(self) -> Floats:
        """Coverage may have lapsed since it was asked for: more under Medicaid, in January, and where none asked."""
        c, january = self.c, self.calendar.month[self.c.day] == 1
        managed = np.isin(self.kind, (2, 3))
        bent = 0.6 * managed + 0.4 * january + 0.5 * self.world.desk[c.provider] + self.bent[1]
        asked = np.where(
            c.eligibility == ACTIVE, -5.98 + 0.6 * np.log1p(c.asked), np.where(c.eligibility == REFUSED, -1.6, -1.9)
        )
        return np.where(c.eligibility == INACTIVE, 0.84, logistic(asked + bent))

    def _coordination(self) -> Floats:
        c = self.c
        insured = self.kind == COMMERCIAL
        senior, child = insured & (c.age >= 65), insured & (c.age < 19)
        return logistic(-6.2 + 3.0 * senior + 1.0 * child + 2.2 * c.has_other_payer + 0.7 * self.bent[2])

    def _timely(self) -> Floats:
        limit = np.array([payer.filing_limit for payer in PAYERS])[self.c.payer]
        return np.where(self.c.submitted - self.c.day > limit, 0.93, 0.0003)

    def _enrollment(self) -> Floats:
        return np.where(self.c.day < self.world.enrolled_from[self.c.provider, self.c.payer], 0.80, 0.0008)

    def _registration(self) -> Floats:
        c = self.c
        slips = 0.8 * c.is_new + 0.7 * (c.line == EMERGENCY) + 4.2 * c.has_short_id
        return logistic(-4.85 + slips + 0.8 * self.world.desk[c.provider] + 0.7 * self.bent[5])

    def _authorization(self) -> Floats:
        c, bent = self.c, self.bent[6]
        needed = requires_authorization(self.world, c)
        flawed = np.where(c.has_authorization, logistic(0.6 + bent), logistic(2.0 + bent))
        out = np.where(needed, np.where(self.is_valid, 0.03, flawed), 0.001)
        return self._changed("authorization", out, np.where(self.is_valid, 0.1, 1.3))

    def _benefit(self) -> Floats:
        excluded = self.c.submitted >= self.world.excluded_from[self.c.payer, self.c.procedure]
        return np.where(excluded, logistic(-0.9 + self.bent[7]), 0.0015)

    def _bundling(self) -> Floats:
        c = self.c
        code = np.where(c.second >= 0, self.world.bundled[c.procedure, c.second], 0)
        adopted = self.world.adoption[c.payer]
        parted = np.where(c.modifier_59, 0.04, 0.80 * adopted)
        return np.where(code == 2, 0.9 * adopted, np.where(code == 1, parted, 0.0005))

    def _modifier(self) -> Floats:
        c = self.c
        visit = (c.line == OFFICE) & (c.second == MINOR) & ~c.modifier_25
        lacking = visit | (SIDED[c.procedure] & ~c.modifier_side) | (c.is_video & ~c.modifier_95)
        out = np.where(lacking, logistic(0.7 + self.bent[9]), 0.0012)
        return self._changed("modifier", out, np.ones(len(c)))

    def _diagnosis(self) -> Floats:
        c, world = self.c, self.world
        uncovered = world.uncovered[world.family[c.payer], c.procedure, c.diagnosis]
        out = np.where(uncovered, logistic(1.0 + self.bent[10]), 0.0012)
        return self._changed("diagnosis", out, np.ones(len(c)))

    def _other(self) -> Floats:
        c = self.c
        out = 0.0045 * np.exp(0.5 * self.bent[11])
        for fault in self.world.faults:
            hit = (c.payer == fault.payer) & (c.line == fault.line)
            out[hit & (c.submitted >= fault.start) & (c.submitted < fault.end)] = fault.odds
        return np.asarray(out)

    def _review(self) -> tuple[Floats, Floats, Floats, Bools]:
        """What does not lean on the chart: the chance of a look, the payer's mood, and of missing documents."""
        c, world = self.c, self.world
        base = np.array([each.review for each in SERVICE_LINES])[c.line]
        costly = np.log(c.cost * TYPICAL[c.procedure]) - np.log(_line_typical())[c.line]
        looked = logistic(
            base - 0.35 + LENIENCY[self.kind] + 0.6 * world.review[c.payer] + 0.75 * costly + 0.35 * (self.kind == 1)
        )
        mood = 0.1 + world.strictness[c.payer, c.submitted // 30 % world.strictness.shape[1]]
        asked = c.submitted >= world.documents_from[c.payer, c.procedure]
        return looked, mood, np.where(asked, -0.5, -6.1) + self.bent[12], asked

    def _hidden(self, chart: Floats) -> Floats:
        looked, mood, documents, asked = self._reviewed
        missing = logistic(documents - np.where(asked, 0.9, 0.5) * chart)
        needless = looked * logistic(mood - 1.5 * chart)
        doubt = np.clip(1.6 * logistic(0.3 - 1.1 * chart), 0, 1.5)
        return np.stack([self._changed("documentation", missing, doubt), self._changed("necessity", needless, doubt)])

    def _changed(self, reason: str, chance: Floats, weight: Floats) -> Floats:
        """The chance with the hidden changes of its reason that have begun."""
        for change, hit in self.touched:
            if change.reason == NUMBER[reason]:
                chance[hit] = either_of(chance[hit], np.clip(change.odds * weight[hit], 0, 0.95))
        return chance


def _line_typical() -> Floats:
    """The middle charge of each line of service."""
    return np.array([np.median([charge for _, charge in line.procedures]) for line in SERVICE_LINES])


def is_inpatient(c: Claims) -> Bools:
    """Which claims are stays."""
    return np.asarray(c.line == INPATIENT)
