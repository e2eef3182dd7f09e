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
    Figures of the ledger's months have no segment.
    """

    kpi_id: str
    period_grain: PeriodGrain | None
    claim_id: str | None
    denial_id: str | None
    remittance_id: str | None
    payer_id: str
    line_of_business: str
    facility_code: str
    service_line: str
    denial_category: str
    provider_id: str
    file_id: int | None
    byte_offset: int | None
    segment_ordinal: int | None
    numerator: Amount
    denominator: Amount | None
    is_answer_due: bool
    period_date: dt.date
