"""KPI figures as they were published: the objects that ``overturn kpis`` prints."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from orchestration.exit_codes import NothingThereError
from orchestration.settings import Settings

if TYPE_CHECKING:
    import duckdb

BENCHMARK_OF = {"K2": "initial_denial_rate", "K9": "overturn_rate_all"}
FIGURES = """
    SELECT kpi_id, name, period_grain, period_start, period_end, slice_dimension, slice_value, numerator, denominator,
           value, unit, target, is_mature, definition_version
    FROM marts.rpt_kpis
    WHERE period_grain = $grain AND slice_dimension IS NOT DISTINCT FROM $dimension
    ORDER BY kpi_id, period_start, slice_value
"""


@dataclass(frozen=True)
class Benchmark:
    """What others report: the figure as text, and who in which year."""

    value: str
    source: str


@contextmanager
def published_lake(settings: Settings, *, snapshot: int | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A reader's connection at the published snapshot, or at the one asked for; NothingThereError without one."""
    import duckdb

    from interchange.lake import Lake, LakeMissingError

    lake = Lake(settings.home)
    try:
        connection = lake.published() if snapshot is None else lake.connect(snapshot=snapshot)
    except LakeMissingError:
        raise NothingThereError(f"nothing is published under {settings.home}: try `overturn demo`") from None
    except duckdb.Error as error:
        raise NothingThereError(f"the lake has no snapshot {snapshot}") if snapshot else error from None
    with connection:
        yield connection


def read_kpis(
    settings: Settings, *, period: str = "all", dimension: str | None = None, snapshot: int | None = None
) -> list[dict[str, Any]]:
    """One object a KPI and period, the whole first; with a dimension, one a slice of it instead."""
    with published_lake(settings, snapshot=snapshot) as connection:
        cursor = connection.execute(FIGURES, {"grain": period, "dimension": dimension})
        names = [column[0] for column in cursor.description or ()]
        rows = [_shaped(dict(zip(names, row, strict=True))) for row in cursor.fetchall()]
    return sorted(rows, key=lambda row: natural(row["kpi_id"]))


def natural(kpi_id: str) -> list[tuple[int, str]]:
    """A sort key that puts K2 before K10."""
    parts = re.split(r"(\d+)", kpi_id)
    return [(int(part), "") if part.isdigit() else (0, part) for part in parts]


def read_benchmarks(settings: Settings) -> dict[str, Benchmark]:
    """What others report beside our KPIs, newest first, with population and year; empty where none is published."""
    query = """
        SELECT metric, value, unit, population, data_year FROM reference.benchmarks
        WHERE status = 'ok' QUALIFY row_number() OVER (PARTITION BY metric ORDER BY data_year DESC, population) = 1
    """
    with published_lake(settings) as connection:
        exists = "SELECT count(*) FROM duckdb_columns() WHERE (schema_name, table_name) = ('reference', 'benchmarks')"
        if not (connection.execute(exists).fetchone() or (0,))[0]:
            return {}
        found = {row[0]: row[1:] for row in connection.execute(query).fetchall()}
    return {kpi: _benchmark(*found[metric]) for kpi, metric in BENCHMARK_OF.items() if metric in found}


def _benchmark(value: Any, unit: str, population: str, year: Any) -> Benchmark:
    shown = f"{float(value):.1f}%" if unit.startswith("pct") else f"{value} {unit}"
    return Benchmark(shown, f"{population}, {year}")


def _shaped(row: dict[str, Any]) -> dict[str, Any]:
    dimension, value = row.pop("slice_dimension"), row.pop("slice_value")
    grain, start, end = row.pop("period_grain"), row.pop("period_start"), row.pop("period_end")
    return {
        "kpi_id": row.pop("kpi_id"),
        "name": row.pop("name"),
        "period": "all" if grain == "all" else start.isoformat(),
        "period_end": end.isoformat() if end and grain != "all" else None,
        "slice": None if dimension is None else {"dimension": dimension, "value": value},
        **{name: plain(each) for name, each in row.items()},
    }


def plain(value: Any) -> Any:
    """A value as JSON says it: decimals as numbers (whole ones without a point), dates as ISO text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    return value
