"""The provider's contracts as an extract: how each payer prices each service, and from when to when."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from simulator.catalogue import PAYERS
from simulator.columns import Ints
from simulator.identity import GROUP, HOSPITAL
from simulator.lines import DAY_RATE, DRG_BASE, WEIGHT
from simulator.services import INPATIENT, INSTITUTIONAL, LINE_OF, PROCEDURES, SERVICE_LINES, TYPICAL
from simulator.story import Story
from simulator.texts import coded, dollars, numbered, only

BASES = ("fee_schedule", "percent_of_charge", "per_diem", "drg_weight")
FEE, PERCENT, PER_DIEM, DRG = range(4)
BEGUN = -730


def contracts(story: Story) -> tuple[pa.Table, Ints]:
    """One row a payer and procedure or DRG; every price is at most the charge. Known from the first day on.

    RATE is the part of the charge (percent); AMOUNT the fee of a unit, the rate of a day, or what a DRG weight of 1
    is worth.
    """
    payer, service = np.divmod(np.arange(len(PAYERS) * len(PROCEDURES)), len(PROCEDURES))
    stay, line = LINE_OF[service] == INPATIENT, LINE_OF[service]
    by_percent = np.array([each.contract == "percent" for each in PAYERS])[payer]
    by_day = np.array([each.stays == "per_diem" for each in PAYERS])[payer]
    basis = np.where(stay, np.where(by_day, PER_DIEM, DRG), np.where(by_percent, PERCENT, FEE))
    part = np.array([each.fee for each in PAYERS])[payer]
    whole = np.select([basis == PER_DIEM, basis == DRG], [DAY_RATE, DRG_BASE], TYPICAL[service])
    rows = len(payer)
    columns = {
        "CONTRACT_ID": numbered("", np.arange(rows) + 600_001, 6),
        "PAYOR_ID": coded([each.id for each in PAYERS], payer).cast(pa.string()),
        "FACILITY_NPI": coded((GROUP["npi"], HOSPITAL["npi"]), INSTITUTIONAL[line].astype(np.int64)).cast(pa.string()),
        "SERVICE_LINE": coded([each.name for each in SERVICE_LINES], line).cast(pa.string()),
        "PROC_CODE": only(~stay, coded(PROCEDURES, service)),
        "DRG_CODE": only(stay, coded(PROCEDURES, service)),
        "BASIS": coded(BASES, basis).cast(pa.string()),
        "RATE": dollars(np.round(part * 100).astype(np.int64), basis == PERCENT),
        "AMOUNT": dollars(np.round(whole * part * 100).astype(np.int64), basis != PERCENT),
        "DRG_WEIGHT": pa.array(np.round(WEIGHT[service], 4), mask=basis != DRG),
        "EFFECTIVE_DATE": story.calendar.column(np.full(rows, BEGUN)),
        "END_DATE": pa.nulls(rows, pa.date32()),
    }
    return pa.table(columns), np.zeros(rows, np.int64)
