"""The provider's denial desk: staff of a given capacity take up what seems worth it; most denials are never worked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.calendar import Calendar
from simulator.catalogue import PAYERS, REASONS, REWORK
from simulator.claims import Claims
from simulator.columns import Floats, Ints
from simulator.denials import CLINICAL, Denials
from simulator.lines import Lines
from simulator.rules import World

# Part of all the minutes that denials ask for which the staff have, and minutes of work in a person's week.
STAFFED = 0.50
MINUTES_A_WEEK = 1_950


@dataclass
class Work:
    """Per claim: the day on which its denial was taken up (-1: never), minutes, touches and who did it."""

    day: Ints
    minutes: Ints
    touches: Ints
    user: Ints
    staff: int


def draw_work(world: World, calendar: Calendar, c: Claims, lines: Lines, denials: Denials, answered: Ints) -> Work:
    """Works the queue week by week; ``answered`` is the day of each claim's first answer."""
    rng = np.random.default_rng([world.seed, 5])
    rows = np.flatnonzero(denials.is_denied & (answered < world.days))
    why = denials.reason[rows]
    minutes = np.array([REWORK[name].minutes for name in REASONS])[why] * np.exp(rng.normal(0, 0.3, len(rows)))
    limit = np.array([payer.appeal_limit for payer in PAYERS])[c.payer[rows]]
    worth = _worth(rng, c, lines, denials, rows)
    weeks = world.days // 7 + 1
    capacity = max(minutes.sum() * STAFFED / weeks, 45.0)
    taken = np.full(len(rows), -1)
    arrived = answered[rows]
    open_rows = np.zeros(0, np.int64)
    edges = np.searchsorted(np.sort(arrived), np.arange(weeks + 1) * 7)
    order = np.argsort(arrived, kind="stable")
    for week in range(1, weeks):
        open_rows = np.concatenate((open_rows, order[edges[week - 1] : edges[week]]))
        open_rows = open_rows[week * 7 - arrived[open_rows] <= limit[open_rows]]
        best = open_rows[np.argsort(-worth[open_rows], kind="stable")]
        chosen = best[(np.cumsum(minutes[best]) <= capacity) & (worth[best] > -2.5)]
        taken[chosen] = week * 7
        open_rows = np.setdiff1d(open_rows, chosen, assume_unique=True)
    day = np.full(len(c), -1)
    day[rows] = np.where(taken >= 0, calendar.next_open(taken + rng.integers(0, 5, len(rows))), -1)
    staff = max(round(capacity / MINUTES_A_WEEK), 1)
    spread = np.zeros((3, len(c)), np.int64)
    spread[:, rows] = np.maximum(minutes, 3), 1 + rng.poisson(1.3, len(rows)), rng.integers(0, staff, len(rows))
    return Work(day, spread[0], spread[1], spread[2], staff)


def _worth(rng: np.random.Generator, c: Claims, lines: Lines, denials: Denials, rows: Ints) -> Floats:
    """What staff think of an item: money, reason, whether it looks mendable, a part of the record's strength."""
    why = denials.reason[rows]
    net = lines.per_claim(np.where(denials.hits(lines), lines.allowed - lines.share, 0))[rows] / 100
    seen = 0.7 * c.chart[rows] + 0.7 * rng.normal(0, 1, len(rows))
    reason = np.array([REWORK[name].worth for name in REASONS])[why]
    money = 0.75 * (np.log(net + 1) - 5.0)
    return (
        reason
        + money
        + np.where(CLINICAL[why], 0.5, 0) * seen
        + 0.9 * denials.is_mendable[rows]
        + rng.normal(0, 0.8, len(rows))
    )
