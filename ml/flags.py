"""The closed loop: which claims were told to be at risk, what came of them, and whether telling the desk prevented any.

A seeded share of the flagged claims is held back from the desk. Without such a control nothing can be said: a flagged
claim that was paid may have been paid anyway.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np

from interchange.lake import Lake
from ml.curves import share_interval
from ml.evaluation import Floats
from ml.monitoring import learnt_through
from ml.tables import read_table

if TYPE_CHECKING:
    import pandas as pd

    from ml.registry import StoredModel

FLAGGED_FROM = 0.25
CONTROL_SHARE = 0.10
SALT = b"overturn control 1:"
FEWEST_OF_THE_CONTROL = 50
ANSWERS = """
    SELECT claim_id, submitted_date, label_is_denied, label_denied_amount
    FROM marts.fct_claim_features WHERE label_is_answered AND list_contains(?, claim_id)"""


def is_control(claim_id: str, share: float = CONTROL_SHARE) -> bool:
    """Whether a claim, once flagged, is held back from the desk: by a hash of its id, so the same at any time."""
    place = int.from_bytes(hashlib.sha256(SALT + claim_id.encode()).digest()[:8])
    return place < share * 2**64


def keep_flags(lake: Lake, waiting: pd.DataFrame, chances: Floats, champion: StoredModel, share: float) -> pd.DataFrame:
    """Rows of ``ml.flags``: those there were, the waiting claims that are flagged now, and the answers since."""
    import pandas as pd

    before = read_table(lake, "flags")
    fresh = waiting[(chances >= FLAGGED_FROM) & ~waiting["claim_id"].isin(before["claim_id"]).to_numpy()]
    flagged = fresh.assign(
        flagged_on=dt.datetime.now(dt.UTC).date(),
        model_version=champion.version,
        denial_probability=chances[fresh.index],
        is_control=[is_control(str(claim), share) for claim in fresh["claim_id"]],
    )
    columns = ["claim_id", "payer_id", "flagged_on", "model_version", "denial_probability", "is_control"]
    return _with_outcomes(lake, pd.concat([before[columns], flagged[columns]], ignore_index=True), champion)


def _with_outcomes(lake: Lake, flags: pd.DataFrame, champion: StoredModel) -> pd.DataFrame:
    import pandas as pd

    with lake.connect() as connection:
        answers = connection.execute(ANSWERS, [flags["claim_id"].astype(str).tolist()]).df()
    told = flags.merge(answers, on="claim_id", how="left")
    outcome = told["label_is_denied"].map({True: "denied", False: "paid"}).fillna("open")
    learnt = told["submitted_date"] <= pd.Timestamp(learnt_through(champion))
    return flags.assign(outcome=outcome, denied_amount=told["label_denied_amount"], is_learnt=learnt)


def prevented_denials(flags: pd.DataFrame) -> pd.DataFrame:
    """The row of ``ml.prevented_denials``: the control's denial rate less that of the claims that were shown."""
    import pandas as pd

    answered = flags[flags["outcome"] != "open"]
    held = answered["is_control"].astype(bool)
    shown, control = answered[~held], answered[held]
    counts = [(int((part["outcome"] == "denied").sum()), len(part)) for part in (control, shown)]
    difference, low, high = difference_interval(*counts[0], *counts[1]) if all(n for _, n in counts) else (None,) * 3
    why = _why(len(control), low, high)
    found = {
        "shown_count": len(shown),
        "shown_denied_count": counts[1][0],
        "control_count": len(control),
        "control_denied_count": counts[0][0],
        "open_count": int((flags["outcome"] == "open").sum()),
        "learnt_count": int(flags["is_learnt"].sum()),
        "prevented_rate": difference,
        "prevented_low_rate": low,
        "prevented_high_rate": high,
        "is_proven": not why,
        "why": why or "the control is denied more often than what the desk saw",
    }
    return pd.DataFrame([{**found, **_worth(control, len(shown), difference if not why else None)}])


def difference_interval(first: int, first_of: int, second: int, second_of: int) -> tuple[float, float, float]:
    """First share less the second, and its 95 % interval (Newcombe's from two of Wilson's)."""
    one, two = first / first_of, second / second_of
    (low_one, high_one), (low_two, high_two) = share_interval(first, first_of), share_interval(second, second_of)
    low = one - two - float(np.hypot(one - low_one, high_two - two))
    high = one - two + float(np.hypot(high_one - one, two - low_two))
    return one - two, low, high


def _why(control: int, low: float | None, high: float | None) -> str:
    if control < FEWEST_OF_THE_CONTROL or low is None or high is None:
        return f"not proven: {control} answered claims in the control, {FEWEST_OF_THE_CONTROL} are asked for"
    if high < 0:
        return "not proven: what the desk saw is denied more often than the control"
    return "" if low > 0 else "not proven: the difference may be chance"


def _worth(control: pd.DataFrame, shown: int, difference: float | None) -> dict[str, Any]:
    if difference is None:
        return {"prevented_count": None, "prevented_amount": None}
    each = control.loc[control["outcome"] == "denied", "denied_amount"].astype(float).mean()
    return {"prevented_count": difference * shown, "prevented_amount": round(difference * shown * each, 2)}
