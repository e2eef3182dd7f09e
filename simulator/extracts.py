"""What the provider's own systems export: CSV extracts with an EHR's column names, and the denial desk's log."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from simulator.account_extracts import patient_balances, patient_payments, write_offs
from simulator.catalogue import PAYERS, REASONS, REWORK
from simulator.columns import Ints
from simulator.contracts import contracts
from simulator.drops import Schedule, runs, stamp
from simulator.edits import NAMES, draw_edits
from simulator.finance import finance_months
from simulator.identity import (
    account_numbers,
    birth_dates,
    control_numbers,
    first_names,
    last_names,
    patient_numbers,
)
from simulator.lines import DAYS
from simulator.services import INPATIENT
from simulator.story import Story
from simulator.texts import coded, dollars, joined, numbered
from simulator.visit_extracts import coverages, encounters, referrals, scheduled

FINANCIAL_CLASSES = {"commercial": "Commercial", "medicare": "Medicare", "medicaid": "Medicaid", "other": "Other"}


def write_extracts(story: Story, out: Path, schedule: Schedule) -> Iterator[tuple[Path, int]]:
    """Every CSV, in ``ehr/`` of its drop: the rows that are new or changed since the drop before."""
    for name, (table, days) in _tables(story).items():
        kept = np.flatnonzero((days >= 0) & (days < story.calendar.days))
        order = kept[np.argsort(days[kept], kind="stable")]
        drops = schedule.of(days[order])
        for number, rows in runs(drops):
            drop = schedule.drop(number)
            path = out / drop.folder / "ehr" / f"{name}_{drop.date:%Y%m%d}.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            pacsv.write_csv(table.take(pa.array(order[rows])), path)
            yield path, stamp(path, drop)


def _tables(story: Story) -> dict[str, tuple[pa.Table, Ints]]:
    return {
        "PATIENT": _patients(story),
        "COVERAGE": coverages(story),
        "PAT_ENC_SCHEDULED": scheduled(story),
        "PAT_ENC": encounters(story),
        "HSP_ACCOUNT": _accounts(story),
        "REFERRAL": referrals(story),
        "CLAIM_EDIT_LOG": _edits(story),
        "DENIAL_WORK_LOG": _work(story),
        "APPEAL_LOG": _appeals(story),
        "WRITE_OFF": write_offs(story),
        "PATIENT_PAYMENT": patient_payments(story),
        "PATIENT_BALANCE": patient_balances(story),
        "FINANCE_MONTH": finance_months(story),
        "CONTRACT": contracts(story),
    }


def _first_visits(story: Story) -> Ints:
    return np.unique(story.claims.patient, return_index=True)[1]


def _patients(story: Story) -> tuple[pa.Table, Ints]:
    c, row = story.claims, _first_visits(story)
    patient = c.patient[row]
    columns = {
        "PAT_ID": patient_numbers(patient),
        "PAT_NAME": joined(last_names(patient).cast(pa.string()), ",", first_names(patient).cast(pa.string())),
        "PAT_MRN_ID": numbered("MRN", patient, 8),
        "BIRTH_DATE": birth_dates(story.calendar, patient, c.age[row]),
        "SEX_C_NAME": coded(("Female", "Male"), patient % 2).cast(pa.string()),
    }
    return pa.table(columns), c.day[row]


def _accounts(story: Story) -> tuple[pa.Table, Ints]:
    c, every = story.claims, np.arange(len(story.claims))
    last = c.day + np.where(c.line == INPATIENT, DAYS[c.procedure], 0)
    classes = [FINANCIAL_CLASSES[each.kind.split("_")[0]] for each in PAYERS]
    columns = {
        "HSP_ACCOUNT_ID": account_numbers(every),
        "ACCT_FIN_CLASS_C_NAME": coded(classes, c.payer).cast(pa.string()),
        "ACCT_BILLSTS_HA_C_NAME": pa.repeat("Billed", len(c)),
        "ADM_DATE_TIME": story.calendar.column(c.day),
        "DISCH_DATE_TIME": story.calendar.column(last),
        "TOT_CHGS": dollars(story.lines.per_claim(story.lines.charge)),
        "PATIENT_CONTROL_NUMBER": control_numbers(every),
    }
    return pa.table(columns), c.submitted


def _edits(story: Story) -> tuple[pa.Table, Ints]:
    """Claims that the provider's own edits had stopped and that were put right before they were sent."""
    found = draw_edits(story.world, story.claims)
    columns = {
        "PATIENT_CONTROL_NUMBER": control_numbers(found.claim),
        "EDIT_NAME": coded(NAMES, found.edit).cast(pa.string()),
        "USER_ID": numbered("BILLER", found.user, 2),
        "MINUTES": pa.array(found.minutes),
    }
    return pa.table(columns), story.claims.submitted[found.claim]


def _work(story: Story) -> tuple[pa.Table, Ints]:
    work, row = story.lives.work, np.flatnonzero(story.lives.work.day >= 0)
    ways = [REWORK[name].way for name in REASONS]
    columns = {
        "PATIENT_CONTROL_NUMBER": control_numbers(row),
        "WORK_DATE": story.calendar.column(work.day[row]),
        "USER_ID": numbered("ANALYST", work.user[row], 2),
        "ACTION": coded(ways, story.denials.reason[row]).cast(pa.string()),
        "TOUCHES": pa.array(work.touches[row]),
        "MINUTES": pa.array(work.minutes[row]),
    }
    return pa.table(columns), work.day[row]


def _appeals(story: Story) -> tuple[pa.Table, Ints]:
    """Corrected claims (level 0) and appeals: what was sent, and once it is decided the same row with its outcome."""
    appeals = story.lives.appeals
    every = np.concatenate((np.arange(len(appeals.claim)), np.arange(len(appeals.claim))))
    decided = np.arange(len(every)) >= len(appeals.claim)
    outcome = np.where(decided, np.where(appeals.is_won[every], 1, 2), 0)
    columns = {
        "PATIENT_CONTROL_NUMBER": control_numbers(appeals.claim[every]),
        "APPEAL_LEVEL": pa.array(appeals.level[every]),
        "SENT_DATE": story.calendar.column(appeals.sent[every]),
        "DECISION_DATE": pc.if_else(
            pa.array(decided), story.calendar.column(appeals.decided[every]), pa.scalar(None, pa.date32())
        ),
        "OUTCOME": coded(("Pending", "Overturned", "Upheld"), outcome).cast(pa.string()),
    }
    return pa.table(columns), np.where(decided, appeals.decided[every], appeals.sent[every])
