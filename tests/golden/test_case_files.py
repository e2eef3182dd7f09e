"""The golden cases are sound data before anything of ours reads them: envelopes, counts and balances, by hand."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

CASES = sorted(path.parent for path in (Path(__file__).parent / "835").glob("*/expect.json"))
INPUTS = sorted(path for case in CASES for path in (case / "input").iterdir())
FILES = [path for path in INPUTS if path.suffix not in {".csv", ".ndjson"}]
REMITTANCES = [path for path in FILES if path.suffix == ".835"]
ORDER = ["ISA", "GS", "ST", "SE", "GE", "IEA"]
ACCOUNTS = {*(f"K{number}" for number in range(1, 24)), "K8-USD", "K23-HHI"}

Segments = list[list[str]]


def segments(path: Path) -> Segments:
    """The file's segments as lists of elements; separators are where ISA puts them."""
    text = path.read_bytes().decode()
    return [part.strip("\r\n").split(text[3]) for part in text.split(text[105]) if part.strip("\r\n")]


def resources(case: Path) -> set[str]:
    """The numbers of the claims that come as FHIR resources."""
    lines = [json.loads(line) for path in (case / "input").glob("*.ndjson") for line in path.read_text().splitlines()]
    return {each["identifier"][0]["value"] for each in lines if each["resourceType"] == "Claim"}


def summed(rows: Segments, *positions: int) -> Decimal:
    return sum((Decimal(row[i]) for row in rows for i in positions if i < len(row)), Decimal())


def adjusted(rows: Segments) -> Decimal:
    return summed([row for row in rows if row[0] == "CAS"], 3, 6, 9, 12, 15, 18)


def parts(rows: Segments, opener: str, closers: set[str]) -> list[Segments]:
    """The stretches that begin with ``opener`` and end before the next opener or closer."""
    found: list[Segments] = []
    is_open = False
    for row in rows:
        if row[0] == opener:
            found.append([])
            is_open = True
        elif row[0] in closers:
            is_open = False
        if is_open:
            found[-1].append(row)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parents[1].name}/{path.name}")
def test_envelopes_close_what_they_open_and_count_what_they_hold(path: Path) -> None:
    rows = segments(path)
    by_id = {row[0]: row for row in rows if row[0] in {"ISA", "IEA", "GS", "GE", "ST", "SE"}}
    first, last = (next(i for i, row in enumerate(rows) if row[0] == end) for end in ("ST", "SE"))
    assert [rows[0][0], rows[1][0], rows[2][0], *(row[0] for row in rows[-3:])] == [
        "ISA",
        "GS",
        "ST",
        "SE",
        "GE",
        "IEA",
    ]
    assert int(by_id["SE"][1]) == last - first + 1
    assert by_id["ST"][2] == by_id["SE"][2]
    assert by_id["GE"][1:] == ["1", by_id["GS"][6]]
    assert by_id["IEA"][1:] == ["1", by_id["ISA"][13]]


def test_control_numbers_tell_the_files_apart() -> None:
    assert len({segments(path)[0][13] for path in FILES}) == len(FILES)


@pytest.mark.parametrize("path", REMITTANCES, ids=lambda path: f"{path.parents[1].name}/{path.name}")
def test_remittances_balance_to_the_cent(path: Path) -> None:
    rows = segments(path)
    claims = parts(rows, "CLP", {"PLB", "SE"})
    for claim in claims:
        head = claim[0]
        owed = sum((adjusted([row]) for row in claim if row[:2] == ["CAS", "PR"]), Decimal())
        assert Decimal(head[3]) - Decimal(head[4]) == adjusted(claim), head[1]
        assert Decimal(head[5] or 0) == owed, head[1]
        lines = parts(claim, "SVC", set())
        for line in lines:
            assert Decimal(line[0][2]) - Decimal(line[0][3]) == adjusted(line), head[1]
        if lines:
            assert summed([line[0] for line in lines], 2) == Decimal(head[3])
    taken = summed([row for row in rows if row[0] == "PLB"], 4, 6, 8, 10, 12, 14)
    payment = next(row for row in rows if row[0] == "BPR")
    assert Decimal(payment[2]) == summed([claim[0] for claim in claims], 4) - taken


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.suffix == ".837"], ids=lambda path: path.parents[1].name
)
def test_claims_charge_what_their_lines_charge(path: Path) -> None:
    rows = segments(path)
    for claim in parts(rows, "CLM", {"HL", "SE"}):
        services = [Decimal(row[2 if row[0] == "SV1" else 3]) for row in claim if row[0] in {"SV1", "SV2"}]
        assert Decimal(claim[0][2]) == sum(services), claim[0][1]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_answers_speak_of_claims_that_are_in_the_files_and_say_why(case: Path) -> None:
    expected = json.loads((case / "expect.json").read_text())
    files = [path for path in FILES if path.parents[1] == case]
    sent = {row[1] for path in files for row in segments(path) if row[0] in {"CLM", "CLP"}} | resources(case)
    assert {row["patient_control_number"] for row in expected["claims"] + (expected["denials"] or [])} <= sent
    assert set(expected["kpis"]) <= ACCOUNTS
    told = (case / "case.md").read_text()
    assert not [rule for rule in expected["rules"] if rule not in told]
