"""Dagster assets of the raw layer: the inbox landed, and the quality suites on what was landed."""

import time
from collections.abc import Iterator
from typing import Any

import dagster as dg

from interchange.lake import Lake
from interchange.raw_tables import LEDGER_TABLES, raw_columns
from orchestration.doctor.sizes import measure_tables
from orchestration.narration import Silence
from orchestration.pipeline import steps
from orchestration.quality import CHECKED_TABLES
from orchestration.settings import read_settings

OWNERS = ["team:data-platform"]
WRITER_POOL = "lake_writer"
LEDGER_NOTES = {
    "files": "Ledger of deliveries: one row a file name and content, with what became of it.",
    "findings": "Remarks on the files' contents, told by place, never by value.",
    "quarantined_sets": "Transaction sets put aside whole, with the reason.",
    "quarantined_rows": "Rows that a quality check put aside, told by place and rule.",
    "quality_checks": "What each quality check of each batch came to.",
}
RAW_TABLES = (*LEDGER_TABLES, *sorted(raw_columns().keys() - LEDGER_TABLES.keys()))


def raw_key(table: str) -> dg.AssetKey:
    """The asset key of a raw table."""
    return dg.AssetKey(["raw", table])


def _raw_spec(table: str) -> dg.AssetSpec:
    return dg.AssetSpec(
        raw_key(table),
        description=LEDGER_NOTES.get(table, f"Rows of {table}, as sent, with file, byte offset and segment or line."),
        group_name="raw",
        owners=OWNERS,
        kinds={"python", "parquet"},
    )


@dg.multi_asset(
    name="landing",
    specs=[_raw_spec(table) for table in RAW_TABLES],
    required_resource_keys={"narrator"},
    pool=WRITER_POOL,
    retry_policy=dg.RetryPolicy(max_retries=2, delay=10),
)
def landing(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[Any]]:
    """The inbox, read into the raw tables: a batch in one transaction, the same bytes once."""
    settings, began = read_settings(), time.monotonic()
    settings.inbox.mkdir(parents=True, exist_ok=True, mode=0o700)
    narrator: Silence = context.resources.narrator
    with narrator.step("Landing files") as progress:
        landed = steps.land_files(settings, progress=progress)
    context.log.info("%d deliveries, %d loaded", len(landed), sum(each.status == "loaded" for each in landed))
    sizes = measure_tables(Lake(settings.home), "raw")
    for table in RAW_TABLES:
        size = sizes.get(table)
        yield dg.MaterializeResult(
            asset_key=raw_key(table),
            metadata={
                "dagster/row_count": size.row_count if size else 0,
                "bytes": size.byte_count if size else 0,
                "seconds": round(time.monotonic() - began, 3),
            },
        )


@dg.multi_asset_check(
    name="landed_batches",
    specs=[
        dg.AssetCheckSpec(
            "expectations",
            asset=raw_key(table),
            blocking=True,
            description="Rows that break an expectation are put aside and named by position, never by value.",
        )
        for table in CHECKED_TABLES
    ],
    required_resource_keys={"narrator"},
    pool=WRITER_POOL,
)
def landed_batches(context: dg.AssetCheckExecutionContext) -> Iterator[dg.AssetCheckResult]:
    """The quality suites on every batch that was not checked yet."""
    narrator: Silence = context.resources.narrator
    with narrator.step("Checking what was landed"):
        outcomes = steps.check_landed(read_settings())
    for table in CHECKED_TABLES:
        yield _check_result(table, [each for each in outcomes if each.table_name == table])


def _check_result(table: str, outcomes: list[Any]) -> dg.AssetCheckResult:
    failed = [each for each in outcomes if each.failed_count]
    stops = any(steps.stops_build(each) for each in failed)
    return dg.AssetCheckResult(
        check_name="expectations",
        asset_key=raw_key(table),
        passed=not failed,
        severity=dg.AssetCheckSeverity.ERROR if stops else dg.AssetCheckSeverity.WARN,
        metadata={
            "expectation_count": len(outcomes),
            "failed_row_count": sum(each.failed_count for each in failed),
            "failed": dg.MetadataValue.json([f"{each.expectation} on {each.column_name}" for each in failed]),
        },
    )
