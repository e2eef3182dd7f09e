"""Coverage by spells: what each patient is insured with from day to day, and when the provider learns of it.

A claim denied for eligibility fell into a gap; the gap lies between the claims around it. Every January some patients
change their plan. Who has another payer has a second coverage beside the first, which pays after it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.calendar import Calendar
from simulator.catalogue import NUMBER
from simulator.claims import INACTIVE, Claims
from simulator.columns import Bools, Ints
from simulator.denials import Denials
from simulator.rules import World

LAST_DAY = 1 << 20
GAP, CHANGING = 30, 0.08


@dataclass
class Breaks:
    """Where a coverage ends and the next begins: last day covered, first day again, and the day that it is known."""

    patient: Ints
    ended: Ints
    resumed: Ints
    known: Ints


@dataclass
class Spells:
    """Coverages in order of patient and time; ``ended`` is LAST_DAY while one lasts, ``number`` counts from 0.

    ``begun_known`` and ``ended_known`` are the days on which the provider learns that it began and that it ended.
    """

    patient: Ints
    number: Ints
    begun: Ints
    ended: Ints
    begun_known: Ints
    ended_known: Ints


def cover(world: World, calendar: Calendar, c: Claims, denials: Denials, answered: Ints) -> Spells:
    """The spells of every patient that was seen."""
    patients, first = np.unique(c.patient, return_index=True)
    breaks = _merged(_gaps(c, denials, answered), _plan_changes(world, calendar, patients, c.day[first]))
    patient = np.concatenate((patients, breaks.patient))
    begun = np.concatenate((first_days(patients), breaks.resumed))
    known = np.concatenate((c.day[first], np.maximum(breaks.known, breaks.resumed)))
    order = np.lexsort((begun, patient))
    patient, begun, known = patient[order], begun[order], known[order]
    starts = np.flatnonzero(np.diff(patient, prepend=-1))
    number = np.arange(len(patient)) - np.repeat(starts, np.diff(starts, append=len(patient)))
    ended, ended_known = np.full(len(patient), LAST_DAY), np.full(len(patient), LAST_DAY)
    followed = np.flatnonzero(number > 0) - 1
    ended[followed], ended_known[followed] = breaks.ended, breaks.known
    return Spells(patient, number, begun, ended, known, ended_known)


def first_days(patients: Ints) -> Ints:
    """The day on which each patient's first coverage began: some years before the world."""
    return -365 * (1 + patients % 4)


def _gaps(c: Claims, denials: Denials, answered: Ints) -> Breaks:
    """A gap for every run of a patient's claims denied for eligibility, where the claims around it leave room."""
    order = np.lexsort((np.arange(len(c)), c.day, c.patient))
    patient, day = c.patient[order], c.day[order]
    lapsed = denials.reason[order] == NUMBER["eligibility"]
    inactive = c.eligibility[order] == INACTIVE
    told = np.where(inactive, np.maximum(day - c.asked[order], 0), answered[order])
    same = np.diff(patient, prepend=-1) == 0
    begins = np.flatnonzero(lapsed & ~(same & _before(lapsed)))
    ends = np.flatnonzero(lapsed & ~(_after(same) & _after(lapsed)))
    previous = np.where(same[begins], day[begins - 1], first_days(patient[begins]))
    following = np.where(_after(same)[ends], day[np.minimum(ends + 1, len(day) - 1)], LAST_DAY)
    noticed = np.where(inactive, told, day)[begins]
    ended = np.maximum(noticed - 1 - patient[begins] % 60, previous)
    resumed = np.minimum(day[ends] + GAP, following)
    room = (previous < day[begins]) & (following > day[ends])
    runs = np.stack([begins, ends + 1], axis=1).ravel()
    known = np.minimum.reduceat(np.append(told, LAST_DAY), runs)[::2]
    return Breaks(*(column[room] for column in (patient[begins], ended, resumed, np.maximum(known, 0))))


def _before(values: Bools) -> Bools:
    return np.concatenate(([False], values[:-1]))


def _after(values: Bools) -> Bools:
    return np.concatenate((values[1:], [False]))


def _plan_changes(world: World, calendar: Calendar, patients: Ints, seen: Ints) -> Breaks:
    """Every January of the world some patients who have been seen go over to another plan of their payer."""
    rng = np.random.default_rng([world.seed, 15])
    month = calendar.month[: calendar.days]
    januaries = np.flatnonzero((month == 1) & (np.diff(month, prepend=month[0]) != 0))
    change = rng.random((len(januaries), len(patients))) < CHANGING
    year, row = np.nonzero(change & (seen[None] < januaries[:, None]))
    day = januaries[year]
    return Breaks(patients[row], day - 1, day, day)


def _merged(gaps: Breaks, changes: Breaks) -> Breaks:
    """Both in order of patient and day; a change inside of a gap, or a gap's end after a change, is left out."""
    joined = [np.concatenate((getattr(gaps, name), getattr(changes, name))) for name in Breaks.__annotations__]
    order = np.lexsort((joined[1], joined[0]))
    patient, ended, resumed, known = (column[order] for column in joined)
    clash = (np.diff(patient, prepend=-1) == 0) & (ended <= np.concatenate(([-LAST_DAY], resumed[:-1])))
    kept = ~clash
    return Breaks(patient[kept], ended[kept], resumed[kept], known[kept])
