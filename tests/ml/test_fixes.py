"""Fixes: change what they say and the edits that follow from it, offer themselves only where they could help."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ml.fixes import FIXES, Fix

NAMED = {fix.name: fix for fix in FIXES}


def claim(**changed: object) -> pd.DataFrame:
    """One claim without a fault, but for what is changed."""
    usual = {
        "has_prior_authorization": True,
        "has_valid_authorization": True,
        "authorization_status": "valid",
        "eligibility_status": "active",
        "eligibility_age_days": 2.0,
        "member_id_excess": 0,
        "has_second_procedure": True,
        "has_modifier_25": False,
        "has_modifier_59": False,
        "has_modifier_95": False,
        "has_side_modifier": False,
        "lacks_usual_modifier": False,
        "lacks_usual_authorization": False,
        "parted_pair_has_modifier_25_900_rate": 0.1,
        "parted_pair_has_modifier_59_900_rate": 0.1,
        "procedure_has_side_modifier_365_rate": 0.1,
        "place_has_modifier_95_365_rate": 0.1,
        "pair_bundling_900_rate": 0.4,
        "is_flagged_authorization": False,
        "is_flagged_bundling": False,
        "is_flagged_modifier": False,
        "edit_count": 0,
        "hard_stop_count": 0,
    }
    return pd.DataFrame([usual | changed])


def offered(rows: pd.DataFrame) -> set[str]:
    return {fix.name for fix in FIXES if np.asarray(fix.applies(rows), dtype=bool)[0]}


def after(fix: Fix, rows: pd.DataFrame) -> pd.Series:
    return fix.make(rows).iloc[0]


def test_a_claim_without_a_fault_is_offered_nothing() -> None:
    assert offered(claim()) == set()


def test_an_expired_authorization_is_a_hard_stop_that_its_fix_lifts() -> None:
    faulty = claim(
        has_valid_authorization=False,
        authorization_status="expired",
        is_flagged_authorization=True,
        edit_count=2,
        hard_stop_count=1,
    )
    assert offered(faulty) == {"authorization"}
    fixed = after(NAMED["authorization"], faulty)
    assert (fixed["authorization_status"], fixed["edit_count"], fixed["hard_stop_count"]) == ("valid", 1, 0)


def test_a_side_that_most_claims_tell_is_added_and_no_other_modifier() -> None:
    faulty = claim(lacks_usual_modifier=True, procedure_has_side_modifier_365_rate=0.9, is_flagged_modifier=True)
    fixed = after(NAMED["modifier"], faulty)
    assert fixed["has_side_modifier"]
    assert not fixed["has_modifier_25"]
    assert not fixed["lacks_usual_modifier"]


def test_modifier_59_is_offered_only_where_others_of_the_pair_carry_it() -> None:
    assert "unbundling" not in offered(claim())
    parted = claim(parted_pair_has_modifier_59_900_rate=0.8)
    assert "unbundling" in offered(parted)
    assert after(NAMED["unbundling"], parted)["pair_bundling_900_rate"] < 0.4


def test_an_old_answer_about_coverage_is_worth_asking_again_and_a_fresh_one_is_not() -> None:
    assert offered(claim(eligibility_age_days=40.0)) == {"eligibility"}
    assert offered(claim(eligibility_status="unasked", eligibility_age_days=np.nan)) == {"eligibility"}


def test_a_column_that_the_claim_does_not_have_is_not_made_up() -> None:
    rows = claim().drop(columns=["lacks_usual_authorization", "edit_count"])
    assert list(NAMED["authorization"].make(rows)) == list(rows)
