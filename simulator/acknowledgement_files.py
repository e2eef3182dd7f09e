"""TA1, 999 and 277CA: what the clearinghouse and the payers' front ends say of each file and each claim."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from interchange.x12 import Batch, Batches
from interchange.x12.writer import enclose_ta1
from simulator.authorization_files import requests
from simulator.catalogue import PAYERS
from simulator.claim_files import PAYER_IDS
from simulator.claims import UNASKED
from simulator.columns import Ints
from simulator.drops import FIRST_CONTROL, Feed, Group, Schedule, chunks, envelope_of, grouped, write_feed, write_file
from simulator.eligibility_files import inquiry_days
from simulator.identity import (
    CLEARINGHOUSE,
    GROUP,
    HOSPITAL,
    SUBMITTER,
    control_numbers,
    first_names,
    last_names,
    member_ids,
    payer_numbers,
)
from simulator.services import INSTITUTIONAL
from simulator.story import Story
from simulator.texts import coded, dollars, numbered, only

IMPLEMENTATIONS = ("005010X222A1", "005010X223A2")


def write_interchange_acknowledgements(story: Story, out: Path, schedule: Schedule) -> Iterator[tuple[Path, int]]:
    """A TA1 for every interchange that the provider sent, those of a drop in one file; gives each path and its size."""
    feed = Feed("TA1", "TA1", CLEARINGHOUSE, SUBMITTER)
    sent = {name: set(np.unique(schedule.of(days)).tolist()) for name, days in _sent_days(story).items()}
    for number in sorted({each for drops in sent.values() for each in drops}):
        drop = schedule.drop(number)
        day, time = drop.created.strftime("%y%m%d %H%M").split()
        answered = [f"{FIRST_CONTROL[name] + number:09d}" for name, drops in sent.items() if number in drops]
        content = enclose_ta1(
            [["TA1", each, day, time, "A", "000"] for each in answered], envelope=envelope_of(feed, drop)
        )
        yield write_file(out, feed, drop, content)


def _sent_days(story: Story) -> dict[str, Ints]:
    """The days of what goes out in each kind of interchange of the provider's."""
    sent = story.lives.submissions
    institutional = INSTITUTIONAL[story.claims.line[sent.claim]]
    asked = np.flatnonzero(story.claims.eligibility != UNASKED)
    return {
        "837P": sent.day[~institutional],
        "837I": sent.day[institutional],
        "270": inquiry_days(story, asked),
        "278_request": requests(story)[1],
    }


def write_file_acknowledgements(story: Story, out: Path, schedule: Schedule) -> Iterator[tuple[Path, int]]:
    """A 999 for every 837 file, in the same drop; gives each path and its size."""
    sent = story.lives.submissions
    kind = INSTITUTIONAL[story.claims.line[sent.claim]].astype(np.int64)
    drops = schedule.of(sent.day)
    order, files = grouped(drops, kind)
    _, sets = grouped(drops, kind * (1 << 20) + sent.day)
    file_drop, file_kind = files.drops, kind[order][files.first]
    of = np.searchsorted(file_drop * 2 + file_kind, sets.drops * 2 + sets.key // (1 << 20))
    within = np.arange(len(sets)) - np.searchsorted(of, of)
    count = np.bincount(of)
    first = np.array([FIRST_CONTROL["837P"], FIRST_CONTROL["837I"]])
    batches = {
        "ST": Batch(
            np.zeros(len(files), np.int64),
            {
                "functional_id": "HC",
                "group_control_number": numbered("", first[file_kind] + file_drop, 1),
                "acknowledged_implementation": coded(IMPLEMENTATIONS, file_kind),
                "group_status_code": "A",
                "included_count": numbered("", count, 1),
                "received_count": numbered("", count, 1),
                "accepted_count": numbered("", count, 1),
            },
        ),
        "2000": Batch(
            of,
            {
                "acknowledged_code": "837",
                "acknowledged_control_number": numbered("", within + 1, 4),
                "acknowledged_implementation": coded(IMPLEMENTATIONS, file_kind[of]),
                "status_code": "A",
            },
        ),
    }
    feed = Feed("999", "999", CLEARINGHOUSE, SUBMITTER)
    yield from write_feed(out, feed, batches, file_drop, schedule)


def write_claim_acknowledgements(story: Story, out: Path, schedule: Schedule) -> Iterator[tuple[Path, int]]:
    """A 277CA a day after claims were sent, one set a payer; gives each path and its size."""
    sent = story.lives.submissions
    day = np.minimum(sent.day + 1, story.calendar.days - 1)
    key = story.claims.payer[sent.claim] * 2 + INSTITUTIONAL[story.claims.line[sent.claim]]
    drops = schedule.of(day)
    order, _ = grouped(drops, key)
    feed = Feed("277CA", "277CA", CLEARINGHOUSE, SUBMITTER)
    for part in chunks(drops[order]):
        rows = order[part]
        _, sets = grouped(drops[rows], key[rows])
        yield from write_feed(out, feed, _acknowledged(story, rows, sets, day[rows]), sets.drops, schedule)


def _acknowledged(story: Story, rows: Ints, sets: Group, day: Ints) -> Batches:
    c, sent, column = story.claims, story.lives.submissions, story.calendar.column
    claim = sent.claim[rows]
    payer = c.payer[claim]
    charge = story.lines.per_claim(story.lines.charge)[claim]
    set_payer, set_day, one = payer[sets.first], day[sets.first], np.arange(len(sets))
    institutional = INSTITUTIONAL[c.line[claim[sets.first]]].astype(np.int64)
    taken = {
        "category_code": "A1",
        "status_code": "19",
        "entity_code": "PR",
        "status_date": column(set_day),
        "action_code": "WQ",
        "charge_amount": dollars(np.add.reduceat(charge, sets.first)),
    }
    return {
        "ST": Batch(
            np.zeros(len(sets), np.int64),
            {
                "reference_id": numbered("C", set_day * 100 + set_payer, 8),
                "created_date": column(set_day),
                "created_time": "0700",
            },
        ),
        "2000A": Batch(
            one,
            {
                "name": coded([each.name for each in PAYERS], set_payer),
                "id": coded(PAYER_IDS, set_payer),
                "trace_number": numbered("T", set_day * 100 + set_payer, 8),
                "received_date": column(set_day),
                "processed_date": column(set_day),
            },
        ),
        "2000A/2000B": Batch(
            one, {"name": "LAKESIDE BILLING", "id": SUBMITTER, "batch_reference": numbered("B", set_day, 6)}
        ),
        "2000A/2000B/statuses": Batch(one, taken),
        "2000A/2000B/2000C/statuses": Batch(one, {k: v for k, v in taken.items() if k != "status_date"}),
        "2000A/2000B/2000C": Batch(
            one,
            {
                "name": coded((GROUP["name"], HOSPITAL["name"]), institutional),
                "last_name": coded((GROUP["name"], HOSPITAL["name"]), institutional),
                "type_code": "2",
                "trace_number": "0",
                "id": coded((GROUP["npi"], HOSPITAL["npi"]), institutional),
            },
        ),
        **_told(story, rows, sets, day),
    }


def _told(story: Story, rows: Ints, sets: Group, day: Ints) -> dict[str, Batch]:
    """What is said of each claim."""
    c, sent, column = story.claims, story.lives.submissions, story.calendar.column
    claim, rejected = sent.claim[rows], sent.is_rejected[rows]
    payer, each = c.payer[claim], np.arange(len(rows))
    charge = story.lines.per_claim(story.lines.charge)[claim]
    status = {
        "category_code": coded(("A2", "A3"), rejected.astype(np.int64)),
        "status_code": coded(("20", "33"), rejected.astype(np.int64)),
        "entity_code": coded(("PR", "IL"), rejected.astype(np.int64)),
        "status_date": column(day),
        "action_code": coded(("WQ", "U"), rejected.astype(np.int64)),
        "charge_amount": dollars(charge),
    }
    return {
        "2000A/2000B/2000C/2000D": Batch(
            sets.set_of,
            {
                "last_name": last_names(c.patient[claim]),
                "first_name": first_names(c.patient[claim]),
                "id": member_ids(c, claim),
            },
        ),
        "2000A/2000B/2000C/2000D/2200D": Batch(
            each,
            {
                "patient_control_number": control_numbers(claim),
                "payer_claim_control_number": only(~rejected, payer_numbers(PAYER_IDS, payer, claim)),
                "clearinghouse_claim_number": numbered("MC", claim, 9),
                "service_date": column(c.day[claim]),
            },
        ),
        "2000A/2000B/2000C/2000D/2200D/statuses": Batch(each, status),
    }
