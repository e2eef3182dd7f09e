"""What changed, in sentences with figures: for the overview, the huddle and the printed page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from app.page import Build
from app.queries import movement
from app.queries.published import records
from app.wording import say_dollars


def say_changes(build: Build, through: dt.date, *, days: int, most: int) -> list[str]:
    """The payers and reasons whose first denials changed most between the last two spans of days, as plain text."""
    return [say_mover(row) for row in records(movement.movers(build.at, through, days).head(most))]


def say_mover(row: dict[str, Any]) -> str:
    """One change: who and why, up or down by how much, from what to what."""
    way = "up" if row["change_amount"] > 0 else "down"
    return (
        f"{row['payer']}, {row['reason']}: {way} {say_dollars(abs(row['change_amount']))} "
        f"({say_dollars(row['denied_before_amount'])} to {say_dollars(row['denied_now_amount'])})"
    )
