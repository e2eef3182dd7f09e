"""What the command line exports: marts as CSV, Excel or Parquet, with what each column means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interchange.table_files import FORMATS, Stamp, write_table
from interchange.workbook_charts import Chart
from orchestration.answers.export_charts import draw_scorecard, draw_trends
from orchestration.answers.figures import published_lake
from orchestration.answers.suppression import suppress
from orchestration.exit_codes import OverturnError
from orchestration.settings import Settings

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa


@dataclass(frozen=True)
class Export:
    """A mart that is exported: the columns that say what a row is of, and the groups whose rows add up to a total."""

    model: str
    title: str
    keys: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    draw: Callable[[duckdb.DuckDBPyConnection], list[Chart]]


NAMES = ("payer_id", "payer_name", "line_of_business", "service_line", "denial_category")
PAYER_TRENDS = Export(
    "rpt_payer_trends",
    "payer trends",
    (*NAMES, "month_start", "is_mature"),
    (("payer_id", "service_line", "month_start"), ("payer_id", "month_start")),
    draw_trends,
)
SCORECARD = Export(
    "rpt_payer_scorecard",
    "payer scorecard",
    (*NAMES, "period_start", "period_end"),
    (("payer_id", "service_line"), ("payer_id", "denial_category")),
    draw_scorecard,
)


def export_mart(
    settings: Settings, export: Export, out: Path, *, snapshot: int | None = None, suppressed: bool = False
) -> int:
    """Writes a mart to a file of the kind its name says; returns the number of rows.

    ``suppressed`` leaves cells under 11 out. Charts stand in workbooks whose cells are whole. Raises OverturnError for
    another kind of file, NothingThereError where nothing was published.
    """
    if out.suffix.lower() not in FORMATS:
        raise OverturnError(f"{out.name}: the name must end in one of {', '.join(FORMATS)}")
    with published_lake(settings, snapshot=snapshot) as connection:
        table = connection.execute(f"SELECT * FROM marts.{export.model} ORDER BY ALL").to_arrow_table()  # noqa: S608
        charts = [] if suppressed else export.draw(connection)
        definitions = _definition_versions(connection)
    table = _suppressed(table, export) if suppressed else table
    described = describe_columns(settings, export.model)
    stamp = _stamp(settings, snapshot, definitions, int(table.num_rows))
    write_table(table, out, definitions=described, stamp=stamp, title=export.title, charts=charts)
    return stamp.row_count


def _suppressed(table: pa.Table, export: Export) -> pa.Table:
    import pyarrow as pa

    rows = suppress(table.to_pylist(), keys=export.keys, groups=export.groups)
    return pa.Table.from_pylist(rows, schema=table.schema)


def _definition_versions(connection: duckdb.DuckDBPyConnection) -> str:
    query = "SELECT DISTINCT kpi_id, definition_version FROM marts.rpt_kpis WHERE kpi_id IN ('K1', 'K2') ORDER BY ALL"
    return ", ".join(f"{kpi}@{version}" for kpi, version in connection.execute(query).fetchall())


def _stamp(settings: Settings, snapshot: int | None, definitions: str, row_count: int) -> Stamp:
    from interchange.lake import Lake

    published = Lake(settings.home).read_publication()
    if published is None or (snapshot is not None and snapshot != published.snapshot_id):
        return Stamp(snapshot or 0, "", "", "", definitions, row_count)
    through = published.data_through.isoformat() if published.data_through else ""
    at = published.published_at.isoformat()
    return Stamp(published.snapshot_id, published.build_id, at, through, definitions, row_count)


def describe_columns(settings: Settings, model: str) -> dict[str, str]:
    """What each column of a model means, as the dbt project says it; empty where there is no manifest yet."""
    import json

    try:
        nodes: Sequence[Any] = json.loads(settings.manifest.read_text())["nodes"].values()
    except FileNotFoundError:
        return {}
    columns: dict[str, Any] = next((node["columns"] for node in nodes if node["name"] == model), {})
    return {name: " ".join(column["description"].split()) for name, column in columns.items()}
