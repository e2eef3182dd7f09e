"""The engine against the plain reader: the same rows, findings and sets put aside, for any bytes and any cut."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from interchange.x12 import X12Error, read
from tests.interchange.x12.campaign import PIECES, dressed, golden_files, sound_file, spoiled
from tests.interchange.x12.plain import reader as plain

SEED = 20_261_125
MUTATIONS = int(os.environ.get("OVERTURN_MUTATIONS", "400"))


def outcome(read_as: object, content: bytes, **options: object) -> tuple[object, ...]:
    """Everything a reader says of some bytes, in one comparable form."""
    try:
        reading = read_as(content, **options)  # type: ignore[operator]
    except X12Error as refused:
        return refused.code, refused.byte_offset, refused.message
    tables = {name: sorted(map(repr, t.to_pylist())) for name, t in reading.tables.items() if t.num_rows}
    aside = sorted(reading.quarantined, key=lambda each: each.byte_offset)
    return reading.type, tables, sorted(map(repr, reading.findings)), aside


def assert_same(content: bytes, said: str, *, strict: bool = False, piece: int = 4 << 20) -> None:
    assert outcome(read, content, strict=strict, piece=piece) == outcome(plain.read, content, strict=strict), said


@pytest.mark.parametrize("strict", [False, True])
def test_golden_files_read_the_same(strict: bool) -> None:
    files = golden_files()
    assert files
    for path in files:
        assert_same(path.read_bytes(), str(path), strict=strict, piece=PIECES[len(path.name) % len(PIECES)])


def test_simulated_files_read_the_same(drop: Path) -> None:
    files = sorted((drop / "inbox").rglob("*.edi"))
    for path in files[:: max(1, len(files) // 12)]:
        assert_same(path.read_bytes(), str(path), piece=50_000)


def test_other_peoples_files_read_the_same(samples: Path) -> None:
    files = [path for path in sorted((samples / "x12").rglob("*")) if path.is_file()]
    for path in files:
        assert_same(path.read_bytes(), str(path), piece=2_000)


def test_a20_spoiled_files_of_any_set_read_the_same_and_never_end_in_a_traceback() -> None:
    """Reliability A20; OVERTURN_MUTATIONS=50000 for the whole campaign (pytest -s shows what became of the files)."""
    golden = [path.read_bytes() for path in golden_files()]
    sound = [sound_file(golden, random.Random(f"{SEED}/sound/{number}")) for number in range(MUTATIONS // 25)]
    for number in range(MUTATIONS):
        draw = random.Random(f"{SEED}/{number}")
        content = dressed(spoiled(draw.choice(sound), draw), draw)
        strict, piece = draw.random() < 0.3, draw.choice(PIECES)
        assert_same(content, f"seed {SEED}, mutation {number}", strict=strict, piece=piece)
    print(f"seed {SEED}: {MUTATIONS} spoiled files read alike")  # noqa: T201 - the seed is wanted


def test_any_cut_into_pieces_gives_the_same_rows() -> None:
    content = b"".join(path.read_bytes() for path in golden_files())
    whole = outcome(read, content)
    for piece in (64, 777, 4_096, 100_000):
        assert outcome(read, content, piece=piece) == whole


def test_blanks_longer_than_a_piece_may_stand_before_the_header() -> None:
    content = golden_files()[0].read_bytes()
    for blanks in (900, 1_100, 70_000):
        assert_same(b"\n" * blanks + content, f"{blanks} blanks", piece=300)
