"""KPIs: figures, trends, definitions, and the rows behind each with their place in the files."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from app.queries.published import At, ask, has, records


def figures(at: At) -> pd.DataFrame:
    """The whole-history figure of each KPI with its registered definition, in the dictionary's order."""
    return ask(
        at,
        """SELECT f.kpi_id, f.name, f.unit, f.numerator, f.denominator, f.value, f.target, f.is_mature,
                  f.definition_version, d.definition, d.exclusions, d.source, d.inputs, d.form, d.target_direction,
                  EXISTS (SELECT 1 FROM marts.rpt_feeds AS r WHERE contains(d.inputs, r.file_type || ' extract'))
                  OR NOT contains(d.inputs, ' extract') AS has_feeds
           FROM marts.rpt_kpis AS f
           LEFT JOIN reference.kpi_definitions AS d
             ON f.kpi_id = d.kpi_id AND f.definition_version = d.definition_version
           WHERE f.period_grain = 'all' AND f.slice_dimension IS NULL
           ORDER BY try_cast(regexp_extract(f.kpi_id, '[0-9]+') AS INTEGER), f.kpi_id, f.definition_version""",
    )


def trend(at: At, kpi_id: str, grain: str, through: dt.date | None = None) -> pd.DataFrame:
    """One KPI by period, oldest first, with whether the period has ended and its answers are in."""
    return ask(
        at,
        """SELECT period_start, period_end, value, numerator, denominator,
                  is_mature AND ($through IS NULL OR period_end <= $through) AS is_mature
           FROM marts.rpt_kpis
           WHERE kpi_id = $kpi AND period_grain = $grain AND slice_dimension IS NULL AND value IS NOT NULL
           ORDER BY period_start""",
        {"kpi": kpi_id, "grain": grain, "through": through},
    )


def limits(at: At, kpi_id: str, grain: str) -> dict[str, Any] | None:
    """Between which values chance alone moves a KPI's periods; None where too few are complete."""
    if not has(at, "marts.rpt_kpi_limits"):
        return None
    found = ask(
        at,
        """SELECT center_value, low_value, high_value, point_count FROM marts.rpt_kpi_limits
           WHERE kpi_id = $kpi AND period_grain = $grain""",
        {"kpi": kpi_id, "grain": grain},
    )
    return next(iter(records(found)), None)


def benchmarks(at: At) -> pd.DataFrame:
    """What others report, with unit, population, year, status and source; empty where the table was not built."""
    if not has(at, "reference.benchmarks"):
        return pd.DataFrame(columns=["metric", "value", "unit", "population", "data_year", "status", "source"])
    return ask(at, "SELECT * FROM reference.benchmarks ORDER BY metric, data_year DESC")


def members(at: At, kpi_id: str, limit: int) -> pd.DataFrame:
    """The newest rows counted in a KPI's numerator, each with its file, byte offset and segment."""
    return ask(
        at,
        """WITH files AS (
               SELECT file_id, min(file_name) AS file_name, min(sha256) AS sha256
               FROM raw.files WHERE status <> 'duplicate' GROUP BY file_id
           ), counted AS (
               SELECT * FROM marts.rpt_kpi_members
               WHERE kpi_id = $kpi AND coalesce(period_grain, 'all') = 'all' AND numerator <> 0
               ORDER BY period_date DESC, claim_id, denial_id, file_id, segment_ordinal LIMIT $most
           )
           SELECT m.claim_id, m.period_date, coalesce(p.payer_name, m.payer_id) AS payer, m.denial_category AS reason,
                  m.numerator, m.denominator, f.file_name, m.byte_offset, m.segment_ordinal, f.sha256
           FROM counted AS m LEFT JOIN files AS f USING (file_id)
           LEFT JOIN marts.dim_payers AS p ON m.payer_id = p.payer_id
           ORDER BY m.period_date DESC, m.claim_id, m.denial_id, m.file_id, m.segment_ordinal""",
        {"kpi": kpi_id, "most": limit},
    )


def versions(at: At) -> pd.DataFrame:
    """Each KPI that has several definitions, under each of them, over its whole history."""
    return ask(
        at,
        """SELECT d.kpi_id, d.definition_version, d.status, d.unit, d.definition,
                  sum(m.numerator) AS numerator, sum(m.denominator) AS denominator,
                  CAST(CAST(sum(m.numerator) AS DOUBLE) / nullif(CAST(sum(m.denominator) AS DOUBLE), 0)
                      AS DECIMAL(38, 6)) AS value
           FROM marts.rpt_kpi_version_members AS m INNER JOIN reference.kpi_definitions AS d
             ON m.kpi_id = d.kpi_id AND m.definition_version = d.definition_version
           WHERE d.form = 'ratio' GROUP BY ALL ORDER BY d.kpi_id, d.definition_version""",
    )


def differences(at: At, kpi_id: str, first: int, second: int, limit: int) -> tuple[int, pd.DataFrame]:
    """How many claims two versions of a KPI count differently, and the newest of them; empty where not counted."""
    found = ask(
        at,
        """WITH pairs AS (
               SELECT claim_id, max(period_date) AS period_date,
                      sum(numerator) FILTER (WHERE definition_version = $first) AS first_numerator,
                      sum(numerator) FILTER (WHERE definition_version = $second) AS second_numerator,
                      sum(denominator) FILTER (WHERE definition_version = $first) AS first_denominator,
                      sum(denominator) FILTER (WHERE definition_version = $second) AS second_denominator
               FROM marts.rpt_kpi_version_members WHERE kpi_id = $kpi GROUP BY claim_id
           )
           SELECT *, count(*) OVER () AS difference_count FROM pairs
           WHERE first_numerator IS DISTINCT FROM second_numerator
              OR first_denominator IS DISTINCT FROM second_denominator
           ORDER BY period_date DESC, claim_id LIMIT $most""",
        {"kpi": kpi_id, "first": first, "second": second, "most": limit},
    )
    count = int(found.iloc[0]["difference_count"]) if len(found) else 0
    return count, found.drop(columns=["difference_count"])


def at_risk(at: At) -> dict[str, Any] | None:
    """Claims that no payer has answered and what the model expects to be denied of them; None before any scoring."""
    if not has(at, "ml.predictions"):
        return None
    found = ask(
        at,
        """SELECT count(*) AS claims, coalesce(sum(expected_denied_amount), 0) AS dollars,
                  count(*) FILTER (WHERE denial_probability >= 0.5) AS likely FROM ml.predictions""",
    )
    row = records(found)[0]
    return row if row["claims"] else None
