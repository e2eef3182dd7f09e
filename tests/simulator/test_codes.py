"""The codes of denials fit each other: group, reason and remark, against the operating rules' list of 2018."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from interchange.x12 import read
from simulator.catalogue import CODES, LEVEL_OF_CARE, NEEDS_REMARK

Pairs = dict[tuple[str, str], set[str]]
# The list of 2018 speaks of four business scenarios; these adjustment reasons are in none of them.
BEYOND_THE_LIST = {"A1"}


@pytest.fixture(scope="session")
def combinations(samples: Path) -> Pairs:
    """Remarks by group and adjustment reason; skipped with the reason where the list is not beside the samples."""
    path = samples.parent / "reference" / "core_code_combinations_2018.csv"
    if not path.is_file():
        pytest.skip("no list of code combinations lies beside the folder that OVERTURN_SAMPLES names")
    found: Pairs = defaultdict(set)
    with path.open() as file:
        for row in csv.DictReader(file):
            found[row["group_code"], row["carc"]].add(row["rarc"])
    return found


def test_every_pair_that_payers_are_drawn_to_tell_is_a_listed_one(combinations: Pairs) -> None:
    drawn = {code for pair in (*CODES.values(), LEVEL_OF_CARE) for code in pair}
    assert {code.carc for code in drawn if (code.group, code.carc) not in combinations} == BEYOND_THE_LIST
    for code in drawn:
        if code.carc not in BEYOND_THE_LIST:
            assert code.rarc in combinations[code.group, code.carc], code


def test_every_remark_in_the_files_belongs_to_a_reason_of_its_line(inbox: Path, combinations: Pairs) -> None:
    checked = 0
    for path in sorted(inbox.rglob("835*.edi")):
        tables = {name: table.to_pylist() for name, table in read(path.read_bytes()).tables.items()}
        reasons = defaultdict(set)
        for row in tables.get("x12_835_adjustments", []):
            reasons[row["line_segment"]].add((row["group_code"], row["carc"]))
        for row in tables.get("x12_835_remarks", []):
            if row["line_segment"] is None:
                continue
            told = reasons[row["line_segment"]]
            listed = any(row["rarc"] in combinations.get(pair, ()) for pair in told)
            assert listed or BEYOND_THE_LIST & {carc for _, carc in told}, path.name
            checked += 1
    assert checked > 50


def test_a_reason_that_says_too_little_alone_never_stands_without_a_remark(inbox: Path) -> None:
    seen = 0
    for path in sorted(inbox.rglob("835*.edi")):
        tables = {name: table.to_pylist() for name, table in read(path.read_bytes()).tables.items()}
        remarked = {row["line_segment"] for row in tables.get("x12_835_remarks", [])}
        reversals = {r["segment_ordinal"] for r in tables["x12_835_claims"] if r["claim_status_code"] == "22"}
        for row in tables.get("x12_835_adjustments", []):
            if row["carc"] in NEEDS_REMARK and row["claim_segment"] not in reversals:
                seen += 1
                assert row["line_segment"] in remarked, path.name
    assert seen > 10
