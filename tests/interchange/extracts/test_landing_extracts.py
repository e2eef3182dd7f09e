"""Extracts in the lake: once by content, bad rows aside, every row leading back to its line."""

from __future__ import annotations

from pathlib import Path

from interchange.lake import Lake
from interchange.landing import LandedFile, land
from interchange.provenance import SegmentReader
from interchange.vault import Vault

APPEALS = (
    b"PATIENT_CONTROL_NUMBER,APPEAL_LEVEL,SENT_DATE,OUTCOME\n"
    b"A1,1,2026-01-02,Pending\n"
    b"A2,first,2026-01-03,Pending\n"
    b"A3,1,2026-01-04,Upheld\n"
)


def land_all(home: Path, inbox: Path, **files: bytes) -> list[LandedFile]:
    inbox.mkdir(exist_ok=True)
    for name, content in files.items():
        (inbox / f"{name}.csv").write_bytes(content)
    return land([inbox], lake=Lake(home), vault=Vault(home))


def ask(home: Path, query: str) -> list[tuple[object, ...]]:
    with Lake(home).connect() as connection:
        return connection.execute(query).fetchall()


def test_rows_in_are_rows_loaded_and_rows_put_aside_and_the_same_bytes_land_once(tmp_path: Path) -> None:
    home, inbox = tmp_path / "home", tmp_path / "inbox"
    first, again = land_all(home, inbox, APPEAL_LOG_1=APPEALS, APPEAL_LOG_2=APPEALS)
    assert (first.status, first.counts["rows"], first.refused_count) == ("loaded", 2, 1)
    assert again.status == "duplicate"
    assert {each.status for each in land_all(home, inbox)} == {"duplicate"}
    assert ask(home, "SELECT row_count, quarantined_row_count FROM raw.files WHERE status = 'loaded'") == [(2, 1)]
    assert ask(home, "SELECT count(*) FROM raw.work_appeals") == [(2,)]
    aside = "SELECT table_name, segment_ordinal, byte_offset, expectation, column_name FROM raw.quarantined_rows"
    assert ask(home, aside) == [
        ("work_appeals", 3, APPEALS.index(b"A2"), "EXTRACT-INTEGER-UNREADABLE", "level"),
    ]


def test_every_row_leads_back_to_its_line(tmp_path: Path) -> None:
    home = tmp_path / "home"
    land_all(home, tmp_path / "inbox", appeals=APPEALS)
    reader = SegmentReader(Vault(home))
    query = "SELECT patient_control_number, sha256, byte_offset FROM raw.work_appeals JOIN raw.files USING (file_id)"
    lines = [reader.read(str(digest), int(str(offset))) for _, digest, offset in ask(home, query)]
    assert lines == ["A1,1,2026-01-02,Pending", "A3,1,2026-01-04,Upheld"]


def test_a_file_without_a_sound_row_is_quarantined_with_the_first_reason(tmp_path: Path) -> None:
    (landed,) = land_all(tmp_path / "home", tmp_path / "inbox", appeals=APPEALS.splitlines(True)[0] + b"A2,x,,\n")
    assert (landed.status, landed.type, landed.reason_code) == (
        "quarantined", "APPEAL_LOG", "EXTRACT-INTEGER-UNREADABLE",
    )  # fmt: skip


def test_a_lake_from_before_these_tables_gets_them(tmp_path: Path) -> None:
    home = tmp_path / "home"
    land_all(home, tmp_path / "inbox", appeals=APPEALS)
    with Lake(home).writing() as connection:
        connection.execute("DROP TABLE raw.work_touches")
        connection.execute("ALTER TABLE raw.files DROP COLUMN row_count")
    land_all(home, tmp_path / "inbox", more=APPEALS + b"A4,1,2026-01-05,Upheld\n")
    assert ask(home, "SELECT count(*) FROM raw.work_touches") == [(0,)]
    assert ask(home, "SELECT row_count FROM raw.files WHERE file_name = 'more.csv'") == [(3,)]
