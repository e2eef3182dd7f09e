"""The claims of a provider: who, when, what, and everything that can be known before they are sent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.calendar import Calendar
from simulator.catalogue import PAYERS
from simulator.columns import Bools, Floats, Ints, logistic, pick, skewed
from simulator.rules import KIND, PROVIDERS_PER_LINE, World
from simulator.services import (
    COUNTED_LINES,
    COUNTS,
    DIAGNOSIS_COUNTS,
    EMERGENCY,
    FIRST,
    INPATIENT,
    MINOR,
    NEW_PATIENT,
    OFFICE,
    OFFICE_LINES,
    PLACE_OF,
    PLACES,
    SERVICE_LINES,
    SIDED,
    TYPICAL,
    VIDEO,
    VIDEO_LINES,
)

ACTIVE, INACTIVE, UNASKED, REFUSED = range(4)
COMMERCIAL = 4
# Claims that wait before they are sent; how much better the record is where it is reviewed before billing.
LATE, REVIEWED = 0.08, 0.55
# Log-odds that a coder of common skill sets a modifier that is needed; needed authorizations that are not got.
SETS_25, SETS_95, SETS_SIDE = 2.6, 2.9, 3.0
UNAUTHORIZED = 0.12


@dataclass
class Claims:
    """Columns of equal length, one element a claim, in order of service day; days count from the world's first.

    ``procedure`` and ``second`` (-1: none) are rows of the catalogue; ``eligibility`` is what the payer had answered
    ``asked`` days before service; ``chart`` is the hidden strength of the record, of which only the provider's part
    (``charting``) can be known.
    """

    day: Ints
    submitted: Ints
    payer: Ints
    line: Ints
    provider: Ints
    procedure: Ints
    second: Ints
    lines: Ints
    diagnosis: Ints
    patient: Ints
    age: Ints
    has_other_payer: Bools
    has_short_id: Bools
    is_new: Bools
    eligibility: Ints
    asked: Ints
    has_authorization: Bools
    is_expired: Bools
    is_for_other: Bools
    is_repeat: Bools
    is_video: Bools
    modifier_25: Bools
    modifier_59: Bools
    modifier_76: Bools
    modifier_95: Bools
    modifier_side: Bools
    cost: Floats
    charting: Floats
    chart: Floats

    def __len__(self) -> int:
        return len(self.day)


def draw_claims(world: World, calendar: Calendar, *, claims: int) -> Claims:
    """``claims`` claims of the world's provider."""
    rng = np.random.default_rng([world.seed, 2])
    day = np.sort(pick(rng, calendar.busyness(), claims))
    patients = max(claims // 4, 1)
    patient = skewed(rng, np.full(claims, patients), 1.3)
    people = np.random.default_rng([world.seed, 7])
    payer = pick(people, np.array([payer.share for payer in PAYERS]), patients)[patient]
    line = pick(rng, _line_shares(world.profile), claims)
    provider = line * PROVIDERS_PER_LINE + skewed(rng, np.full(claims, PROVIDERS_PER_LINE))
    procedure = FIRST[line] + skewed(rng, COUNTS[line])
    diagnosis = skewed(rng, DIAGNOSIS_COUNTS[line], 2.2)
    is_repeat = _repeats(rng, [patient, payer, line, provider, procedure, diagnosis], day)
    second = _second(rng, line, procedure)
    facts = _facts(rng, line, provider, procedure, second, world)
    elsewhere = people.random(patients)[patient] < np.where(
        _ages(people, KIND[payer], patient, patients) >= 65, 0.16, 0.06
    )
    age = _ages(np.random.default_rng([world.seed, 8]), KIND[payer], patient, patients)
    care = slips_left(procedure)
    is_new = NEW_PATIENT[procedure] | (rng.random(claims) < 0.08)
    eligibility, asked = _eligibility(rng, line, world.desk[provider], care)
    charting = world.charting[provider] + REVIEWED * np.log(1 / care)
    drawn = Claims(
        day=day,
        submitted=_submitted(rng, day, calendar, care, is_repeat),
        payer=payer,
        line=line,
        provider=provider,
        procedure=procedure,
        second=second,
        lines=_line_counts(rng, line, second),
        diagnosis=diagnosis,
        patient=patient,
        age=age,
        has_other_payer=elsewhere,
        has_short_id=rng.random(claims) < short_id_odds(is_new),
        is_new=is_new,
        eligibility=eligibility,
        asked=asked,
        has_authorization=np.zeros(claims, bool),
        is_expired=np.zeros(claims, bool),
        is_for_other=np.zeros(claims, bool),
        is_repeat=is_repeat,
        cost=np.exp(rng.normal(0, 0.25, claims)),
        charting=charting,
        chart=0.6 * charting + 0.8 * rng.normal(0, 1, claims),
        **facts,
    )
    _authorize(rng, world, drawn)
    return drawn


def places_of(c: Claims) -> Ints:
    """Each claim's row of the places of service."""
    return np.where(c.is_video, PLACES.index(VIDEO), PLACE_OF[c.line])


def _line_shares(profile: str) -> Floats:
    return np.array([line.share * (profile == "hospital" or line.name in OFFICE_LINES) for line in SERVICE_LINES])


def _repeats(rng: np.random.Generator, columns: list[Ints], day: Ints) -> Bools:
    """Some claims are for the same service again on the same day: they copy the claim before them."""
    again = np.flatnonzero(rng.random(len(day)) < 0.009)
    again = again[(again > 0) & ~np.isin(again - 1, again)]
    for column in columns:
        column[again] = column[again - 1]
    day[again] = day[again - 1]
    repeats = np.zeros(len(day), bool)
    repeats[again] = True
    return repeats


def _second(rng: np.random.Generator, line: Ints, first: Ints) -> Ints:
    """A second procedure of the same line, or -1; at some office visits a minor procedure."""
    shares = np.array([each.second for each in SERVICE_LINES])[line]
    place = first - FIRST[line]
    other = FIRST[line] + (place + 1 + (rng.random(len(line)) * (COUNTS[line] - 1)).astype(np.int64)) % COUNTS[line]
    other = np.where((line == OFFICE) & (rng.random(len(line)) < 0.35), MINOR, other)
    return np.where((rng.random(len(line)) < shares) & (line != INPATIENT), other, -1)


def _line_counts(rng: np.random.Generator, line: Ints, second: Ints) -> Ints:
    further = np.array([each.further for each in SERVICE_LINES])[line]
    more = np.floor(np.log(rng.random(len(line))) / np.log(further)).astype(np.int64)
    return np.where(line == INPATIENT, np.where(more > 0, 4, 3), np.where(second >= 0, 2 + np.minimum(more, 4), 1))


def _facts(
    rng: np.random.Generator, line: Ints, provider: Ints, procedure: Ints, second: Ints, world: World
) -> dict[str, Bools]:
    """Modifiers: where they are needed the coder mostly sets them, by skill; elsewhere seldom."""
    rows, skill = len(line), world.coding[provider]
    two = second >= 0
    bundled = two & (world.bundled[procedure, second] == 1)
    is_video = np.isin(line, VIDEO_LINES) & (rng.random(rows) < 0.16)
    return {
        "is_video": is_video,
        "modifier_25": (second == MINOR) & (line == OFFICE) & (rng.random(rows) < logistic(SETS_25 + 1.2 * skill)),
        "modifier_59": two & (rng.random(rows) < np.where(bundled, logistic(1.3 + 1.2 * skill), 0.02)),
        "modifier_76": rng.random(rows) < 0.004,
        "modifier_95": is_video & (rng.random(rows) < logistic(SETS_95 + skill)),
        "modifier_side": SIDED[procedure] & (rng.random(rows) < logistic(SETS_SIDE + 1.2 * skill)),
    }


def _ages(rng: np.random.Generator, kind: Ints, patient: Ints, patients: int) -> Ints:
    standard = rng.normal(0, 1, patients)[patient]
    ages = np.where(kind <= 1, 74 + 7 * standard, np.where(kind <= 3, 28 + 18 * standard, 40 + 17 * standard))
    return np.clip(ages, 1, 97).astype(np.int64)


def slips_left(procedure: Ints) -> Floats:
    """How much of the usual slips is left where much money is at stake: all below $300, a fifth at $30,000.

    What is costly is cleared before service, reviewed before it is billed, and billed first.
    """
    return np.asarray((np.maximum(TYPICAL, 300) / 300) ** -0.42)[procedure]


def _eligibility(rng: np.random.Generator, line: Ints, desk: Floats, care: Floats) -> tuple[Ints, Ints]:
    """What was answered and how many days before service; in an emergency and at a poor desk less is asked."""
    draw, rows = rng.random(len(line)), len(line)
    unasked = np.clip(0.09 + 0.06 * (line == EMERGENCY) + 0.03 * desk, 0.02, 0.4) * care
    status = np.select(
        [draw < unasked, draw < unasked + 0.03 * care, draw < unasked + 0.042 * care],
        [UNASKED, REFUSED, INACTIVE],
        ACTIVE,
    )
    return status, np.minimum(rng.exponential(12, rows) * care, 90).astype(np.int64)


def _submitted(rng: np.random.Generator, day: Ints, calendar: Calendar, care: Floats, is_repeat: Bools) -> Ints:
    """The day of sending: mostly within days, sometimes late; what repeats a claim is not sent before it."""
    late = rng.random(len(day)) < LATE * care
    lag = np.where(late, rng.lognormal(4.35, 0.75, len(day)), rng.lognormal(1.6, 0.6, len(day)))
    sent = calendar.next_open(day + np.clip(lag, 1, 420).astype(np.int64))
    again = np.flatnonzero(is_repeat)
    sent[again] = np.maximum(sent[again], sent[again - 1])
    return sent


def short_id_odds(is_new: Bools) -> Floats:
    """The chance that a member number is written down short."""
    return np.where(is_new, 0.045, 0.015)


def _authorize(rng: np.random.Generator, world: World, c: Claims) -> None:
    rows = len(c)
    needed, care = requires_authorization(world, c), slips_left(c.procedure)
    c.has_authorization = rng.random(rows) < np.where(
        needed, 1 - UNAUTHORIZED * care, np.where(np.isin(c.line, COUNTED_LINES), 0.10, 0.04)
    )
    c.is_expired = c.has_authorization & (rng.random(rows) < 0.022 * care)
    c.is_for_other = c.has_authorization & ~c.is_expired & (rng.random(rows) < 0.03 * care)
    c.modifier_76 = c.is_repeat & (rng.random(rows) < 0.3) | c.modifier_76


def requires_authorization(world: World, c: Claims) -> Bools:
    """Whether the payer asks for an authorization for the claim's procedure on its day of service."""
    begun = c.day >= world.authorization_from[c.payer, c.procedure]
    return np.asarray(begun & (c.day < world.authorization_to[c.payer, c.procedure]) & (c.line != EMERGENCY))
