"""Frozen rollups: what was published on a day, and what came out otherwise later."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from app.queries.published import At, ask, has


def rollup_days(at: At) -> pd.DataFrame:
    """Each day with a frozen rollup, newest first, with when it was frozen; empty where none was kept yet."""
    if not has(at, "marts.rpt_rollups"):
        return pd.DataFrame(columns=["rollup_date", "frozen_at", "build_id"])
    return ask(
        at,
        """SELECT rollup_date, min(frozen_at) AS frozen_at, min(build_id) AS build_id FROM marts.rpt_rollups
           GROUP BY rollup_date ORDER BY rollup_date DESC""",
    )


def frozen_figures(at: At, day: dt.date, grain: str = "all") -> pd.DataFrame:
    """The figures of one day's rollup as first published, over the whole history or (``month``) to that day."""
    return ask(
        at,
        """SELECT kpi_id, name, unit, numerator, denominator, value, is_mature, definition_version, period_start,
                  frozen_at
           FROM marts.rpt_rollups
           WHERE period_end = $day AND period_grain = $grain AND slice_dimension IS NULL AND revision = 1
           ORDER BY try_cast(regexp_extract(kpi_id, '[0-9]+') AS INTEGER), kpi_id""",
        {"day": day, "grain": grain},
    )


def restatements(at: At, *, only_mature: bool = True, limit: int = 200) -> pd.DataFrame:
    """Frozen figures of the whole that came out otherwise later, newest first, with both values and the reason.

    An immature figure is expected to move while its answers come in: ``only_mature`` leaves those out.
    """
    if not has(at, "marts.rpt_restatements"):
        return pd.DataFrame()
    return ask(
        at,
        """SELECT kpi_id, name, unit, period_grain, period_start, period_end, previous_value, value, difference, cause,
                  explanation, was_mature, previous_rollup_date, rollup_date, restated_at
           FROM marts.rpt_restatements
           WHERE slice_dimension IS NULL AND (was_mature OR NOT $only_mature)
           ORDER BY restated_at DESC, kpi_id, period_start LIMIT $most""",
        {"only_mature": only_mature, "most": limit},
    )
