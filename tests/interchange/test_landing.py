"""Landing: the same bytes once, a batch whole or not at all, archives with caps, a lake that can be rebuilt."""

from __future__ import annotations

import gzip
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from interchange import deliveries, raw_files
from interchange.lake import Lake
from interchange.landing import LandedFile, land
from interchange.vault import Vault

ROOT = Path(__file__).parents[2]
LANDER = """
import sys
from pathlib import Path
from interchange import landing
from interchange.lake import Lake
from interchange.vault import Vault
landing.MOST_FILES = 7
home = Path(sys.argv[1])
print("landing", flush=True)
landing.land([Path(sys.argv[2])], lake=Lake(home), vault=Vault(home))
"""


def land_all(home: Path, *paths: Path) -> list[LandedFile]:
    return land(paths, lake=Lake(home), vault=Vault(home))


def one_file(drop: Path, kind: str = "835") -> Path:
    return min((drop / "inbox").rglob(f"{kind}_*.edi"))


def ask(home: Path, query: str) -> list[tuple[object, ...]]:
    with Lake(home).connect() as connection:
        return connection.execute(query).fetchall()


def test_the_same_bytes_renamed_and_gzipped_land_once(drop: Path, tmp_path: Path) -> None:
    source = one_file(drop)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.edi").write_bytes(source.read_bytes())
    (tmp_path / "in" / "b.edi").write_bytes(source.read_bytes())
    (tmp_path / "in" / "c.edi.gz").write_bytes(gzip.compress(source.read_bytes()))
    landed = land_all(tmp_path / "home", tmp_path / "in")
    assert [each.status for each in landed] == ["loaded", "duplicate", "duplicate"]
    assert ask(tmp_path / "home", "SELECT count(*), count(DISTINCT sha256) FROM raw.files") == [(3, 1)]


def test_landing_the_same_folder_again_changes_nothing(drop: Path, tmp_path: Path) -> None:
    folder = one_file(drop).parent
    land_all(tmp_path, folder)
    before = Lake(tmp_path).snapshot_id()
    assert {each.status for each in land_all(tmp_path, folder)} == {"duplicate"}
    assert Lake(tmp_path).snapshot_id() == before


def test_files_of_other_kinds_are_quarantined_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "notes.txt").write_text("not a claim")
    (tmp_path / "in" / "empty.edi").write_bytes(b"")
    (tmp_path / "in" / "[ab].csv").write_text("a,b\n1,2\n")
    landed = land_all(tmp_path / "home", tmp_path / "in")
    assert {each.status for each in landed} == {"quarantined"}
    assert {each.reason_code for each in landed} == {"LAND-KIND-UNKNOWN", "LAND-EMPTY"}


def test_links_pipes_and_folders_are_refused(drop: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link.edi").symlink_to(one_file(drop))
    os.mkfifo(tmp_path / "in" / "pipe.edi")
    landed = land_all(tmp_path / "home", tmp_path / "in")
    assert {each.status for each in landed} == {"quarantined"}
    assert {each.reason_code for each in landed} == {"LAND-UNREADABLE", "LAND-NOT-A-FILE"}


def test_a_zip_lands_its_members_and_nothing_outside_is_written(drop: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with zipfile.ZipFile(tmp_path / "in" / "day.zip", "w") as archive:
        archive.writestr("../../outside.edi", one_file(drop).read_bytes())
        archive.writestr("inner.zip", b"PK\x03\x04 nested")
    landed = land_all(tmp_path / "home", tmp_path / "in")
    assert [(each.status, each.reason_code) for each in landed] == [
        ("loaded", ""),
        ("quarantined", "LAND-ARCHIVE-NESTED"),
    ]
    assert not (tmp_path.parent / "outside.edi").exists()


def test_a_gzip_bomb_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(b"\0" * (64 << 20)))
    (landed,) = land_all(tmp_path / "home", tmp_path / "bomb.gz")
    assert landed.reason_code == "LAND-ARCHIVE-BOMB"


def test_unfinished_files_are_left_for_later(drop: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.edi.part", "b.filepart", "c.edi~", ".hidden"):
        (tmp_path / "in" / name).write_bytes(one_file(drop).read_bytes())
    assert land_all(tmp_path / "home", tmp_path / "in") == []


def test_a_control_number_used_again_for_other_bytes_is_kept_and_told(drop: Path, tmp_path: Path) -> None:
    source = one_file(drop).read_bytes()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.edi").write_bytes(source)
    (tmp_path / "in" / "b.edi").write_bytes(source.replace(b"OT0", b"OX0"))
    second = land_all(tmp_path / "home", tmp_path / "in")[1]
    assert second.status == "loaded"
    assert [finding["code"] for finding in second.findings] == ["X12-CONTROL-NUMBER-REUSE"]


def test_counts_in_the_ledger_are_the_rows_in_the_tables(landed_home: Path) -> None:
    claims, lines = ask(landed_home, "SELECT sum(claim_count), sum(line_count) FROM raw.files")[0]
    found = "SELECT (SELECT count(*) FROM raw.x12_835_{0}) + (SELECT count(*) FROM raw.x12_837_{0})"
    assert ask(landed_home, found.format("claims")) == [(claims,)]
    assert ask(landed_home, found.format("lines")) == [(lines,)]


@pytest.mark.slow
def test_killed_at_any_moment_whole_batches_stand_and_the_next_run_loads_each_file_once(
    drop: Path, tmp_path: Path
) -> None:
    seed = 71
    draw = random.Random(seed)
    inbox, home = drop / "inbox", tmp_path / "home"
    for _ in range(4):
        process = subprocess.Popen(
            [sys.executable, "-c", LANDER, str(home), str(inbox)], cwd=ROOT, stdout=subprocess.PIPE
        )
        assert process.stdout
        process.stdout.readline()
        time.sleep(draw.uniform(0.05, 1.2))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        if Lake(home).exists:
            assert_batches_are_whole(home, seed)
    land_all(home, inbox)
    files = sum(1 for path in inbox.rglob("*.edi"))
    assert ask(home, "SELECT count(*), count(DISTINCT sha256) FROM raw.files WHERE status = 'loaded'") == [
        (files, files)
    ]
    assert_batches_are_whole(home, seed)


def assert_batches_are_whole(home: Path, seed: int) -> None:
    with Lake(home).connect() as connection:
        stands = connection.execute("SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'raw'").fetchone()
        if not stands or not stands[0]:
            return
        listed = connection.execute("SELECT file_id FROM raw.files WHERE status = 'loaded'").fetchall()
        landed = connection.execute("SELECT DISTINCT file_id FROM raw.x12_interchanges").fetchall()
    assert sorted(listed) == sorted(landed), f"seed {seed}"


def test_the_lake_can_be_rebuilt_from_the_vault(landed_home: Path, tmp_path: Path) -> None:
    vault = Vault(landed_home)
    land_all(tmp_path, *[vault.path(digest) for digest in vault.digests()])
    for table in ("x12_835_adjustments", "x12_837_lines", "x12_835_claims"):
        rows = f"(SELECT * EXCLUDE (batch_id) FROM raw.{table}) AS t"  # noqa: S608 - our own names
        content = f"SELECT bit_xor(hash(t)), count(*) FROM {rows}"  # noqa: S608 - our own names
        assert ask(tmp_path, content) == ask(landed_home, content)


def test_findings_never_repeat_what_stands_in_the_data(drop: Path, tmp_path: Path) -> None:
    broken = one_file(drop, "837P").read_bytes().replace(b"CLM*OT", b"CLM*CANARY*X*OT", 1)
    (tmp_path / "broken.edi").write_bytes(broken)
    land_all(tmp_path / "home", tmp_path / "broken.edi")
    told = ask(tmp_path / "home", "SELECT message FROM raw.findings UNION ALL SELECT reason FROM raw.quarantined_sets")
    assert told
    assert not any("CANARY" in str(row) for row in told)


def rows_of(home: Path, table: str) -> list[tuple[object, ...]]:
    return sorted(ask(home, f"SELECT * EXCLUDE (batch_id) FROM raw.{table}"), key=repr)  # noqa: S608 - our own names


def test_a_large_file_lands_as_it_is_read_and_gives_the_rows_of_a_small_one(
    drop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = one_file(drop)
    land_all(tmp_path / "whole", source)
    monkeypatch.setattr(deliveries, "LARGE", 1_000)
    monkeypatch.setattr(raw_files, "CELLS_AT_ONCE", 500)
    (landed,) = land_all(tmp_path / "streamed", source)
    assert (landed.status, landed.counts["claims"] > 0) == ("loaded", True)
    for table in ("x12_835_claims", "x12_835_lines", "x12_835_adjustments", "x12_sets", "x12_interchanges"):
        assert rows_of(tmp_path / "streamed", table) == rows_of(tmp_path / "whole", table)
    assert Vault(tmp_path / "streamed").read(landed.sha256) == source.read_bytes()


def test_a_landing_that_fails_leaves_no_rows_on_disk(drop: Path, tmp_path: Path) -> None:
    class StoppedError(Exception):
        pass

    def stop(done: int, _: int) -> None:
        if done == 2:
            raise StoppedError

    files = sorted((drop / "inbox").rglob("835_*.edi"))[:3]
    land_all(tmp_path, files[0])
    before = sorted(tmp_path.rglob("*.parquet"))
    with pytest.raises(StoppedError):
        land(files[1:], lake=Lake(tmp_path), vault=Vault(tmp_path), progress=stop)
    assert sorted(tmp_path.rglob("*.parquet")) == before
    assert ask(tmp_path, "SELECT count(*) FROM raw.files") == [(1,)]


def test_absent_values_are_found_among_landed_rows_and_a_later_column_is_empty(drop: Path, tmp_path: Path) -> None:
    land_all(tmp_path, one_file(drop))
    with Lake(tmp_path).writing() as connection:
        connection.execute("ALTER TABLE raw.x12_835_claims ADD COLUMN newer VARCHAR")
        listed = connection.execute("SELECT column_name FROM (DESCRIBE raw.x12_835_claims)").fetchall()
        for (name,) in listed:
            query = f"SELECT count(*) - count({name}) FROM raw.x12_835_claims"  # noqa: S608 - our own names
            filtered = f"SELECT count(*) FROM raw.x12_835_claims WHERE {name} IS NULL"  # noqa: S608 - our own names
            assert connection.execute(filtered).fetchall() == connection.execute(query).fetchall(), name
        assert connection.execute("SELECT count(newer) FROM raw.x12_835_claims").fetchall() == [(0,)]
