"""Everything Dagster knows of Overturn, in one place."""

from __future__ import annotations

import dagster as dg

from orchestration.settings import Settings, read_settings


@dg.definitions
def defs() -> dg.Definitions:
    """The definitions for the home that the environment names; parses the dbt project where its manifest is stale."""
    return make_definitions(read_settings())


def make_definitions(settings: Settings) -> dg.Definitions:
    """Assets, checks, the job, the sensor and the schedule."""
    from orchestration.assets.dbt import make_dbt_assets
    from orchestration.assets.models import denial_model, evaluations, make_publication, predictions
    from orchestration.assets.raw import landed_batches, landing
    from orchestration.assets.triggers import inbox_sensor, model_fit_sensor, morning, refresh, retrain
    from orchestration.narration import Silence
    from orchestration.pipeline.warehouse import prepare_manifest
    from orchestration.settings import export_settings

    export_settings(settings)
    warehouse = make_dbt_assets(prepare_manifest(settings))
    published = make_publication([*warehouse.keys, *landing.keys])
    return dg.Definitions(
        assets=[landing, warehouse, denial_model, predictions, evaluations, published],
        asset_checks=[landed_batches],
        jobs=[refresh, retrain],
        schedules=[morning],
        sensors=[inbox_sensor, model_fit_sensor],
        resources={"narrator": Silence()},
        executor=dg.in_process_executor,
    )
