"""What a page's filters let through, said once for claims and for denials; values are bound, never written in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

CLAIM_DIMENSIONS: dict[str, str] = {
    "payer": "Payer",
    "line_of_business": "Line of business",
    "facility": "Facility",
    "location": "Location",
    "service_line": "Service line",
    "provider": "Provider",
}
DIMENSIONS: dict[str, str] = CLAIM_DIMENSIONS | {
    "reason": "Reason",
    "code": "Code",
    "remark": "Remark",
    "procedure": "Procedure",
}
Chosen = Mapping[str, Any]


def _conditions(dimensions: Iterable[str]) -> str:
    chosen = [f"(${name} IS NULL OR list_contains(${name}, {name}))" for name in dimensions]
    return "\n      AND ".join(chosen)


# A filter that is not set is bound to NULL and lets every row through. Denials are initial ones unless told otherwise.
DENIALS = f"""
    FROM marts.rpt_denials
    WHERE ($any_denial OR is_initial) AND ($start IS NULL OR first_denied_date BETWEEN $start AND $end)
      AND {_conditions(DIMENSIONS)}
"""
CLAIMS = f"""
    FROM marts.rpt_claims
    WHERE is_counted AND ($start IS NULL OR submitted_date BETWEEN $start AND $end)
      AND {_conditions(CLAIM_DIMENSIONS)}
"""
DENIAL_ONLY = tuple(name for name in DIMENSIONS if name not in CLAIM_DIMENSIONS)
DENIAL_CONDITIONS = _conditions(DENIAL_ONLY)


def bind(chosen: Chosen, **more: Any) -> dict[str, Any]:
    """What a statement on denials, and its own parameters, are bound to."""
    return {**dict.fromkeys((*DIMENSIONS, "start", "end")), "any_denial": False, **chosen, **more}


def bind_claims(chosen: Chosen, **more: Any) -> dict[str, Any]:
    """What a statement on claims, and its own parameters, are bound to; filters that only denials have are left out."""
    known = (*CLAIM_DIMENSIONS, "start", "end")
    return {**dict.fromkeys(known), **{name: value for name, value in chosen.items() if name in known}, **more}


def bind_flow(chosen: Chosen) -> dict[str, Any]:
    """What a statement on the denials of the claims under the filters is bound to."""
    return {**dict.fromkeys((*DIMENSIONS, "start", "end")), **chosen}


def only_claims(chosen: Chosen) -> bool:
    """Whether every filter set is one that claims without a denial have too."""
    return not any(chosen.get(name) for name in DENIAL_ONLY)
