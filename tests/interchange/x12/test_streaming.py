"""Reading piece by piece: the same outcome for any number of workers, bounded memory, and what is too large told."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest

from interchange.x12 import Delimiters, X12Error, open_stream, read, write
from interchange.x12.content import normalise
from interchange.x12.incoming import HEAD, MendedEnds, open_text
from tests.interchange.x12.campaign import dressed, golden_files, sound_file, spoiled
from tests.interchange.x12.test_engine import outcome
from tests.interchange.x12.test_reader import HEAD as SENT
from tests.interchange.x12.test_reader import claim, payment

SEED = 1_905


def payments(sets: int, claims: int = 5, *, delimiters: Delimiters | None = None) -> bytes:
    paid = [payment([claim(f"C{n}-{m}", "10", "10") for m in range(claims)], f"{claims * 10}") for n in range(sets)]
    return write("835", paid, envelope=SENT, delimiters=delimiters or Delimiters(), line_end="\n")


def test_two_workers_give_the_same_rows_in_the_same_order_as_one(drop: Path) -> None:
    for path in sorted((drop / "inbox").rglob("*.edi"))[:6]:
        content = path.read_bytes()
        one, two = (read(content, piece=20_000, workers=workers) for workers in (1, 2))
        assert one.tables == two.tables
        assert (one.type, one.findings, one.quarantined) == (two.type, two.findings, two.quarantined)


def test_spoiled_files_give_the_same_with_two_workers() -> None:
    golden = [path.read_bytes() for path in golden_files()]
    for number in range(60):
        draw = random.Random(f"{SEED}/{number}")
        content = dressed(spoiled(sound_file(golden, draw), draw), draw)
        wanted = outcome(read, content, piece=700)
        assert outcome(read, content, piece=700, workers=3) == wanted, f"seed {SEED}, file {number}"


def test_a_stream_gives_what_reading_the_whole_gives() -> None:
    content = b"junk before\n" + payments(400) + payments(300, delimiters=Delimiters("|", ">", "^", "!"))
    whole, stream = read(content), open_stream(io.BytesIO(content), piece=30_000)
    parts = list(stream)
    counted = {name: sum(b.num_rows for part in parts for b in part.tables.get(name, ())) for name in whole.tables}
    assert counted == {name: table.num_rows for name, table in whole.tables.items()}
    assert sorted(map(repr, (each for part in parts for each in part.findings))) == sorted(map(repr, whole.findings))
    assert len(parts) > 10


@pytest.mark.parametrize("between", [b"", b"TRAILER 1\n", b"TRAILER 1~\n", b"\n\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf", b"HEADER LINE\n"])
def test_ends_of_interchanges_are_mended_as_they_come(mark: bytes, between: bytes) -> None:
    unterminated = payments(180).rstrip()[:-1] + b"\n"
    content = mark + between.join([payments(900), unterminated, payments(200), unterminated])
    assert len(content) > HEAD
    stream, remarks = open_text(io.BytesIO(content))
    assert isinstance(stream, MendedEnds)
    stream.chunk = 50_000
    assert (stream.read(), remarks) == normalise(content)


@pytest.mark.parametrize("encoding", ["utf-16", "cp037"])
def test_a_file_that_has_to_be_taken_whole_reads_the_same(encoding: str) -> None:
    content = payments(900).decode().encode(encoding)
    stream, remarks = open_text(io.BytesIO(content))
    assert (stream.read(), remarks) == normalise(content)


def test_a_file_of_nothing_that_is_read_is_refused_before_its_first_part() -> None:
    content = payments(1)
    empty = (content[: content.index(b"ST*")] + content[content.index(b"GE*") :]) * 400
    with pytest.raises(X12Error, match="X12-NO-SETS"):
        open_stream(io.BytesIO(empty), piece=1_000)


def test_a_set_that_is_larger_than_allowed_is_put_aside_and_told_by_place() -> None:
    small, large = payments(2), payments(1, claims=2_000)
    body = large[large.index(b"ST*") : large.index(b"GE*")].replace(b"*0001~", b"*0003~")
    content = small.replace(b"GE*2", body + b"GE*3")
    reading = read(content, piece=2_000, largest_set=20_000)
    (told,) = [each for each in reading.findings if each.severity == "error"]
    place = content.index(body)
    assert (told.code, told.byte_offset, told.segment_id) == ("X12-SET-TOO-LARGE", place, "ST")
    assert told.segment_ordinal == content[:place].count(b"~") + 1
    (aside,) = reading.quarantined
    assert (aside.set_control_number, aside.code) == ("0003", "X12-SET-TOO-LARGE")
    assert 20_000 <= aside.byte_count <= 20_000 + 2 * 2_000
    assert reading.tables["x12_835_claims"].num_rows == 10
    assert read(content, piece=2_000).quarantined == []


def test_a_set_without_end_is_refused_after_the_allowed_bytes() -> None:
    class Endless(io.RawIOBase):
        given = 0
        head = payments(1)[: payments(1).index(b"SE*")]

        def readinto(self, room: memoryview) -> int:  # type: ignore[override]
            text = self.head[self.given :] if self.given < len(self.head) else b"REF*EV*X~" * 200
            got = min(len(room), len(text))
            room[:got] = text[:got]
            self.given += got
            return got

        def readable(self) -> bool:
            return True

    source = Endless()
    stream = open_stream(io.BufferedReader(source), piece=10_000, largest_set=300_000)
    parts = list(stream)
    assert [each.code for part in parts for each in part.quarantined] == ["X12-SET-TOO-LARGE"]
    assert source.given < 12 << 20


def test_a_segment_without_end_is_told_by_byte_and_segment() -> None:
    content = payments(1)
    cut = content.index(b"CLP*")
    reading = read(content[:cut] + b"A" * (2 << 20))
    (told,) = [each for each in reading.findings if each.code == "X12-SEGMENT-TOO-LONG"]
    assert (told.byte_offset, told.segment_ordinal) == (cut, content[:cut].count(b"~") + 1)
