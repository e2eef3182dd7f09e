"""The claims of a provider, drawn from written-down mechanisms, with the exact chance of each denial.

Every reason's chance is a function of what the claim shows and of the payer's dated rules, so the best possible
prediction is known: ``best_probability`` = 1 - the product of (1 - chance) over the reasons.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from simulator.catalogue import OFFICE_LINES, PAYERS, REASONS, SERVICE_LINES

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
PROVIDERS_PER_LINE = 5
MOST_PROCEDURES = 5


@dataclass
class World:
    """The rules behind the world: per payer and procedure, with their first day; the hidden changes and faults."""

    seed: int
    profile: str
    days: int
    authorization_from: Ints
    documents_from: Ints
    uncovered: Bools
    enrolled_from: Ints
    lapse: Floats
    enforcement: Floats
    changes: list[dict[str, float]] = field(default_factory=list)
    faults: list[tuple[int, int, int]] = field(default_factory=list)


@dataclass
class Claims:
    """Columns of equal length, one element a claim; days count from the world's first day, amounts are cents."""

    day: Ints
    submitted: Ints
    payer: Ints
    line: Ints
    provider: Ints
    procedure: Ints
    second: Ints
    diagnosis: Ints
    age: Ints
    patient: Ints
    has_authorization: Bools
    modifier_25: Bools
    modifier_59: Bools
    charge: Ints
    second_charge: Ints
    chances: Floats
    best_probability: Floats


def make_world(*, seed: int, profile: str, days: int) -> World:
    """The payers' rules for one seed; the same whatever the number of claims."""
    rng = np.random.default_rng([seed, 1])
    payers, lines = len(PAYERS), len(SERVICE_LINES)
    shape = (payers, lines, MOST_PROCEDURES)
    needs = np.array([line.authorization for line in SERVICE_LINES])
    tight = np.array([{"medicare": 0.15, "medicaid": 0.8}.get(payer.kind, 1.15) for payer in PAYERS])
    ruled = rng.random(shape) < np.clip(tight[:, None, None] * needs[None, :, None], 0, 0.95)
    starts = np.where(rng.random(shape) < 0.25, rng.integers(30, max(days, 31), shape), -1)
    documented = rng.random(shape) < 0.07
    world = World(
        seed=seed,
        profile=profile,
        days=days,
        authorization_from=np.where(ruled, starts, days + 1),
        documents_from=np.where(
            documented, np.where(rng.random(shape) < 0.3, rng.integers(0, days, shape), -1), days + 1
        ),
        uncovered=rng.random((payers, lines, MOST_PROCEDURES, MOST_PROCEDURES)) < 0.03,
        enrolled_from=np.where(
            rng.random((lines * PROVIDERS_PER_LINE, payers)) < 0.05,
            rng.integers(20, max(days // 2, 21), (lines * PROVIDERS_PER_LINE, payers)),
            -1,
        ),
        lapse=rng.normal(0, 0.5, (payers, lines)),
        enforcement=rng.normal(0, 0.6, (payers, len(REASONS))),
    )
    world.changes = _hidden_changes(rng, days)
    world.faults = _faults(rng, days)
    return world


def _hidden_changes(rng: np.random.Generator, days: int) -> list[dict[str, float]]:
    picked = [REASONS.index(name) for name in ("authorization", "necessity", "modifier", "documentation")]
    return [
        {
            "payer": int(rng.integers(len(PAYERS))),
            "line": int(rng.choice([0, 2, 3, 4, 5, 6, 8])),
            "reason": int(rng.choice(picked)),
            "start": int(rng.integers(days // 8, max(days * 9 // 10, 2))),
            "chance": float(rng.uniform(0.15, 0.5)),
        }
        for _ in range(10)
    ]


def _faults(rng: np.random.Generator, days: int) -> list[tuple[int, int, int]]:
    """Payer, first day, last day: two weeks in which a payer wrongly denies much and later pays it after all."""
    starts = rng.integers(0, max(days - 14, 1), 4)
    return [(int(rng.integers(len(PAYERS))), int(start), int(start) + 14) for start in starts]


def draw_claims(world: World, *, claims: int, weekday_of_first: int) -> Claims:
    """``claims`` claims in order of service day, with the chance of every denial reason."""
    rng = np.random.default_rng([world.seed, 2])
    day = _service_days(rng, world.days, claims, weekday_of_first)
    lag = np.where(rng.random(claims) < 0.035, rng.lognormal(4.4, 0.7, claims), rng.lognormal(1.6, 0.6, claims))
    payer = rng.choice(len(PAYERS), claims, p=_shares([payer.share for payer in PAYERS]))
    line = rng.choice(len(SERVICE_LINES), claims, p=_line_shares(world.profile))
    counts = np.array([len(each.procedures) for each in SERVICE_LINES])
    procedure = _skewed(rng, counts[line])
    drawn = Claims(
        day=day,
        submitted=day + np.clip(lag, 1, 400).astype(np.int64),
        payer=payer,
        line=line,
        provider=line * PROVIDERS_PER_LINE + _skewed(rng, np.full(claims, PROVIDERS_PER_LINE)),
        procedure=procedure,
        second=_second(rng, line, procedure, counts),
        diagnosis=_skewed(rng, np.array([len(each.diagnoses) for each in SERVICE_LINES])[line]),
        age=_ages(rng, payer),
        patient=rng.integers(0, max(claims // 3, 1), claims),
        has_authorization=np.zeros(claims, bool),
        modifier_25=rng.random(claims) < 0.90,
        modifier_59=rng.random(claims) < 0.72,
        charge=np.zeros(claims, np.int64),
        second_charge=np.zeros(claims, np.int64),
        chances=np.zeros((len(REASONS), claims)),
        best_probability=np.zeros(claims),
    )
    _authorize(rng, world, drawn)
    _price(rng, drawn)
    drawn.chances = denial_chances(world, drawn)
    drawn.best_probability = 1 - np.prod(1 - drawn.chances, axis=0)
    return drawn


def _shares(values: list[float]) -> Floats:
    shares = np.array(values)
    return np.asarray(shares / shares.sum())


def _line_shares(profile: str) -> Floats:
    open_lines = [profile == "hospital" or line.name in OFFICE_LINES for line in SERVICE_LINES]
    return _shares([line.share * stands for line, stands in zip(SERVICE_LINES, open_lines, strict=True)])


def _service_days(rng: np.random.Generator, days: int, claims: int, weekday: int) -> Ints:
    calendar = np.arange(days)
    weights = np.where((calendar + weekday) % 7 >= 5, 0.28, 1.0) * (1 + 0.12 * np.sin(2 * np.pi * calendar / 365))
    return np.sort(rng.choice(days, claims, p=weights / weights.sum()))


def _skewed(rng: np.random.Generator, sizes: Ints) -> Ints:
    return np.minimum((rng.random(len(sizes)) ** 1.6 * sizes).astype(np.int64), sizes - 1)


def _second(rng: np.random.Generator, line: Ints, first: Ints, counts: Ints) -> Ints:
    """A second procedure on the claim, or -1; never the first again, none on an inpatient stay."""
    shares = np.array([0.4, 0.75, 0.25, 0.5, 0.8, 0.45, 0.8, 0.5, 0.6, 0.0])[line]
    other = (first + 1 + (rng.random(len(line)) * (counts[line] - 1)).astype(np.int64)) % counts[line]
    return np.where(rng.random(len(line)) < shares, other, -1)


def _ages(rng: np.random.Generator, payer: Ints) -> Ints:
    senior = np.array([each.kind.startswith("medicare") for each in PAYERS])[payer]
    ages = np.where(senior, rng.normal(74, 7, len(payer)), rng.normal(39, 17, len(payer)))
    return np.clip(ages, 1, 97).astype(np.int64)


def _authorize(rng: np.random.Generator, world: World, c: Claims) -> None:
    required = c.submitted >= world.authorization_from[c.payer, c.line, c.procedure]
    c.has_authorization = rng.random(len(c.day)) < np.where(required, 0.85, 0.06)


def _price(rng: np.random.Generator, c: Claims) -> None:
    typical = np.array([[p[1] for p in each.procedures] + [0.0] * (5 - len(each.procedures)) for each in SERVICE_LINES])
    noise = np.exp(rng.normal(0, 0.22, (2, len(c.day))))
    c.charge = np.round(typical[c.line, c.procedure] * noise[0] * 100).astype(np.int64)
    second = np.round(typical[c.line, c.second] * noise[1] * 100).astype(np.int64)
    c.second_charge = np.where(c.second >= 0, second, 0)


def denial_chances(world: World, c: Claims) -> Floats:
    """Reason x claim: the chance that the reason alone denies the claim; reasons are independent given the claim."""
    strict = np.array([payer.strictness for payer in PAYERS])[c.payer]
    bent = world.enforcement[c.payer].T
    january = ((c.day // 30) % 12 == 0).astype(float)
    out = np.zeros((len(REASONS), len(c.day)))
    put = {name: index for index, name in enumerate(REASONS)}
    managed = np.array([payer.kind.startswith("medicaid") for payer in PAYERS])[c.payer]
    lapse = world.lapse[c.payer, c.line]
    out[put["eligibility"]] = _logistic(-4.8 + 0.9 * managed + 0.8 * january + 0.5 * bent[0] + lapse)
    commercial_senior = (c.age >= 65) & np.array([p.kind == "commercial" for p in PAYERS])[c.payer]
    out[put["coordination"]] = _logistic(-6.2 + 2.9 * commercial_senior + 0.5 * bent[1])
    limit = np.array([payer.filing_limit for payer in PAYERS])[c.payer]
    out[put["timely"]] = np.where(c.submitted - c.day > limit, 0.93, 0.0003)
    out[put["enrollment"]] = np.where(c.submitted < world.enrolled_from[c.provider, c.payer], 0.82, 0.001)
    out[put["registration"]] = _logistic(-5.0 + 1.1 * (c.line == 7) + 0.7 * bent[4] + 0.5 * (c.provider % 5 == 0))
    required = c.submitted >= world.authorization_from[c.payer, c.line, c.procedure]
    missing = _logistic(2.2 + 0.5 * strict + bent[5])
    out[put["authorization"]] = np.where(required, np.where(c.has_authorization, 0.02, missing), 0.0005)
    out[put["benefit"]] = _logistic(-5.6 + 0.6 * bent[6] + 1.5 * world.uncovered[c.payer, c.line, c.procedure, 0])
    two = c.second >= 0
    bundled = two & ((c.procedure + c.second) % 3 == 0) & ~c.modifier_59
    out[put["bundling"]] = np.where(bundled, _logistic(-0.6 + 0.5 * strict + bent[7]), 0.0003)
    out[put["modifier"]] = np.where(
        (c.line == 0) & two & ~c.modifier_25, _logistic(0.4 + 0.6 * strict + bent[8]), 0.0004
    )
    out[put["diagnosis"]] = np.where(world.uncovered[c.payer, c.line, c.procedure, c.diagnosis], 0.75, 0.001)
    documents = c.submitted >= world.documents_from[c.payer, c.line, c.procedure]
    out[put["documentation"]] = np.where(documents, _logistic(-1.6 + 0.4 * strict + 0.5 * bent[10]), 0.001)
    base = np.array([each.necessity for each in SERVICE_LINES])[c.line]
    costly = np.clip(np.log1p(c.charge / 100_000), 0, 4)
    out[put["necessity"]] = _logistic(np.log(base / (1 - base)) - 0.5 + 0.6 * strict + 0.35 * costly + 0.6 * bent[11])
    out[put["other"]] = 0.004
    _apply_changes(world, c, out)
    return out


def _apply_changes(world: World, c: Claims, out: Floats) -> None:
    for change in world.changes:
        hit = (c.payer == change["payer"]) & (c.line == change["line"]) & (c.submitted >= change["start"])
        row = out[int(change["reason"])]
        row[hit] = 1 - (1 - row[hit]) * (1 - change["chance"])
    for payer, first, last in world.faults:
        hit = (c.payer == payer) & (c.submitted >= first) & (c.submitted < last)
        out[REASONS.index("other")][hit] = 0.25


def _logistic(value: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-value)))


def day_number(world_start: dt.date, day: int) -> dt.date:
    """The calendar date of a world day."""
    return world_start + dt.timedelta(days=int(day))
