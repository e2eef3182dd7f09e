"""Reading X12: structure, delimiters, places, quarantine; never a traceback."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from interchange.x12 import Delimiters, Envelope, Node, Reading, X12Error, read, sniff, write

SETS = ("835", "837P", "837I", "837D")
HEAD = Envelope("SENDER", "RECEIVER", 7, 7, datetime(2026, 1, 5, tzinfo=UTC))


def payment(claims: list[Node], amount: str, **more: object) -> Node:
    values: dict[str, object] = {
        "handling_code": "I",
        "payment_amount": Decimal(amount),
        "credit_debit_code": "C",
        "payment_method_code": "ACH",
        "payment_date": date(2026, 1, 5),
        "trace_number": "T1",
        "payer_name": "A PAYER",
        "payer_id": "P1",
    }
    return Node("ST", values | more, claims)


def claim(number: str, charge: str, paid: str, *lines: Node, **more: object) -> Node:
    values: dict[str, object] = {
        "patient_control_number": number,
        "claim_status_code": "1",
        "charge_amount": Decimal(charge),
        "paid_amount": Decimal(paid),
    }
    return Node("2100", values | more, list(lines))


def line(charge: str, paid: str, *reasons: tuple[str, str, str], **more: object) -> Node:
    adjustments = [{"group_code": group, "carc": carc, "amount": Decimal(amount)} for group, carc, amount in reasons]
    values: dict[str, object] = {
        "procedure_qualifier": "HC",
        "procedure_code": "99213",
        "charge_amount": Decimal(charge),
        "paid_amount": Decimal(paid),
        "adjustments": adjustments,
    }
    return Node("2110", values | more)


def one_payment(**options: object) -> bytes:
    lines = (line("100", "60", ("CO", "45", "30"), ("PR", "2", "10"), lq_remarks=[{"rarc": "N130"}]),)
    first = claim("A1", "100", "60", *lines, moa_remarks=[{"rarc": "MA01"}])
    second = claim("A2", "50", "0", adjustments=[{"group_code": "CO", "carc": "50", "amount": Decimal(50)}])
    taken = [{"provider_id": "1234567893", "reason_code": "WO", "reference_id": "R", "amount": Decimal(5)}]
    return write("835", [payment([first, second], "55", provider_adjustments=taken)], envelope=HEAD, **options)  # type: ignore[arg-type]


def rows(reading: Reading, table: str) -> list[dict[str, object]]:
    return reading.tables[table].to_pylist() if table in reading.tables else []


def test_claim_and_line_adjustments_remarks_and_provider_adjustments_are_told_apart() -> None:
    reading = read(one_payment())
    assert reading.type == "835"
    assert not reading.findings
    adjustments = [
        (a["line_segment"] is not None, a["carc"], a["amount"]) for a in rows(reading, "x12_835_adjustments")
    ]
    assert sorted(adjustments) == [(False, "50", Decimal(50)), (True, "2", Decimal(10)), (True, "45", Decimal(30))]
    assert {(r["source"], r["rarc"]) for r in rows(reading, "x12_835_remarks")} == {("MOA", "MA01"), ("LQ", "N130")}
    assert [p["amount"] for p in rows(reading, "x12_835_provider_adjustments")] == [Decimal(5)]


def test_every_row_names_the_segment_that_stands_at_its_offset() -> None:
    content = one_payment()
    starts = {
        "x12_835_claims": b"CLP*",
        "x12_835_lines": b"SVC*",
        "x12_835_adjustments": b"CAS*",
        "x12_835_payments": b"ST*",
    }
    reading = read(content)
    for table, start in starts.items():
        for row in rows(reading, table):
            offset = row["byte_offset"]
            assert isinstance(offset, int)
            assert content[offset:].startswith(start)


@pytest.mark.parametrize(
    ("delimiters", "line_end"),
    [
        (Delimiters(), ""),
        (Delimiters(), "\r\n"),
        (Delimiters("|", ">", "^", "\n"), ""),
        (Delimiters(":", "*", "^", "~"), ""),
        (Delimiters("*", ":", "", "\x1c"), ""),
    ],
)
def test_any_delimiters_and_line_ends_give_the_same_claims(delimiters: Delimiters, line_end: str) -> None:
    plain = [(r["patient_control_number"], r["paid_amount"]) for r in rows(read(one_payment()), "x12_835_claims")]
    other = read(one_payment(delimiters=delimiters, line_end=line_end))
    assert [(r["patient_control_number"], r["paid_amount"]) for r in rows(other, "x12_835_claims")] == plain


def test_two_interchanges_in_a_file_both_load() -> None:
    reading = read(one_payment() + one_payment(delimiters=Delimiters("|", ">", "^", "!")))
    assert len(rows(reading, "x12_interchanges")) == 2
    assert len(rows(reading, "x12_835_claims")) == 4


def test_one_bad_set_of_three_is_put_aside_with_its_bytes_and_the_others_load() -> None:
    sets = [payment([claim(f"A{n}", "10", "10")], "10") for n in range(3)]
    content = write("835", sets, envelope=HEAD).replace(b"*0002~", b"*0009~", 2).replace(b"ST*835*0009", b"ST*835*0002")
    reading = read(content)
    assert [r["patient_control_number"] for r in rows(reading, "x12_835_claims")] == ["A0", "A2"]
    (aside,) = reading.quarantined
    assert aside.code == "X12-SE02-CONTROL"
    assert aside.content == content[aside.byte_offset : aside.byte_offset + aside.byte_count]
    assert aside.content.startswith(b"ST*835*0002")


def test_a_wrong_segment_count_warns_and_is_an_error_only_where_strict_is_asked_for() -> None:
    content = one_payment().replace(b"\nSE*", b"\nSE*9")
    assert [f.code for f in read(content).findings] == ["X12-SE01-COUNT"]
    assert read(content, strict=True).quarantined[0].code == "X12-SE01-COUNT"


def test_money_that_is_no_number_breaks_its_set_without_repeating_the_value() -> None:
    reading = read(one_payment().replace(b"CLP*A1*1*100*", b"CLP*A1*1*SECRET*"))
    assert reading.quarantined[0].code == "X12-NUMBER"
    assert not any("SECRET" in finding.message for finding in reading.findings)


def test_a_payment_that_does_not_balance_is_told() -> None:
    reading = read(one_payment().replace(b"BPR*I*55*", b"BPR*I*56*"))
    assert [finding.code for finding in reading.findings] == ["X12-835-PAYMENT-BALANCE"]


def test_a_last_name_that_looks_like_a_header_stays_a_name() -> None:
    content = write("835", [payment([claim("A", "1", "1", patient_last_name="LISA")], "1")], envelope=HEAD)
    assert rows(read(content), "x12_835_claims")[0]["patient_last_name"] == "LISA"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp037"])
def test_other_encodings_are_decoded(encoding: str) -> None:
    content = one_payment(line_end="").decode().encode(encoding)
    assert len(rows(read(content), "x12_835_claims")) == 2
    assert sniff(content) == "835"


@pytest.mark.parametrize("length", range(106))
def test_a_header_cut_short_is_refused_with_a_code(length: int) -> None:
    with pytest.raises(X12Error) as refused:
        read(one_payment()[:length])
    assert refused.value.code.startswith("X12-")


def test_ten_million_empty_segments_are_refused() -> None:
    with pytest.raises(X12Error, match=r"X12-(EMPTY|NO-SETS|SEGMENT)"):
        read(one_payment()[:107] + b"~" * 10_000_000)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"", None),
        (b"a,b\n1,2\n", None),
        (one_payment()[:106], None),
        (one_payment()[:190], "835"),
        (one_payment().replace(b"ST*835", b"ST*820"), "820"),
        (one_payment()[:106] + b"\nTA1*000000001*260105*0930*A*000~\nIEA*0", "TA1"),
        (one_payment(line_end="").decode().encode("utf-16"), "835"),
    ],
)
def test_the_first_bytes_of_a_file_tell_its_type(head: bytes, kind: str | None) -> None:
    assert sniff(head) == kind


def test_what_is_not_x12_is_refused() -> None:
    with pytest.raises(X12Error, match="X12-NOT-X12"):
        read(b"claim_id,amount\n1,2\n")


def test_other_peoples_files_give_the_counts_that_their_manifest_has(samples: Path) -> None:
    compared = 0
    with (samples / "x12" / "manifest.csv").open() as stream:
        for listed in csv.DictReader(stream):
            if listed["type"] in SETS:
                compared += 1
                reading = read((samples / "x12" / listed["file"]).read_bytes())
                if not listed["structural_issues"] and listed["invalid_by_name"] == "False":
                    cas = {
                        (table, row["segment_ordinal"])
                        for table in ("x12_835_adjustments", "x12_837_adjustments")
                        for row in rows(reading, table)
                    }
                    found = (len(rows(reading, "x12_835_claims")), len(rows(reading, "x12_837_claims")), len(cas))
                    assert found == tuple(int(listed[name]) for name in ("n_clp", "n_clm", "n_cas")), listed["file"]
    assert compared > 0
