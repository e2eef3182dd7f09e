"""Checks landed batches and puts the rows that fail aside, named by position and rule, never by value."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from interchange.lake import Lake
from interchange.ledger import QuarantinedRow, record_quality
from orchestration.quality.suites import SUITES, Rule, Severity

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

RESULT_FORMAT = {"result_format": "COMPLETE", "exclude_unexpected_values": True, "partial_unexpected_count": 0}
PLACE = ("file_id", "batch_id", "segment_ordinal", "byte_offset", "set_segment")


@dataclass(frozen=True)
class CheckResult:
    """One rule on one table of the checked batches: how many rows were looked at and how many failed."""

    batch_id: int
    table_name: str
    expectation: str
    column_name: str
    evaluated_count: int
    failed_count: int
    severity: Severity


def check_batches(*, lake: Lake, batch_ids: Sequence[int] | None = None) -> list[CheckResult]:
    """Checks the batches named, or all that were never checked; a batch is checked once.

    Writes ``raw.quality_checks`` and ``raw.quarantined_rows``. Raises LakeBusyError where another writer is at work.
    """
    with lake.writing() as connection:
        results: list[CheckResult] = []
        for batch_id in _unchecked(connection, batch_ids):
            checked, aside = _check_batch(connection, batch_id)
            record_quality(connection, checks=[_stored(each) for each in checked], rows=aside)
            results += checked
    return results


def _unchecked(connection: duckdb.DuckDBPyConnection, batch_ids: Sequence[int] | None) -> list[int]:
    query = "SELECT DISTINCT batch_id FROM raw.files WHERE batch_id NOT IN (SELECT batch_id FROM raw.quality_checks)"
    rows = connection.execute(f"{query} ORDER BY batch_id").fetchall()
    return [int(row[0]) for row in rows if batch_ids is None or row[0] in batch_ids]


def _check_batch(
    connection: duckdb.DuckDBPyConnection, batch_id: int
) -> tuple[list[CheckResult], list[QuarantinedRow]]:
    results: list[CheckResult] = []
    aside: dict[tuple[object, ...], QuarantinedRow] = {}
    for table, rules in SUITES.items():
        frame = _load(connection, table, rules, batch_id)
        for rule, failed in zip(rules, _failing_rows(frame, rules), strict=True):
            results.append(_result(batch_id, table, rule, len(frame), len(failed)))
            if rule.severity == "error":
                for row in frame.iloc[failed].to_dict("records"):
                    quarantined = _aside(table, rule, row)
                    aside.setdefault((table, quarantined.file_id, quarantined.segment_ordinal), quarantined)
    return results, list(aside.values())


def _load(connection: duckdb.DuckDBPyConnection, table: str, rules: tuple[Rule, ...], batch_id: int) -> pd.DataFrame:
    columns = dict.fromkeys(rule.column for rule in rules)
    claim = "segment_ordinal" if table.endswith("_claims") else "claim_segment"
    names = ", ".join([*PLACE, f"{claim} AS claim_segment_of_row", *columns])
    statement = f"SELECT {names} FROM raw.{table} WHERE batch_id = ? ORDER BY file_id, segment_ordinal"  # noqa: S608 - ours
    return connection.execute(statement, [batch_id]).df()


def _failing_rows(frame: pd.DataFrame, rules: tuple[Rule, ...]) -> list[list[int]]:
    """For each rule, the positions of the rows that break it."""
    if frame.empty:
        return [[] for _ in rules]
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import great_expectations as gx

    context: Any = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    batch = (
        context.data_sources.add_pandas("landed")
        .add_dataframe_asset("rows")
        .add_batch_definition_whole_dataframe("all")
    )
    suite = gx.ExpectationSuite(
        "landed", [getattr(gx.expectations, rule.expectation)(column=rule.column, **rule.arguments) for rule in rules]
    )
    outcome = batch.get_batch({"dataframe": frame}).validate(context.suites.add(suite), result_format=RESULT_FORMAT)
    return [_positions(each) for each in outcome.results]


def _positions(result: Any) -> list[int]:
    rule = f"{result.expectation_config.type} on {result.expectation_config.kwargs['column']}"
    if (result.exception_info or {}).get("raised_exception"):
        raise ValueError(f"{rule} could not be evaluated")
    return [int(position) for position in result.result.get("unexpected_index_list") or ()]


def _result(batch_id: int, table: str, rule: Rule, evaluated: int, failed: int) -> CheckResult:
    return CheckResult(batch_id, table, rule.expectation, rule.column, evaluated, failed, rule.severity)


def _stored(result: CheckResult) -> dict[str, object]:
    return {name: value for name, value in vars(result).items() if name != "severity"}


def _aside(table: str, rule: Rule, row: dict[Any, Any]) -> QuarantinedRow:
    claim = row["claim_segment_of_row"]
    return QuarantinedRow(
        file_id=int(row["file_id"]),
        batch_id=int(row["batch_id"]),
        table_name=table,
        segment_ordinal=int(row["segment_ordinal"]),
        byte_offset=int(row["byte_offset"]),
        expectation=rule.expectation,
        column_name=rule.column,
        set_segment=int(row["set_segment"]),
        claim_segment=int(claim) if claim == claim else None,
    )
