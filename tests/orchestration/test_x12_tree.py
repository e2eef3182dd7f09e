"""The tree of an X12 file: what it explains, and what a folder may hold beside X12."""

from __future__ import annotations

import doctest
import shutil
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from interchange import x12
from interchange.x12 import Node
from orchestration.commands.x12 import tree as x12_tree
from orchestration.exit_codes import ExitCode
from tests.interchange.x12.test_acknowledgements import SENT, claim, submission

GOLDEN = Path(__file__).parents[1] / "golden" / "835" / "full_denial" / "input"
Run = Callable[..., Any]


@pytest.fixture
def stay(tmp_path: Path) -> Path:
    """A claim of a hospital's inpatient stay."""
    line = Node("2400", {"revenue_code": "0120", "charge_amount": Decimal(100), "units": 1})
    values = {
        "facility_code": "11",
        "facility_code_qualifier": "A",
        "statement_from_date": date(2026, 1, 5),
        "statement_to_date": date(2026, 1, 7),
        "admission_date": date(2026, 1, 5),
        "admission_time": time(9, 30).strftime("%H%M"),
    }
    one = claim("A1", **values)
    one.children = [line]
    path = tmp_path / "stay.837"
    path.write_bytes(x12.write("837I", [submission(one)], envelope=SENT))
    return path


def test_a_facility_a_period_a_moment_and_a_level_are_told_in_words(overturn: Run, stay: Path) -> None:
    said = overturn("x12", "inspect", stay).out
    for words in (
        "facility code 11 (hospital inpatient, part A)",
        "statement date 2026-01-05 to 2026-01-07",
        "admission date 2026-01-05 09:30",
        "level 2 inside 1 · 22 (subscriber)",
        "end of group · 1 sets",
    ):
        assert words in said
    first = said.splitlines()[0]
    assert first.startswith(f"{stay}: 837I; interchanges 1, groups 1, sets 1, claims 1, lines 1, ")


def test_only_ordinals_and_guides_are_dim(stay: Path) -> None:
    from interchange.x12.outline import outline

    content = stay.read_bytes()
    tree = x12_tree._Tree(show_values=True, findings=[])
    lines = [line for placed in outline(content) for line in tree.lines(placed)]
    assert lines
    assert not any(line.style for line in lines)


def test_what_a_folder_holds_beside_its_x12_files_is_passed_over_and_said(overturn: Run, tmp_path: Path) -> None:
    shutil.copy(GOLDEN / "remittance.835", tmp_path)
    (tmp_path / "notes.csv").write_text("claim,note\n1,call them\n")
    for command in ("validate", "inspect", "parse"):
        ended = overturn("x12", command, tmp_path)
        assert ended.code == ExitCode.OK
        assert ended.err.splitlines() == [f"overturn: {tmp_path / 'notes.csv'}: not X12, passed over"]
    answered = overturn("x12", "ack", tmp_path, "--out", tmp_path / "answers")
    assert (answered.code, len(answered.out.splitlines())) == (ExitCode.OK, 1)
    assert overturn("x12", "validate", tmp_path / "notes.csv").code == ExitCode.FILE_REFUSED


def test_the_documented_examples_hold() -> None:
    assert doctest.testmod(x12_tree).failed == 0
