"""The simulation as a whole: a story, the interchange files that tell of it, and the truth apart from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator.acknowledgement_files import (
    write_claim_acknowledgements,
    write_file_acknowledgements,
    write_interchange_acknowledgements,
)
from simulator.authorization_files import write_authorizations
from simulator.claim_files import write_claims
from simulator.drops import Schedule
from simulator.eligibility_files import write_eligibility
from simulator.extracts import write_extracts
from simulator.fhir_files import write_resources
from simulator.payment_files import write_payments
from simulator.planting import parse_change, plant_errors
from simulator.story import Story, tell
from simulator.truth import write_truth

Progress = Callable[[int, int], None]
DEFAULT_START = dt.date(2025, 1, 1)
DEFAULT_END = dt.date(2026, 6, 30)
PROFILES = ("hospital", "office")
WRITERS = (
    write_eligibility,
    write_authorizations,
    write_claims,
    write_interchange_acknowledgements,
    write_file_acknowledgements,
    write_claim_acknowledgements,
    write_payments,
)
FEEDS = {
    "x12": WRITERS,
    "ehr": (*WRITERS, write_extracts),
    "all": (*WRITERS, write_extracts, write_resources),
}
FILES_A_DROP = {"x12": 10, "ehr": 23, "all": 30}


@dataclass(frozen=True)
class SimulationSummary:
    """What was written: how many claims, submissions, remitted claims, files and bytes."""

    claims: int
    submissions: int
    answers: int
    files: int
    bytes: int


def simulate(
    *,
    claims: int,
    seed: int,
    profile: str,
    out: Path,
    truth: Path | None = None,
    start: dt.date = DEFAULT_START,
    end: dt.date = DEFAULT_END,
    feeds: str = "x12",
    inject: Sequence[str] = (),
    errors: bool = False,
    progress: Progress | None = None,
) -> SimulationSummary:
    """Writes a provider's files under ``out``, a folder a day or week of dropping, and, apart from them, the truth.

    ``feeds`` is x12, ehr for an EHR's extracts too, or all for FHIR resources as well; each has a folder of its own
    inside each drop. ``inject`` plants changes of policy (see ``planting``); ``errors`` spoils some files, logged
    beside the truth.
    The same arguments give the same bytes. Raises ValueError for a profile that is not hospital or office, for days
    that are not in order, for an injection that is not understood, and where ``truth`` lies under ``out``.
    """
    if profile not in PROFILES:
        raise ValueError("profile is hospital or office")
    if feeds not in FEEDS:
        raise ValueError("feeds are x12, ehr or all")
    if truth is not None and truth.resolve().is_relative_to(out.resolve()):
        raise ValueError("the truth must not lie where files are landed from")
    if end < start:
        raise ValueError("the last day is not before the first")
    if errors and truth is None:
        raise ValueError("planted errors are logged beside the truth, which needs a folder")
    planted = tuple(parse_change(text, start=start) for text in inject)
    story = tell(claims=claims, seed=seed, profile=profile, start=start, end=end, planted=planted)
    schedule = Schedule(story.calendar, claims)
    expected = FILES_A_DROP[feeds] * (story.calendar.days // schedule.every + 1)
    files = size = 0
    for files, (_, written) in enumerate(_write(story, out, schedule, feeds), start=1):
        size += written
        if progress:
            progress(min(files, expected), expected)
    if truth is not None:
        write_truth(truth, story)
    if errors and truth is not None:
        plant_errors(out, truth, seed=seed)
    if progress:
        progress(expected, expected)
    lives = story.lives
    return SimulationSummary(claims, len(lives.submissions.claim), len(lives.answers.claim), files, size)


def _write(story: Story, out: Path, schedule: Schedule, feeds: str) -> Iterator[tuple[Path, int]]:
    for writer in FEEDS[feeds]:
        yield from writer(story, out, schedule)
