"""What changed, in sentences with figures: for the overview, the huddle and the printed page."""

from __future__ import annotations

from typing import Any

from app.page import Build
from app.queries import movement
from app.queries.published import records
from app.queries.scope import Chosen
from app.wording import say_count, say_dollars

SPANS = {7: ("week", "the week before"), 28: ("four weeks", "the four before")}


def say_changes(build: Build, *, days: int, most: int, chosen: Chosen | None = None) -> list[str]:
    """The sums of the last span of days, then the payers and reasons that changed most, as plain text."""
    sums = movement.sums(build.at, build.through, days, chosen)
    if not sums["denied_now_amount"] and not sums["denied_before_amount"]:
        return []
    found = movement.movers(build.at, build.through, days, chosen).head(most)
    return [_say_sums(build, sums, days, chosen), *(say_mover(row) for row in records(found))]


def _say_sums(build: Build, sums: dict[str, Any], days: int, chosen: Chosen | None) -> str:
    span, before = SPANS[days]
    recovered = movement.recovered(build.at, build.through, days, chosen)
    return (
        f"{say_dollars(sums['denied_now_amount'])} was denied at first in {say_count(sums['denials'])} denials in the "
        f"last {span}, {_say_way(sums['denied_now_amount'] - sums['denied_before_amount'])} on {before}; "
        f"{say_dollars(recovered)} came back on earlier denials."
    )


def say_mover(row: dict[str, Any]) -> str:
    """One change: who and why, up or down by how much, from what to what."""
    return (
        f"{row['payer']}, {row['reason']}: {_say_way(row['change_amount'])}, from "
        f"{say_dollars(row['denied_before_amount'])} to {say_dollars(row['denied_now_amount'])}."
    )


def _say_way(change: Any) -> str:
    return f"{'up' if change > 0 else 'down'} {say_dollars(abs(change))}"
