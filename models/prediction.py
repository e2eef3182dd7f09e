"""What a model says of a claim that no payer has answered yet."""

from __future__ import annotations

import datetime as dt

from models.record import Money, Probability, Record


class Prediction(Record):
    """One score of one claim by one model version (ml.predictions)."""

    claim_id: str
    model_name: str
    model_version: str
    denial_probability: Probability
    expected_denied_amount: Money
    scored_at: dt.datetime
