"""Writing X12: what is written reads back the same, and no delimiter of the data gets out."""

from __future__ import annotations

import doctest
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interchange.x12 import Batch, Delimiters, Envelope, Node, X12Error, read, write, writer
from interchange.x12.batches import lay_out
from interchange.x12.rendering import Renderer
from interchange.x12.spec import Loop, TransactionSet, segment, text

HEAD = Envelope("SENDER", "RECEIVER", 1, 1, datetime(2026, 1, 5, tzinfo=UTC))
cents = st.integers(-(10**9), 10**9).map(lambda n: Decimal(n).scaleb(-2))
codes = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=20)
days = st.dates(date(2000, 1, 1), date(2040, 12, 31))
lines = st.fixed_dictionaries(
    {
        "procedure_qualifier": st.just("HC"),
        "procedure_code": codes,
        "charge_amount": cents,
        "paid_amount": cents,
        "service_date": days,
        "line_control_number": codes,
        "adjustments": st.lists(
            st.fixed_dictionaries({"group_code": st.sampled_from(["CO", "PR", "OA"]), "carc": codes, "amount": cents}),
            max_size=9,
        ),
    }
)
claims = st.fixed_dictionaries(
    {
        "patient_control_number": codes,
        "claim_status_code": st.sampled_from(["1", "2", "4", "22"]),
        "charge_amount": cents,
        "paid_amount": cents,
        "patient_last_name": codes,
    }
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(claims, st.lists(lines, max_size=4)), min_size=1, max_size=5))
def test_what_is_written_reads_back_the_same(drawn: list[tuple[dict[str, object], list[dict[str, object]]]]) -> None:
    nodes = [Node("2100", values, [Node("2110", each) for each in inner]) for values, inner in drawn]
    head: dict[str, object] = {"handling_code": "I", "payment_amount": Decimal(0)}
    reading = read(write("835", [Node("ST", head, nodes)], envelope=HEAD))
    assert not reading.quarantined
    read_claims = reading.tables["x12_835_claims"].to_pylist()
    assert [{name: row[name] for name in values} for row, (values, _) in zip(read_claims, drawn, strict=True)] == [
        values for values, _ in drawn
    ]
    flat = [each for _, inner in drawn for each in inner]
    read_lines = reading.tables["x12_835_lines"].to_pylist() if flat else []
    for row, values in zip(read_lines, flat, strict=True):
        assert {name: row[name] for name in values if name != "adjustments"} == {
            name: value for name, value in values.items() if name != "adjustments"
        }
    reasons = [(a["group_code"], a["carc"], a["amount"]) for each in flat for a in each["adjustments"]]  # type: ignore[attr-defined]
    found = reading.tables["x12_835_adjustments"].to_pylist() if reasons else []
    assert [(a["group_code"], a["carc"], a["amount"]) for a in found] == reasons


@pytest.mark.parametrize("delimiter", ["*", "~", ":", "^"])
def test_a_delimiter_in_the_data_is_refused(delimiter: str) -> None:
    claim = Node("2100", {"patient_control_number": f"A{delimiter}B"})
    with pytest.raises(X12Error, match="X12-DELIMITER-IN-DATA"):
        write("835", [Node("ST", {"payment_amount": Decimal(0)}, [claim])], envelope=HEAD)


@pytest.mark.parametrize("character", ["\n", "\r", "\x00", "\x7f"])
def test_a_control_character_in_the_data_is_refused(character: str) -> None:
    with pytest.raises(X12Error, match="X12-CONTROL-IN-DATA"):
        write("835", [Node("ST", {"trace_number": f"A{character}B"})], envelope=HEAD)


@pytest.mark.parametrize(
    ("delimiters", "line_end"),
    [
        (Delimiters(element="A"), ""),
        (Delimiters(segment="\x85"), ""),
        (Delimiters(component="*"), ""),
        (Delimiters(element=""), ""),
        (Delimiters(segment="~~"), ""),
        (Delimiters(), "x"),
    ],
)
def test_delimiters_that_no_header_can_hold_are_refused(delimiters: Delimiters, line_end: str) -> None:
    with pytest.raises(X12Error, match="X12-DELIMITERS"):
        write("835", [], envelope=HEAD, delimiters=delimiters, line_end=line_end)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"sender_id": "A*B"}, "X12-DELIMITER-IN-DATA"),
        ({"receiver_id": "A NAME OF SIXTEEN"}, "X12-ENVELOPE"),
        ({"sender_id": "A\nB"}, "X12-ENVELOPE"),
        ({"sender_qualifier": "Z"}, "X12-ENVELOPE"),
        ({"interchange_control_number": 10**9}, "X12-ENVELOPE"),
        ({"usage": "TEST"}, "X12-ENVELOPE"),
    ],
)
def test_an_envelope_that_no_header_can_hold_is_refused(changed: dict[str, object], code: str) -> None:
    with pytest.raises(X12Error, match=code):
        write("835", [], envelope=replace(HEAD, **changed))  # type: ignore[arg-type]


def test_the_header_is_106_bytes_with_the_separators_in_their_places() -> None:
    content = write("835", [], envelope=HEAD, delimiters=Delimiters("|", ">", "^", "!"))
    assert content[103:106] == b"|>!"


def level(name: str, code: str, *inner: Loop) -> Loop:
    named = segment("NM1", text(3, "name"), where=(1, code))
    return Loop(name, segment("HL", where=(3, code)), (named, *inner), table=f"x12_{name.lower()}")


def test_a_level_names_the_level_around_it_however_deep_and_says_whether_one_lies_inside() -> None:
    tree = level("A", "20", level("B", "21", level("C", "19", level("D", "22"), level("E", "23"))))
    root = Loop("ST", segment("ST", text(1, "code")), (tree,), table="x12_sets")
    spec = TransactionSet("deep", "277", "HN", "005010", ("005010",), root)
    c = Node("C", {"name": "c"}, [Node("D", {"name": "d"}), Node("D", {}), Node("E", {})])
    nodes = [Node("A", {}, [Node("B", {}, [c]), Node("B", {})]), Node("A", {})]
    batches = lay_out([Node("ST", {"code": "277"}, nodes), Node("ST", {"code": "277"}, nodes[1:])])
    sets = Renderer(spec, batches, Delimiters(), "").sets().to_pylist()
    levels = [[line.split("*")[1:] for line in each.split("~") if line.startswith("HL")] for each in sets]
    assert levels[0] == [
        ["1", "", "20", "1"],
        ["2", "1", "21", "1"],
        ["3", "2", "19", "1"],
        ["4", "3", "22", "0"],
        ["5", "3", "22", "0"],
        ["6", "3", "23", "0"],
        ["7", "1", "21", "0"],
        ["8", "", "20", "0"],
    ]
    assert levels[1] == [["1", "", "20", "0"]]


def test_columns_of_amounts_and_dates_are_written_as_rows_of_them_are() -> None:
    amounts = [Decimal("100.00"), Decimal("80.5"), Decimal("-0.07"), Decimal(30)]
    served = [date(2026, 1, 5), date(1931, 12, 31), date(2024, 2, 29), date(1969, 7, 20)]
    rows = [
        {"patient_control_number": "A", "charge_amount": a, "statement_from_date": d}
        for a, d in zip(amounts, served, strict=True)
    ]
    nodes = [Node("ST", {"trace_number": "1"}, [Node("2100", row) for row in rows])]
    columns = {
        "patient_control_number": "A",
        "charge_amount": pa.array(amounts, pa.decimal128(18, 2)),
        "statement_from_date": pa.array(served, pa.date32()),
    }
    zero = np.zeros(1, np.int64)
    batches = {"ST": Batch(zero, {"trace_number": "1"}), "2100": Batch(np.zeros(4, np.int64), columns)}
    assert write("835", batches, envelope=HEAD) == write("835", nodes, envelope=HEAD)


def test_groups_stand_at_their_own_places_and_a_full_segment_starts_another() -> None:
    reasons = [{"group_code": "CO", "carc": f"{n}", "amount": Decimal(n)} for n in range(1, 8)]
    remarks = [{"rarc": f"N{n}"} for n in range(1, 6)]
    values = {"patient_control_number": "A", "adjustments": reasons, "mia_remarks": remarks, "mia_covered_days": 4}
    content = write("835", [Node("ST", {"trace_number": "1"}, [Node("2100", values)])], envelope=HEAD).decode()
    assert [line for line in content.split("~\n") if line.startswith(("LX", "CAS", "MIA"))] == [
        "LX*1",
        "CAS*CO*1*1**2*2**3*3**4*4**5*5**6*6",
        "CAS*CO*7*7",
        "MIA*4****N1***************N2*N3*N4*N5",
    ]


def test_more_remarks_than_a_segment_has_room_for_are_refused() -> None:
    claim = Node("2100", {"patient_control_number": "A", "moa_remarks": [{"rarc": f"N{n}"} for n in range(6)]})
    with pytest.raises(X12Error, match="X12-TOO-MANY-GROUPS"):
        write("835", [Node("ST", {"trace_number": "1"}, [claim])], envelope=HEAD)


def test_the_documented_example_holds() -> None:
    assert doctest.testmod(writer).failed == 0
