"""What the provider writes down before and beside a bill: coverages, visits to come, referrals, edits, contracts."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal

import numpy as np
import pytest

from simulator.catalogue import NUMBER, PAYERS
from simulator.coverage import LAST_DAY, cover
from simulator.edits import CAUGHT, NAMES, draw_edits
from simulator.services import INPATIENT, LINE_OF, PROCEDURES, SERVICE_LINES
from simulator.simulation import DEFAULT_END
from simulator.story import Story, tell
from tests.simulator.conftest import Extracts


@pytest.fixture(scope="module")
def story() -> Story:
    """A larger world, without files."""
    return tell(claims=40_000, seed=6, profile="hospital", start=dt.date(2024, 1, 1), end=dt.date(2025, 12, 31))


def test_a_patients_spells_follow_each_other_and_paid_service_falls_into_none_of_their_gaps(story: Story) -> None:
    spells = cover(story.world, story.calendar, story.claims, story.denials, story.lives.answered)
    follows = np.flatnonzero(np.diff(spells.patient) == 0)
    assert (spells.ended[follows] < spells.begun[follows + 1]).all()
    assert (spells.begun <= spells.ended).all()
    last = np.diff(spells.patient, append=-1) != 0
    assert (spells.ended[last] == LAST_DAY).all()
    c, lapsed = story.claims, story.denials.reason == NUMBER["eligibility"]
    key = spells.patient * (1 << 21) + spells.begun + 5_000
    at = np.searchsorted(key, c.patient * (1 << 21) + c.day + 5_000, side="right") - 1
    covered = (spells.patient[at] == c.patient) & (c.day <= spells.ended[at])
    assert covered[~lapsed].all()
    assert (~covered)[lapsed].mean() > 0.75
    assert (spells.ended_known[~last] >= spells.ended[~last]).mean() > 0.9


def test_a_second_coverage_is_filed_after_the_first_of_the_same_patient(extracts: Extracts) -> None:
    orders: dict[str, set[str]] = defaultdict(set)
    for row in extracts["COVERAGE"]:
        orders[row["PAT_ID"]].add(row["FILING_ORDER"])
    assert {frozenset(found) for found in orders.values()} == {frozenset("1"), frozenset("12")}
    plans: dict[str, set[str]] = defaultdict(set)
    for row in extracts["COVERAGE"]:
        plans[row["PAT_ID"]].add(row["PLAN_NAME"])
    assert any(len(found - {""}) > 1 for found in plans.values())


def test_visits_are_on_the_schedule_that_lie_after_the_worlds_end(extracts: Extracts) -> None:
    coming = [row for row in extracts["PAT_ENC_SCHEDULED"] if row["CONTACT_DATE"] > DEFAULT_END.isoformat()]
    known = {row["PAT_ID"] for row in extracts["PATIENT"]}
    assert coming
    assert {row["PAT_ID"] for row in coming} <= known
    assert len({row["PAT_ENC_CSN_ID"] for row in coming} & {row["PAT_ENC_CSN_ID"] for row in extracts["PAT_ENC"]}) == 0


def test_an_authorization_on_a_claim_is_a_referral_granted_before_service(extracts: Extracts, told: Story) -> None:
    rows = {row["EXTERNAL_ID_NUM"]: row for row in extracts["REFERRAL"] if row["EXTERNAL_ID_NUM"]}
    granted = np.flatnonzero(told.claims.has_authorization)
    assert set(rows) == {f"AUTH{claim:08d}" for claim in granted}
    assert {row["RFL_STATUS_C_NAME"] for row in rows.values()} == {"Authorized"}
    assert {row["RFL_STATUS_C_NAME"] for row in extracts["REFERRAL"]} >= {"Authorized", "Open"}
    assert all(row["START_DATE"] <= row["EXP_DATE"] for row in extracts["REFERRAL"])


def test_edits_stop_claims_as_often_as_slips_of_their_kind_are_made(story: Story) -> None:
    """Caught slips stand to those that were sent as the share that edits catch says."""
    c, edits = story.claims, draw_edits(story.world, story.claims)
    modifier = NAMES.index("MEMBER ID")
    caught, sent = (edits.edit == modifier).sum(), c.has_short_id.sum()
    share = caught / (caught + sent)
    assert abs(share - CAUGHT[modifier]) < 4 * np.sqrt(share * (1 - share) / (caught + sent))
    assert not c.has_short_id[edits.claim[edits.edit == modifier]].any()
    assert c.has_authorization[edits.claim[edits.edit == NAMES.index("AUTHORIZATION")]].all()
    skill = story.world.coding[c.provider[edits.claim[edits.edit == NAMES.index("MODIFIER")]]]
    assert skill.mean() < story.world.coding[c.provider].mean()


def test_a_contract_gives_what_the_payers_of_it_are_expected_to_allow(extracts: Extracts, told: Story) -> None:
    c, lines = told.claims, told.lines
    terms = {(row["PAYOR_ID"], row["SERVICE_LINE"], row["PROC_CODE"]): row for row in extracts["CONTRACT"]}
    assert {row["BASIS"] for row in extracts["CONTRACT"]} == {
        "fee_schedule",
        "percent_of_charge",
        "per_diem",
        "drg_weight",
    }
    for row in np.flatnonzero(c.line[lines.claim] != INPATIENT)[::7]:
        claim = lines.claim[row]
        service = SERVICE_LINES[LINE_OF[lines.procedure[row]]].name
        found = terms[PAYERS[c.payer[claim]].id, service, PROCEDURES[lines.procedure[row]]]
        charge, units = Decimal(int(lines.charge[row])) / 100, int(lines.units[row])
        price = Decimal(found["AMOUNT"]) * units if found["AMOUNT"] else Decimal(found["RATE"]) * charge
        assert abs(min(price, charge) - Decimal(int(lines.expected[row])) / 100) <= Decimal("0.01") * units


def test_a_stays_contract_gives_what_the_whole_stay_is_expected_to_be_allowed(extracts: Extracts, told: Story) -> None:
    c, lines = told.claims, told.lines
    terms = {(row["PAYOR_ID"], row["DRG_CODE"]): row for row in extracts["CONTRACT"] if row["DRG_CODE"]}
    charge, expected = lines.per_claim(lines.charge), lines.per_claim(lines.expected)
    stays = np.flatnonzero(c.line == INPATIENT)
    assert len(stays) > 10
    for claim in stays:
        found = terms[PAYERS[c.payer[claim]].id, PROCEDURES[c.procedure[claim]]]
        days = int(lines.units[lines.first[claim]])
        price = Decimal(found["AMOUNT"]) * (Decimal(found["DRG_WEIGHT"]) if found["DRG_WEIGHT"] else days)
        capped = min(price, Decimal(int(charge[claim])) / 100)
        assert abs(capped - Decimal(int(expected[claim])) / 100) <= Decimal("0.05")
