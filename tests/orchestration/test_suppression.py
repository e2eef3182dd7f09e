"""Small cells: none is left, and none is found by subtraction."""

from __future__ import annotations

from typing import Any

from orchestration.answers.suppression import suppress

KEYS = ("payer", "reason")
GROUPS = (("payer",),)


def row(reason: str, claims: int, denied: int, *, payer: str = "P", **more: Any) -> dict[str, Any]:
    figures = {"claim_count": claims, "denied_claim_count": denied, "denied_amount": denied * 100}
    return {"payer": payer, "reason": reason, **figures, "payer_claim_count": 999, "denial_rate": 0.5, **more}


def test_a_small_row_keeps_its_keys_only() -> None:
    (small, companion, kept) = suppress([row("A", 90, 3), row("B", 90, 20), row("C", 90, 40)], keys=KEYS, groups=GROUPS)
    assert {name for name, value in small.items() if value is not None} == set(KEYS)
    assert {name for name, value in companion.items() if value is not None} == set(KEYS)
    assert kept["denied_claim_count"] == 40


def test_no_total_stands_beside_a_lost_row() -> None:
    rows = suppress([row("A", 90, 3), row("B", 90, 20), row("C", 90, 40)], keys=KEYS, groups=GROUPS)
    assert all(each["payer_claim_count"] is None and each["denial_rate"] is None for each in rows)


def test_a_group_without_small_cells_is_left_whole() -> None:
    rows = [row("A", 90, 11), row("B", 90, 0), row("C", 3, 0, payer="Q")]
    assert suppress(rows, keys=KEYS, groups=GROUPS)[:2] == rows[:2]


def test_a_small_count_takes_what_is_computed_from_it() -> None:
    rows = [row("A", 90, 40, overturned_claim_count=4, overturn_rate=0.1, recovered_amount=7)]
    (found,) = suppress(rows, keys=KEYS, groups=GROUPS)
    assert found["overturned_claim_count"] is found["overturn_rate"] is found["recovered_amount"] is None
    assert found["denied_claim_count"] == 40
