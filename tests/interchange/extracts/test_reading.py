"""Extracts as sites write them: every row typed and placed, bad ones put aside, nothing guessed and nothing lost."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange import extracts
from interchange.feeds import Reading, RefusedError
from interchange.feeds.values import convert
from interchange.provenance import row_at

HEADER = "PATIENT_CONTROL_NUMBER,APPEAL_LEVEL,SENT_DATE,DECISION_DATE,OUTCOME"
WRITE_OFFS = "TX_ID,PATIENT_CONTROL_NUMBER,WRITE_OFF_KIND,TX_AMOUNT,TX_POST_DATE"


def read(content: str | bytes, name: str = "") -> Reading:
    reading = extracts.read(content.encode() if isinstance(content, str) else content, name)
    assert reading
    return reading


def rows(reading: Reading, table: str = "work_appeals") -> list[dict[str, object]]:
    return reading.tables[table].to_pylist() if table in reading.tables else []


def codes(reading: Reading) -> list[str]:
    return [each.code for each in reading.findings]


def test_a_row_is_typed_and_knows_its_line_and_offset() -> None:
    content = f"{HEADER}\nA1,1,2026-01-02,2026-02-03,Upheld\nA2,0,2026-01-05,,Pending\n"
    reading = read(content)
    first, second = rows(reading)
    assert reading.type == "APPEAL_LOG"
    assert first["patient_control_number"] == "A1"
    assert (first["level"], first["filed_date"]) == (1, dt.date(2026, 1, 2))
    assert (second["line_number"], second["decided_date"]) == (3, None)
    assert row_at(content.encode(), int(str(second["byte_offset"]))) == "A2,0,2026-01-05,,Pending"
    assert not reading.findings


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_delimiters_and_line_ends_say_the_same(delimiter: str, encoding: str, end: str) -> None:
    lines = [HEADER, "Zoë1,1,2026-01-02,,Pending", 'Q2,1,"2026-01-03",,"Upheld"']
    content = end.join(line.replace(",", delimiter) for line in lines).encode(encoding)
    reading = read(content)
    assert [row["patient_control_number"] for row in rows(reading)] == ["Zoë1", "Q2"]
    assert not reading.refused
    assert all(code == "EXTRACT-ENCODING" for code in codes(reading))
    assert codes(reading) == ([] if encoding.startswith("utf-8") else ["EXTRACT-ENCODING"])


def test_columns_in_another_order_extra_ones_and_late_ones_do_no_harm() -> None:
    reading = read("Outcome,Sent Date,SITE_NOTE,Appeal Level,Patient Control Number\nUpheld,2026-01-02,x,2,A\n")
    assert rows(reading)[0]["level"] == 2
    assert rows(reading)[0]["decided_date"] is None
    assert codes(reading) == ["EXTRACT-COLUMN-UNKNOWN"]


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        (",1,2026-01-02,,Upheld", "EXTRACT-VALUE-MISSING", "patient_control_number"),
        ("A,one,2026-01-02,,Upheld", "EXTRACT-INTEGER-UNREADABLE", "level"),
        ("A,1,2026-02-30,,Upheld", "EXTRACT-DATE-UNREADABLE", "filed_date"),
        ("A,1,2026-01-02", "EXTRACT-CELL-COUNT", ""),
        ("A,1,2026-01-02,,Upheld,and,more", "EXTRACT-CELL-COUNT", ""),
        ('A,1,2026-01-02,"', "EXTRACT-QUOTE-OPEN", ""),
    ],
)
def test_a_bad_row_is_put_aside_by_place_and_rule_and_the_others_load(row: str, code: str, column: str) -> None:
    reading = read(f"{HEADER}\nB,1,2026-01-01,,Pending\n{row}\nC,1,2026-01-03,,Pending\n")
    assert [each["patient_control_number"] for each in rows(reading)] == ["B", "C"]
    (refused,) = reading.refused
    assert (refused.table, refused.place.line_number, refused.code, refused.column) == ("work_appeals", 3, code, column)
    assert codes(reading) == [code]


def test_a_value_that_is_not_required_is_left_empty_with_a_finding_that_does_not_repeat_it() -> None:
    reading = read(f"{HEADER}\nA,1,2026-01-02,SECRET,Upheld\n")
    assert rows(reading)[0]["decided_date"] is None
    (finding,) = reading.findings
    assert (finding.code, finding.segment_ordinal, finding.segment_id) == (
        "EXTRACT-DATE-UNREADABLE", 2, "DECISION_DATE",
    )  # fmt: skip
    assert "SECRET" not in finding.message


def test_a_cell_may_hold_lines_delimiters_and_marks() -> None:
    reading = read(f'{HEADER}\nA,1,2026-01-02,,"Up\nheld, ""so"""\n12" pipe,1,2026-01-03,,Pending\n')
    assert [each["line_number"] for each in rows(reading)] == [2, 4]
    assert rows(reading)[0]["outcome"] == 'Upheld, "so"'
    assert rows(reading)[1]["patient_control_number"] == '12" pipe'


def test_a_file_that_lacks_what_it_needs_is_refused_by_the_names_of_the_columns() -> None:
    with pytest.raises(RefusedError, match="APPEAL_LOG extract lacks SENT_DATE") as refused:
        extracts.read(b"PATIENT_CONTROL_NUMBER,APPEAL_LEVEL,OUTCOME,DECISION_DATE\nA,1,Upheld,\n")
    assert refused.value.code == "EXTRACT-COLUMN-MISSING"


@pytest.mark.parametrize("content", [b"", b"\n\n", b"hello world", b"a,b,c\n1,2,3\n", bytes(range(256))])
def test_what_is_no_extract_is_none_of_ours(content: bytes) -> None:
    assert extracts.read(content) is None


def test_a_text_that_breaks_its_own_encoding_is_refused() -> None:
    with pytest.raises(RefusedError, match="not whole UTF-16"):
        extracts.read(b"\xff\xfea")


def test_findings_end_after_a_thousand_and_say_so() -> None:
    reading = read(HEADER + "\n" + "A,1,2026-01-02,x,Upheld\n" * 1_200)
    assert len(reading.findings) == 1_001
    assert codes(reading)[-1] == "EXTRACT-MORE"
    assert len(rows(reading)) == 1_200


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12", "12.00"), ("-0.5", "-0.50"), ("$1,234.56", "1234.56"), ("(7.10)", "-7.10"), ("1.5E+3", "1500.00"),
        ("9999999999999999.99", "9999999999999999.99"),
    ],
)  # fmt: skip
def test_money_is_exact(text: str, amount: str) -> None:
    assert convert("money", text) == Decimal(amount)


@pytest.mark.parametrize("text", ["1.234", "1,23.4", "abc", "--1", "1e400", "NaN", "10000000000000000", "(-1)"])
def test_what_is_no_amount_of_cents_is_not_read_as_one(text: str) -> None:
    with pytest.raises(ValueError, match=r"amount|cent"):
        convert("money", text)


@pytest.mark.parametrize(
    "text", ["2026-03-04", "20260304", "3/4/2026", "04-MAR-2026", "2026-03-04T23:30:00-05:00", "03/04/2026 11:30 PM"]
)
def test_a_day_is_the_day_as_written(text: str) -> None:
    assert convert("date", text) == dt.date(2026, 3, 4)


def test_a_moment_is_in_utc_where_it_names_its_zone() -> None:
    assert convert("timestamp", "2026-03-04T23:30:00-05:00") == dt.datetime(2026, 3, 5, 4, 30)  # noqa: DTZ001 - UTC
    assert convert("timestamp", "12/31/2025 12:05 AM") == dt.datetime(2025, 12, 31, 0, 5)  # noqa: DTZ001 - as written


cells = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).map(str.strip).filter(bool)


@given(st.lists(st.tuples(cells, st.decimals("-99999", "99999", places=2), cells), min_size=1, max_size=8))
def test_what_a_csv_writer_writes_is_read_again(written: list[tuple[str, Decimal, str]]) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(WRITE_OFFS.split(","))
    for number, (control_number, amount, kind) in enumerate(written):
        writer.writerow([number, control_number, kind, amount, "2026-01-31"])
    found = rows(read(stream.getvalue()), "ehr_write_offs")
    assert [(row["patient_control_number"], row["net_amount"], row["write_off_kind"]) for row in found] == written_as(
        written
    )


def written_as(written: list[tuple[str, Decimal, str]]) -> list[tuple[str, Decimal, str]]:
    kept = [(str(convert("text", number)), amount, str(convert("text", kind))) for number, amount, kind in written]
    return [each for each in kept if each[0].strip() and each[2].strip()]


@given(st.binary(max_size=400))
def test_no_bytes_raise_anything_but_a_refusal(noise: bytes) -> None:
    reading = extracts.read(HEADER.encode() + b"\n" + noise)
    assert reading is not None
    placed = [each.place.line_number for each in reading.refused] + [row["line_number"] for row in rows(reading)]
    assert len(set(placed)) == len(placed)
