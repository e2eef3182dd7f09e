"""Drops written files into an inbox as time goes by, for demonstrations: in real time or so many times faster."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path

SECONDS_A_DAY = 86_400


def play(staged: Path, out: Path, *, speed: float, sleep: Callable[[float], None] = time.sleep) -> int:
    """Moves each drop's folder to ``out`` when its day has come, the first at once; gives how many files moved.

    ``speed`` 1 is real time; 86400 is a day a second. A file appears whole: it is moved, never written in place.
    """
    before: dt.date | None = None
    moved = 0
    for folder in sorted(path for path in staged.iterdir() if path.is_dir()):
        day = dt.date.fromisoformat(folder.name)
        if before is not None:
            sleep((day - before).days * SECONDS_A_DAY / speed)
        before = day
        (out / folder.name).mkdir(parents=True, exist_ok=True)
        for path in sorted(each for each in folder.iterdir() if each.is_file()):
            path.rename(out / folder.name / path.name)
            moved += 1
    return moved
