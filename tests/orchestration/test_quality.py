"""Rows that break a rule are put aside by place, and no value of theirs is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from interchange.lake import Lake
from interchange.landing import land
from interchange.vault import Vault
from orchestration.pipeline.steps import stops_build
from orchestration.quality import CHECKED_TABLES, check_batches

REMITTANCE = Path(__file__).parents[1] / "golden" / "835" / "full_denial" / "input" / "remittance.835"


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """A lake with one remittance in which one adjustment's group code is not one."""
    content = REMITTANCE.read_bytes()
    assert content.count(b"CAS*CO*50*300~") == 1
    broken = tmp_path / "broken.835"
    broken.write_bytes(content.replace(b"CAS*CO*50*300~", b"CAS*QZ*50*300~"))
    lake = Lake(tmp_path / "home")
    land([broken], lake=lake, vault=Vault(lake.home))
    return lake


def test_a_corrupted_row_is_put_aside_at_its_place(lake: Lake) -> None:
    check_batches(lake=lake, batch_ids=[1])
    with lake.connect() as connection:
        rows = connection.execute(
            "SELECT table_name, column_name, byte_offset, segment_ordinal FROM raw.quarantined_rows"
        ).fetchall()
        digest = connection.execute("SELECT sha256 FROM raw.files").fetchone()
    assert [row[:2] for row in rows] == [("x12_835_adjustments", "group_code")]
    assert digest is not None
    content = Vault(lake.home).read(digest[0])
    assert content[rows[0][2] :].startswith(b"CAS*QZ*50*300~")


def test_no_value_of_a_failing_row_is_kept(lake: Lake) -> None:
    outcomes = check_batches(lake=lake, batch_ids=[1])
    with lake.connect() as connection:
        stored = [
            connection.execute(f"SELECT * FROM raw.{table}").fetchall()  # noqa: S608 - our own names
            for table in ("quarantined_rows", "quality_checks")
        ]
    assert "QZ" not in repr(stored)
    assert "QZ" not in repr(outcomes)


def test_one_bad_row_is_a_warning_and_most_rows_bad_is_a_stop(lake: Lake) -> None:
    failed = [each for each in check_batches(lake=lake, batch_ids=[1]) if each.failed_count]
    assert [each.failed_count for each in failed] == [1]
    assert not stops_build(failed[0])
    wrong = type(failed[0])(**{**vars(failed[0]), "evaluated_count": 40, "failed_count": 39})
    assert stops_build(wrong)


def test_a_batch_is_checked_once(lake: Lake) -> None:
    assert {each.table_name for each in check_batches(lake=lake)} == set(CHECKED_TABLES)
    assert check_batches(lake=lake) == []
