"""Scoring with a feed missing: it goes on, and says which."""

from __future__ import annotations

from pathlib import Path

import pytest

from interchange.lake import Lake
from ml.scoring import missing_inputs

FEEDS = {
    "marts.fct_eligibility_checks": "eligibility (271)",
    "marts.fct_authorizations": "authorization (278)",
    "reference.payer_policies": "payer policies",
    "reference.claim_edits": "rules library",
}


@pytest.mark.parametrize("silent", FEEDS)
def test_the_feed_that_nothing_has_come_from_is_named(tmp_path: Path, silent: str) -> None:
    lake = Lake(tmp_path)
    with lake.writing() as connection:
        for schema in ("marts", "reference"):
            connection.execute(f"CREATE SCHEMA {schema}")
        for table in FEEDS:
            connection.execute(f"CREATE TABLE {table} AS SELECT 1 AS x WHERE {'false' if table == silent else 'true'}")
    assert missing_inputs(lake) == [FEEDS[silent]]
