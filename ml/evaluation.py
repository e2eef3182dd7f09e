"""How good a forecast is: ranking, probabilities and dollars, and what a simple rule reaches on the same claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pandas as pd

Floats = npt.NDArray[np.float64]
CALIBRATION_BINS = 10


def measure(labels: Floats, scores: Floats, amounts: Floats) -> dict[str, float]:
    """AUC, PR-AUC, log-loss, calibration error, and the share of denials and of denied dollars in the top tenth."""
    from sklearn.metrics import average_precision_score, log_loss, roc_auc_score

    clipped = np.clip(scores, 1e-6, 1 - 1e-6)
    return {
        "auc": float(roc_auc_score(labels, scores)),
        "pr_auc": float(average_precision_score(labels, scores)),
        "log_loss": float(log_loss(labels, clipped)),
        "ece": calibration_error(labels, scores),
        "recall_at_10_percent": capture(labels, scores),
        "denied_dollars_at_10_percent": capture(labels * amounts, scores * amounts),
        "base_rate": float(labels.mean()),
    }


def capture(worth: Floats, order: Floats, *, share: float = 0.1) -> float:
    """The share of ``worth`` that lies in the top ``share`` of rows by ``order``."""
    top = np.argsort(-order, kind="stable")[: max(int(len(order) * share), 1)]
    total = worth.sum()
    return float(worth[top].sum() / total) if total else 0.0


def calibration_error(labels: Floats, scores: Floats) -> float:
    """Expected calibration error over ten bins of equal size: mean distance of forecast from outcome."""
    bins = np.array_split(np.argsort(scores, kind="stable"), CALIBRATION_BINS)
    gaps = [abs(float(scores[rows].mean() - labels[rows].mean())) * len(rows) for rows in bins if len(rows)]
    return float(sum(gaps) / len(labels))


def simple_rule(train: pd.DataFrame, test: pd.DataFrame) -> Floats:
    """The rule to beat: the denial rate of the claim's payer and procedure in the training window."""
    keys = ["payer_id", "procedure_id"]
    overall = float(train["label_is_denied"].mean())
    grouped = train.groupby(keys)["label_is_denied"].agg(["sum", "count"])
    rates = ((grouped["sum"] + 5 * overall) / (grouped["count"] + 5)).rename("rate").reset_index()
    joined = test[keys].merge(rates, on=keys, how="left")["rate"].fillna(overall)
    return np.asarray(joined.to_numpy(dtype=np.float64))
