"""All that is known of how well the models do, as tables of the lake: what the Models page and the model card show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from interchange.lake import Lake
from ml.backtest import backtest
from ml.curves import calibration_bins, gain_curves
from ml.evaluation import simple_rule
from ml.features import load_features
from ml.flags import prevented_denials
from ml.monitoring import feature_drift, label_delays, payer_drift
from ml.registry import CHALLENGER, CHAMPION, MODEL_NAME, Registry, Store, StoredModel
from ml.shadow import compare
from ml.slices import measure_slices
from ml.tables import no_rows, read_table, replace_tables
from ml.training import split_by_time

if TYPE_CHECKING:
    import pandas as pd

TABLES = (
    "evaluations",
    "model_versions",
    "gate_verdicts",
    "calibration_bins",
    "gain_curves",
    "feature_drift",
    "payer_drift",
    "label_delays",
    "backtests",
    "prevented_denials",
)
MONTHS, MONTHS_AT_LENGTH = 3, 6


def appraise(*, lake: Lake, store: Store, is_full: bool = False) -> dict[str, Any]:
    """Replaces the tables that say how the models do; returns the champion's version, its metrics and the snapshot.

    Where there is no champion, or too few claims to judge it by, the tables are there and empty. ``is_full`` looks
    further back, and trains each month of the backtest as a champion is trained: minutes instead of seconds.
    """
    import pandas as pd

    registry, frame = Registry(store), load_features(lake)
    found = {name: no_rows(name) for name in TABLES} | _of_the_registry(registry)
    if len(frame):
        found["label_delays"] = label_delays(frame)
        months = MONTHS_AT_LENGTH if is_full else MONTHS
        found["backtests"] = backtest(frame, months=months, is_whole=is_full)
    found["prevented_denials"] = prevented_denials(read_table(lake, "flags"))
    champion = registry.load(CHAMPION)
    if champion:
        found |= _of_the_champion(champion, registry.load(CHALLENGER), frame)
        found["evaluations"] = pd.concat([found["evaluations"], compare(lake).assign(model_name=MODEL_NAME)])
    frames = {name: rows if len(rows) else no_rows(name) for name, rows in found.items()}
    whole = frames["evaluations"].query("alias == @CHAMPION and slice == 'all'")
    return {
        "model_version": champion.version if champion else None,
        **dict(zip(whole["metric"], whole["value"], strict=True)),
        "snapshot_id": replace_tables(lake, frames),
    }


def _of_the_registry(registry: Registry) -> dict[str, pd.DataFrame]:
    import pandas as pd

    versions = registry.versions()
    verdicts = [
        {"model_version": each["model_version"], **verdict} for each in versions for verdict in each.pop("verdicts")
    ]
    return {"model_versions": pd.DataFrame(versions), "gate_verdicts": pd.DataFrame(verdicts)}


def _of_the_champion(
    champion: StoredModel, challenger: StoredModel | None, frame: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    import pandas as pd

    split = split_by_time(frame)
    if split is None:
        return {}
    measured = [measure_slices(champion, split).assign(alias=CHAMPION)]
    if challenger and challenger.version != champion.version and challenger.knows(frame):
        measured.append(measure_slices(challenger, split).assign(alias=CHALLENGER))
    scores, rule = champion.score(split.test), simple_rule(split.train, split.test)
    mature = pd.concat([split.train, split.stop, split.test])
    return {
        "evaluations": pd.concat(measured),
        "calibration_bins": calibration_bins(split.test, scores, champion.version),
        "gain_curves": gain_curves(split.test, scores, rule, champion.version),
        "feature_drift": feature_drift(champion, frame),
        "payer_drift": payer_drift(champion, mature, champion.score(mature)),
    }
