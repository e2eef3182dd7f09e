"""Great Expectations over the rows of landed batches; what fails is put aside by position, no value is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from orchestration.quality.suites import SUITES, Expectation

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

    from interchange.lake import Lake
    from interchange.landing import QuarantinedRow

RESULT_FORMAT = {"result_format": "COMPLETE", "exclude_unexpected_values": True, "partial_unexpected_count": 0}
FEWEST_ROWS_TO_STOP = 20
SHARE_TO_STOP = 0.5
PLACE = ("file_id", "batch_id", "set_segment", "segment_ordinal", "byte_offset")


@dataclass(frozen=True)
class CheckOutcome:
    """What one expectation came to on one table of one batch.

    ``severity`` is error where most of a batch's rows fail: then the batch is wrong, not some rows of it.
    """

    batch_id: int
    table_name: str
    expectation: str
    column_name: str
    evaluated_count: int
    failed_count: int

    @property
    def severity(self) -> str:
        """Either warn (rows were put aside) or error (nothing may be built on this)."""
        stops = self.failed_count > SHARE_TO_STOP * self.evaluated_count
        return "error" if stops and self.evaluated_count >= FEWEST_ROWS_TO_STOP else "warn"


def check_batches(*, lake: Lake, batch_ids: Sequence[int]) -> list[CheckOutcome]:
    """Checks every row of some batches, records what came of it and puts aside the rows that fail."""
    from interchange.landing import record_quality

    outcomes: list[CheckOutcome] = []
    with lake.writing() as connection, _Validator() as validator:
        for batch_id in batch_ids:
            found: list[CheckOutcome] = []
            rows: list[QuarantinedRow] = []
            for table in SUITES:
                frame = _read_batch(connection, table, batch_id)
                if len(frame):
                    for outcome, failed in validator.validate(table, batch_id, frame):
                        found.append(outcome)
                        rows += _put_aside(frame, failed, outcome)
            record_quality(connection, checks=[vars(each) for each in found], rows=rows)
            outcomes += found
    return outcomes


def _read_batch(connection: duckdb.DuckDBPyConnection, table: str, batch_id: int) -> pd.DataFrame:
    columns = dict.fromkeys([*PLACE, *(each.column for each in SUITES[table])])
    claim = "claim_segment" if table.endswith(("_lines", "_adjustments")) else "NULL AS claim_segment"
    query = f"SELECT {', '.join(columns)}, {claim} FROM raw.{table} WHERE batch_id = $batch_id"  # noqa: S608 - our own names
    return connection.execute(query, {"batch_id": batch_id}).df()


def _put_aside(frame: pd.DataFrame, failed: Sequence[int], outcome: CheckOutcome) -> Iterator[QuarantinedRow]:
    import pandas as pd

    from interchange.landing import QuarantinedRow

    for row in frame.loc[list(failed), [*PLACE, "claim_segment"]].to_dict("records"):
        place = {str(name): None if pd.isna(value) else int(value) for name, value in row.items()}
        rule = {"expectation": outcome.expectation, "column_name": outcome.column_name}
        yield QuarantinedRow(table_name=outcome.table_name, **rule, **place)  # type: ignore[arg-type]


class _Validator:
    """Great Expectations without a store: results live as long as the call."""

    def __enter__(self) -> _Validator:
        import great_expectations as gx
        from great_expectations.data_context.types.base import ProgressBarsConfig

        self.gx = gx
        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = ProgressBarsConfig(globally=False)
        self.source = context.data_sources.add_pandas("landed")
        self.batches: dict[str, Any] = {}
        return self

    def __exit__(self, *_: object) -> None:
        self.batches.clear()

    def validate(self, table: str, batch_id: int, frame: pd.DataFrame) -> Iterator[tuple[CheckOutcome, Sequence[int]]]:
        """Each expectation's outcome with the positions in the frame that failed it."""
        if table not in self.batches:
            asset = self.source.add_dataframe_asset(table)
            self.batches[table] = asset.add_batch_definition_whole_dataframe("batch")
        batch = self.batches[table].get_batch({"dataframe": frame})
        suite = self.gx.ExpectationSuite(name=table, expectations=[self._made(each) for each in SUITES[table]])
        answer = batch.validate(suite, result_format=RESULT_FORMAT)
        for each in answer.results:
            kind, column = str(each.expectation_config.type), str(each.expectation_config.kwargs["column"])
            if each.exception_info and each.exception_info.get("raised_exception"):
                raise ValueError(f"{kind} on {table}.{column} could not be evaluated")
            failed = [int(position) for position in each.result.get("unexpected_index_list") or ()]
            yield CheckOutcome(batch_id, table, kind, column, len(frame), len(failed)), failed

    def _made(self, expectation: Expectation) -> Any:
        made = getattr(self.gx.expectations, expectation.kind)
        return made(column=expectation.column, **expectation.options)
