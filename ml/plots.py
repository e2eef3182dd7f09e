"""Pictures beside a run in MLflow: calibration, precision and recall, dollars found, and what drives the risk."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np

from ml.curves import EVERYONE, calibration_bins, gain_curves
from ml.evaluation import Floats

if TYPE_CHECKING:
    import pandas as pd
    import xgboost as xgb

    from ml.features import Encoding

SIZE, DPI = (6.4, 4.4), 110
DRIVERS_SHOWN, ROWS_SHOWN = 15, 600
MODEL, RULE, QUIET = "#0b6e99", "#b3541e", "#8a8f98"


def draw_all(
    test: pd.DataFrame, scores: Floats, rule: Floats, booster: xgb.Booster, encoding: Encoding
) -> dict[str, bytes]:
    """Name of file -> PNG, from the judging window; the same inputs give the same pictures."""
    rows = test.iloc[np.linspace(0, len(test) - 1, min(len(test), ROWS_SHOWN)).astype(np.int64)]
    return {
        "calibration.png": _draw(_calibration, test, scores),
        "precision_recall.png": _draw(_precision_recall, test, scores, rule),
        "gain_in_dollars.png": _draw(_gain, test, scores, rule),
        "shap_summary.png": _draw(_drivers, rows, booster, encoding),
    }


def _draw(painter: Any, *inputs: Any) -> bytes:
    # Figures of their own, not pyplot's: those would stay in memory and know of a screen.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=SIZE, dpi=DPI, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    painter(axes, *inputs)
    written = io.BytesIO()
    figure.savefig(written, format="png")
    return written.getvalue()


def _calibration(axes: Any, test: pd.DataFrame, scores: Floats) -> None:
    bins = calibration_bins(test, scores, "")
    whole = bins[bins["payer_id"] == EVERYONE]
    most = float(max(whole["forecast_rate"].max(), whole["denied_high_rate"].max())) * 1.05
    axes.plot([0, most], [0, most], color=QUIET, linestyle="--", label="as forecast")
    spread = [whole["denied_rate"] - whole["denied_low_rate"], whole["denied_high_rate"] - whole["denied_rate"]]
    axes.errorbar(
        whole["forecast_rate"], whole["denied_rate"], yerr=spread, fmt="o", color=MODEL, label="tenths of claims"
    )
    axes.set(xlabel="Forecast chance", ylabel="Share denied (95 % interval)", title="Calibration")
    axes.legend(frameon=False)


def _precision_recall(axes: Any, test: pd.DataFrame, scores: Floats, rule: Floats) -> None:
    from sklearn.metrics import precision_recall_curve

    labels = test["label_is_denied"].to_numpy(dtype=np.float64)
    for order, name, color in ((scores, "model", MODEL), (rule, "simple rule", RULE)):
        precision, recall, _ = precision_recall_curve(labels, order)
        axes.plot(recall, precision, color=color, label=name)
    axes.axhline(labels.mean(), color=QUIET, linestyle="--", label="share denied")
    axes.set(xlabel="Denials found", ylabel="Of those flagged, denied", title="Precision and recall", ylim=(0, 1.02))
    axes.legend(frameon=False)


def _gain(axes: Any, test: pd.DataFrame, scores: Floats, rule: Floats) -> None:
    curves = gain_curves(test, scores, rule, "")
    styles = {"perfect": (QUIET, "--"), "model": (MODEL, "-"), "simple rule": (RULE, "-"), "charge alone": (RULE, ":")}
    for name, (color, line) in styles.items():
        curve = curves[curves["ranking"] == name]
        axes.plot(curve["claim_share"], curve["denied_amount"] / 1e3, color=color, linestyle=line, label=name)
    axes.set(
        xlabel="Share of claims looked at", ylabel="Charges of denied claims found ($1,000)", title="Gain in dollars"
    )
    axes.legend(frameon=False)


def _drivers(axes: Any, rows: pd.DataFrame, booster: xgb.Booster, encoding: Encoding) -> None:
    matrix, values = encoding.matrix(rows), encoding.values(rows)
    shares = booster.predict(matrix, pred_contribs=True, approx_contribs=True)[:, :-1]
    top = np.argsort(-np.abs(shares).mean(axis=0), kind="stable")[:DRIVERS_SHOWN][::-1]
    jitter = np.random.default_rng(1).uniform(-0.28, 0.28, len(rows))
    for line, column in enumerate(top):
        height = _heights(values[:, column].astype(np.float64))
        dots = axes.scatter(shares[:, column], line + jitter, c=height, cmap="coolwarm", vmin=0, vmax=1, s=5, alpha=0.6)
    axes.axvline(0, color=QUIET, linewidth=0.8)
    names = [encoding.columns[column].replace("_", " ") for column in top]
    axes.set_yticks(range(len(top)), names, fontsize=7)
    axes.set(xlabel="Adds to the log-odds of a denial", title="What drives the risk")
    bar = axes.figure.colorbar(dots, ax=axes, ticks=[0, 1], aspect=40)
    bar.ax.set_yticklabels(["low value", "high value"], fontsize=7)


def _heights(values: Floats) -> Floats:
    """Each value's place among the others, 0 for the lowest and 1 for the highest; equal ones share theirs."""
    from scipy.stats import rankdata

    ranks = rankdata(np.nan_to_num(values, nan=-1.0), method="dense") - 1
    return np.asarray(ranks / max(ranks.max(), 1))
