"""The unified model: typed, frozen records that mirror the published marts column for column."""

from models.claim import Claim, ClaimLine
from models.codes import (
    AdjustmentClass,
    ClaimOutcome,
    DenialScope,
    DenialStatus,
    PayerSequence,
    PeriodGrain,
    RemittanceOutcome,
)
from models.denial import Denial
from models.kpi import KpiFigure, KpiMember
from models.prediction import Prediction
from models.record import Money, Record
from models.remittance import Adjustment, Remittance

__all__ = [
    "Adjustment",
    "AdjustmentClass",
    "Claim",
    "ClaimLine",
    "ClaimOutcome",
    "Denial",
    "DenialScope",
    "DenialStatus",
    "KpiFigure",
    "KpiMember",
    "Money",
    "PayerSequence",
    "PeriodGrain",
    "Prediction",
    "Record",
    "Remittance",
    "RemittanceOutcome",
]
