"""A forecast drawn on judged claims: forecast beside outcome in bins, and dollars found by looking at the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ml.evaluation import CALIBRATION_BINS, Floats

if TYPE_CHECKING:
    import pandas as pd

Places = npt.NDArray[np.int64]
EVERYONE = "*"
FEWEST_CLAIMS_OF_A_PAYER = 100
PAYER_BINS = 5
POINTS = 51
NORMAL_95 = 1.96


def calibration_bins(test: pd.DataFrame, scores: Floats, version: str) -> pd.DataFrame:
    """Rows of ``ml.calibration_bins``: ten bins of all claims, five of each payer that has claims enough."""
    import pandas as pd

    labels = test["label_is_denied"].to_numpy(dtype=np.float64)
    payers = test.groupby("payer_id").indices.items()
    groups = {EVERYONE: np.arange(len(test)), **{str(payer): np.asarray(places) for payer, places in payers}}
    rows = [
        {"payer_id": payer, "bin": number, **_bin(labels[chosen], scores[chosen])}
        for payer, places in groups.items()
        if payer == EVERYONE or len(places) >= FEWEST_CLAIMS_OF_A_PAYER
        for number, chosen in enumerate(_equal_parts(places, scores, payer == EVERYONE), start=1)
    ]
    return pd.DataFrame(rows).assign(model_version=version)


def _equal_parts(places: Places, scores: Floats, is_whole: bool) -> list[Places]:
    ordered = places[np.argsort(scores[places], kind="stable")]
    return [part for part in np.array_split(ordered, CALIBRATION_BINS if is_whole else PAYER_BINS) if len(part)]


def _bin(labels: Floats, scores: Floats) -> dict[str, float]:
    low, high = share_interval(float(labels.sum()), len(labels))
    return {
        "claim_count": len(labels),
        "forecast_rate": float(scores.mean()),
        "denied_rate": float(labels.mean()),
        "denied_low_rate": low,
        "denied_high_rate": high,
    }


def share_interval(count: float, of: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    share, weight = count / of, NORMAL_95**2 / of
    middle = (share + weight / 2) / (1 + weight)
    half = NORMAL_95 / (1 + weight) * np.sqrt(share * (1 - share) / of + weight / (4 * of))
    return max(float(middle - half), 0.0), min(float(middle + half), 1.0)


def gain_curves(test: pd.DataFrame, scores: Floats, rule: Floats, version: str) -> pd.DataFrame:
    """Rows of ``ml.gain_curves``: five orders at every fiftieth of the claims; dollars are charges of denied claims."""
    import pandas as pd

    labels = test["label_is_denied"].to_numpy(dtype=np.float64)
    charges = test["charge_amount"].to_numpy(dtype=np.float64)
    orders = {
        "model": scores * charges,
        "chance alone": scores,
        "charge alone": charges,
        "simple rule": rule * charges,
        "perfect": labels * charges,
    }
    shares = np.linspace(0, 1, POINTS)
    curves = []
    for name, order in orders.items():
        first = np.argsort(-order, kind="stable")
        dollars, denials = (_found(worth[first], shares) for worth in (labels * charges, labels))
        curves.append(
            pd.DataFrame(
                {
                    "ranking": name,
                    "claim_share": shares.round(4),
                    "denied_amount_share": dollars / max(dollars[-1], 1e-9),
                    "denied_amount": dollars.round(2),
                    "denied_share": denials / max(denials[-1], 1e-9),
                }
            )
        )
    return pd.concat(curves).assign(model_version=version)


def _found(ordered: Floats, shares: Floats) -> Floats:
    sums = np.concatenate([[0.0], ordered.cumsum()])
    return np.asarray(sums[np.round(shares * len(ordered)).astype(np.int64)])
