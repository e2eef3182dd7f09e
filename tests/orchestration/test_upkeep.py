"""Old snapshots go, with their files; what readers may still ask for stays."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import pytest

from interchange.lake import Lake, Publication
from orchestration.pipeline.upkeep import KEPT, expire_snapshots

NOW = dt.datetime.now(dt.UTC)
TOMORROW = NOW + dt.timedelta(days=1)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """A table written four times over, a snapshot each; the second was published."""
    made = Lake(tmp_path)
    with made.writing() as connection:
        connection.execute("CREATE SCHEMA marts")
        for number in range(4):
            connection.execute("CREATE OR REPLACE TABLE marts.figures AS SELECT $1 AS build FROM range(1000)", [number])
    made.write_publication(Publication(made.snapshot_id() - 2, "second", NOW, None))
    return made


def files(lake: Lake) -> int:
    return len(list(lake.data.rglob("*.parquet")))


def test_the_published_and_the_newest_snapshot_outlive_their_time(lake: Lake) -> None:
    newest, before = lake.snapshot_id(), files(lake)
    expired = expire_snapshots(lake, before=TOMORROW + KEPT)
    assert newest - 1 in expired
    assert not {newest, newest - 2} & set(expired)
    assert (before, files(lake)) == (4, 2)
    with lake.published() as connection:
        assert connection.execute("SELECT DISTINCT build FROM marts.figures").fetchall() == [(1,)]
    with lake.connect() as connection:
        assert connection.execute("SELECT DISTINCT build FROM marts.figures").fetchall() == [(3,)]
    with pytest.raises(duckdb.Error), lake.connect(snapshot=newest - 1) as connection:
        connection.execute("FROM marts.figures").fetchall()


def test_a_superseded_publication_goes_once_it_was_published_before_the_time(lake: Lake) -> None:
    newest, later = lake.snapshot_id(), TOMORROW + dt.timedelta(hours=1)
    lake.write_publication(Publication(newest - 1, "third", later, None))
    lake.write_publication(Publication(newest, "fourth", later, None))
    expired = expire_snapshots(lake, before=TOMORROW)
    assert newest - 2 in expired, "published, but before the time"
    assert newest - 1 not in expired, "published since"


def test_nothing_young_goes(lake: Lake) -> None:
    assert expire_snapshots(lake, before=NOW - KEPT) == []
    assert files(lake) == 4
