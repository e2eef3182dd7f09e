"""278: requests for authorization before service, and the payers' answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from interchange.x12 import Batch, Batches
from simulator.catalogue import PAYERS
from simulator.claim_files import DIAGNOSES, FIRST_DIAGNOSIS, PAYER_IDS
from simulator.claims import requires_authorization
from simulator.columns import Ints
from simulator.drops import Feed, Group, Schedule, chunks, grouped, write_feed
from simulator.identity import (
    CLEARINGHOUSE,
    GROUP,
    SUBMITTER,
    birth_dates,
    first_names,
    full_member_ids,
    last_names,
    sexes,
)
from simulator.services import COUNTS, FIRST, INPATIENT, PROCEDURES
from simulator.story import Story
from simulator.texts import coded, numbered, only

MEMBER = "2000A/2000B/2000C"
ASKED_BEFORE, VALID_AFTER, ENDED_BEFORE = 14, 60, 4
REQUEST, ANSWER = "13", "11"


def write_authorizations(story: Story, out: Path, schedule: Schedule) -> Iterator[tuple[Path, int]]:
    """Every 278 request and answer, one set a review; gives each path and its size."""
    claim, day = requests(story)
    for purpose, name, later in ((REQUEST, "278_request", 0), (ANSWER, "278_answer", 2)):
        drops = schedule.of(day + later)
        order, _ = grouped(drops, claim)
        parties = (SUBMITTER, CLEARINGHOUSE) if purpose == REQUEST else (CLEARINGHOUSE, SUBMITTER)
        for part in chunks(drops[order]):
            rows = claim[order[part]]
            _, sets = grouped(drops[order[part]], rows)
            batches = _reviews(story, rows, sets, day[order[part]] + later, purpose)
            yield from write_feed(out, Feed("278", name, *parties), batches, sets.drops, schedule)


def requests(story: Story) -> tuple[Ints, Ints]:
    """The claims for which an authorization was asked, granted or not, and the day of asking."""
    c = story.claims
    refused = requires_authorization(story.world, c) & ~c.has_authorization & (np.arange(len(c)) % 10 == 0)
    claim = np.flatnonzero(c.has_authorization | refused)
    return claim, np.maximum(c.day[claim] - ASKED_BEFORE, 0)


def _reviews(story: Story, claim: Ints, sets: Group, day: Ints, purpose: str) -> Batches:
    c, column, each = story.claims, story.calendar.column, np.arange(len(claim))
    patient, payer, stay = c.patient[claim], c.payer[claim], c.line[claim] == INPATIENT
    place = c.procedure[claim] - FIRST[c.line[claim]]
    other = FIRST[c.line[claim]] + (place + 1) % COUNTS[c.line[claim]]
    service = np.where(stay, -1, np.where(c.is_for_other[claim], other, c.procedure[claim]))
    review = _review(story, claim, day, purpose)
    return {
        "ST": Batch(
            np.zeros(len(sets), np.int64),
            {
                "purpose_code": purpose,
                "reference_id": numbered("R", claim, 9),
                "created_date": column(day),
                "created_time": "0500",
            },
        ),
        "2000A": Batch(
            each, {"entity_code": "X3", "name": coded([p.name for p in PAYERS], payer), "id": coded(PAYER_IDS, payer)}
        ),
        "2000A/2000B": Batch(
            each, {"entity_code": "1P", "last_name": GROUP["name"], "name": GROUP["name"], "id": GROUP["npi"]}
        ),
        MEMBER: Batch(
            each,
            {
                "last_name": last_names(patient),
                "first_name": first_names(patient),
                "id": full_member_ids(patient),
                "birth_date": birth_dates(story.calendar, patient, c.age[claim]),
                "sex": sexes(patient),
            },
        ),
        f"{MEMBER}/2000E": Batch(each, review),
        f"{MEMBER}/2000E/codes": Batch(
            each,
            {"qualifier": "ABK", "code": coded(DIAGNOSES, FIRST_DIAGNOSIS[c.line[claim]] + c.diagnosis[claim])},
        ),
        f"{MEMBER}/2000E/2000F": Batch(
            np.flatnonzero(~stay),
            {
                "request_category_code": "HS",
                "service_segment_id": "SV1",
                "procedure_qualifier": "HC",
                "procedure_code": coded(PROCEDURES, service[~stay]),
                "unit_code": "UN",
                "units": "1",
            },
        ),
    }


def _review(story: Story, claim: Ints, day: Ints, purpose: str) -> dict[str, pa.Array | str]:
    c, column, stay = story.claims, story.calendar.column, story.claims.line[claim] == INPATIENT
    review: dict[str, pa.Array | str] = {
        "trace_number": numbered("AR", claim, 9),
        "trace_company_id": "9LAKESIDE1",
        "request_category_code": coded(("HS", "AR"), stay.astype(np.int64)),
        "certification_type_code": "I",
        "event_from_date": column(c.day[claim]),
    }
    if purpose == ANSWER:
        approved = c.has_authorization[claim]
        end = c.day[claim] + np.where(c.is_expired[claim], -ENDED_BEFORE, VALID_AFTER)
        review |= {
            "action_code": coded(("A3", "A1"), approved.astype(np.int64)),
            "authorization_number": only(approved, numbered("AUTH", claim, 8)),
            "effective_from_date": column(day),
            "effective_to_date": column(end),
        }
    return review
