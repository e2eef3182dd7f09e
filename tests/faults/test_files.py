"""What can be wrong inside an X12 file, by the numbers of the reliability cases: A5 to A13 (A20: test_engine.py)."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interchange.x12 import Delimiters, Reading, X12Error, read, write_999, write_ta1
from interchange.x12.reader import Stream
from tests.interchange.x12.test_acknowledgements import BACK, body
from tests.interchange.x12.test_reader import HEAD, claim, one_payment, payment, rows, write

if TYPE_CHECKING:
    from tests.faults.conftest import Installation

ROOT = Path(__file__).parents[2]
CLAIMS = [("A1", 60), ("A2", 0)]
MOST_MEMORY = 300 << 10  # kibibytes, as the kernel counts them
MEASURE = """
from interchange.x12 import X12Error, read
try:
    read({content})
except X12Error as refused:
    peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(refused.code, peak.split()[1])
"""


def claims(reading: Reading) -> list[tuple[object, ...]]:
    return [(row["patient_control_number"], row["paid_amount"]) for row in rows(reading, "x12_835_claims")]


def codes(reading: Reading) -> list[str]:
    return [each.code for each in reading.findings]


def three_sets() -> bytes:
    return write("835", [payment([claim(f"A{n}", "10", "10")], "10") for n in range(3)], envelope=HEAD)


class Endless(io.RawIOBase):
    """A header and then one segment without an end, as many bytes as anybody reads."""

    given = 0

    def readinto(self, room: memoryview) -> int:  # type: ignore[override]
        head = one_payment()[:106][self.given :][: len(room)]
        room[: len(head)] = head
        room[len(head) :] = b"A" * (len(room) - len(head))
        self.given += len(room)
        return len(room)


def test_a5_a_header_cut_at_any_byte_is_refused_with_its_code_and_place(installation: Installation) -> None:
    for length in range(106):
        head = one_payment()[:length]
        with pytest.raises(X12Error, match=r"X12-(NOT-X12|ISA-TRUNCATED)") as refused:
            read(head)
        assert refused.value.byte_offset <= length
        (installation.inbox / f"{length:03d}.835").write_bytes(head + b"\n" * (length + 1))
    landed = installation.land()
    assert len(landed) == 106
    assert {each["status"] for each in landed} <= {"quarantined", "duplicate"}


@pytest.mark.parametrize(
    ("trailer", "code", "answer"),
    [(b"SE*99*0002~", "X12-SE01-COUNT", "IK5*R*4"), (b"SE*{count}*0009~", "X12-SE02-CONTROL", "IK5*R*3")],
)
def test_a6_one_bad_set_of_three_is_put_aside_and_rejected_in_the_999(trailer: bytes, code: str, answer: str) -> None:
    content = three_sets()
    sound = next(line for line in content.split(b"\n") if line.startswith(b"SE*") and line.endswith(b"*0002~"))
    broken = content.replace(sound, trailer.replace(b"{count}", sound.split(b"*")[1]))
    reading = read(broken, strict=True)
    (aside,) = reading.quarantined
    assert (aside.code, aside.set_control_number) == (code, "0002")
    assert broken[aside.byte_offset :].startswith(aside.content)
    assert [each[0] for each in claims(reading)] == ["A0", "A2"]
    assert answer in body(write_999(reading, envelope=BACK))
    assert read(broken[: broken.index(b"ST*")] + aside.content).type == "835"


@pytest.mark.parametrize(
    ("sound", "broken", "code"),
    [
        (b"GE*3*7", b"GE*4*7", "X12-GE01-COUNT"),
        (b"GE*3*7", b"GE*3*8", "X12-GE02-CONTROL"),
        (b"GE*3*7~\n", b"", "X12-GE-MISSING"),
        (b"IEA*1*", b"IEA*2*", "X12-IEA01-COUNT"),
        (b"*000000007~\n", b"*000000008~\n", "X12-IEA02-CONTROL"),
        (b"IEA*1*000000007~", b"", "X12-IEA-MISSING"),
    ],
)
def test_a7_a_wrong_trailer_warns_and_where_strict_puts_all_that_it_closes_aside(
    sound: bytes, broken: bytes, code: str
) -> None:
    content = three_sets().replace(sound, broken) + one_payment().replace(b"000000007", b"000000009")
    mild = read(content)
    assert (codes(mild), len(claims(mild)), mild.quarantined) == ([code], 5, [])
    strict = read(content, strict=True)
    assert [(each.code, each.severity) for each in strict.findings] == [(code, "error")]
    assert [(each.code, each.set_control_number) for each in strict.quarantined] == [
        (code, f"000{n}") for n in (1, 2, 3)
    ]
    assert claims(strict) == CLAIMS, "the other interchange is whole"
    assert [row["status"] for row in rows(strict, "x12_sets")] == ["quarantined"] * 3 + ["loaded"]
    for aside in strict.quarantined:
        assert content[aside.byte_offset :].startswith(aside.content)


@pytest.mark.parametrize(
    ("delimiters", "line_end"),
    [
        (Delimiters(), ""),
        (Delimiters(), "\r\n"),
        (Delimiters(":", "*", "^", "~"), ""),
        (Delimiters("|", ">", "^", "\n"), ""),
        (Delimiters("*", ":", "^", "\r"), "\n"),
        (Delimiters("*", ":", "", "\x1c"), ""),
        (Delimiters("\x1d", "\x1f", "\x1c", "\x1e"), ""),
    ],
)
def test_a8_any_delimiters_and_line_ends_give_the_same_claims(delimiters: Delimiters, line_end: str) -> None:
    reading = read(one_payment(delimiters=delimiters, line_end=line_end))
    assert (claims(reading), reading.findings) == (CLAIMS, [])


def test_a8_a_terminator_beyond_ascii_and_4010_without_repetitions() -> None:
    content = one_payment(line_end="")
    assert claims(read(content.replace(b"~", b"\x85"))) == CLAIMS
    assert claims(read(content.replace(b"~", b"~\x85"))) == CLAIMS
    assert claims(read(content.replace(b"*^*00501*", b"*U*00401*"))) == CLAIMS


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8-sig", []),
        ("utf-16", ["X12-ENCODING"]),
        ("utf-16-le", ["X12-ENCODING"]),
        ("utf-16-be", ["X12-ENCODING"]),
        ("utf-32", ["X12-ENCODING"]),
        ("cp037", ["X12-ENCODING"]),
        ("latin-1", []),
    ],
)
def test_a9_other_encodings_are_decoded_and_names_stay_themselves(encoding: str, told: list[str]) -> None:
    content = write("835", [payment([claim("A", "1", "1", patient_last_name="MUÑOZ")], "1")], envelope=HEAD)
    reading = read(content.decode().encode(encoding))
    assert (codes(reading), rows(reading, "x12_835_claims")[0]["patient_last_name"]) == (told, "MUÑOZ")


@pytest.mark.parametrize("form", ["ebcdic line ends", "ebcdic terminators", "utf-8 line ends", "utf-8 terminators"])
def test_a9_mainframe_line_ends_are_line_ends(form: str) -> None:
    text = one_payment(line_end="").decode().replace("~", "\x85" if "terminators" in form else "~\x85")
    reading = read(text.encode("cp037" if "ebcdic" in form else "utf-8"))
    assert (claims(reading), codes(reading)) == (CLAIMS, ["X12-ENCODING"])


def test_a9_half_a_letter_at_the_end_is_refused_by_name() -> None:
    with pytest.raises(X12Error, match="X12-ENCODING"):
        read(one_payment().decode().encode("utf-16")[:-1])


def test_a10_control_characters_in_a_name_are_left_out_and_told_at_their_element() -> None:
    content = write("835", [payment([claim("A", "1", "1", patient_last_name="DOEDOE")], "1")], envelope=HEAD)
    content = content.replace(b"DOEDOE", b"DOE\x00\x07DOE")
    reading = read(content)
    assert rows(reading, "x12_835_claims")[0]["patient_last_name"] == "DOEDOE"
    (found,) = reading.findings
    assert (found.code, found.segment_id, found.element) == ("X12-CONTROL-CHARACTER", "NM1", 3)
    assert content[found.byte_offset :].startswith(b"NM1*QC*")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("b'{head}' + b'~' * 10_000_000", "X12-EMPTY-SEGMENTS"),
        ("b'{head}' + b'A' * 20_000_000", "X12-SEGMENT-TOO-LONG"),
    ],
    ids=["a11", "a12"],
)
def test_a11_a12_a_file_of_nothing_and_a_segment_without_end_are_refused_in_little_memory(
    content: str, code: str
) -> None:
    given = content.format(head=one_payment()[:106].decode())
    script = MEASURE.format(content=given)
    said = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    found, memory = said.stdout.split()
    assert found == code
    assert int(memory) < MOST_MEMORY


def test_a12_a_stream_without_end_is_refused_after_its_first_piece() -> None:
    source = Endless()
    with pytest.raises(X12Error, match="X12-SEGMENT-TOO-LONG"):
        list(Stream(source))
    assert source.given <= 8 << 20


def test_a13_two_interchanges_one_after_the_other_both_load() -> None:
    reading = read(one_payment() + one_payment(delimiters=Delimiters("|", ">", "^", "!")))
    assert (claims(reading), len(rows(reading, "x12_interchanges"))) == (CLAIMS * 2, 2)
    without_end = read(one_payment().rstrip()[:-1] + b"\n" + one_payment(delimiters=Delimiters("|", ">", "^", "!")))
    assert (claims(without_end), codes(without_end)) == (CLAIMS * 2, ["X12-UNTERMINATED"])


def test_a13_an_interchange_inside_another_is_read_and_the_set_that_it_breaks_is_put_aside() -> None:
    outer, inner = one_payment(), one_payment(delimiters=Delimiters("|", ">", "^", "!"))
    cut = outer.index(b"CLP*A2")
    reading = read(outer[:cut] + inner + outer[cut:])
    assert claims(reading) == CLAIMS
    (aside,) = reading.quarantined
    assert (aside.code, aside.content) == ("X12-SE-MISSING", outer[outer.index(b"ST*") : cut])
    assert "X12-IEA-MISSING" in codes(reading)
    assert body(write_ta1(reading, envelope=BACK))[0].endswith("*R*023")


def test_a13_a_header_that_is_none_costs_its_set_and_not_the_rest_of_the_file() -> None:
    content = three_sets()
    cut = content.index(b"CLP*A1")
    reading = read(content[:cut] + b"ISA*00*nothing~\n" + content[cut:])
    assert [each[0] for each in claims(reading)] == ["A0", "A2"]
    assert {"X12-ISA-MALFORMED", "X12-SE-MISSING"} <= set(codes(reading))


@pytest.mark.parametrize("garbage", [b"TRAILER RECORD 0001\n", b"TRAILER RECORD 0001~\n", b"\x1a\x00\n"])
@pytest.mark.parametrize("place", ["before", "between", "after"])
def test_a13_garbage_around_interchanges_is_passed_over_and_told(garbage: bytes, place: str) -> None:
    content, other = one_payment(), one_payment(delimiters=Delimiters("|", ">", "^", "!"))
    whole = {
        "before": garbage + content + other,
        "between": content + garbage + other,
        "after": content + other + garbage,
    }[place]
    reading = read(whole)
    assert (claims(reading), len(rows(reading, "x12_interchanges"))) == (CLAIMS * 2, 2)
    told = {"X12-GARBAGE", "X12-UNTERMINATED"} & set(codes(reading))
    assert bool(told) == (b"TRAILER" in garbage)


@pytest.mark.parametrize("width", [60, 72, 80, 106, 132, 250])
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_lines_that_a_transport_wrapped_are_joined_and_told(width: int, line_end: bytes) -> None:
    content = one_payment(line_end="")
    reading = read(line_end.join(content[at : at + width] for at in range(0, len(content), width)))
    assert (claims(reading), codes(reading)) == (CLAIMS, ["X12-WRAPPED"])
