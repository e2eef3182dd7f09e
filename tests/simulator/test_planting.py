"""What users plant shows: a change of policy in the denials, a spoiled file in the reading, each logged."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from interchange.x12 import X12Error, read
from simulator import play, simulate
from simulator.catalogue import NUMBER, PAYERS
from simulator.planting import parse_change
from simulator.story import tell

START, END = dt.date(2025, 1, 1), dt.date(2025, 12, 31)
INJECTED = "payer=80001 procedure=99213,99214 reason=documentation from=2025-07-01 odds=0.6"


def test_an_injected_change_denies_from_its_day_on_what_it_names() -> None:
    change = parse_change(INJECTED, start=START)
    story = tell(claims=20_000, seed=3, profile="office", start=START, end=END, planted=(change,))
    c, reason = story.claims, story.denials.reason
    named = (c.payer == change.payer) & np.isin(c.procedure, change.procedures)
    hit = reason == NUMBER["documentation"]
    later = c.submitted >= change.start
    assert PAYERS[change.payer].id == "80001"
    assert hit[named & later].mean() > 0.25
    assert hit[named & ~later].mean() < 0.05


@pytest.mark.parametrize(
    "text",
    [
        "payer=80001 reason=documentation odds=0.6",
        "payer=1 reason=documentation from=2025-07-01 odds=0.6",
        "payer=80001 procedure=XXXXX reason=documentation from=2025-07-01 odds=0.6",
        "payer=80001 reason=weather from=2025-07-01 odds=0.6",
        "payer=80001 reason=documentation from=2025-07-01 odds=7",
    ],
)
def test_an_injection_that_is_not_understood_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="injection"):
        parse_change(text, start=START)


def test_planted_errors_are_logged_and_found_by_a_strict_reading(tmp_path: Path) -> None:
    inbox, truth = tmp_path / "inbox", tmp_path / "truth"
    simulate(claims=1_500, seed=9, profile="hospital", out=inbox, truth=truth, start=START, end=END, errors=True)
    planted = pq.read_table(truth / "planted_errors.parquet").to_pylist()
    assert {each["kind"] for each in planted} == {"truncated", "duplicate", "out_of_order", "wrong_count"}
    for each in planted:
        content = (inbox / each["path"]).read_bytes()
        if each["kind"] in ("truncated", "wrong_count"):
            assert is_noticed(content), each


def is_noticed(content: bytes) -> bool:
    """Whether a strict reading refuses the file, puts a set aside or finds something."""
    try:
        reading = read(content, strict=True)
    except X12Error:
        return True
    return bool(reading.findings or reading.quarantined)


def test_played_drops_come_in_their_order_after_their_days(tmp_path: Path) -> None:
    staged, out = tmp_path / "staged", tmp_path / "inbox"
    simulate(claims=60, seed=9, profile="office", out=staged, start=START, end=dt.date(2025, 2, 28))
    files = {str(path.relative_to(staged)): path.read_bytes() for path in staged.rglob("*.edi")}
    waits: list[float] = []
    seen: list[int] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        seen.append(len(list(out.rglob("*.edi"))))

    assert play(staged, out, speed=86_400, sleep=wait) == len(files)
    assert {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*.edi")} == files
    assert seen == sorted(seen)
    assert seen[0] > 0
    assert sum(waits) == (dt.date(2025, 2, 28) - dt.date(2025, 1, 7)).days
