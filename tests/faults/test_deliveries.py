"""What can be wrong with a delivery, by the numbers of the reliability cases: A1, A2, A4, A14 to A17."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import resource
import stat
import struct
import subprocess
import sys
import warnings
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.faults.conftest import Installation

CASE = Path(__file__).parents[1] / "golden" / "835" / "full_denial" / "input"
REMITTANCE = (CASE / "remittance.835").read_bytes()
LEDGER = "SELECT file_name, sha256, status, reason_code FROM raw.files ORDER BY file_name"
WRITER = """
import select, sys
content = open(sys.argv[1], "rb").read()
with open(sys.argv[2], "wb", buffering=0) as stream:
    written = 0
    while not select.select([sys.stdin], [], [], 0.1)[0]:
        stream.write(content[written : written + 1])
        written += 1
        print("growing", flush=True)
    stream.write(content[written:])
"""


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def another(number: int) -> bytes:
    """A remittance of its own, told apart by its trace number and control number."""
    traced = REMITTANCE.replace(b"T0120260210GP01", f"T{number:03d}".encode())
    return traced.replace(b"000000102", f"{number:09d}".encode())


def test_a1_the_same_bytes_renamed_and_packed_load_once_and_are_three_deliveries(installation: Installation) -> None:
    (installation.inbox / "a.835").write_bytes(REMITTANCE)
    (installation.inbox / "b.835").write_bytes(REMITTANCE)
    (installation.inbox / "c.835.gz").write_bytes(gzip.compress(REMITTANCE))
    assert [each["status"] for each in installation.land()] == ["loaded", "duplicate", "duplicate"]
    assert installation.ask("SELECT count(*), count(DISTINCT sha256) FROM raw.files") == [(3, 1)]
    assert installation.ask("SELECT DISTINCT sha256 FROM raw.files") == [(sha256(REMITTANCE),)]
    assert installation.ask("SELECT count(*) FROM raw.x12_835_payments") == [(1,)]


def test_a2_the_same_control_numbers_with_other_bytes_are_both_kept_and_told(installation: Installation) -> None:
    (installation.inbox / "a.835").write_bytes(REMITTANCE)
    installation.land()
    (installation.inbox / "b.835").write_bytes(REMITTANCE.replace(b"*BIRCH*", b"*ELM*"))
    told = {Path(each["file"]).name: each for each in installation.land()}
    assert told["b.835"]["status"] == "loaded"
    assert [finding["code"] for finding in told["b.835"]["findings"]] == ["X12-CONTROL-NUMBER-REUSE"]
    assert installation.ask("SELECT count(*) FROM raw.x12_835_payments") == [(2,)]
    assert installation.ask("SELECT code FROM raw.findings") == [("X12-CONTROL-NUMBER-REUSE",)]


def test_a4_a_growing_file_is_left_until_it_is_whole_and_then_loads_once(installation: Installation) -> None:
    source, target = installation.inbox.parent / "source.835", installation.inbox / "growing.835"
    source.write_bytes(REMITTANCE)
    command = [sys.executable, "-c", WRITER, str(source), str(target)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        for _ in range(4):
            writer.stdout.readline()
        assert installation.land() == []
        writer.communicate("finish\n")
    assert [each["status"] for each in installation.land()] == ["loaded"]
    assert [each["status"] for each in installation.land()] == ["duplicate"]
    assert installation.ask("SELECT sha256 FROM raw.files") == [(sha256(REMITTANCE),)]


def test_a4_a_file_cut_short_and_left_alone_is_told_and_not_waited_for(installation: Installation) -> None:
    target = installation.inbox / "cut.835"
    target.write_bytes(REMITTANCE[: REMITTANCE.index(b"CLP*G01B") + 20])
    (told,) = installation.land()
    assert told["status"] == "quarantined"
    assert told["reason_code"]


def test_a4_names_of_unfinished_files_are_left_for_later(installation: Installation) -> None:
    names = ["a.835.part", "a.835.filepart", "a.835~", "a.tmp", ".a.835"]
    for number, name in enumerate(names):
        (installation.inbox / name).write_bytes(another(number))
    assert installation.land() == []
    for number, name in enumerate(names):
        (installation.inbox / name).rename(installation.inbox / f"{number}.835")
    assert [each["status"] for each in installation.land()] == ["loaded"] * len(names)


def zip_of(*members: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return packed.getvalue()


def bombs() -> dict[str, bytes]:
    nested = REMITTANCE
    for depth in range(3):
        nested = zip_of((f"level{depth}.zip", nested))
    lying = bytearray(zip_of(("a.835", b"\0" * (32 << 20))))
    at = lying.index(b"PK\x01\x02")
    lying[at + 24 : at + 28] = struct.pack("<I", 100)
    return {
        "gzip.gz": gzip.compress(b"\0" * (64 << 20)),
        "zip.zip": zip_of(("a.835", b"\0" * (64 << 20))),
        "nested.zip": nested,
        "members.zip": zip_of(*((f"{number}", b"") for number in range(10_001))),
        "lying.zip": bytes(lying),
        "cut.zip": zip_of(("a.835", REMITTANCE))[:-40],
        "cut.gz": gzip.compress(REMITTANCE)[:-20],
    }


def test_a14_bombs_stop_at_a_cap_and_leave_nothing_behind(installation: Installation) -> None:
    for name, content in bombs().items():
        (installation.inbox / name).write_bytes(content)
    told = {Path(each["file"].split("!")[0]).name: each for each in installation.land()}
    assert {name: each["status"] for name, each in told.items()} == dict.fromkeys(bombs(), "quarantined")
    assert {name: each["reason_code"] for name, each in told.items()} == {
        "gzip.gz": "LAND-ARCHIVE-BOMB",
        "zip.zip": "LAND-ARCHIVE-BOMB",
        "nested.zip": "LAND-ARCHIVE-NESTED",
        "members.zip": "LAND-ARCHIVE-TOO-MANY",
        "lying.zip": "LAND-ARCHIVE-BROKEN",
        "cut.zip": "LAND-ARCHIVE-BROKEN",
        "cut.gz": "LAND-ARCHIVE-BROKEN",
    }
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 2 << 20, "kibibytes: two gibibytes"
    assert not [path for path in installation.home.rglob("*") if path.name.endswith((".part", ".tmp"))]


def test_a15_names_inside_an_archive_are_text_for_the_ledger_only(installation: Installation) -> None:
    names = ["../../outside.835", "/absolute.835", "C:\\windows.835", "same.835", "same.835"]
    link = zipfile.ZipInfo("link.835")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(installation.inbox / "day.zip", "w") as archive, warnings.catch_warnings(action="ignore"):
        for number, name in enumerate(names):
            archive.writestr(name, another(number))
        archive.writestr(link, "/etc/passwd")
    before = set(installation.inbox.parent.rglob("*"))
    told = installation.land()
    assert [each["status"] for each in told] == ["loaded"] * 5 + ["quarantined"]
    assert told[-1]["reason_code"] == "LAND-NOT-A-FILE"
    made = set(installation.inbox.parent.rglob("*")) - before
    assert all(installation.home in path.parents or path == installation.home for path in made)
    assert not Path("/absolute.835").exists()
    ledger = [row[0] for row in installation.ask(LEDGER)]
    assert sorted(ledger) == sorted(f"day.zip!{name}" for name in [*names, "link.835"])


def test_a16_links_pipes_devices_and_sockets_are_refused_and_written_down(installation: Installation) -> None:
    outside = installation.inbox.parent / "outside.835"
    outside.write_bytes(REMITTANCE)
    (installation.inbox / "soft.835").symlink_to(outside)
    (installation.inbox / "hard.835").hardlink_to(outside)
    (installation.inbox / "folder.835").symlink_to(installation.inbox.parent)
    (installation.inbox / "empty.835").mkdir()
    os.mkfifo(installation.inbox / "pipe.835")
    told = {Path(each["file"]).name: each for each in installation.land()}
    assert {name: each["reason_code"] for name, each in told.items()} == {
        "folder.835": "LAND-UNREADABLE",
        "hard.835": "LAND-HARD-LINK",
        "pipe.835": "LAND-NOT-A-FILE",
        "soft.835": "LAND-UNREADABLE",
    }
    assert {row[2] for row in installation.ask(LEDGER)} == {"quarantined"}
    assert installation.ask("SELECT count(*) FROM raw.files") == [(len(told),)]


def test_a16_a_device_named_on_the_command_line_is_refused(installation: Installation) -> None:
    (told,) = installation.land(Path("/dev/zero"))
    assert told["reason_code"] == "LAND-NOT-A-FILE"


def test_a17_strange_names_load_exactly_their_own_bytes(installation: Installation) -> None:
    names = [b"*.csv", b"[ab].csv", b"x' OR 1", b"new\nline.835", b"n" * 251 + b".835", b"\xff.835", b"a.csv", b"b.csv"]
    for number, name in enumerate(names):
        with open(os.fsencode(installation.inbox) + b"/" + name, "wb") as stream:  # noqa: PTH123 - a name of bytes
            stream.write(another(number))
    told = installation.land()
    assert {each["status"] for each in told} == {"loaded"}
    assert sorted(each["sha256"] for each in told) == sorted(sha256(another(number)) for number in range(len(names)))
    by_name = {row[0]: row[1] for row in installation.ask(LEDGER)}
    assert by_name["*.csv"] == sha256(another(0))
    assert by_name["[ab].csv"] == sha256(another(1))
    assert by_name["x' OR 1"] == sha256(another(2))
    assert by_name["new\\nline.835"] == sha256(another(3))
    assert by_name["\\udcff.835"] == sha256(another(5))
    assert installation.ask("SELECT count(*) FROM raw.x12_835_payments") == [(len(names),)]
