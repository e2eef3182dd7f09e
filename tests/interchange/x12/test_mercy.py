"""What senders leave out or turn around, as published files do: read all the same, and told."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest

from interchange import x12
from interchange.provenance import segment_at
from interchange.x12 import Delimiters, Reading, X12Error, judge, read, reply_envelope, sniff, write, write_999
from interchange.x12.deidentification import Pseudonyms, deidentify
from interchange.x12.outline import outline
from tests.interchange.x12.test_acknowledgements import SENT, body, claim, sent, submission
from tests.interchange.x12.test_engine import assert_same
from tests.interchange.x12.test_reader import one_payment

HEADERS = re.compile(rb"^(?:ISA|IEA).*\n", re.MULTILINE)
ENVELOPES = re.compile(rb"^(?:ISA|IEA|GS|GE).*\n", re.MULTILINE)
TWO_LINES = re.compile(rb"^LX.*\n", re.MULTILINE)
OTHER_SIGNS = Delimiters("|", ":", "^", "!")


def rows(reading: Reading, table: str, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(row[name] for name in columns) for row in reading.tables[table].to_pylist()]


def codes(reading: Reading) -> list[str]:
    return [each.code for each in reading.findings]


@pytest.mark.parametrize("left_out", [HEADERS, ENVELOPES])
@pytest.mark.parametrize("separators", [Delimiters(), OTHER_SIGNS])
def test_a_set_or_a_group_without_an_interchange_is_read_and_told_once(
    left_out: re.Pattern[bytes], separators: Delimiters
) -> None:
    whole = one_payment(delimiters=separators)
    bare = left_out.sub(b"", whole)
    reading, columns = read(bare), ("patient_control_number", "paid_amount")
    assert codes(reading) == ["X12-ISA-MISSING"]
    assert rows(reading, "x12_835_claims", *columns) == rows(read(whole), "x12_835_claims", *columns)
    assert sniff(bare) == "835"
    assert judge(reading, bare)[0].segment_id == judge(read(whole), whole)[0].segment_id
    assert segment_at(bare, bare.index(b"CLP")) == segment_at(whole, whole.index(b"CLP"))
    assert_same(bare, "bare", piece=300)


def test_a_set_before_the_first_interchange_is_no_garbage() -> None:
    content = ENVELOPES.sub(b"", one_payment()) + one_payment()
    reading = read(content)
    assert codes(reading) == ["X12-ISA-MISSING"]
    assert reading.tables["x12_835_claims"].num_rows == 4
    assert_same(content, "bare, then whole")


def test_a_file_without_a_header_names_nobody_to_answer() -> None:
    now = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
    bare = ENVELOPES.sub(b"", one_payment())
    with pytest.raises(X12Error, match="X12-ISA-MISSING"):
        reply_envelope(read(bare), control_number=1, created=now)
    refused = X12Error("X12-UNTERMINATED", "the file ends inside a segment")
    assert x12.write_ta1_of_refusal(bare, refused, control_number=1, created=now) == b""


@pytest.mark.parametrize("words", [b"ST*reet, GS*tate\n", b"STATE*CODE~", b"GS*HC~GE~", b"ST*835\n"])
def test_words_that_only_begin_like_a_set_are_no_x12(words: bytes) -> None:
    with pytest.raises(X12Error, match="X12-NOT-X12"):
        read(words)


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_terminators_that_begin_the_next_line_end_their_own(line_end: bytes) -> None:
    whole = one_payment(line_end="")
    turned = whole.replace(b"~", line_end + b"~").removesuffix(b"~")
    reading = read(turned)
    assert codes(reading) == ["X12-UNTERMINATED"]  # the last segment, told and read
    assert rows(reading, "x12_835_claims", "paid_amount") == rows(read(whole), "x12_835_claims", "paid_amount")


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_a_last_line_without_its_end_is_ended_where_line_ends_are_terminators(line_end: bytes) -> None:
    content = one_payment(line_end="").replace(b"~", line_end)[: -len(line_end)]
    reading = read(content)
    assert codes(reading) == ["X12-UNTERMINATED"]
    assert reading.tables["x12_835_claims"].num_rows == 2


@pytest.mark.parametrize(
    ("type_", "line"),
    [
        ("837P", {"procedure_qualifier": "HC", "procedure_code": "99213", "units": 1}),
        ("837I", {"revenue_code": "0450", "units": 1}),
        ("837D", {"procedure_qualifier": "AD", "procedure_code": "D0120"}),
    ],
)
@pytest.mark.parametrize("guide", [b"", b"999999X999X9", b"005010X224A2", b"004010X096A1"])
def test_a_claims_own_lines_say_its_kind_where_the_guide_does_not(
    type_: str, line: dict[str, object], guide: bytes
) -> None:
    one = claim("A1", "80")
    one.children[0].values = line | {"charge_amount": Decimal(80)}
    whole = write(type_, [submission(one)], envelope=SENT)
    content = re.sub(rb"005010X22[234]A[12]", guide, whole)
    reading = read(content)
    assert reading.type == type_
    assert rows(reading, "x12_837_lines", "charge_amount") == [(Decimal(80),)]
    says_so = {"837D": b"005010X224", "837I": b"004010X096"}.get(type_, b"005010X222")
    assert codes(reading) == ([] if guide.startswith(says_so) else ["X12-GUIDE"])


def test_a_set_without_lines_is_the_first_of_its_code_where_the_guide_does_not_say() -> None:
    empty = sent(submission()).replace(b"005010X222A1", b"")
    assert read(empty).type == sniff(empty) == "837P"
    assert codes(read(empty)) == ["X12-GUIDE"]
    assert "IK5*E*I6" in body(write_999(read(empty), envelope=SENT))


def test_a_line_whose_number_was_left_out_is_a_line_and_the_lack_is_told() -> None:
    one = claim("A1", "200")
    one.children.append(one.children[0])
    whole = sent(submission(one))
    headless = TWO_LINES.sub(b"", whole)
    reading = read(headless)
    assert rows(reading, "x12_837_lines", "line_number", "charge_amount") == [(None, Decimal(100))] * 2
    told = [(each.code, each.segment_id) for each in judge(reading, headless)]
    assert told == [("X12-REQUIRED-SEGMENT", "LX")] * 2
    loops = [placed.loops[-1].id for placed in outline(headless) if placed.token.id == "SV1"]
    assert loops == ["2400", "2400"]
    assert_same(headless, "headless")


def test_a_line_of_another_kind_breaks_its_set_for_its_money_would_be_lost() -> None:
    mixed = sent(submission(claim("A1"))).replace(b"SV1*HC:99213*100**1~", b"SV1*HC:99213*60**1~\nSV2*0450**40~")
    assert [each.code for each in read(mixed).quarantined] == ["X12-SEGMENT-MISPLACED"]


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_a_header_that_names_no_component_separator_is_read_with_a_colon(line_end: bytes) -> None:
    whole = one_payment(line_end="")
    shortened = whole.replace(b"*T*:~", b"*T*~").replace(b"~", line_end)
    reading = read(shortened)
    assert codes(reading) == ["X12-COMPONENT-SEPARATOR"]
    assert rows(reading, "x12_835_lines", "procedure_code") == rows(read(whole), "x12_835_lines", "procedure_code")
    assert_same(shortened, "shortened")


def test_a_control_number_that_lost_its_noughts_does_not_break_its_set_but_where_strict() -> None:
    content = one_payment().replace(b"*0001~\nGE", b"*1~\nGE")
    reading = read(content)
    assert (codes(reading), reading.quarantined) == (["X12-SE02-CONTROL"], [])
    assert [each.code for each in read(content, strict=True).quarantined] == ["X12-SE02-CONTROL"]
    assert_same(content, "noughts")


def test_what_has_no_header_can_be_deidentified_and_keeps_its_rows() -> None:
    for content in (ENVELOPES.sub(b"", one_payment()), HEADERS.sub(b"", one_payment(delimiters=OTHER_SIGNS))):
        shared = deidentify(content, Pseudonyms(b"a key for tests, of 32 bytes ..."))
        names = read(content).tables
        assert {name: table.num_rows for name, table in read(shared).tables.items()} == {
            name: table.num_rows for name, table in names.items()
        }


def test_a_later_header_that_would_end_its_segments_where_elements_end_is_none() -> None:
    whole = one_payment(line_end="")
    again = whole + whole.replace(b"*T*:~", b"*T*:*")
    assert again != whole + whole
    assert "X12-ISA-MALFORMED" in codes(read(again))
    assert_same(again, "again")


def test_a_header_that_the_file_ends_in_is_not_completed_by_what_was_read_before() -> None:
    whole = one_payment(line_end="")
    cut = whole + whole[:105].replace(b"SENDER  ", b"SENDER ~")
    assert cut.count(b"~") == whole.count(b"~") + 1
    for rest in (b"~", b"*X~", b"AAAA~"):
        read(whole + whole[:105] + rest * 100)  # leaves these bytes in the buffer that the next file is read into
        assert_same(cut, "cut")
