"""What can be changed on a claim before it is sent, and what its features would then be.

A fix is tried by scoring the claim again as if it had been made; it is offered only where it lowers the risk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

LEAST_GAIN = 0.01
USUAL = 0.5  # of this provider's claims for the same service: more is a habit, as in the rules library
OLD_ANSWER_DAYS = 7
# Rates that a claim without the fault would show.
QUIET_MODIFIER, QUIET_BUNDLING, QUIET_ELIGIBILITY = 0.003, 0.03, 0.012


@dataclass(frozen=True)
class Fix:
    """A change before sending: its words, the reason it guards against, which claims it can help, their new values.

    ``changed`` gives columns from rows; columns that a model does not know are left out.
    """

    name: str
    words: str
    reason: str
    applies: Callable[[pd.DataFrame], Any]
    changed: Callable[[pd.DataFrame], Mapping[str, Any]]

    def make(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows as they would be after the fix; edits for its reason are then no longer hit."""
        changed = dict(self.changed(rows)) | self._fewer_edits(rows) | {f"is_flagged_{self.reason}": False}
        return rows.assign(**{name: value for name, value in changed.items() if name in rows})

    def _fewer_edits(self, rows: pd.DataFrame) -> dict[str, Any]:
        flag = f"is_flagged_{self.reason}"
        if flag not in rows or "edit_count" not in rows:
            return {}
        hit = rows[flag].to_numpy(dtype=np.int64)
        stopped = hit * _is_stopped(rows, self.reason)
        return {
            "edit_count": np.maximum(rows["edit_count"].to_numpy() - hit, 0),
            "hard_stop_count": np.maximum(rows["hard_stop_count"].to_numpy() - stopped, 0),
        }


def _is_stopped(rows: pd.DataFrame, reason: str) -> Any:
    """1 where the reason's edit is a hard stop for the row."""
    stops = {
        "authorization": rows["authorization_status"].isin(["expired", "other_service", "refused"]),
        "eligibility": rows["eligibility_status"] == "inactive",
    }
    return stops[reason].to_numpy(dtype=np.int64) if reason in stops else 0


def _lacks(rows: pd.DataFrame, modifier: str, habit: str) -> Any:
    """Where most claims like it carry a modifier and this one does not."""
    return (rows[habit].fillna(0) > USUAL) & ~rows[modifier].astype(bool)


def _named(rows: pd.DataFrame, part: str) -> list[str]:
    return [str(name) for name in rows.columns if part in str(name)]


def _authorized(rows: pd.DataFrame) -> dict[str, Any]:
    unauthorized = _named(rows, "unauthorized_")
    return {
        "has_prior_authorization": True,
        "has_valid_authorization": True,
        "authorization_status": "valid",
        "lacks_usual_authorization": False,
        **dict.fromkeys(unauthorized, np.nan),
    }


def _modified(rows: pd.DataFrame) -> dict[str, Any]:
    changed: dict[str, Any] = dict.fromkeys(_named(rows, "modifiers_modifier_"), QUIET_MODIFIER)
    for modifier, habit in USUAL_MODIFIERS.items():
        changed[modifier] = rows[modifier].astype(bool) | _lacks(rows, modifier, habit)
    return changed | {"lacks_usual_modifier": False}


def _parted(rows: pd.DataFrame) -> dict[str, Any]:
    return {"has_modifier_59": True, **dict.fromkeys(_named(rows, "pair_bundling_"), QUIET_BUNDLING)}


def _eligible(rows: pd.DataFrame) -> dict[str, Any]:
    rates = dict.fromkeys(_named(rows, "_status_eligibility_"), QUIET_ELIGIBILITY)
    return {"eligibility_status": "active", "eligibility_age_days": 0, **rates}


USUAL_MODIFIERS = {
    "has_side_modifier": "procedure_has_side_modifier_365_rate",
    "has_modifier_25": "parted_pair_has_modifier_25_900_rate",
    "has_modifier_95": "place_has_modifier_95_365_rate",
}
FIXES: tuple[Fix, ...] = (
    Fix(
        "authorization",
        "Get a valid authorization and put its number on the claim",
        "authorization",
        lambda rows: ~rows["has_valid_authorization"].astype(bool),
        _authorized,
    ),
    Fix(
        "modifier",
        "Add the modifier, if the documentation supports it",
        "modifier",
        lambda rows: rows["lacks_usual_modifier"].astype(bool),
        _modified,
    ),
    Fix(
        "unbundling",
        "Part the procedures by modifier 59, if the documentation supports it",
        "bundling",
        lambda rows: (
            rows["has_second_procedure"].astype(bool)
            & ~rows["has_modifier_59"].astype(bool)
            & (rows["parted_pair_has_modifier_59_900_rate"].fillna(0) > USUAL / 2)
        ),
        _parted,
    ),
    Fix(
        "member_id",
        "Check the member's number against the card",
        "registration",
        lambda rows: rows["member_id_excess"].fillna(0) < 0,
        lambda _: {"member_id_excess": 0},
    ),
    Fix(
        "eligibility",
        "Ask the payer for eligibility again, and bill the coverage that is active",
        "eligibility",
        lambda rows: (rows["eligibility_status"] != "active") | (rows["eligibility_age_days"] > OLD_ANSWER_DAYS),
        _eligible,
    ),
)
