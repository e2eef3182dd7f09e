"""The doctor on feeds and locks: who has stopped sending, and who is writing."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from interchange.lake import Lake
from orchestration.doctor.health_data import lock_holder, silent_feeds
from orchestration.settings import Settings

REMITTANCE = (Path(__file__).parents[1] / "golden/835/full_denial/input/remittance.835").read_bytes()
FIRST = dt.datetime(2026, 1, 1, 6, tzinfo=dt.UTC)


def deliver(inbox: Path, sender: str, days: list[int]) -> None:
    for day in days:
        content = REMITTANCE.replace(b"*GP01           *", f"*{sender:<15}*".encode()).replace(
            b"102", f"{day:03d}".encode()
        )
        path = inbox / f"{sender}_{day}.835"
        path.write_bytes(content)
        at = (FIRST + dt.timedelta(days=day)).timestamp()
        os.utime(path, (at, at))


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    made = tmp_path / "drops"
    made.mkdir()
    return made


def test_a_sender_that_stops_is_told_with_its_usual_gap(
    overturn: Callable[..., Any], settings: Settings, inbox: Path
) -> None:
    deliver(inbox, "STEADY", list(range(1, 30, 2)))
    deliver(inbox, "STOPPED", list(range(1, 13)))
    deliver(inbox, "SELDOM", [1, 14])
    assert overturn("land", inbox).code == 0
    (silent,) = silent_feeds(settings) or []
    assert (silent.sender, silent.type, silent.last_day) == ("STOPPED", "835", "2026-01-13")
    assert (silent.usual_days, silent.silent_days) == (1.0, 17.0)
    findings = {each["subject"]: each for each in json.loads(overturn("doctor", "--json").out)}
    assert not findings["feed STOPPED 835"]["is_well"]
    assert "ask the sender" in findings["feed STOPPED 835"]["mend"]


def test_an_irregular_sender_is_not_called_silent(
    overturn: Callable[..., Any], settings: Settings, inbox: Path
) -> None:
    deliver(inbox, "STEADY", list(range(1, 30)))
    deliver(inbox, "MOODY", [1, 2, 3, 4, 16, 17])
    assert overturn("land", inbox).code == 0
    assert silent_feeds(settings) == []


def test_nothing_landed_is_nothing_to_say(settings: Settings) -> None:
    assert silent_feeds(settings) is None


def test_who_holds_the_lock_is_named(settings: Settings) -> None:
    with Lake(settings.home).lock():
        assert lock_holder(settings.home / "lake.lock") == os.getpid()
    assert lock_holder(settings.home / "lake.lock") is None
