"""Records are frozen, typed, and money has two places."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from pydantic import ValidationError

from models import Prediction

PREDICTION = Prediction(
    claim_id="1234567893-A1",
    model_name="denial_risk",
    model_version="3",
    denial_probability=0.25,
    expected_denied_amount=Decimal("10.50"),
    scored_at=dt.datetime(2026, 1, 2, 3, 4),  # noqa: DTZ001 - the lake's timestamps are UTC without a zone
)


def test_a_record_does_not_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        PREDICTION.claim_id = "other"  # type: ignore[misc]


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError, match="extra"):
        Prediction.model_validate({**PREDICTION.model_dump(), "surprise": 1})


def test_money_with_three_places_is_refused() -> None:
    with pytest.raises(ValidationError, match="decimal places"):
        Prediction.model_validate({**PREDICTION.model_dump(), "expected_denied_amount": Decimal("1.234")})


def test_a_probability_stays_within_zero_and_one() -> None:
    with pytest.raises(ValidationError, match="less than or equal to 1"):
        Prediction.model_validate({**PREDICTION.model_dump(), "denial_probability": 1.01})
