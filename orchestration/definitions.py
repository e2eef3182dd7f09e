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
    from orchestration.dbt_assets import make_dbt_assets
    from orchestration.model_assets import denial_model, evaluations, make_publication, predictions
    from orchestration.narration import Silence
    from orchestration.raw_assets import landed_batches, landing
    from orchestration.settings import export_settings
    from orchestration.triggers import inbox_sensor, model_fit_sensor, morning, refresh, retrain
    from orchestration.warehouse import prepare_manifest

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
