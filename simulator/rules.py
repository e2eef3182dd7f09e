"""The rules behind the world, dated, by payer and procedure; what changes unannounced, what goes wrong for a while."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from simulator.catalogue import NUMBER, PAYER_TYPES, PAYERS, REASONS
from simulator.columns import Bools, Floats, Ints
from simulator.services import FIRST, LINE_OF, MOST_DIAGNOSES, PROCEDURES, SERVICE_LINES

PROVIDERS_PER_LINE = 12
NEVER = 1 << 20
KIND = np.array([PAYER_TYPES.index(payer.kind) for payer in PAYERS])
CHANGES, FAULTS = 36, 12
# Log-odds by payer type: Medicare denies seldom (its rules are public and known), managed plans more.
LENIENCY = np.array([-2.2, -0.2, -0.1, -0.05, 0.0, 0.0])
CHANGING = ("authorization", "necessity", "modifier", "documentation", "diagnosis")


@dataclass(frozen=True)
class Change:
    """A hidden change of policy: from its day on, ``odds`` of the payer's claims with these procedures are denied."""

    payer: int
    procedures: tuple[int, ...]
    reason: int
    start: int
    odds: float
    planted: bool = False


@dataclass(frozen=True)
class Fault:
    """A payer's system wrongly denies much of one line of service for a while, and pays it later after all."""

    payer: int
    line: int
    start: int
    end: int
    odds: float


@dataclass
class World:
    """Every rule of one seed; first axis payer where there is one, days count from the world's first day.

    ``bundled`` is 1 where modifier 59 may part two procedures and 2 where nothing may; ``uncovered`` is by policy
    family, procedure and diagnosis; ``strictness`` by payer and month of thirty days wanders.
    """

    seed: int
    profile: str
    days: int
    authorization_from: Ints
    authorization_to: Ints
    documents_from: Ints
    excluded_from: Ints
    family: Ints
    uncovered: Bools
    bundled: Ints
    adoption: Floats
    enrolled_from: Ints
    strictness: Floats
    review: Floats
    enforcement: Floats
    overturn: Floats
    coding: Floats
    charting: Floats
    desk: Floats
    changes: list[Change] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def make_world(*, seed: int, profile: str, days: int, planted: tuple[Change, ...] = ()) -> World:
    """The rules for one seed; the same whatever the number of claims."""
    rng = np.random.default_rng([seed, 1])
    payers, procedures = len(PAYERS), len(PROCEDURES)
    people = len(SERVICE_LINES) * PROVIDERS_PER_LINE
    required = _authorization(rng, payers, procedures, days)
    own = np.array([payer.strictness for payer in PAYERS])
    walk = np.cumsum(rng.normal(0, 0.07, (payers, days // 30 + 2)), axis=1)
    world = World(
        seed=seed,
        profile=profile,
        days=days,
        authorization_from=required[0],
        authorization_to=required[1],
        documents_from=_dated(
            rng, _share_by_line((0, 0.01, 0.07, 0.12, 0.05, 0.05, 0.14, 0.24, 0.04, 0.02, 0.05, 0.18)), days
        ),
        excluded_from=_dated(rng, np.where(KIND[:, None] == 0, 0.01, np.full((payers, procedures), 0.035)), days),
        family=np.where(np.isin(KIND, (0, 1)), 1, np.where(rng.random(payers) < 0.55, 2, 0)),
        uncovered=_uncovered(rng, procedures),
        bundled=_bundled(rng, procedures),
        adoption=np.where(KIND == 0, 0.25, rng.uniform(0.4, 0.9, payers)),
        enrolled_from=_enrolment(rng, people, payers, days),
        strictness=own[:, None] + walk,
        review=rng.normal(0, 0.5, payers),
        enforcement=rng.normal(0, 0.45, (payers, len(REASONS))) + LENIENCY[KIND][:, None],
        overturn=rng.normal(0, 0.8, (payers, len(REASONS))),
        coding=rng.normal(0, 0.45, people),
        charting=rng.normal(0, 1, people),
        desk=rng.normal(0, 0.45, people),
    )
    world.changes = [*_hidden_changes(rng, days), *planted]
    world.faults = _faults(rng, days)
    return world


def _share_by_line(shares: tuple[float, ...]) -> Floats:
    return np.broadcast_to(np.array(shares)[LINE_OF], (len(PAYERS), len(PROCEDURES)))


def _dated(rng: np.random.Generator, share: Floats, days: int) -> Ints:
    """First days of rules: most hold from before the world began, a quarter begins within it."""
    starts = np.where(rng.random(share.shape) < 0.25, rng.integers(20, max(days, 21), share.shape), -1)
    return np.where(rng.random(share.shape) < share, starts, NEVER)


def _authorization(rng: np.random.Generator, payers: int, procedures: int, days: int) -> tuple[Ints, Ints]:
    needs = np.array([line.authorization for line in SERVICE_LINES])[LINE_OF]
    by_kind = np.array([0.08, 1.2, 0.8, 1.2, 1.0, 0.8])[KIND]
    start = _dated(rng, np.clip(needs[None] * by_kind[:, None], 0, 0.95), days)
    ends = rng.random((payers, procedures)) < 0.10
    return start, np.where(ends, np.maximum(rng.integers(60, max(days, 61), start.shape), start + 60), NEVER)


def _uncovered(rng: np.random.Generator, procedures: int) -> Bools:
    """By family, procedure, diagnosis: what a policy does not list; the frequent diagnoses mostly are listed."""
    has_policy = rng.random((3, procedures, 1)) < np.array([0.0, 0.30, 0.26])[:, None, None]
    rare = np.linspace(0.012, 0.22, MOST_DIAGNOSES)
    return has_policy & (rng.random((3, procedures, MOST_DIAGNOSES)) < rare)


def _bundled(rng: np.random.Generator, procedures: int) -> Ints:
    same = LINE_OF[:, None] == LINE_OF[None]
    pairs = np.triu(rng.random((procedures, procedures)) < np.where(same, 0.065, 0.0), 1)
    strict = rng.random((procedures, procedures)) < 0.22
    code = np.where(pairs, np.where(strict, 2, 1), 0)
    return np.asarray(code + code.T)


def _enrolment(rng: np.random.Generator, people: int, payers: int, days: int) -> Ints:
    """First day of a provider with a payer: one of each line joins within the world; some payers take months."""
    place = np.arange(people) % PROVIDERS_PER_LINE
    joiner = np.repeat(rng.integers(4, PROVIDERS_PER_LINE, people // PROVIDERS_PER_LINE), PROVIDERS_PER_LINE)
    joins = np.where(place == joiner, rng.integers(30, max(days - 60, 31), people), -1)[:, None]
    slow = rng.random((people, payers)) < 0.25
    return np.where((joins >= 0) & slow, joins + rng.integers(15, 110, (people, payers)), -1)


def _hidden_changes(rng: np.random.Generator, days: int) -> list[Change]:
    large = np.argsort([-payer.share * (payer.kind != "medicare") for payer in PAYERS])[:14]
    changes = []
    for _ in range(CHANGES):
        line = int(rng.choice([0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11]))
        offered = len(SERVICE_LINES[line].procedures)
        count = max(2, int(offered * rng.uniform(0.2, 0.6)))
        chosen = FIRST[line] + rng.choice(offered, count, replace=False)
        start = int(rng.integers(days // 8, max(days * 9 // 10, days // 8 + 1)))
        reason = NUMBER[str(rng.choice(CHANGING))]
        procedures = tuple(sorted(int(each) for each in chosen))
        changes.append(Change(int(rng.choice(large)), procedures, reason, start, float(rng.uniform(0.12, 0.5))))
    return changes


def _faults(rng: np.random.Generator, days: int) -> list[Fault]:
    faults = []
    for _ in range(FAULTS):
        start = int(rng.integers(0, max(days - 45, 1)))
        payer, line = int(rng.integers(len(PAYERS))), int(rng.integers(len(SERVICE_LINES)))
        faults.append(Fault(payer, line, start, start + 14, float(rng.uniform(0.4, 0.8))))
    return faults
