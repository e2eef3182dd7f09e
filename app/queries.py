"""Every question the pages ask, with bound parameters, all of one page at one snapshot; answers are kept by build."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import streamlit as st

from interchange.lake import Lake, Publication

DIMENSIONS: dict[str, tuple[str, str]] = {
    "payer": ("Payer", "coalesce(p.payer_name, d.payer_id)"),
    "reason": ("Reason", "d.category"),
    "code": ("Code", "d.group_code || '-' || d.carc"),
    "service_line": ("Service line", "d.service_line"),
    "procedure": ("Procedure", "d.procedure_id"),
    "provider": ("Provider", "coalesce(v.provider_name, d.rendering_provider_id)"),
}
FILTERED = ("payer", "reason", "code", "service_line", "procedure", "provider")
DENIALS = """
    FROM marts.fct_denials AS d
    LEFT JOIN marts.dim_payers AS p ON d.payer_id = p.payer_id
    LEFT JOIN marts.dim_providers AS v ON d.rendering_provider_id = v.provider_id
"""


def read_publication(home: str) -> Publication | None:
    """What is published now; read anew each time, it is one small file."""
    return Lake(Path(home)).read_publication()


@st.cache_resource(max_entries=2, show_spinner=False)
def _connection(home: str, snapshot: int) -> duckdb.DuckDBPyConnection:
    return Lake(Path(home)).connect(snapshot=snapshot)


def _frame(home: str, snapshot: int, statement: str, parameters: Mapping[str, Any]) -> pd.DataFrame:
    """Runs on a cursor of its own: a connection is not for several threads. Decimals stay exact."""
    cursor = _connection(home, snapshot).cursor()
    try:
        cursor.execute("USE lake")
        cursor.execute(statement, dict(parameters))
        names = [column[0] for column in cursor.description or ()]
        return pd.DataFrame(cursor.fetchall(), columns=names)
    finally:
        cursor.close()


@st.cache_data(max_entries=500, show_spinner=False)
def kpis(home: str, snapshot: int) -> pd.DataFrame:
    """The whole-history figure of each KPI."""
    return _frame(
        home,
        snapshot,
        """SELECT kpi_id, name, unit, numerator, denominator, value, target, is_mature, definition_version
           FROM marts.rpt_kpis WHERE period_grain = 'all' AND slice_dimension IS NULL ORDER BY kpi_id""",
        {},
    )


@st.cache_data(max_entries=500, show_spinner=False)
def kpi_trend(home: str, snapshot: int, kpi_id: str, grain: str) -> pd.DataFrame:
    """One KPI by period, oldest first, with whether the period's answers are in."""
    return _frame(
        home,
        snapshot,
        """SELECT period_start, value, numerator, denominator, is_mature FROM marts.rpt_kpis
           WHERE kpi_id = $kpi AND period_grain = $grain AND slice_dimension IS NULL ORDER BY period_start""",
        {"kpi": kpi_id, "grain": grain},
    )


@st.cache_data(max_entries=500, show_spinner=False)
def benchmarks(home: str, snapshot: int) -> pd.DataFrame:
    """What others report, with unit, population, year and status; empty where the table was not built."""
    try:
        return _frame(home, snapshot, "SELECT * FROM reference.benchmarks", {})
    except duckdb.CatalogException:
        return pd.DataFrame(columns=["metric", "value", "unit", "population", "data_year", "status", "source"])


@st.cache_data(max_entries=500, show_spinner=False)
def at_risk(home: str, snapshot: int) -> dict[str, Any] | None:
    """Claims that no payer has answered and what the model expects to be denied of them; None before any scoring."""
    try:
        found = _frame(
            home,
            snapshot,
            """SELECT count(*) AS claims, coalesce(sum(expected_denied_amount), 0) AS dollars,
                      count(*) FILTER (WHERE denial_probability >= 0.5) AS likely FROM ml.predictions""",
            {},
        )
    except duckdb.CatalogException:
        return None
    row = records(found)[0]
    return row if row["claims"] else None


def _where(filters: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    chosen = {name: value for name, value in filters.items() if name in DIMENSIONS and value}
    clauses = [f"{DIMENSIONS[name][1]} = ${name}" for name in chosen]
    return ("WHERE d.is_initial AND " + " AND ".join(clauses)) if clauses else "WHERE d.is_initial", chosen


@st.cache_data(max_entries=2_000, show_spinner=False)
def denial_totals(home: str, snapshot: int, filters: dict[str, str]) -> dict[str, Any]:
    """Denials, claims and dollars under the filters."""
    where, chosen = _where(filters)
    statement = f"""SELECT count(*) AS denials, count(DISTINCT d.claim_id) AS claims,
        coalesce(sum(d.denied_amount), 0) AS denied, coalesce(sum(d.recovered_amount), 0) AS recovered
        {DENIALS} {where}"""
    return records(_frame(home, snapshot, statement, chosen))[0]


@st.cache_data(max_entries=2_000, show_spinner=False)
def denial_split(home: str, snapshot: int, dimension: str, filters: dict[str, str]) -> pd.DataFrame:
    """Denied dollars under the filters, by one dimension: every row, so that the split adds up to the total."""
    where, chosen = _where(filters)
    label = DIMENSIONS[dimension][1]
    statement = f"""SELECT coalesce({label}, 'unknown') AS name, count(*) AS denials,
        count(DISTINCT d.claim_id) AS claims, sum(d.denied_amount) AS denied, sum(d.recovered_amount) AS recovered
        {DENIALS} {where} GROUP BY 1 ORDER BY denied DESC, name"""
    return _frame(home, snapshot, statement, chosen)


@st.cache_data(max_entries=500, show_spinner=False)
def filter_values(home: str, snapshot: int, dimension: str) -> list[str]:
    """The values a filter offers, in order."""
    statement = f"SELECT DISTINCT {DIMENSIONS[dimension][1]} AS name {DENIALS} WHERE d.is_initial ORDER BY 1"
    return [str(name) for name in _frame(home, snapshot, statement, {})["name"] if name is not None]


@st.cache_data(max_entries=500, show_spinner=False)
def denial_rows(home: str, snapshot: int, filters: dict[str, str], limit: int) -> pd.DataFrame:
    """The denials under the filters, largest first, each with its file, byte offset and segment."""
    where, chosen = _where(filters)
    statement = f"""SELECT d.claim_id, coalesce(p.payer_name, d.payer_id) AS payer, d.category AS reason,
        d.group_code || '-' || d.carc AS code, d.rarc, d.procedure_id AS procedure, d.service_line,
        coalesce(v.provider_name, d.rendering_provider_id) AS provider, d.denied_amount, d.recovered_amount,
        d.status, d.first_denied_date, f.file_name, d.byte_offset, d.segment_ordinal
        {DENIALS} LEFT JOIN raw.files AS f ON d.file_id = f.file_id AND f.status <> 'duplicate'
        {where} ORDER BY d.denied_amount DESC, d.denial_id LIMIT {int(limit)}"""
    return _frame(home, snapshot, statement, chosen)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame, by column name."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def total(frame: pd.DataFrame, column: str) -> Decimal:
    """The exact sum of a column of decimals."""
    return sum((Decimal(value) for value in frame[column]), Decimal(0))
