"""Small cells of an export: counts from 1 to 10 are left out, with every figure that would give them away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

FLOOR = 11
ROW_COUNTS = ("claim_count", "denied_claim_count")
# What a count gives away besides itself, by the beginning of the other columns' names.
TELLS = {
    "overturned_claim_count": ("overturn_rate", "recovered_amount"),
    "paid_claim_count": ("mean_days_to_pay", "median_days_to_pay", "days_to_pay_sum"),
    "documentation_request_count": ("documentation_request_rate",),
    "prompt_pay_due_count": ("prompt_pay_breach",),
    "prompt_pay_breach_count": ("prompt_pay_breach_rate",),
    "underpaid_claim_count": ("underpaid_",),
}
TOTALS = ("others_", "service_line_claim", "service_line_charge", "payer_claim", "payer_charge", "denial_rate")

Row = dict[str, Any]


def suppress(rows: Sequence[Row], *, keys: Sequence[str], groups: Sequence[Sequence[str]]) -> list[Row]:
    """The rows without small cells.

    A row with 1 to 10 claims or denied claims keeps its keys only. Where a group of rows has lost exactly one, its
    smallest other row goes too, and totals are left out beside every lost row: nothing is found by subtraction.
    """
    lost = {index for index, row in enumerate(rows) if any(_is_small(row.get(name)) for name in ROW_COUNTS)}
    for group in groups:
        lost |= _companions(rows, lost, group)
    exposed = {_key(rows[index], group) for index in lost for group in groups}
    return [_cleared(row, keys) if index in lost else _trimmed(row, groups, exposed) for index, row in enumerate(rows)]


def _is_small(value: Any) -> bool:
    return value is not None and 0 < value < FLOOR


def _key(row: Row, group: Sequence[str]) -> tuple[Any, ...]:
    return (*group, *(row[name] for name in group))


def _companions(rows: Sequence[Row], lost: set[int], group: Sequence[str]) -> set[int]:
    members: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        members[_key(row, group)].append(index)
    found = set()
    for indexes in members.values():
        left = [index for index in indexes if index not in lost]
        if len(indexes) - len(left) == 1 and left:
            found.add(min(left, key=lambda index: (rows[index]["denied_claim_count"], rows[index]["claim_count"])))
    return found


def _cleared(row: Row, keys: Sequence[str]) -> Row:
    return {name: value if name in keys else None for name, value in row.items()}


def _trimmed(row: Row, groups: Sequence[Sequence[str]], exposed: set[tuple[Any, ...]]) -> Row:
    small = [name for name, value in row.items() if name.endswith("_count") and _is_small(value)]
    hidden = {*small, *(each for name in small for each in TELLS.get(name, ()))}
    beside = TOTALS if any(_key(row, group) in exposed for group in groups) else ()
    gone = (*hidden, *beside)
    return {name: None if gone and name.startswith(gone) else value for name, value in row.items()}
