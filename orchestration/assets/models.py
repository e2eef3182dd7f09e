"""Dagster assets after the warehouse: the trained model, the scores, and the published build."""

import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import dagster as dg

from interchange.lake import Lake
from orchestration.assets.raw import WRITER_POOL
from orchestration.doctor.sizes import measure_tables
from orchestration.narration import Silence
from orchestration.pipeline import steps
from orchestration.settings import Settings, read_settings

FEATURES = dg.AssetKey(["marts", "fct_claim_features"])
MODEL = dg.AssetKey(["ml", "denial_model"])
PREDICTIONS = dg.AssetKey(["ml", "predictions"])
EVALUATIONS = dg.AssetKey(["ml", "evaluations"])
PUBLISHED = dg.AssetKey(["published", "snapshot"])
SIMPLE = (str, int, float, bool)


@dg.asset(
    key=MODEL,
    deps=[FEATURES],
    group_name="ml",
    owners=["team:data-science"],
    kinds={"xgboost", "mlflow"},
    required_resource_keys={"narrator"},
)
def denial_model(context: dg.AssetExecutionContext) -> dg.MaterializeResult[Any]:
    """The denial model, trained on the past and measured on what came after."""
    settings, began = read_settings(), time.monotonic()
    narrator: Silence = context.resources.narrator
    with narrator.step("Training") as progress:
        record = steps.train(settings, progress=progress)
    store = settings.model_store
    files = store.rglob("*") if isinstance(store, Path) else ()
    size = sum(each.stat().st_size for each in files if each.is_file())
    return _told(record, began, {**_measured(settings, "marts", "fct_claim_features"), "bytes": size})


@dg.asset(
    key=PREDICTIONS,
    deps=[MODEL, FEATURES],
    group_name="ml",
    owners=["team:data-science"],
    kinds={"xgboost", "parquet"},
    required_resource_keys={"narrator"},
    pool=WRITER_POOL,
)
def predictions(context: dg.AssetExecutionContext) -> dg.MaterializeResult[Any]:
    """The chance of denial of every claim that no payer has answered yet."""
    settings, began = read_settings(), time.monotonic()
    narrator: Silence = context.resources.narrator
    with narrator.step("Scoring"):
        record = steps.score(settings)
    return _told(record, began, _measured(settings, "ml", "predictions"))


@dg.asset(
    key=EVALUATIONS,
    deps=[MODEL, FEATURES, PREDICTIONS],
    group_name="ml",
    owners=["team:data-science"],
    kinds={"xgboost", "parquet"},
    required_resource_keys={"narrator"},
    pool=WRITER_POOL,
)
def evaluations(context: dg.AssetExecutionContext) -> dg.MaterializeResult[Any]:
    """How well the models do: measures, calibration, dollars found, drift, delays of answers, and a backtest."""
    settings, began = read_settings(), time.monotonic()
    narrator: Silence = context.resources.narrator
    with narrator.step("Judging"):
        record = steps.evaluate(settings)
    return _told(record, began, _measured(settings, "ml", "evaluations"))


def make_publication(upstream: Iterable[dg.AssetKey]) -> dg.AssetsDefinition:
    """The asset that readers see; it stands behind every other asset and so behind every check."""

    @dg.asset(
        key=PUBLISHED,
        deps=sorted({*upstream, MODEL, PREDICTIONS, EVALUATIONS}),
        group_name="published",
        owners=["team:data-platform"],
        kinds={"ducklake"},
        required_resource_keys={"narrator"},
    )
    def published(context: dg.AssetExecutionContext) -> dg.MaterializeResult[Any]:
        """The pointer to the last build that passed every test and check; what dashboards and figures read."""
        settings, began = read_settings(), time.monotonic()
        narrator: Silence = context.resources.narrator
        with narrator.step("Publishing"):
            publication = steps.publish(settings)
        sizes = measure_tables(Lake(settings.home), "marts").values()
        measured = {
            "data_through": str(publication.data_through),
            "dagster/row_count": sum(each.row_count for each in sizes),
            "bytes": sum(each.byte_count for each in sizes),
        }
        return _told(vars(publication), began, measured)

    return published


def _measured(settings: Settings, schema: str, table: str) -> dict[str, int]:
    size = measure_tables(Lake(settings.home), schema).get(table)
    return {"dagster/row_count": size.row_count if size else 0, "bytes": size.byte_count if size else 0}


def _told(record: dict[str, Any], began: float, measured: Mapping[str, Any]) -> dg.MaterializeResult[Any]:
    """What Dagster shows of a step: the simple values of its record, what was measured, and how long it took."""
    simple = {name: value for name, value in record.items() if isinstance(value, SIMPLE)}
    return dg.MaterializeResult(metadata={**simple, **measured, "seconds": round(time.monotonic() - began, 3)})
