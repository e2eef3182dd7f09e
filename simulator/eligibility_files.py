"""270 and 271: what the front desk asked of each payer before service, and what the payer said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from interchange.x12 import Batch, Batches
from simulator.catalogue import PAYERS
from simulator.claim_files import PAYER_IDS
from simulator.claims import ACTIVE, INACTIVE, REFUSED, UNASKED
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
from simulator.story import Story
from simulator.texts import coded, numbered

MEMBER = "2000A/2000B/2000C"
INSURANCE = {"medicare": "MB", "medicare_advantage": "HN", "medicaid": "MC", "medicaid_managed": "HM"}


def write_eligibility(story: Story, out: Path, schedule: Schedule) -> Iterator[tuple[Path, int]]:
    """Every 270 and 271 file, one set a payer and drop; gives each path and its size."""
    c = story.claims
    asked = np.flatnonzero(c.eligibility != UNASKED)
    day = inquiry_days(story, asked)
    drops = schedule.of(day)
    order, _ = grouped(drops, c.payer[asked])
    question = Feed("270", "270", SUBMITTER, CLEARINGHOUSE)
    answer = Feed("271", "271", CLEARINGHOUSE, SUBMITTER)
    for part in chunks(drops[order]):
        rows = order[part]
        _, sets = grouped(drops[rows], c.payer[asked[rows]])
        shared = _levels(story, asked[rows], sets, day[rows])
        yield from write_feed(out, question, _questions(shared), sets.drops, schedule)
        yield from write_feed(out, answer, _answers(story, asked[rows], shared, day[rows]), sets.drops, schedule)


def inquiry_days(story: Story, claim: Ints) -> Ints:
    """The day on which each of these claims' coverage was asked for."""
    return np.asarray(np.maximum(story.claims.day[claim] - story.claims.asked[claim], 0))


def _levels(story: Story, claim: Ints, sets: Group, day: Ints) -> dict[str, Batch]:
    """What question and answer share: payer, provider, member."""
    c, column = story.claims, story.calendar.column
    payer, set_day, one = c.payer[claim[sets.first]], day[sets.first], np.arange(len(sets))
    patient = c.patient[claim]
    return {
        "ST": Batch(
            np.zeros(len(sets), np.int64),
            {
                "reference_id": numbered("E", set_day * 100 + payer, 8),
                "created_date": column(set_day),
                "created_time": "0500",
            },
        ),
        "2000A": Batch(
            one,
            {"entity_code": "PR", "name": coded([each.name for each in PAYERS], payer), "id": coded(PAYER_IDS, payer)},
        ),
        "2000A/2000B": Batch(one, {"entity_code": "1P", "name": GROUP["name"], "id": GROUP["npi"]}),
        MEMBER: Batch(
            sets.set_of,
            {
                "trace_number": numbered("EV", claim, 9),
                "trace_company_id": "9LAKESIDE1",
                "last_name": last_names(patient),
                "first_name": first_names(patient),
                "id": full_member_ids(patient),
                "birth_date": birth_dates(story.calendar, patient, c.age[claim]),
                "sex": sexes(patient),
                "plan_from_date": column(c.day[claim]),
            },
        ),
    }


def _questions(shared: dict[str, Batch]) -> Batches:
    each = np.arange(len(shared[MEMBER]))
    return {
        **shared,
        f"{MEMBER}/2110C": Batch(each, {}),
        f"{MEMBER}/2110C/service_types": Batch(each, {"service_type_code": "30"}),
    }


def _answers(story: Story, claim: Ints, shared: dict[str, Batch], day: Ints) -> Batches:
    """Active (EB 1), inactive (EB 6) and when the plan ended, refused (AAA 42), and other coverage (EB R)."""
    c = story.claims
    status, column = c.eligibility[claim], story.calendar.column
    member = shared[MEMBER]
    refused, told = np.flatnonzero(status == REFUSED), np.flatnonzero(status != REFUSED)
    nothing = pa.scalar(None, pa.date32())
    ended = pc.if_else(pa.array(status == INACTIVE), column(day - 1 - c.patient[claim] % 60), nothing)
    begun = column(c.day[claim] // 365 * 365 - 365 * (1 + c.patient[claim] % 4))
    member_columns = {**member.columns, "plan_begin_date": begun, "plan_end_date": ended}
    other = np.flatnonzero((status == ACTIVE) & c.has_other_payer[claim])
    parent = np.concatenate((told, other))
    order = np.argsort(parent, kind="stable")
    code = np.concatenate((np.where(status[told] == INACTIVE, 1, 0), np.full(len(other), 2)))[order]
    kinds = [INSURANCE.get(each.kind, "C1") for each in PAYERS]
    found = {
        **shared,
        MEMBER: Batch(member.parent, member_columns),
        f"{MEMBER}/2110C": Batch(
            parent[order],
            {
                "eligibility_code": coded(("1", "6", "R"), code),
                "coverage_level_code": "IND",
                "insurance_type_code": coded(kinds, np.where(code == 2, -1, c.payer[claim][parent[order]])),
            },
        ),
        f"{MEMBER}/2110C/service_types": Batch(np.arange(len(order)), {"service_type_code": "30"}),
    }
    if len(refused):
        found[f"{MEMBER}/rejections"] = Batch(
            refused, {"valid_request": "N", "reason_code": "42", "follow_up_code": "R"}
        )
    return found
