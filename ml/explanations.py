"""What drives a claim's risk, in a biller's words, and the one change that would lower it most.

Contributions are TreeSHAP's: approximate for a batch, exact for one claim that somebody asks about. A fix is tried by
scoring the claim again as if it had been made; it is offered only where it lowers the risk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ml.fixes import FIXES, LEAST_GAIN
from ml.registry import StoredModel

if TYPE_CHECKING:
    import pandas as pd

Floats = npt.NDArray[np.float64]
SHOWN = 3
# What a column's name holds -> what a biller calls it; the first that fits is taken.
WORDS: tuple[tuple[str, str], ...] = (
    ("authorization", "Authorization: missing, or not usable with this payer"),
    ("bundling", "These procedures are often bundled"),
    ("modifier", "Modifier: claims like this are denied without one"),
    ("diagnosis", "Diagnosis: this payer often refuses it for this procedure"),
    ("enrollment", "Provider: lately denied as not enrolled with this payer"),
    ("eligibility", "Coverage: not confirmed, or often lapsed with this payer"),
    ("coordination", "Coordination: another payer may come first"),
    ("payer_order", "Coordination: another payer may come first"),
    ("registration", "Registration: identity or demographics"),
    ("member_id", "Registration: the member's number looks unusual"),
    ("demographics", "Registration: identity or demographics"),
    ("documentation", "Records: this payer often asks for them"),
    ("necessity", "Medical necessity: this payer often reviews such services"),
    ("benefit", "Benefits: often not covered or used up"),
    ("timely", "Time to file is short or has passed"),
    ("filing", "Time to file is short or has passed"),
    ("lag", "Time to file is short or has passed"),
    ("same_service", "Looks like a duplicate of a claim already sent"),
    ("duplicate", "Looks like a duplicate of a claim already sent"),
    ("edit", "The rules library has something to say"),
    ("hard_stop", "The rules library has something to say"),
    ("provider", "This provider's claims are denied more often"),
    ("payer", "This payer has denied such claims lately"),
    ("charge", "The charge"),
)
OTHERWISE = "The kind of claim"


def contributions(model: StoredModel, frame: pd.DataFrame, *, exact: bool) -> Floats:
    """Claim x column in log-odds; a row and the bias sum to the claim's forecast where exact."""
    matrix = model.encoding.matrix(frame)
    raw = model.booster.predict(matrix, pred_contribs=True, approx_contribs=not exact)
    return np.asarray(raw, dtype=np.float64)[:, :-1]


def phrase(column: str) -> str:
    """What a biller calls the thing that a column measures."""
    return next((words for part, words in WORDS if part in column), OTHERWISE)


def try_fixes(model: StoredModel, frame: pd.DataFrame, risk: Floats) -> tuple[npt.NDArray[Any], Floats]:
    """For each claim the fix that lowers its risk most (an index of FIXES, -1 for none) and the risk after it."""
    best = np.full(len(frame), -1)
    after = risk.copy()
    for number, fix in enumerate(FIXES):
        rows = np.flatnonzero(np.asarray(fix.applies(frame), dtype=bool))
        if not len(rows):
            continue
        fixed = model.score(fix.make(frame.iloc[rows]))
        better = rows[fixed < after[rows] - LEAST_GAIN]
        best[better] = number
        after[better] = fixed[fixed < after[rows] - LEAST_GAIN]
    return best, after


def explain(model: StoredModel, frame: pd.DataFrame, risk: Floats, *, exact: bool = False) -> pd.DataFrame:
    """Rows of ``ml.explanations``: up to three drivers a claim, its best fix, and the risk after it."""
    import pandas as pd

    shares = contributions(model, frame, exact=exact)
    phrases = [phrase(name) for name in model.encoding.columns]
    kinds = sorted(set(phrases))
    grouped = np.stack(
        [shares[:, [n for n, each in enumerate(phrases) if each == kind]].sum(axis=1) for kind in kinds], axis=1
    )
    order = np.argsort(-grouped, axis=1, kind="stable")[:, :SHOWN]
    fix, after = try_fixes(model, frame, risk)
    rows = np.repeat(np.arange(len(frame)), order.shape[1])
    told = pd.DataFrame(
        {
            "claim_id": frame["claim_id"].astype(str).to_numpy()[rows],
            "model_version": model.version,
            "rank": np.tile(np.arange(1, order.shape[1] + 1), len(frame)),
            "words": np.array(kinds, dtype=object)[order.ravel()],
            "contribution": grouped[rows, order.ravel()].round(6),
            "fix": [FIXES[number].words if number >= 0 else None for number in fix[rows]],
            "risk_after_fix": after[rows].round(6),
        }
    )
    return told[told["contribution"] > 0].reset_index(drop=True)
