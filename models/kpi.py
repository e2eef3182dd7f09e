"""KPI figures and the rows behind them."""

from __future__ import annotations

import datetime as dt

from models.codes import PeriodGrain
from models.record import Amount, Figure, Record


class KpiFigure(Record):
    """One KPI over one period and one slice (rpt_kpis); slice fields are None for the whole.

    ``denominator`` is None for a plain sum; ``value`` is None where nothing can be said yet.
    """

    kpi_id: str
    name: str
    period_grain: PeriodGrain
    slice_dimension: str | None
    slice_value: str | None
    unit: str
    definition_version: int
    numerator: Amount
    denominator: Amount | None
    value: Figure | None
    target: Figure | None
    is_mature: bool
    period_start: dt.date | None
    period_end: dt.date | None


class KpiMember(Record):
    """One counted thing behind a KPI (rpt_kpi_members): its contributions sum to the figure.

    ``period_grain`` is None where the row counts at every grain; K23 names it: its top cells differ by period.
    """

    kpi_id: str
    period_grain: PeriodGrain | None
    claim_id: str
    denial_id: str | None
    remittance_id: str | None
    payer_id: str
    provider_id: str
    service_line: str
    denial_category: str | None
    file_id: int
    byte_offset: int
    segment_ordinal: int
    numerator: Amount
    denominator: Amount | None
    is_answer_due: bool
    period_date: dt.date
