"""When the job runs: soon after files have come to rest in the inbox, and every morning."""

from __future__ import annotations

import time
from pathlib import Path

import dagster as dg

from orchestration.pipeline.state import hash_listing, read_state
from orchestration.settings import read_settings

REST_SECONDS = 5.0
MOST_AGE_SECONDS = 31 * 86_400
MOST_NEW_SHARE = 0.25  # mature answers since, of those that were learnt from
EVERYTHING = dg.AssetSelection.all()

refresh = dg.define_asset_job(
    "refresh",
    selection=EVERYTHING,
    description="Everything from the inbox to the published build.",
    tags={"dagster/max_retries": "2"},
)

morning = dg.ScheduleDefinition(
    name="every_morning",
    job=refresh,
    cron_schedule="0 5 * * *",
    execution_timezone="America/New_York",
    description="The whole of it at five in the morning, before anybody looks.",
)


@dg.sensor(
    name="inbox",
    job=refresh,
    minimum_interval_seconds=15,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="One run for all files that have come to rest in the inbox.",
)
def inbox_sensor() -> dg.SensorResult | dg.SkipReason:
    """Asks for a run where the inbox holds what was not landed.

    Idempotency lives in the ledger: a run key is never tried again after a failure, so it only keeps two ticks from
    asking for the same listing, and a listing that stays unlanded is asked for anew after an hour.
    """
    settings = read_settings()
    if not settings.inbox.exists():
        return dg.SkipReason("there is no inbox yet")
    listing = hash_listing(settings.inbox)
    landed = read_state(settings, "land")
    if landed and landed["inbox_hash"] == listing:
        return dg.SkipReason("everything in the inbox was landed")
    if not is_at_rest(settings.inbox):
        return dg.SkipReason("a file is still growing")
    hour = int(time.time() // 3600)
    return dg.SensorResult([dg.RunRequest(run_key=f"{listing[:16]}-{hour}")], cursor=listing)


def is_at_rest(folder: Path, *, now: float | None = None) -> bool:
    """Whether no file in a folder was written to in the last seconds, and none is marked as unfinished."""
    newest = max((each.stat().st_mtime for each in folder.rglob("*") if each.is_file()), default=0.0)
    unfinished = any(each.name.endswith((".part", ".filepart", ".tmp", "~")) for each in folder.rglob("*"))
    return not unfinished and (now or time.time()) - newest >= REST_SECONDS


retrain = dg.define_asset_job(
    "retrain",
    selection=dg.AssetSelection.groups("ml", "published"),
    description="A new version of the denial model, its scores, and the build that shows them.",
)


@dg.sensor(
    name="model_fit",
    job=retrain,
    minimum_interval_seconds=3_600,
    description="A new training where chances no longer hold for a payer, many answers came, or a month has passed.",
)
def model_fit_sensor() -> dg.SensorResult | dg.SkipReason:
    """Asks for a training once a day at most; a feature that moved is no reason while the chances hold."""
    settings = read_settings()
    trained, scored = read_state(settings, "train"), read_state(settings, "score")
    if trained is None or scored is None:
        return dg.SkipReason("no model was trained and scored yet")
    age = time.time() - (settings.state / "train.json").stat().st_mtime
    many = scored.get("drift_claims", 0) > MOST_NEW_SHARE * scored.get("learnt_claims", float("inf"))
    if not scored.get("is_drifted") and not many and age < MOST_AGE_SECONDS:
        return dg.SkipReason("the champion's chances hold")
    day = int(time.time() // 86_400)
    return dg.SensorResult([dg.RunRequest(run_key=f"retrain-{trained.get('model_version')}-{day}")])
