"""Extracts of what comes before a bill: coverages, visits to come and visits done, referrals."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from simulator.authorization_files import ENDED_BEFORE, VALID_AFTER, requests
from simulator.catalogue import PAYERS
from simulator.claim_files import OTHER_COVERAGE, PAYER_IDS
from simulator.columns import Ints
from simulator.coverage import LAST_DAY, cover, first_days
from simulator.identity import PROVIDER_NPIS, account_numbers, control_numbers, full_member_ids, patient_numbers
from simulator.services import INPATIENT, LINE, OFFICE, PROCEDURES, SERVICE_LINES
from simulator.story import Story
from simulator.texts import coded, numbered, only

SCHEDULED_AHEAD, REFERRED_BEFORE = 21, 14
PLANS = ("CHOICE", "SELECT", "VALUE")
REFERRED = np.isin(np.arange(len(SERVICE_LINES)), [LINE[n] for n in ("imaging", "surgery", "therapy", "cardiology")])


def coverages(story: Story) -> tuple[pa.Table, Ints]:
    """One row a spell of coverage when it is known to have begun, and again when it is known to have ended.

    A second coverage, which pays after the first, is a row of its own, dated as the first.
    """
    c = story.claims
    spells = cover(story.world, story.calendar, c, story.denials, story.lives.answered)
    patients, first = np.unique(c.patient, return_index=True)
    other = patients[c.has_other_payer[first]]
    over = np.flatnonzero(spells.ended < LAST_DAY)
    every = np.arange(len(spells.patient))
    row = np.concatenate((every, over))
    ended = np.concatenate((np.full(len(every), LAST_DAY), spells.ended[over]))
    days = np.concatenate((spells.begun_known, spells.ended_known[over]))
    main = _coverage(story, spells.patient[row], spells.number[row], spells.begun[row], ended)
    second = _coverage(story, other, np.full(len(other), -1), first_days(other), np.full(len(other), LAST_DAY))
    return pa.concat_tables([main, second]), np.concatenate((days, c.day[first][c.has_other_payer[first]]))


def _coverage(story: Story, patient: Ints, number: Ints, begun: Ints, ended: Ints) -> pa.Table:
    c = story.claims
    patients, first = np.unique(c.patient, return_index=True)
    claim = first[np.searchsorted(patients, patient)]
    second = number < 0
    payer = np.where(second, len(PAYERS), c.payer[claim])
    ids, names = (*PAYER_IDS, OTHER_COVERAGE[1]), (*(each.name for each in PAYERS), OTHER_COVERAGE[0])
    other_ids = numbered("S", patient, 9)
    last = story.calendar.column(np.where(ended < LAST_DAY, ended, 0))
    return pa.table(
        {
            "COVERAGE_ID": numbered("", patient + np.where(second, 1_000_000, 5_000_000 + 10_000_000 * number), 8),
            "PAT_ID": patient_numbers(patient),
            "PAYOR_ID": coded(ids, payer).cast(pa.string()),
            "PAYOR_NAME": coded(names, payer).cast(pa.string()),
            "SUBSCR_NUM": pc.if_else(pa.array(second), other_ids, full_member_ids(patient)),
            "CVG_EFF_DT": story.calendar.column(begun),
            "CVG_TERM_DT": pc.if_else(pa.array(ended < LAST_DAY), last, pa.scalar(None, pa.date32())),
            "HAS_OTHER_COVERAGE_YN": coded(("N", "Y"), c.has_other_payer[claim].astype(np.int64)).cast(pa.string()),
            "PLAN_NAME": coded(PLANS, np.where(second, -1, (patient + number) % len(PLANS))).cast(pa.string()),
            "FILING_ORDER": pa.array(np.where(second, 2, 1)),
        }
    )


def _visits(story: Story, like: Ints, number: Ints, day: Ints, status: str) -> pa.Table:
    """Visits of these numbers and days, each by the patient and for the service of the claim that it is like."""
    c = story.claims
    planned = np.where(c.line[like] == INPATIENT, -1, c.procedure[like])
    return pa.table(
        {
            "PAT_ENC_CSN_ID": numbered("", number + 100_000_000, 9),
            "PAT_ID": patient_numbers(c.patient[like]),
            "CONTACT_DATE": story.calendar.column(day),
            "DEPARTMENT_NAME": coded([line.name for line in SERVICE_LINES], c.line[like]).cast(pa.string()),
            "VISIT_PROV_ID": coded(PROVIDER_NPIS, c.provider[like]).cast(pa.string()),
            "APPT_STATUS_C_NAME": pa.repeat(status, len(like)),
            "HSP_ACCOUNT_ID": account_numbers(number),
            "PROC_CODE": coded(PROCEDURES, planned).cast(pa.string()),
        }
    )


def scheduled(story: Story) -> tuple[pa.Table, Ints]:
    """Visits three weeks before they are due; at the world's end also those still to come.

    A visit to come is like one of the last year's: the same patient comes again for the same service.
    """
    c, calendar = story.claims, story.calendar
    rng = np.random.default_rng([story.world.seed, 14])
    recent = np.flatnonzero(c.day >= calendar.days - 365)
    coming = round(len(recent) * SCHEDULED_AHEAD / min(calendar.days, 365))
    like = np.sort(rng.choice(recent, coming, replace=False)) if coming else recent[:0]
    day = np.sort(calendar.next_open(calendar.days + rng.integers(0, SCHEDULED_AHEAD, coming)))
    every = np.arange(len(c))
    table = _visits(
        story,
        np.concatenate((every, like)),
        np.arange(len(c) + coming),
        np.concatenate((c.day, day)),
        "Scheduled",
    )
    days = np.concatenate((c.day, np.minimum(day, calendar.days + SCHEDULED_AHEAD - 1))) - SCHEDULED_AHEAD
    return table, days


def encounters(story: Story) -> tuple[pa.Table, Ints]:
    """Visits on their day."""
    every = np.arange(len(story.claims))
    return _visits(story, every, every, story.claims.day, "Completed"), story.claims.day


def referrals(story: Story) -> tuple[pa.Table, Ints]:
    """One row an authorization, asked for and granted or not, or a referral that needs none."""
    c = story.claims
    asked, asked_day = requests(story)
    plain = np.flatnonzero(REFERRED[c.line] & (np.arange(len(c)) % 3 > 0))
    plain = plain[~np.isin(plain, asked)]
    row = np.concatenate((asked, plain))
    day = np.concatenate((asked_day, np.maximum(c.day[plain] - REFERRED_BEFORE, 0)))
    granted = c.has_authorization[row]
    status = np.where(np.arange(len(row)) < len(asked), np.where(granted, 0, 1), 2)
    last = np.where(c.is_expired[row], c.day[row] - ENDED_BEFORE, c.day[row] + VALID_AFTER)
    columns = {
        "REFERRAL_ID": numbered("", row + 300_000_000, 9),
        "EXTERNAL_ID_NUM": only(granted, numbered("AUTH", row, 8)),
        "PAT_ID": patient_numbers(c.patient[row]),
        "ENTRY_DATE": story.calendar.column(day),
        "RFL_STATUS_C_NAME": coded(("Authorized", "Denied", "Open"), status).cast(pa.string()),
        "START_DATE": story.calendar.column(day),
        "EXP_DATE": story.calendar.column(np.maximum(last, day)),
        "REFERRING_PROV_ID": coded(PROVIDER_NPIS, OFFICE * 12 + c.patient[row] % 12).cast(pa.string()),
        "REFERRAL_PROV_ID": coded(PROVIDER_NPIS, c.provider[row]).cast(pa.string()),
        "PATIENT_CONTROL_NUMBER": control_numbers(row),
    }
    return pa.table(columns), day
