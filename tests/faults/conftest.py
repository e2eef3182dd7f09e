"""A home of its own, an inbox of its own, and the ledger to ask."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from interchange.lake import Lake


@dataclass
class Installation:
    """An empty home with an inbox; ``land`` is the command, ``ask`` reads the lake."""

    home: Path
    inbox: Path
    overturn: Callable[..., Any]

    def land(self, *paths: Path) -> list[dict[str, Any]]:
        """What ``overturn land`` says of each file; the command must not fail."""
        ended = self.overturn("land", *(paths or (self.inbox,)))
        assert ended.code == 0, ended.err
        return [json.loads(line) for line in ended.out.splitlines()]

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of the newest snapshot."""
        with Lake(self.home).connect() as connection:
            return connection.execute(query).fetchall()


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, overturn: Callable[..., Any]) -> Installation:
    """A new installation under a temporary folder."""
    made = Installation(tmp_path / "home", tmp_path / "inbox", overturn)
    made.inbox.mkdir()
    monkeypatch.setenv("OVERTURN_HOME", str(made.home))
    return made
