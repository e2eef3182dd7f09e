"""Frames of features with a known answer, for tests of the learner alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest


def make_frame(claims: int = 3_000, *, seed: int = 3, shuffled: bool = False) -> pd.DataFrame:
    """Claims whose chance of denial is .6 for payer B without an authorization, else .08."""
    rng = np.random.default_rng(seed)
    payer = rng.choice(["A", "B", "C"], claims)
    has_authorization = rng.random(claims) < 0.6
    chance = np.where((payer == "B") & ~has_authorization, 0.6, 0.08)
    denied = rng.random(claims) < chance
    days = pd.Timestamp("2025-01-01") + pd.to_timedelta(np.sort(rng.integers(0, 400, claims)), unit="D")
    return pd.DataFrame(
        {
            "claim_id": [f"C{n}" for n in range(claims)],
            "submitted_date": days,
            "payer_id": payer,
            "has_prior_authorization": has_authorization,
            "charge_amount": rng.integers(50, 5_000, claims).astype(float),
            "procedure_id": rng.choice(["99213", "70450"], claims),
            "label_is_answered": True,
            "label_is_denied": rng.permutation(denied) if shuffled else denied,
            "label_denied_amount": 100.0,
            "label_first_answered_date": days + pd.Timedelta(days=20),
            "chance": chance,
        }
    )


@pytest.fixture(scope="session")
def frame() -> pd.DataFrame:
    """Claims with a rule to be learnt; ``chance`` is known to the test and not to the model."""
    return make_frame()
