"""The steps from files to a published build, each with a record of what it did; the CLI and Dagster both call these."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.exit_codes import ChecksFailedError, NothingThereError
from orchestration.narration import Progress
from orchestration.pipeline import freshness
from orchestration.pipeline.promotion import promote
from orchestration.pipeline.state import hash_listing, read_state, write_state
from orchestration.pipeline.upkeep import KEPT, expire_snapshots
from orchestration.pipeline.warehouse import NodeOutcome, hash_project, run_build
from orchestration.provenance import trace_origin
from orchestration.settings import Settings, keep_private

MOST_FAILED_SHARE = 0.5
FEWEST_ROWS_TO_STOP = 20

if TYPE_CHECKING:
    from interchange.lake import Publication
    from interchange.landing import LandedFile


def land_files(settings: Settings, *, paths: Sequence[Path] = (), progress: Progress | None = None) -> list[LandedFile]:
    """Lands files and folders, by default the inbox."""
    from interchange.lake import Lake
    from interchange.landing import land
    from interchange.vault import Vault

    keep_private()
    lake = Lake(settings.home)
    listing = "" if paths else hash_listing(settings.inbox)
    landed = land(list(paths) or [settings.inbox], lake=lake, vault=Vault(settings.home), progress=progress)
    if not paths:
        write_state(settings, "land", {"inbox_hash": listing, "file_count": len(landed)})
    return landed


def check_landed(settings: Settings) -> list[Any]:
    """Runs the quality suites on every batch that was not checked yet; rows that fail are put aside."""
    from interchange.lake import Lake

    lake = Lake(settings.home)
    batches = freshness.unchecked_batches(lake)
    if not batches:
        return []
    from orchestration.quality import check_batches

    return list(check_batches(lake=lake, batch_ids=batches))


def begin_build(settings: Settings) -> dict[str, Any]:
    """The record of a build that has begun: until it is finished, nothing may be published."""
    from interchange.lake import Lake

    lake = Lake(settings.home)
    if not freshness.has_files(lake):
        raise NothingThereError("nothing was landed yet: try `overturn land data/inbox`")
    now = dt.datetime.now(dt.UTC)
    raw = freshness.raw_state(lake)
    project = hash_project(settings)
    record = {
        "build_id": f"{now:%Y%m%dT%H%M%S%f}-{project[:6]}",
        "snapshot_id": None,
        "raw_batch_id": raw["batch_id"],
        "raw_state": raw,
        "project_hash": project,
        "passed": False,
        "failures": ["the build did not finish"],
        "started_at": now.isoformat(),
    }
    write_state(settings, "build", record)
    return record


def finish_build(settings: Settings, record: dict[str, Any], outcomes: Sequence[NodeOutcome]) -> dict[str, Any]:
    """Copies a build that passed into the lake, forgets snapshots of a month ago, and writes what it came to.

    The caller still holds the lock, so the snapshot is this build's own.
    """
    from interchange.lake import Lake

    lake = Lake(settings.home)
    failures = [f"{each.name}: {each.status}" for each in outcomes if not each.passed]
    if not failures:
        promote(settings, outcomes)
        expire_snapshots(lake, before=dt.datetime.now(dt.UTC) - KEPT)
    finished = {
        **record,
        "snapshot_id": lake.snapshot_id(),
        "passed": not failures,
        "failures": failures,
        "node_count": len(outcomes),
        "data_through": None if failures else freshness.data_through(lake),
        "built_at": dt.datetime.now(dt.UTC).isoformat(),
    }
    write_state(settings, "build", finished)
    return finished


def build(settings: Settings, *, full_refresh: bool = False, progress: Progress | None = None) -> dict[str, Any]:
    """Checks what was landed, then builds and tests every model; returns the record of the build.

    Raises ChecksFailedError where a check or a test failed: the record says which.
    """
    from interchange.lake import Lake

    record = begin_build(settings)
    refuse_failed_checks(settings, check_landed(settings))
    with Lake(settings.home).lock():
        record["raw_state"] = freshness.raw_state(Lake(settings.home))
        outcomes = run_build(settings, build_id=record["build_id"], full_refresh=full_refresh, progress=progress)
        record = finish_build(settings, record, outcomes)
    if not record["passed"]:
        raise ChecksFailedError("the build did not pass: " + "; ".join(record["failures"][:5]))
    return record


def refuse_failed_checks(settings: Settings, checks: Sequence[Any]) -> None:
    """Stops before the build where most of a batch's rows are wrong; rows put aside are only a warning."""
    failed = [each for each in checks if stops_build(each)]
    if failed:
        names = [f"{each.table_name}: {each.expectation} on {each.column_name}" for each in failed]
        write_state(settings, "build", {**(read_state(settings, "build") or {}), "passed": False, "failures": names})
        raise ChecksFailedError("landed data failed its checks: " + "; ".join(names[:5]))


def stops_build(check: Any) -> bool:
    """Whether a check says that the batch itself is wrong, not some rows of it."""
    most = check.failed_count > MOST_FAILED_SHARE * check.evaluated_count
    return bool(most and check.severity == "error" and check.evaluated_count >= FEWEST_ROWS_TO_STOP)


def train(settings: Settings, *, progress: Progress | None = None) -> dict[str, Any]:
    """Trains the denial model on the last build's features and records its version."""
    from interchange.lake import Lake
    from ml import training

    build_id = passed_build(settings)["build_id"]
    trained = training.train(
        lake=Lake(settings.home), store=settings.model_store, provenance=trace_origin(settings), progress=progress
    )
    record = {**trained, "build_id": build_id, "code_hash": freshness.hash_models()}
    write_state(settings, "train", record)
    return record


def score(settings: Settings) -> dict[str, Any]:
    """Scores unanswered claims, orders open denials and watches payers; records the snapshot that holds it all."""
    from interchange.lake import Lake
    from ml import drift, overturn, scoring, watch

    lake = Lake(settings.home)
    built, trained = passed_build(settings), read_state(settings, "train")
    if trained is None:
        raise NothingThereError("no model was trained yet: try `overturn train`")
    scored = scoring.score(lake=lake, store=settings.model_store, control_share=settings.control_share)
    queued = overturn.rebuild_queue(lake=lake)
    watched = watch.watch_payers(lake=lake)
    record = {
        **scored,
        **queued,
        **watched,
        **drift.measure_drift(lake=lake, store=settings.model_store),
        "build_id": built["build_id"],
        "trained_version": trained.get("model_version"),
        "snapshot_id": watched["snapshot_id"],
    }
    write_state(settings, "score", record)
    return record


def evaluate(settings: Settings, *, is_full: bool = False) -> dict[str, Any]:
    """Judges the models on the last build's answered claims, and writes the champion's card; records the snapshot."""
    from interchange.lake import Lake, write_atomically
    from ml.appraisal import appraise
    from ml.card import champion_card

    built, trained = passed_build(settings), read_state(settings, "train")
    if trained is None:
        raise NothingThereError("no model was trained yet: try `overturn train`")
    lake = Lake(settings.home)
    judged = appraise(lake=lake, store=settings.model_store, is_full=is_full)
    text = champion_card(lake=lake, store=settings.model_store)
    if text:
        write_atomically(settings.model_card, text.encode())
    record = {**judged, "build_id": built["build_id"], "trained_version": trained.get("model_version")}
    write_state(settings, "evaluate", record)
    return record


def publish(settings: Settings) -> Publication:
    """Moves the readers' pointer to the last build, where every test and check of it passed.

    Publishing the same build again changes nothing. Raises ChecksFailedError or NothingThereError.
    """
    from interchange.lake import Lake, Publication

    built = passed_build(settings)
    lake, snapshot = Lake(settings.home), snapshot_to_publish(settings, built)
    current = lake.read_publication()
    if current and (current.build_id, current.snapshot_id) == (built["build_id"], snapshot):
        return current
    through = dt.date.fromisoformat(built["data_through"]) if built.get("data_through") else None
    publication = Publication(snapshot, built["build_id"], dt.datetime.now(dt.UTC), through)
    lake.write_publication(publication)
    return publication


def passed_build(settings: Settings) -> dict[str, Any]:
    """The record of the last build; refuses one that failed or did not finish."""
    built = read_state(settings, "build")
    if built is None:
        raise NothingThereError("nothing was built yet: try `overturn build`")
    if not built["passed"]:
        raise ChecksFailedError("the last build did not pass: " + "; ".join(built["failures"][:5]))
    return built


def snapshot_to_publish(settings: Settings, built: dict[str, Any]) -> int:
    """The snapshot of a build: with its scores and the models' judgement, where it was scored and they were judged."""
    records = [built, read_state(settings, "score"), read_state(settings, "evaluate")]
    return max(int(each["snapshot_id"]) for each in records if each and each["build_id"] == built["build_id"])
