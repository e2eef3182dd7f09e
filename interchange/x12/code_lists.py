"""Code lists as data: numbers are facts, the meanings are our own words. No list ever keeps a file from loading."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "codes"


@cache
def code_list(name: str) -> dict[str, str]:
    """A list by its file's name, such as carc: each code with its meaning, "" where we have no words for it.

    >>> code_list("adjustment_groups")["PR"]
    'owed by the patient'
    """
    with (FOLDER / f"{name}.csv").open(newline="") as stream:
        return {row["code"]: row["meaning"] for row in csv.DictReader(stream)}
