"""Two versions of a KPI over the same claims, and the difference claim by claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from orchestration.answers.figures import plain, published_lake
from orchestration.exit_codes import NothingThereError, OverturnError
from orchestration.settings import Settings

if TYPE_CHECKING:
    import duckdb

TOTALS = """
    SELECT d.kpi_id, d.definition_version, d.name, d.status, d.unit, d.definition,
           coalesce(sum(m.numerator), 0) AS numerator, sum(m.denominator) AS denominator, count(m.kpi_id) AS row_count
    FROM reference.kpi_definitions AS d
    LEFT JOIN marts.rpt_kpi_version_members AS m USING (kpi_id, definition_version)
    WHERE d.kpi_id = $kpi_id AND d.definition_version = $version
    GROUP BY ALL
"""
DIFFERENCES = """
    WITH one AS (
        SELECT claim_id, sum(numerator) AS numerator, sum(denominator) AS denominator
        FROM marts.rpt_kpi_version_members WHERE kpi_id = $left_id AND definition_version = $left_version GROUP BY 1
    ), other AS (
        SELECT claim_id, sum(numerator) AS numerator, sum(denominator) AS denominator
        FROM marts.rpt_kpi_version_members WHERE kpi_id = $right_id AND definition_version = $right_version GROUP BY 1
    )
    SELECT claim_id, c.payer_id, c.submitted_date, c.initial_outcome,
           CASE WHEN other.claim_id IS NULL THEN 'only in the first'
                WHEN one.claim_id IS NULL THEN 'only in the second' ELSE 'counted otherwise' END AS difference,
           one.numerator AS first_numerator, one.denominator AS first_denominator,
           other.numerator AS second_numerator, other.denominator AS second_denominator
    FROM one FULL JOIN other USING (claim_id)
    LEFT JOIN marts.fct_claims AS c USING (claim_id)
    WHERE one.numerator IS DISTINCT FROM other.numerator OR one.denominator IS DISTINCT FROM other.denominator
    ORDER BY difference, initial_outcome, claim_id
"""


@dataclass(frozen=True)
class Comparison:
    """Both versions' totals, how many claims differ by kind and outcome, and those claims themselves."""

    versions: list[dict[str, Any]]
    summary: list[dict[str, Any]]
    claims: list[dict[str, Any]]


def compare_kpis(
    settings: Settings, first: str, second: str, *, limit: int = 20, snapshot: int | None = None
) -> Comparison:
    """Compares two versions named like ``K1@2``; at most ``limit`` claims are listed, all of them are summed up.

    Raises OverturnError for a name that is none, NothingThereError for a version that the registry does not have.
    """
    pair = [parse_version(name) for name in (first, second)]
    with published_lake(settings, snapshot=snapshot) as connection:
        versions = [_total(connection, *each) for each in pair]
        names = dict(zip(("left_id", "left_version", "right_id", "right_version"), (*pair[0], *pair[1]), strict=True))
        differing = _rows(connection.execute(DIFFERENCES, names))
    return Comparison(versions, _summed_up(differing), differing[:limit])


def parse_version(name: str) -> tuple[str, int]:
    """``K1@2`` as ("K1", 2); a name alone is its first version."""
    kpi_id, _, version = name.partition("@")
    if not kpi_id or not (version or "1").isdigit():
        raise OverturnError(f"{name}: name a KPI and its version, such as K1@2")
    return kpi_id, int(version or 1)


def _total(connection: duckdb.DuckDBPyConnection, kpi_id: str, version: int) -> dict[str, Any]:
    rows = _rows(connection.execute(TOTALS, {"kpi_id": kpi_id, "version": version}))
    if not rows:
        raise NothingThereError(f"the registry has no {kpi_id}@{version}")
    row = rows[0]
    return {**row, "value": row["numerator"] / row["denominator"] if row["denominator"] else None}


def _rows(cursor: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    names = [column[0] for column in cursor.description or ()]
    return [{name: plain(value) for name, value in zip(names, row, strict=True)} for row in cursor.fetchall()]


def _summed_up(claims: list[dict[str, Any]]) -> list[dict[str, Any]]:
    counts: dict[tuple[str, str], int] = {}
    for claim in claims:
        key = claim["difference"], claim["initial_outcome"]
        counts[key] = counts.get(key, 0) + 1
    return [{"difference": d, "initial_outcome": o, "claim_count": n} for (d, o), n in sorted(counts.items())]
