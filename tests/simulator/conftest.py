"""A small world with every feed, drawn and written once."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from simulator import simulate
from simulator.simulation import DEFAULT_END, DEFAULT_START
from simulator.story import Story, tell

Extracts = dict[str, list[dict[str, str]]]
WORLD = {"claims": 900, "seed": 21, "profile": "hospital"}


@pytest.fixture(scope="session")
def told() -> Story:
    """The story behind the small drop."""
    return tell(**WORLD, start=DEFAULT_START, end=DEFAULT_END)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small drop with every feed."""
    out = tmp_path_factory.mktemp("feeds")
    simulate(**WORLD, out=out, feeds="all")  # type: ignore[arg-type]
    return out


@pytest.fixture(scope="session")
def extracts(inbox: Path) -> Extracts:
    """Every row by extract."""
    found = defaultdict(list)
    for path in sorted(inbox.rglob("*.csv")):
        with path.open() as file:
            found[path.stem.rsplit("_", 1)[0]] += list(csv.DictReader(file))
    return found
