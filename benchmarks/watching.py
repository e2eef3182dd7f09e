"""False alarms and delay of the payer watch beside textbook charts: ``python -m benchmarks.watching --seed N``.

A null world of 1,368 streams (19 payers, 12 lines, 6 reasons) with seasons and uneven volumes; then changes planted one
at a time in streams of every size. Every chart but the textbook one has its limit set on one null world and is judged
on another.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ml.watch import FALSE_ALARMS_A_WEEK, alarm_limit, alarms, baselines, statistic

Floats = npt.NDArray[np.float64]
PLACES, REASONS, WEEKS, FIRST = 19 * 12, 6, 130, 40
CHANGES = 400
SLOW, RATIO = 0.25, 2.0


def draw_world(rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    """Answers, true rates and denials by stream and week; nothing changes but the season."""
    volume = rng.lognormal(2.2, 1.3, PLACES)
    season = 1 + 0.12 * np.sin(2 * np.pi * np.arange(WEEKS) / 52)
    answered = rng.poisson(volume[:, None] * season).astype(np.float64).repeat(REASONS, axis=0)
    rates = np.clip(rng.lognormal(-4.0, 0.8, (PLACES * REASONS, 1)) * season, 1e-4, 0.5)
    return answered, rates, rng.binomial(answered.astype(np.int64), rates).astype(np.float64)


def p_chart(answered: Floats, denied: Floats, usual: Floats) -> Floats:
    """Deviations of one week in standard deviations; two denials at least."""
    mean = answered * usual
    return np.where(denied >= 2, (denied - mean) / np.sqrt(np.maximum(mean * (1 - usual), 1e-9)), 0.0)


def ewma(answered: Floats, denied: Floats, usual: Floats) -> Floats:
    """The exponentially weighted mean of deviations, in its own standard deviations."""
    mean = answered * usual
    out, level, variance = np.zeros_like(mean), np.zeros(len(mean)), np.zeros(len(mean))
    for week in range(mean.shape[1]):
        level = (1 - SLOW) * level + SLOW * (denied - mean)[:, week]
        variance = (1 - SLOW) ** 2 * variance + SLOW**2 * (mean * (1 - usual))[:, week]
        out[:, week] = level / np.sqrt(np.maximum(variance, 0.02))
    return out


def cusum(answered: Floats, denied: Floats, usual: Floats) -> Floats:
    """The cumulative log-likelihood ratio for odds twice as high, never below nothing."""
    raised = RATIO * usual / (1 - usual + RATIO * usual)
    gain = denied * np.log(raised / usual) + (answered - denied) * np.log((1 - raised) / (1 - usual))
    out, level = np.zeros_like(gain), np.zeros(len(gain))
    for week in range(gain.shape[1]):
        level = np.maximum(0, level + gain[:, week])
        out[:, week] = level
    return out


CHARTS: dict[str, Callable[[Floats, Floats, Floats], Floats]] = {
    "p_chart": p_chart,
    "ewma": ewma,
    "cusum": cusum,
    "shiryaev_roberts": statistic,
}


def calibrated(values: Floats) -> float:
    """The limit that a chart's values of a null world cross half a time a week."""
    low, high = 0.0, float(values.max()) + 1
    for _ in range(30):
        middle = (low + high) / 2
        rate = alarms(values, middle).sum() / values.shape[1]
        low, high = (middle, high) if rate > FALSE_ALARMS_A_WEEK else (low, middle)
    return high


@dataclass(frozen=True)
class Planted:
    """One change a row: the stream it is planted in, its answers and denials, its week, its extra denials a week."""

    rows: npt.NDArray[np.int64]
    answered: Floats
    denied: Floats
    start: Floats
    size: Floats


def plant(rng: np.random.Generator, world: tuple[Floats, Floats, Floats]) -> Planted:
    """Changes of every size in streams of four answers a week or more."""
    answered, _, denied = world
    rows = rng.choice(np.flatnonzero(answered.mean(axis=1) > 4), CHANGES)
    start = rng.integers(80, 110, CHANGES)
    chance = rng.choice([0.1, 0.2, 0.4, 0.7], CHANGES) * rng.uniform(0.15, 0.6, CHANGES)
    paid = (answered - denied)[rows].astype(np.int64)
    # The first answers to claims that were sent after the change come about three weeks later.
    after = np.arange(WEEKS)[None] >= start[:, None] + 3
    extra = np.where(after, rng.binomial(paid, chance[:, None]), 0)
    size = chance * answered[rows].mean(axis=1)
    return Planted(rows, answered[rows], denied[rows] + extra, start.astype(np.float64), size)


def _no_more(_: tuple[Floats, Floats, Floats], __: int) -> dict[str, float]:
    return {}


def judge(seed: int) -> dict[str, dict[str, float]]:
    """False alarms a week and the share of changes found within 60 days, in all and where they are large.

    The last row is the limit: what the statistic finds where every stream's usual rate is known.
    """
    rng = np.random.default_rng(seed)
    learnt, fresh = draw_world(rng), draw_world(rng)
    planted = plant(rng, fresh)
    found = {}
    for name, chart in CHARTS.items():
        values = [chart(each[0], each[2], baselines(each[0], each[2]))[:, FIRST:] for each in (learnt, fresh)]
        changed = chart(planted.answered, planted.denied, _own_baselines(planted, fresh))
        limits = {name: calibrated(values[0])} | LIMITS.get(name, _no_more)(learnt, seed)
        found |= {each: _measure(values[1], changed, limit, planted) for each, limit in limits.items()}
    quiet = [statistic(each[0], each[2], each[1])[:, FIRST:] for each in (learnt, fresh)]
    known = statistic(planted.answered, planted.denied, fresh[1][planted.rows])
    return found | {"every usual rate known": _measure(quiet[1], known, calibrated(quiet[0]), planted)}


# Limits that a chart has beside the calibrated one.
LIMITS: dict[str, Callable[[tuple[Floats, Floats, Floats], int], dict[str, float]]] = {
    "p_chart": lambda _, __: {"p_chart at 3 sigma": 3.0},
    "shiryaev_roberts": lambda world, seed: {"shiryaev_roberts as shipped": alarm_limit(world[0], world[2], seed=seed)},
}


def _measure(quiet: Floats, changed: Floats, limit: float, planted: Planted) -> dict[str, float]:
    since = (np.arange(WEEKS)[None] >= planted.start[:, None]) & (changed > limit)
    delay = np.where(since.any(axis=1), (since.argmax(axis=1) + 1 - planted.start) * 7, np.inf)
    large = planted.size >= 10
    return {
        "false_alarms_a_week": float(alarms(quiet, limit).sum() / quiet.shape[1]),
        "found_in_60_days": float((delay <= 60).mean()),
        "found_in_60_days_if_one_a_week": float((delay[planted.size >= 1] <= 60).mean()),
        "found_in_60_days_if_large": float((delay[large] <= 60).mean()),
        "median_days_if_large": float(np.median(delay[large])),
    }


def _own_baselines(planted: Planted, world: tuple[Floats, Floats, Floats]) -> Floats:
    """Baselines of single streams, drawn to the whole world's rate."""
    crowd = np.full((1, WEEKS), 1e6)
    overall = world[2].sum() / world[0].sum()
    both = baselines(np.vstack([crowd, planted.answered]), np.vstack([crowd * overall, planted.denied]))
    return both[1:]


def main() -> None:
    """Prints one JSON line a chart."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.watching", description=__doc__)
    parser.add_argument("--seed", type=int, default=101)
    for name, figures in judge(parser.parse_args().seed).items():
        print(json.dumps({"chart": name} | {key: round(value, 3) for key, value in figures.items()}))


if __name__ == "__main__":
    main()
