"""Writing X12: what is written reads back the same, and no delimiter of the data gets out."""

from __future__ import annotations

import doctest
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interchange.x12 import Delimiters, Envelope, Node, X12Error, read, write, writer

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


def test_the_header_is_106_bytes_with_the_separators_in_their_places() -> None:
    content = write("835", [], envelope=HEAD, delimiters=Delimiters("|", ">", "^", "!"))
    assert content[103:106] == b"|>!"


def test_the_documented_example_holds() -> None:
    assert doctest.testmod(writer).failed == 0
