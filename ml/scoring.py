"""Scoring: the champion's chance of denial for every claim that no payer has answered, its reasons and its fix."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from interchange.lake import Lake
from ml.explanations import explain
from ml.features import load_features
from ml.flags import CONTROL_SHARE, keep_flags
from ml.reasons import ReasonModel, likeliest
from ml.registry import CHALLENGER, CHAMPION, MODEL_NAME, Registry, Store, StoredModel
from ml.shadow import keep_shadow
from ml.tables import no_rows, replace_tables

if TYPE_CHECKING:
    import pandas as pd


def score(*, lake: Lake, store: Store, control_share: float = CONTROL_SHARE) -> dict[str, Any]:
    """Replaces what the lake holds of the champion: scores, reasons and explanations of the claims without an answer.

    Keeps the flags and the challenger's shadow beside them. The same scores again change nothing. Without a champion
    the tables are there and empty. ``missing_inputs`` names the feeds that nothing has come from.
    """
    registry = Registry(store)
    champion = registry.load(CHAMPION)
    frame = load_features(lake, where="NOT label_is_answered")
    missing = missing_inputs(lake)
    frames = say(frame.head(0) if champion is None else frame, champion, registry.load_reasons(CHAMPION))
    frames |= _beside_the_scores(lake, registry, champion, frame, frames["predictions"], control_share)
    snapshot = replace_tables(lake, frames)
    return {
        "model_name": MODEL_NAME,
        "model_version": champion.version if champion else None,
        "scored_count": len(frames["predictions"]),
        "missing_inputs": ", ".join(missing),
        "snapshot_id": snapshot,
    }


def _beside_the_scores(
    lake: Lake,
    registry: Registry,
    champion: StoredModel | None,
    frame: pd.DataFrame,
    predictions: pd.DataFrame,
    control_share: float,
) -> dict[str, pd.DataFrame]:
    if champion is None:
        return {name: no_rows(name) for name in ("flags", "shadow_scores")}
    chances = predictions["denial_probability"].to_numpy(dtype=np.float64)
    return {
        "flags": keep_flags(lake, frame, chances, champion, control_share),
        "shadow_scores": keep_shadow(lake, frame, chances, champion, registry.load(CHALLENGER)),
    }


def say(frame: pd.DataFrame, champion: StoredModel | None, reasons: ReasonModel | None) -> dict[str, pd.DataFrame]:
    """Everything that the models say of some claims, by table of the lake."""
    import pandas as pd

    chances = champion.score(frame) if champion else np.empty(0)
    said = {"predictions": _predictions(frame, chances, champion.version if champion else "")}
    empty = pd.DataFrame(columns=["claim_id", "model_version", "reason", "rank", "denial_probability", "is_in_set"])
    said["reasons"] = likeliest(reasons, frame, chances, champion.version) if champion and reasons else empty
    if champion and len(frame):
        said["explanations"] = explain(champion, frame, chances)
    return said


def missing_inputs(lake: Lake) -> list[str]:
    """The inputs of which the last build has nothing: eligibility answers, authorizations, or the rules library."""
    feeds = {
        "eligibility (271)": "marts.fct_eligibility_checks",
        "authorization (278)": "marts.fct_authorizations",
        "payer policies": "reference.payer_policies",
        "rules library": "reference.claim_edits",
    }
    with lake.connect() as connection:
        there = {name: connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() for name, table in feeds.items()}  # noqa: S608
    return [name for name, row in there.items() if row is None]


def _predictions(frame: pd.DataFrame, chances: np.ndarray[Any, np.dtype[np.float64]], version: str) -> pd.DataFrame:
    import pandas as pd

    dollars = frame["charge_amount"].to_numpy(dtype=np.float64) * chances
    return pd.DataFrame(
        {
            "claim_id": frame["claim_id"].astype(str),
            "model_name": MODEL_NAME,
            "model_version": version,
            "denial_probability": chances,
            "expected_denied_amount": dollars.round(2),
            "scored_at": dt.datetime.now(dt.UTC).replace(tzinfo=None),
        }
    )
