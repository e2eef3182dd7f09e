"""Dagster's own home: its settings file and its store, made once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filelock import FileLock

from interchange.lake import write_atomically
from orchestration.settings import Settings, export_settings

if TYPE_CHECKING:
    from dagster import DagsterInstance

INSTANCE_SETTINGS = """\
# Written by `overturn`; what you change here is overwritten.
telemetry:
  enabled: false
run_monitoring:
  enabled: true
  start_timeout_seconds: 180
  max_resume_run_attempts: 0
  poll_interval_seconds: 30
run_retries:
  enabled: true
  max_retries: 2
concurrency:
  pools:
    default_limit: 1
    granularity: run
  runs:
    max_concurrent_runs: 2
retention:
  sensor:
    purge_after_days:
      skipped: 7
      failure: 30
      success: 90
"""


def prepare_instance(settings: Settings) -> DagsterInstance:
    """The persistent instance under home; first starts in parallel wait for one another."""
    export_settings(settings)
    from dagster import DagsterInstance

    config = settings.dagster_home / "dagster.yaml"
    with FileLock(settings.dagster_home / "first-start.lock"):
        if not config.exists() or config.read_text() != INSTANCE_SETTINGS:
            write_atomically(config, INSTANCE_SETTINGS.encode())
        instance = DagsterInstance.get()
        instance.get_run_records(limit=1)
    return instance
