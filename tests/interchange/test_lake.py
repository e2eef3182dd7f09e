"""The lake: past snapshots, one writer, readers that reach nothing else, a pointer that moves in one step."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import pytest

from interchange.lake import Lake, LakeBusyError, LakeMissingError, Publication


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    lake = Lake(tmp_path)
    with lake.writing() as connection:
        connection.execute("CREATE TABLE numbers (n INTEGER)")
        connection.execute("INSERT INTO numbers VALUES (1)")
    return lake


def test_a_reader_at_a_past_snapshot_does_not_see_what_came_later(lake: Lake) -> None:
    before = lake.snapshot_id()
    with lake.writing() as connection:
        connection.execute("INSERT INTO numbers VALUES (2)")
    assert lake.connect(snapshot=before).execute("SELECT count(*) FROM numbers").fetchone() == (1,)
    assert lake.connect().execute("SELECT count(*) FROM numbers").fetchone() == (2,)


def test_a_second_writer_waits_its_turn_or_is_told(lake: Lake) -> None:
    with lake.writing(), pytest.raises(LakeBusyError), Lake(lake.home).writing(wait_seconds=0.1):
        pass


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "COPY numbers TO '/tmp/out.csv'",
        "INSERT INTO numbers VALUES (3)",
        "ATTACH '/tmp/other.db'",
        "SET enable_external_access = true",
    ],
)
def test_a_reader_can_neither_write_nor_reach_other_files(lake: Lake, statement: str) -> None:
    with pytest.raises(duckdb.Error):
        lake.connect().execute(statement)


def test_nothing_published_is_said_and_what_is_published_comes_back(lake: Lake) -> None:
    assert lake.read_publication() is None
    with pytest.raises(LakeMissingError):
        lake.published()
    publication = Publication(lake.snapshot_id(), "b1", dt.datetime(2026, 1, 5, tzinfo=dt.UTC), dt.date(2026, 1, 4))
    lake.write_publication(publication)
    assert lake.read_publication() == publication
    assert lake.pointer.stat().st_mode & 0o777 == 0o600


def test_where_there_is_no_lake_a_reader_is_told(tmp_path: Path) -> None:
    with pytest.raises(LakeMissingError):
        Lake(tmp_path / "none").connect()
