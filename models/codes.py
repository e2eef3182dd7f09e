"""The closed lists of words that the marts use; codes that payers send stay text."""

from __future__ import annotations

from enum import StrEnum


class ClaimOutcome(StrEnum):
    """What has become of a claim, or of one line of it."""

    UNANSWERED = "unanswered"
    PENDED = "pended"
    PAID = "paid"
    ZERO_PAID = "zero_paid"
    PARTIALLY_DENIED = "partially_denied"
    DENIED = "denied"


class RemittanceOutcome(StrEnum):
    """What one remittance says of a claim."""

    PAID = "paid"
    ZERO_PAID = "zero_paid"
    PARTIALLY_DENIED = "partially_denied"
    DENIED = "denied"
    PENDED = "pended"
    REVERSED = "reversed"
    INFORMATIONAL = "informational"


class PayerSequence(StrEnum):
    """The payer's place among those who answer for the same services."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    TERTIARY = "tertiary"


class AdjustmentClass(StrEnum):
    """What an adjustment means once group, code, amount and the other payers are looked at."""

    DENIAL = "denial"
    PATIENT_SHARE = "patient_share"
    CONTRACTUAL = "contractual"
    PENDED = "pended"
    PRIOR_PAYER = "prior_payer"
    FOLLOWS_PRIMARY = "follows_primary"
    DUPLICATE = "duplicate"


class DenialScope(StrEnum):
    """Whether a denial speaks of one service line or of a claim without lines."""

    LINE = "line"
    CLAIM = "claim"


class DenialStatus(StrEnum):
    """What has become of the dollars at stake."""

    OPEN = "open"
    PARTLY_RECOVERED = "partly_recovered"
    RECOVERED = "recovered"


class PeriodGrain(StrEnum):
    """How long the period of a KPI figure is; ``all`` is the whole history."""

    ALL = "all"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"
