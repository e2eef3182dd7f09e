"""Dagster's graph as a whole, held by a snapshot; when it runs; and one run of everything."""

from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from interchange.lake import Lake
from orchestration.answers.figures import read_kpis
from orchestration.answers.tracing import trace_kpi
from orchestration.assets.instance import prepare_instance
from orchestration.assets.triggers import inbox_sensor, is_at_rest
from orchestration.definitions import make_definitions
from orchestration.demonstration import refresh, simulate_drop
from orchestration.exit_codes import OverturnError
from orchestration.narration import Silence
from orchestration.pipeline.state import hash_listing, write_state
from orchestration.settings import PROJECT, Settings

SNAPSHOT = Path(__file__).parent / "graph.json"
REWRITE = "REWRITE_GRAPH"


@pytest.fixture(scope="module")
def definitions(tmp_path_factory: pytest.TempPathFactory) -> dg.Definitions:
    """The definitions over the real dbt project, parsed into an empty home."""
    return make_definitions(Settings(home=tmp_path_factory.mktemp("graph")))


def describe(definitions: dg.Definitions) -> dict[str, Any]:
    """Assets, checks, jobs, sensors and schedules as plain data, in order."""
    repository = definitions.get_repository_def()
    graph = repository.asset_graph
    assets = {}
    for key in sorted(graph.get_all_asset_keys()):
        node = graph.get(key)
        assets[key.to_user_string()] = {
            "group": node.group_name,
            "owners": sorted(node.owners),
            "kinds": sorted(node.kinds),
            "upstream": sorted(each.to_user_string() for each in node.parent_keys),
        }
    return {
        "assets": assets,
        "checks": sorted(f"{key.asset_key.to_user_string()}: {key.name}" for key in graph.asset_check_keys),
        "jobs": sorted(name for name in repository.job_names if not name.startswith("__")),
        "sensors": sorted(each.name for each in repository.sensor_defs),
        "schedules": {each.name: each.cron_schedule for each in repository.schedule_defs},
    }


def test_the_graph_is_the_one_that_was_reviewed(definitions: dg.Definitions) -> None:
    found = describe(definitions)
    if os.environ.get(REWRITE):
        SNAPSHOT.write_text(json.dumps(found, indent=1) + "\n")
    assert found == json.loads(SNAPSHOT.read_text()), f"read the difference, then run with {REWRITE}=1"


def test_every_asset_says_its_layer_owner_kind_and_purpose(definitions: dg.Definitions) -> None:
    graph = definitions.get_repository_def().asset_graph
    for key in graph.materializable_asset_keys:
        node = graph.get(key)
        assert len(key.path) == 2, key
        assert node.group_name == key.path[0], key
        assert node.owners and node.kinds and node.description, key  # noqa: PT018


def test_publishing_stands_behind_every_other_asset(definitions: dg.Definitions) -> None:
    graph = definitions.get_repository_def().asset_graph
    published = dg.AssetKey(["published", "snapshot"])
    others = graph.materializable_asset_keys - {published}
    assert others <= graph.get_ancestor_asset_keys(published)


def test_quality_checks_of_raw_tables_block(definitions: dg.Definitions) -> None:
    graph = definitions.get_repository_def().asset_graph
    raw = [key for key in graph.asset_check_keys if key.asset_key.path[0] == "raw" and key.name == "expectations"]
    assert raw
    assert all(graph.get_check_spec(key).blocking for key in raw)


def test_the_sensor_asks_once_for_files_at_rest(settings: Settings, drop: Path) -> None:
    assert isinstance(inbox_sensor(), dg.SkipReason)
    shutil.copytree(drop, settings.inbox)
    asked = inbox_sensor()
    assert isinstance(asked, dg.SensorResult)
    assert len(asked.run_requests or ()) == 1
    write_state(settings, "land", {"inbox_hash": hash_listing(settings.inbox)})
    assert isinstance(inbox_sensor(), dg.SkipReason)


def test_a_growing_or_unfinished_file_is_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "a.835"
    file.write_bytes(b"ISA")
    assert not is_at_rest(tmp_path)
    assert is_at_rest(tmp_path, now=time.time() + 60)
    file.rename(tmp_path / "a.835.part")
    assert not is_at_rest(tmp_path, now=time.time() + 60)


@pytest.mark.slow
def test_everything_runs_and_a_failed_check_publishes_nothing(tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(PROJECT / "dbt_project", project, ignore=shutil.ignore_patterns("target", "logs"))
    settings = Settings(home=tmp_path / "home", dbt_project=project)
    simulate_drop(settings, claims=400, seed=5, profile="office", out=settings.inbox)
    failing = project / "tests" / "assert_never.sql"
    failing.parent.mkdir(exist_ok=True)
    failing.write_text("select 1 as found from {{ ref('rpt_kpis') }}")
    with pytest.raises(OverturnError, match="assert_never"):
        refresh(settings, narrator=Silence())
    assert Lake(settings.home).read_publication() is None
    failing.unlink()

    run_id = refresh(settings, narrator=Silence())

    figures = {row["kpi_id"]: row for row in read_kpis(settings)}
    assert figures["K1"]["denominator"] > 100
    assert 0 < figures["K1"]["value"] < 1
    assert all(row["segment"] for row in trace_kpi(settings, "K1", limit=5))
    _look_into_the_run(settings, run_id)


def _look_into_the_run(settings: Settings, run_id: str) -> None:
    """The run is in Dagster's store with its checks and the sizes of what it made."""
    with prepare_instance(settings) as instance:
        run = instance.get_run_by_id(run_id)
        assert run is not None
        assert run.is_success
        events = [each.dagster_event for each in instance.all_logs(run_id) if each.dagster_event]
    checks = [each for each in events if each.event_type == dg.DagsterEventType.ASSET_CHECK_EVALUATION]
    made = [each for each in events if each.event_type == dg.DagsterEventType.ASSET_MATERIALIZATION]
    assert len(checks) > 50
    kpis = next(each for each in made if each.asset_key == dg.AssetKey(["marts", "rpt_kpis"]))
    assert {"dagster/row_count", "bytes", "seconds"} <= set(kpis.step_materialization_data.materialization.metadata)
