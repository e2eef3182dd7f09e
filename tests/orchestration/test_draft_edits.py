"""An alert becomes a draft in the rules library: a row of the seed that is off until somebody dates it."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from interchange.lake import Lake
from ml.tables import no_rows, replace_tables
from orchestration.draft_edits import EDITS, SEED, draft_edit, list_alerts
from orchestration.exit_codes import NothingThereError, OverturnError
from orchestration.settings import PROJECT, Settings

IN_FORCE = """
    SELECT edit_id FROM read_csv('{seed}', types={{'effective_from': 'DATE', 'effective_to': 'DATE'}})
    WHERE DATE '2026-06-01' >= effective_from AND DATE '2026-06-01' <= coalesce(effective_to, DATE '9999-12-31')"""


@pytest.fixture
def watched(tmp_path: Path) -> Settings:
    """A home with an alert for a missing authorization and one that no edit can look for, and its own seed."""
    made = Settings(home=tmp_path / "home", dbt_project=tmp_path / "project")
    (made.dbt_project / "seeds").mkdir(parents=True)
    shutil.copy(PROJECT / "dbt_project" / SEED, made.dbt_project / SEED)
    streams = [("80042", "Imaging", "authorization", True), ("80042", "Surgery", "necessity", True)]
    rows = pd.DataFrame([*streams, ("80001", "Imaging", "benefit", False)])
    rows.columns = ["payer_id", "service_line", "reason", "is_alert"]
    counts = {"answered_count": 80, "denied_count": 24, "expected_count": 6.04, "q_value": 0.01, "affected_amount": 9.5}
    listed = pd.concat([no_rows("watch_list"), rows.assign(is_listed=False, week_start="2026-06-22", **counts)])
    replace_tables(Lake(made.home), {"watch_list": listed})
    return made


def in_force(settings: Settings) -> set[str]:
    rows = duckdb.sql(IN_FORCE.format(seed=settings.dbt_project / SEED)).fetchall()
    return {row[0] for row in rows}


def test_alerts_are_told_by_the_id_that_a_draft_is_asked_by(watched: Settings) -> None:
    assert [each["alert_id"] for each in list_alerts(watched)] == [
        "80042/Imaging/authorization",
        "80042/Surgery/necessity",
    ]


def test_a_draft_is_the_payers_own_edition_and_off_until_it_is_dated(watched: Settings) -> None:
    before = in_force(watched)
    row = draft_edit(watched, "80042/Imaging/authorization")
    assert (row["edit_id"], row["payer_id"], row["check_name"]) == ("AUT2-80042", "80042", "authorization_missing")
    assert "24 of 80 answers, 6.0 expected" in row["source"]
    seed = watched.dbt_project / SEED
    assert list(csv.DictReader(seed.open()))[-1] == row
    assert in_force(watched) == before
    seed.write_text(seed.read_text().replace(",1,,,", ",1,2026-05-01,,"))
    assert in_force(watched) == {*before, "AUT2-80042"}


def test_a_second_draft_an_unknown_alert_and_a_reason_without_a_rule_are_refused(watched: Settings) -> None:
    draft_edit(watched, "80042/Imaging/authorization")
    with pytest.raises(OverturnError, match="has AUT2-80042 already"):
        draft_edit(watched, "80042/Imaging/authorization")
    with pytest.raises(OverturnError, match="take it up with the payer"):
        draft_edit(watched, "80042/Surgery/necessity")
    with pytest.raises(NothingThereError, match="there are: 80042/Imaging/authorization"):
        draft_edit(watched, "80001/Imaging/benefit")


def test_every_edit_that_a_draft_is_made_from_is_in_the_library() -> None:
    with (PROJECT / "dbt_project" / SEED).open() as file:
        reasons = {row["edit_id"]: row["reason"] for row in csv.DictReader(file)}
    assert {reason: reasons.get(edit) for reason, edit in EDITS.items()} == {reason: reason for reason in EDITS}
