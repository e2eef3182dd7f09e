"""Service lines and money: charges, what each contract allows, what the patient owes; all in integer cents."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.calendar import Calendar
from simulator.catalogue import PAYERS
from simulator.claims import Claims
from simulator.columns import Bools, Ints
from simulator.rules import KIND, World
from simulator.services import COUNTS, FIRST, INPATIENT, LINE, PAID_DOWN, PROCEDURES, STAY_REVENUE, STAYS, TYPICAL

DRG_BASE, DAY_RATE = 27_000, 6_200
WEIGHT = np.array([STAYS.get(code, (0.0, 1, ""))[0] for code in PROCEDURES])
DAYS = np.array([STAYS.get(code, (0.0, 1, ""))[1] for code in PROCEDURES])
PAID_WEIGHT = np.array([PAID_DOWN.get(STAYS.get(code, (0.0, 1, ""))[2], 0.0) for code in PROCEDURES])


@dataclass
class Lines:
    """Columns of equal length, one element a service line, in order of claim; ``first`` is each claim's first row.

    ``procedure`` is a row of the catalogue, or -1 on a stay, whose lines tell ``revenue`` (rows of STAY_REVENUE).
    ``expected`` is what the contract says, ``allowed`` what the payer allows when it pays.
    """

    claim: Ints
    number: Ints
    first: Ints
    procedure: Ints
    revenue: Ints
    units: Ints
    charge: Ints
    expected: Ints
    allowed: Ints
    deductible: Ints
    coinsurance: Ints
    copay: Ints
    is_paid_down: Bools
    is_underpaid: Bools

    @property
    def share(self) -> Ints:
        """What the patient owes of a paid line."""
        return self.deductible + self.coinsurance + self.copay

    def per_claim(self, values: Ints) -> Ints:
        """The sum of a line's values for every claim."""
        return np.asarray(np.add.reduceat(values, self.first))


def draw_lines(world: World, calendar: Calendar, c: Claims) -> Lines:
    """The service lines of every claim."""
    rng = np.random.default_rng([world.seed, 3])
    claim = np.repeat(np.arange(len(c)), c.lines)
    first = np.cumsum(c.lines) - c.lines
    number = np.arange(len(claim)) - first[claim] + 1
    stay = c.line[claim] == INPATIENT
    procedure = _procedures(c, claim, number)
    units = _units(rng, c, claim, number, stay)
    charge = _charges(rng, c, claim, number, procedure, units, stay)
    expected = _expected(c, claim, procedure, units, charge, stay)
    down = (rng.random(len(c)) < 0.03)[claim] & stay & (PAID_WEIGHT[c.procedure[claim]] > 0)
    short = (rng.random(len(c)) < 0.015)[claim] & ~down
    ratio = np.where(down, PAID_WEIGHT[c.procedure[claim]] / np.where(stay, WEIGHT[c.procedure[claim]], 1), 1.0)
    allowed = np.floor(expected * np.where(short, 0.85, ratio)).astype(np.int64)
    owed = _patient_share(rng, calendar, c, claim, number, allowed)
    return Lines(
        claim, number, first, np.where(stay, -1, procedure), np.where(stay, number - 1, -1), units, charge,
        expected, allowed, *owed, down, short,
    )  # fmt: skip


def _procedures(c: Claims, claim: Ints, number: Ints) -> Ints:
    place = c.procedure[claim] - FIRST[c.line[claim]]
    further = FIRST[c.line[claim]] + (place + number) % COUNTS[c.line[claim]]
    return np.where(number == 1, c.procedure[claim], np.where(number == 2, c.second[claim], further))


def _units(rng: np.random.Generator, c: Claims, claim: Ints, number: Ints, stay: Bools) -> Ints:
    timed = c.line[claim] == LINE["therapy"]
    units = np.where(timed, 1 + rng.integers(0, 3, len(claim)), 1)
    return np.where(stay & (number == 1), DAYS[c.procedure[claim]], units)


def _charges(
    rng: np.random.Generator, c: Claims, claim: Ints, number: Ints, procedure: Ints, units: Ints, stay: Bools
) -> Ints:
    own = np.where(number == 1, c.cost[claim], np.exp(rng.normal(0, 0.2, len(claim))))
    parts = np.array([share for _, share in STAY_REVENUE])
    stay_charge = TYPICAL[c.procedure[claim]] * c.cost[claim] * parts[np.minimum(number, len(parts)) - 1]
    dollars = np.where(stay, stay_charge, TYPICAL[procedure] * own * np.where(stay, 1, units))
    return np.maximum(np.round(dollars * 100), 1).astype(np.int64)


def _expected(c: Claims, claim: Ints, procedure: Ints, units: Ints, charge: Ints, stay: Bools) -> Ints:
    payer = c.payer[claim]
    fee = np.array([each.fee for each in PAYERS])[payer]
    by_percent = np.array([each.contract == "percent" for each in PAYERS])[payer]
    by_day = np.array([each.stays == "per_diem" for each in PAYERS])[payer]
    scheduled = np.where(by_percent, charge * fee, TYPICAL[procedure] * units * fee * 100)
    case = 100 * fee * np.where(by_day, DAY_RATE * DAYS[c.procedure[claim]], DRG_BASE * WEIGHT[c.procedure[claim]])
    whole = np.bincount(claim, charge, len(c))[claim]
    dollars = np.where(stay, case * charge / whole, scheduled)
    return np.minimum(np.round(dollars).astype(np.int64), charge)


def _patient_share(
    rng: np.random.Generator, calendar: Calendar, c: Claims, claim: Ints, number: Ints, allowed: Ints
) -> tuple[Ints, Ints, Ints]:
    """Deductible (most in the first months), coinsurance, copay; under Medicaid hardly any."""
    kind, rows = KIND[c.payer], len(c)
    light = np.isin(kind, (2, 3))
    owes = rng.random(rows) < (0.03 + 0.28 * np.exp(-(calendar.month[c.day] - 1) / 3.5)) * np.where(light, 0.05, 1)
    left = np.where(owes, rng.lognormal(9.6, 0.9, rows), 0)[claim]
    deductible = np.minimum(left * (number == 1), allowed).astype(np.int64)
    shares = np.where(light, 0.0, np.where(kind == 0, 0.2, 0.15)) * (rng.random(rows) < np.where(kind == 0, 0.85, 0.45))
    coinsurance = ((allowed - deductible) * shares[claim]).astype(np.int64)
    visits = (rng.random(rows) < np.where(light, 0.02, np.where(kind == 0, 0.0, 0.4)))[claim] & (number == 1)
    copay = np.where(visits & (coinsurance == 0), np.minimum(3000, allowed - deductible), 0)
    return deductible, coinsurance, copay
