"""A column is followed through every model's SQL to the columns that landed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from orchestration.documents.lineage import Warehouse, landed_columns, read_warehouse, trace_column
from orchestration.exit_codes import ExitCode
from orchestration.settings import Settings

# What the trade says that each column is made of.
LANDED = {
    "fct_remittances.paid_amount": {"raw.x12_835_claims.paid_amount", "raw.fhir_claim_responses.paid_amount"},
    "fct_remittances.trace_number": {"raw.x12_835_payments.trace_number"},
    "fct_adjustments.adjustment_amount": {"raw.x12_835_adjustments.amount"},
    "fct_claims.principal_diagnosis_code": {
        "raw.x12_837_codes.code",
        "raw.fhir_claims.diagnosis_code",
    },
    "fct_authorizations.decided_date": {"raw.x12_278_transactions.created_date"},
    "fct_write_offs.net_amount": {"raw.ehr_write_offs.net_amount"},
    "dim_denial_codes.owner_team": {"reference.carc_mapping.owner_team"},
}


@pytest.fixture(scope="module")
def warehouse(published_home: Path) -> Warehouse:
    return read_warehouse(Settings(home=published_home))


@pytest.mark.parametrize("column", LANDED)
def test_a_column_leads_to_the_columns_that_it_is_made_of(warehouse: Warehouse, column: str) -> None:
    steps = trace_column(warehouse, warehouse.find(*column.split(".")))
    assert {str(place) for place in landed_columns(steps)} == LANDED[column]


def test_a_figure_leads_to_claims_and_to_codes(warehouse: Warehouse) -> None:
    steps = trace_column(warehouse, warehouse.find("fct_denials", "denied_amount"))
    landed = {str(place) for place in landed_columns(steps)}
    assert landed >= {"raw.x12_835_lines.charge_amount", "reference.carc_mapping.counting_class"}
    assert "raw.x12_835_claims.interest_amount" not in landed


def test_the_command_prints_each_step_and_the_ends(
    overturn: Callable[..., Any], published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OVERTURN_HOME", str(published_home))
    ended = overturn("lineage", "marts.fct_remittances.paid_amount")
    assert ended.code == ExitCode.OK
    assert ended.out.splitlines()[0].startswith("marts.fct_remittances.paid_amount <- intermediate.")
    assert ended.out.splitlines()[-1] == "from raw.x12_835_claims.paid_amount"
    assert overturn("lineage", "fct_claims.no_such_column").code == ExitCode.NOTHING_THERE
