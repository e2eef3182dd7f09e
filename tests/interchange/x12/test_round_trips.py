"""Round trips: what is read can be written and read again, equal in meaning, for other people's files too."""

from __future__ import annotations

import csv
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interchange import x12
from interchange.x12 import Delimiters, Envelope, Node
from interchange.x12.spec import TransactionSet
from interchange.x12.specs import SPECS
from tests.interchange.x12.generating import holds, random_tree
from tests.interchange.x12.test_acknowledgements import claim, sent, submission

HEAD = Envelope("SENDER", "RECEIVER", 1, 1, datetime(2026, 1, 5, tzinfo=UTC))
RARE = Delimiters("\x1d", "\x1f", "\x1e", "\x1c")  # these stand in nobody's data

BALANCE = {f"X12-835-{what}-BALANCE" for what in ("LINE", "CLAIM", "PAYMENT")}  # drawn amounts add up to nothing


def meaning(node: Node) -> tuple[object, ...]:
    """A node without what says the same twice: a range of one day is that day."""
    values = {name: value for name, value in node.values.items() if not is_same_day(name, node)}
    return node.loop, values, [meaning(child) for child in node.children]


def is_same_day(name: str, node: Node) -> bool:
    first = node.values.get(name.replace("_to_date", "_from_date"), node.values.get(name.replace("_to_date", "_date")))
    return name.endswith("_to_date") and node.values[name] == first


def written_again(reading: x12.Reading) -> list[tuple[str, Node]]:
    """Each set written alone and read: its own type and tree."""
    again = []
    for set_type, node in x12.to_trees(reading):
        content = x12.write(set_type, [node], envelope=HEAD, delimiters=RARE, line_end="")
        again += list(x12.to_trees(x12.read(content)))
    return again


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.type)
@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32), often=st.sampled_from((0.1, 0.4, 0.8)))
def test_any_set_that_is_written_reads_back_the_same(spec: TransactionSet, seed: int, often: float) -> None:
    drawn = random_tree(spec, random.Random(seed), often=often)
    ((kind, found),) = read_trees(x12.write(spec.type, [drawn], envelope=HEAD))
    assert (kind, holds(found, drawn)) == (spec.type, "")
    assert read_trees(x12.write(spec.type, [found], envelope=HEAD)) == [(kind, found)]


def read_trees(content: bytes) -> list[tuple[str, Node]]:
    reading = x12.read(content)
    assert {each.code for each in reading.findings} <= BALANCE
    return list(x12.to_trees(reading))


def test_a_secondary_claim_keeps_what_the_first_payer_said_when_it_is_read_and_written() -> None:
    adjustments = [
        {"group_code": "CO", "carc": "45", "amount": "20"},
        {"group_code": "PR", "carc": "2", "amount": "16"},
    ]
    prior = Node(
        "2320",
        {
            "payer_responsibility_code": "P",
            "relationship_code": "18",
            "adjustments": adjustments,
            "paid_amount": "64",
            "benefits_assigned": "Y",
            "release_code": "Y",
            "moa_hcpcs_payable_amount": "80",
            "moa_remarks": [{"rarc": "MA01"}, {"rarc": "N130"}],
            "payer_name": "FIRST PAYER",
            "payer_id": "F1",
        },
    )
    replaced = claim("A1", frequency_code="7", original_reference_number="ICN1")
    replaced.children.insert(0, prior)
    content = sent(submission(replaced))
    lines = content.decode().split("~\n")
    assert [line for line in lines if line[:3] in ("CAS", "MOA", "OI*", "AMT")] == [
        "CAS*CO*45*20",
        "CAS*PR*2*16",
        "AMT*D*64",
        "OI***Y***Y",
        "MOA**80*MA01*N130",
    ]
    reading = x12.read(content)
    assert not reading.findings
    assert [(kind, meaning(node)) for kind, node in written_again(reading)] == [
        (kind, meaning(node)) for kind, node in x12.to_trees(reading)
    ]


@pytest.mark.parametrize("frequency", ["7", "8"])
def test_a_replacement_and_a_void_name_the_claim_that_they_undo(frequency: str) -> None:
    content = sent(submission(claim("A1", frequency_code=frequency, original_reference_number="ICN1")))
    assert b"CLM*A1*100***11:B:%s*" % frequency.encode() in content
    assert b"REF*F8*ICN1~" in content
    assert x12.validate(content) == []
    (row,) = x12.read(content).tables["x12_837_claims"].to_pylist()
    assert (row["frequency_code"], row["original_reference_number"]) == (frequency, "ICN1")


def test_other_peoples_files_are_written_again_with_the_same_meaning(samples: Path) -> None:
    compared = 0
    with (samples / "x12" / "manifest.csv").open() as stream:
        sound = [row["file"] for row in csv.DictReader(stream) if row["invalid_by_name"] == "False"]
    for name in sound:
        try:
            reading = x12.read((samples / "x12" / name).read_bytes())
        except x12.X12Error:
            continue
        expected = [(kind, meaning(node)) for kind, node in x12.to_trees(reading)]
        assert [(kind, meaning(node)) for kind, node in written_again(reading)] == expected, name
        compared += len(expected)
    assert compared
