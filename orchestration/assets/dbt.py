"""Dagster assets of the warehouse: every dbt seed and model, with its dbt tests as asset checks."""

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, dbt_assets
from dagster_dbt.asset_utils import get_subset_selection_for_context

from interchange.lake import Lake
from orchestration.assets.raw import WRITER_POOL
from orchestration.doctor.sizes import measure_build, measure_tables
from orchestration.narration import Silence
from orchestration.pipeline import freshness, steps
from orchestration.pipeline.warehouse import NodeOutcome, run_build
from orchestration.settings import read_settings

UNIQUE_ID = "dagster_dbt/unique_id"
OWNER_OF_LAYER = {"marts": "team:analytics", "reference": "team:analytics"}
LAYERS = ("reference", "staging", "intermediate", "marts", "ml")
Result = dg.MaterializeResult[Any] | dg.AssetCheckResult


class Translator(DagsterDbtTranslator):
    """Our words for dbt's nodes: the key is schema and table, the group is the layer."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """Schema and table."""
        table = dbt_resource_props.get("alias") or dbt_resource_props["name"]
        return dg.AssetKey([dbt_resource_props["schema"], table])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """The layer."""
        return str(dbt_resource_props["schema"])

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> list[str]:
        """Who answers for the layer."""
        return [OWNER_OF_LAYER.get(str(dbt_resource_props["schema"]), "team:data-platform")]

    def get_description(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """The model's own description, without its SQL."""
        return str(dbt_resource_props.get("description") or dbt_resource_props["name"])

    def get_asset_check_spec(
        self, asset_spec: dg.AssetSpec, manifest: Mapping[str, Any], unique_id: str, project: Any
    ) -> dg.AssetCheckSpec | None:
        """A test's check; one that looks at several models belongs to the last of them in its ``ref`` order."""
        found = super().get_asset_check_spec(asset_spec, manifest, unique_id, project)
        if found is not None:
            return found
        node = manifest["nodes"][unique_id]
        parents = [each for each in node["depends_on"]["nodes"] if each.startswith("model.")]
        own = asset_spec.metadata[UNIQUE_ID]
        if node.get("attached_node") or len(parents) < 2 or parents[-1] != own:
            return None
        others = [self.get_asset_spec(manifest, each, project).key for each in parents[:-1]]
        return dg.AssetCheckSpec(
            node["name"],
            asset=asset_spec.key,
            description=node.get("description") or None,
            additional_deps=[key for key in dict.fromkeys(others) if key != asset_spec.key],
            metadata={UNIQUE_ID: unique_id},
            blocking=str(node["config"].get("severity", "error")).lower() == "error",
        )


def make_dbt_assets(manifest_path: Path) -> dg.AssetsDefinition:
    """One definition with every seed and model of a manifest."""
    manifest = json.loads(manifest_path.read_text())
    translator = Translator(DagsterDbtTranslatorSettings(enable_source_tests_as_checks=False))

    @dbt_assets(
        manifest=manifest,
        dagster_dbt_translator=translator,
        name="warehouse",
        required_resource_keys={"narrator"},
        pool=WRITER_POOL,
    )
    def warehouse(context: dg.AssetExecutionContext) -> Iterator[Result]:
        """dbt's build, inside this process; a failed test stops what follows."""
        arguments, indirect = get_subset_selection_for_context(context, manifest, None, None, None, translator, None)
        selection = [*arguments, *(["--indirect-selection", indirect] if indirect else [])]
        outcomes = _build(context, selection)
        yield from _Results(context.assets_def, outcomes).all()
        failed = [each for each in outcomes if not each.passed]
        if failed:
            raise dg.Failure(f"{len(failed)} dbt nodes failed: {', '.join(each.name for each in failed[:10])}")

    return warehouse


def _build(context: dg.AssetExecutionContext, selection: list[str]) -> list[NodeOutcome]:
    settings, narrator = read_settings(), context.resources.narrator
    assert isinstance(narrator, Silence)
    record = steps.begin_build(settings)
    lake = Lake(settings.home)
    with lake.lock(), narrator.step("Building and testing") as progress:
        record["raw_state"] = freshness.raw_state(lake)
        outcomes = run_build(settings, build_id=record["build_id"], selection=selection, progress=progress)
        steps.finish_build(settings, record, outcomes)
    return outcomes


class _Results:
    """What Dagster is told: a materialisation a model, a check result a test."""

    def __init__(self, assets: dg.AssetsDefinition, outcomes: list[NodeOutcome]) -> None:
        self.outcomes = outcomes
        self.keys = {spec.metadata[UNIQUE_ID]: spec.key for spec in assets.specs}
        self.checks = {(spec.metadata or {})[UNIQUE_ID]: spec for spec in assets.check_specs}

    @cached_property
    def sizes(self) -> Mapping[str, Any]:
        settings = read_settings()
        return {**measure_build(settings.build_file), **measure_tables(Lake(settings.home), *LAYERS)}

    def all(self) -> Iterator[Result]:
        for each in self.outcomes:
            if each.unique_id in self.keys and each.passed:
                yield self._materialised(each)
        for each in self.outcomes:
            if each.unique_id in self.checks and each.status != "skipped":
                yield self._checked(each)

    def _materialised(self, outcome: NodeOutcome) -> dg.MaterializeResult[Any]:
        key = self.keys[outcome.unique_id]
        size = self.sizes.get(key.path[-1])
        counted = {"dagster/row_count": size.row_count, "bytes": size.byte_count} if size else {}
        return dg.MaterializeResult(asset_key=key, metadata={**counted, "seconds": round(outcome.seconds, 3)})

    def _checked(self, outcome: NodeOutcome) -> dg.AssetCheckResult:
        spec = self.checks[outcome.unique_id]
        severity = dg.AssetCheckSeverity.ERROR if spec.blocking else dg.AssetCheckSeverity.WARN
        return dg.AssetCheckResult(
            check_name=spec.name,
            asset_key=spec.asset_key,
            passed=outcome.status == "pass",
            severity=severity,
            metadata={"failed_row_count": outcome.failures or 0, "seconds": round(outcome.seconds, 3)},
        )
