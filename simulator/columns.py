"""The kinds of column that the world is made of, and the few draws that its parts share."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def logistic(value: Floats) -> Floats:
    """Log-odds as a probability."""
    return np.asarray(1 / (1 + np.exp(-value)))


def log_odds(probability: float) -> float:
    """A probability as log-odds."""
    return float(np.log(probability / (1 - probability)))


def skewed(rng: np.random.Generator, sizes: Ints, power: float = 1.8) -> Ints:
    """A place below each size; the first places are the frequent ones."""
    return np.minimum((rng.random(len(sizes)) ** power * sizes).astype(np.int64), sizes - 1)


def pick(rng: np.random.Generator, shares: Floats, rows: int) -> Ints:
    """So many draws of a place, by its share."""
    return np.searchsorted(np.cumsum(shares / shares.sum())[:-1], rng.random(rows), side="right")


def either_of(first: Floats, second: Floats) -> Floats:
    """The chance of one or the other of two that know nothing of each other."""
    return 1 - (1 - first) * (1 - second)
