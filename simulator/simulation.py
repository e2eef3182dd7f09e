"""The simulation as a whole: a world, its claims, their lives, and the interchange files that tell of them."""

from __future__ import annotations

import datetime as dt
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from interchange.x12 import Envelope, Node, write
from simulator.catalogue import REASONS
from simulator.documents import Documents
from simulator.lives import Answer, Lives, Submission, live
from simulator.world import Claims, World, day_number, draw_claims, make_world

Progress = Callable[[int, int], None]
Event = TypeVar("Event", Submission, Answer)
DEFAULT_START = dt.date(2025, 1, 1)
DEFAULT_END = dt.date(2026, 6, 30)


@dataclass(frozen=True)
class SimulationSummary:
    """What was written: how many claims, submissions, remitted claims, files and bytes."""

    claims: int
    submissions: int
    answers: int
    files: int
    bytes: int


@dataclass(frozen=True)
class _Drop:
    """One file of one week."""

    folder: str
    name: str
    set_type: str
    received: dt.date
    sets: Callable[[], list[Node]]
    sender: str
    receiver: str


def simulate(
    *,
    claims: int,
    seed: int,
    profile: str,
    out: Path,
    truth: Path | None = None,
    start: dt.date = DEFAULT_START,
    end: dt.date = DEFAULT_END,
    progress: Progress | None = None,
) -> SimulationSummary:
    """Writes a provider's weekly 837P, 837I and 835 files under ``out`` and, apart from them, the truth.

    The same arguments give the same bytes. Raises ValueError for a profile that is not hospital or office, or where
    ``truth`` lies under ``out``.
    """
    if profile not in ("hospital", "office"):
        raise ValueError("profile is hospital or office")
    if truth is not None and truth.resolve().is_relative_to(out.resolve()):
        raise ValueError("the truth must not lie where files are landed from")
    world = make_world(seed=seed, profile=profile, days=(end - start).days + 1)
    drawn = draw_claims(world, claims=claims, weekday_of_first=start.weekday())
    lives = live(world, drawn)
    drops = list(_drops(world, Documents(drawn, start), lives, start))
    size = 0
    for number, drop in enumerate(drops, start=1):
        size += _write_drop(out, drop, number)
        if progress:
            progress(number, len(drops))
    if truth is not None:
        _write_truth(truth, world, drawn, lives, start)
    return SimulationSummary(claims, len(lives.submissions), len(lives.answers), len(drops), size)


def _write_drop(out: Path, drop: _Drop, number: int) -> int:
    created = dt.datetime.combine(drop.received, dt.time(6), dt.UTC)
    envelope = Envelope(drop.sender, drop.receiver, number, number, created)
    content = write(drop.set_type, drop.sets(), envelope=envelope)
    path = out / drop.folder / drop.name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (created.timestamp(), created.timestamp()))
    return len(content)


def _drops(world: World, documents: Documents, lives: Lives, start: dt.date) -> Iterator[_Drop]:
    rng = np.random.default_rng([world.seed, 4])
    submitted = _by_week(lives.submissions)
    answered = _by_week(lives.answers)
    for week in sorted({*submitted, *answered}):
        friday = start + dt.timedelta(days=min(week * 7 + 6, world.days - 1))
        folder = f"{friday:%Y-%m-%d}"
        for kind in ("837P", "837I"):
            sent = [s for s in submitted.get(week, ()) if documents.is_institutional(s.claim) == (kind == "837I")]
            if sent:
                name = f"{kind}_{friday:%Y%m%d}.edi"
                yield _Drop(folder, name, kind, friday, _submission_sets(documents, sent, week), "LAKESIDE", "MERIDIAN")
        if week in answered:
            day = (friday - start).days
            sets = _payment_sets(documents, answered[week], day, rng)
            yield _Drop(folder, f"835_{friday:%Y%m%d}.edi", "835", friday, sets, "MERIDIAN", "LAKESIDE")


def _by_week(events: Iterable[Event]) -> dict[int, list[Event]]:
    weeks: dict[int, list[Event]] = defaultdict(list)
    for event in events:
        weeks[event.day // 7].append(event)
    return weeks


def _submission_sets(documents: Documents, sent: Sequence[Submission], week: int) -> Callable[[], list[Node]]:
    def sets() -> list[Node]:
        days: dict[int, list[Submission]] = defaultdict(list)
        for each in sent:
            days[each.day].append(each)
        return [
            documents.submission_set(day, days[day], reference=f"B{week:04d}{number:03d}")
            for number, day in enumerate(sorted(days), start=1)
        ]

    return sets


def _payment_sets(
    documents: Documents, answers: Sequence[Answer], day: int, rng: np.random.Generator
) -> Callable[[], list[Node]]:
    payments: dict[tuple[int, bool], list[Answer]] = defaultdict(list)
    for answer in answers:
        payments[answer.payer, documents.is_institutional(answer.claim)].append(answer)
    draws = {key: (rng.random(), int(rng.integers(500, 40_000))) for key in sorted(payments)}

    def sets() -> list[Node]:
        nodes = []
        for number, (payer, institutional) in enumerate(sorted(payments), start=1):
            paid = payments[payer, institutional]
            adjustments = _provider_adjustments(paid, *draws[payer, institutional])
            trace = f"{day:05d}{number:03d}"
            nodes.append(documents.payment_set(payer, day, paid, trace=trace, adjustments=adjustments))
        return nodes

    return sets


def _provider_adjustments(answers: Sequence[Answer], draw: float, cents: int) -> list[tuple[str, int]]:
    """PLB items: an overpayment taken back, interest paid, or a balance forward so that no payment is negative."""
    total = sum(line.paid for answer in answers for line in answer.lines)
    items: list[tuple[str, int]] = []
    if draw < 0.06 and total > cents:
        items.append(("WO", int(cents)))
    elif draw > 0.95:
        items.append(("L6", -int(cents) // 20))
    left = total - sum(amount for _, amount in items)
    return [*items, ("FB", left)] if left < 0 else items


def _write_truth(folder: Path, world: World, claims: Claims, lives: Lives, start: dt.date) -> None:
    documents = Documents(claims, start)
    folder.mkdir(parents=True, exist_ok=True)
    columns = {
        "patient_control_number": [documents.control_number(index) for index in range(len(claims.day))],
        "submitted_date": [day_number(start, int(day)) for day in claims.submitted],
        "first_reason": lives.reasons,
        "best_probability": claims.best_probability,
        **{f"chance_{name}": claims.chances[row] for row, name in enumerate(REASONS)},
    }
    pq.write_table(pa.table(columns), folder / "claims.parquet")
    changes = [{**change, "reason": REASONS[int(change["reason"])]} for change in world.changes]
    pq.write_table(pa.Table.from_pylist(changes), folder / "changes.parquet")
