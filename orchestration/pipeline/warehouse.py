"""dbt, run inside this process: the manifest, the build, and what each node came to."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestration.exit_codes import OverturnError
from orchestration.narration import Progress
from orchestration.pipeline.state import hash_files
from orchestration.settings import Settings, export_build, export_settings

BY_HAND = "unpublished"
PROJECT_FILES = ("*.sql", "*.yml", "*.csv", "*.md")
GOOD = {"success", "pass", "warn", "no-op"}


@dataclass(frozen=True)
class NodeOutcome:
    """What became of one dbt node; ``failures`` counts the rows that a test did not want.

    ``relation`` is the schema and name of what a seed or a model made, empty for a test; a view has its query in
    ``view_query``; ``reads`` names the nodes that stand before it.
    """

    unique_id: str
    name: str
    kind: str
    status: str
    seconds: float
    failures: int | None
    relation: str = ""
    view_query: str | None = None
    reads: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """False for a failed, broken or skipped node; a warning passes."""
        return self.status in GOOD


class DbtError(OverturnError):
    """dbt itself could not run: the project is broken, or the lake cannot be opened."""


def hash_project(settings: Settings) -> str:
    """One hash over everything in the dbt project that can change a mart."""
    return hash_files(settings.dbt_project, PROJECT_FILES)


def prepare_manifest(settings: Settings) -> Path:
    """Parses the project where its manifest is missing or older than its files; returns the manifest's path."""
    stamp = settings.dbt_target / "manifest.sha256"
    current = hash_project(settings)
    if not (settings.manifest.exists() and stamp.exists() and stamp.read_text() == current):
        _invoke(settings, ["parse"], progress=None)
        stamp.write_text(current)
    return settings.manifest


def run_build(
    settings: Settings,
    *,
    build_id: str = BY_HAND,
    full_refresh: bool = False,
    selection: Sequence[str] = (),
    without: Sequence[str] = ("unit_test",),
    progress: Progress | None = None,
) -> list[NodeOutcome]:
    """Seeds, models and data tests in the order of their dependencies; the caller holds the lake's lock.

    Unit tests ask the code, not the data: they run with the test suite. ``without`` names the kinds of node left out.
    What is frozen carries ``build_id``; by default it is one that is never published.
    Returns the outcome of every node that ran or was skipped. Raises DbtError where dbt could not start.
    """
    from interchange.lake import Lake

    published = Lake(settings.home).read_publication()
    export_build(build_id, published=published.build_id if published else "")
    left_out = [each for kind in without for each in ("--exclude-resource-type", kind)]
    arguments = ["build", *(["--full-refresh"] if full_refresh else []), *left_out, *selection]
    result = _invoke(settings, arguments, progress=progress)
    return [_outcome(each) for each in result.results]


def compile_models(settings: Settings, models: Sequence[str]) -> dict[str, str]:
    """The SQL that dbt makes of each model, by its name; nothing is run. Raises DbtError where dbt could not."""
    from interchange.lake import Lake

    with Lake(settings.home).writing():
        pass  # dbt attaches the lake to be read: there has to be one
    result = _invoke(settings, ["compile", "--select", *models], progress=None)
    return {each.node.name: str(each.node.compiled_code) for each in result.results}


def _invoke(settings: Settings, arguments: list[str], *, progress: Progress | None) -> Any:
    from dbt.cli.main import dbtRunner

    export_settings(settings)
    options = ["--project-dir", str(settings.dbt_project), "--profiles-dir", str(settings.dbt_project)]
    options += ["--target-path", str(settings.dbt_target), "--log-path", str(settings.dbt_logs)]
    options += ["--log-level", "none", "--no-use-colors", "--no-print", "--no-version-check"]
    try:
        result = dbtRunner(callbacks=[_counter(progress)] if progress else []).invoke([*arguments, *options])
    finally:
        _close_connections()
    if result.result is None:
        raise DbtError(str(result.exception or f"dbt {arguments[0]} failed: see {settings.dbt_logs}/dbt.log"))
    return result.result


def _counter(progress: Progress) -> Any:
    finished = set()

    def count(event: Any) -> None:
        if event.info.name in {"LogStartLine", "NodeFinished", "LogTestResult", "LogModelResult", "LogSeedResult"}:
            total = getattr(event.data, "total", 0)
            if total and event.info.name != "LogStartLine":
                finished.add(event.data.node_info.unique_id)
                progress(len(finished), total)

    return count


def _close_connections() -> None:
    # dbt keeps the database open after the run; another writer would wait for this process to end.
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    with contextlib.suppress(AttributeError):
        DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]


def _outcome(result: Any) -> NodeOutcome:
    node = result.node
    is_made = str(node.resource_type) in {"model", "seed"}
    return NodeOutcome(
        unique_id=node.unique_id,
        name=node.name,
        kind=str(node.resource_type),
        status=str(result.status),
        seconds=float(result.execution_time),
        failures=result.failures,
        relation=f"{node.schema}.{node.alias}" if is_made else "",
        view_query=str(node.compiled_code) if is_made and node.config.materialized == "view" else None,
        reads=tuple(node.depends_on.nodes) if str(node.resource_type) == "model" else (),
    )
