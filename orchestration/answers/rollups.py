"""The CFO's rollup of a day as it was published, and what came out otherwise later."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from orchestration.answers.figures import natural, plain, published_lake
from orchestration.exit_codes import NothingThereError, OverturnError
from orchestration.settings import Settings

if TYPE_CHECKING:
    import duckdb

DAY = """
    SELECT rollup_date, min(build_id) AS build_id, min(frozen_at) AS frozen_at FROM marts.rpt_rollups
    WHERE CAST($day AS DATE) IS NULL OR rollup_date = CAST($day AS DATE)
    GROUP BY rollup_date ORDER BY rollup_date DESC LIMIT 1
"""
FIGURES = """
    SELECT kpi_id, name, CASE period_grain WHEN 'all' THEN 'all' ELSE strftime(period_start, '%Y-%m') END AS period,
           period_end, slice_value AS payer_id, numerator, denominator, value, unit, is_mature, definition_version
    FROM marts.rpt_rollups
    WHERE build_id <= $build_id AND period_end <= CAST($day AS DATE) AND (slice_dimension IS NOT NULL) = $by_payer
      AND (period_end = CAST($day AS DATE) OR (period_grain = 'month'
           AND period_end = date_trunc('month', CAST($day AS DATE)) - INTERVAL 1 DAY))
    QUALIFY row_number() OVER (PARTITION BY figure_id ORDER BY revision DESC) = 1
    ORDER BY kpi_id, payer_id, period_start NULLS FIRST
"""
RESTATEMENTS = """
    SELECT kpi_id, name, CASE period_grain WHEN 'all' THEN 'all' ELSE strftime(period_start, '%Y-%m') END AS period,
           slice_value AS payer_id, previous_value, value, difference, unit, cause, explanation, was_mature, revision,
           build_id, rollup_date, restated_at
    FROM marts.rpt_restatements
    WHERE build_id > $build_id AND period_end <= CAST($day AS DATE) AND (slice_dimension IS NOT NULL) = $by_payer
    ORDER BY was_mature DESC, kpi_id, period_start NULLS FIRST, payer_id, revision
"""


@dataclass(frozen=True)
class Rollup:
    """One day's figures as first published (history, month to date, month before), and every later restatement."""

    day: str
    build_id: str
    frozen_at: str
    figures: list[dict[str, Any]]
    restatements: list[dict[str, Any]]


def read_rollup(settings: Settings, *, day: dt.date | None = None, by_payer: bool = False) -> Rollup:
    """The rollup of a day, by default the newest; restatements are those of any figure that was frozen by then.

    Raises NothingThereError where nothing is published or the day has no rollup.
    """
    with published_lake(settings) as connection:
        found = _rows(connection, DAY, {"day": day})
        if not found:
            raise NothingThereError(f"no rollup was frozen for {day}" if day else "no rollup was frozen yet")
        asked = {"build_id": found[0]["build_id"], "day": found[0]["rollup_date"], "by_payer": by_payer}
        figures = _rows(connection, FIGURES, asked)
        restatements = _rows(connection, RESTATEMENTS, asked)
    figures.sort(key=lambda row: natural(row["kpi_id"]))
    return Rollup(asked["day"], asked["build_id"], found[0]["frozen_at"], figures, restatements)


def read_day(text: str) -> dt.date | None:
    """A day as the command line names it, nothing for none; OverturnError where it is no day."""
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise OverturnError(f"{text}: a day is written like 2026-01-31") from None


def _rows(connection: duckdb.DuckDBPyConnection, query: str, asked: dict[str, Any]) -> list[dict[str, Any]]:
    cursor = connection.execute(query, {name: value for name, value in asked.items() if f"${name}" in query})
    names = [column[0] for column in cursor.description or ()]
    return [{name: plain(value) for name, value in zip(names, row, strict=True)} for row in cursor.fetchall()]
