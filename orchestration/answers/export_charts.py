"""The charts of exported workbooks, drawn from the same marts as their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from interchange.workbook_charts import Chart

if TYPE_CHECKING:
    import duckdb

LARGEST = 6
MONTHS = """
    WITH largest AS (
        SELECT payer_id FROM marts.rpt_payer_trends GROUP BY payer_id ORDER BY sum(denied_amount) DESC, payer_id LIMIT ?
    )
    SELECT month_start, payer_name, sum(denied_claim_count)::DOUBLE / sum(claim_count), sum(denied_amount)
    FROM marts.rpt_payer_trends WHERE payer_id IN (SELECT payer_id FROM largest) AND is_mature
    GROUP BY ALL ORDER BY ALL
"""
PAYERS = """
    SELECT payer_name, denial_rate, others_denial_rate, overturn_rate, others_overturn_rate, mean_days_to_pay,
           others_mean_days_to_pay
    FROM marts.rpt_payer_scorecard WHERE service_line = 'All' AND denial_category = 'All' ORDER BY denial_rate DESC
"""


def draw_trends(connection: duckdb.DuckDBPyConnection) -> list[Chart]:
    """Denial rate and denied dollars by month, of the six payers with the most denied dollars; mature months only."""
    found = connection.execute(MONTHS, [LARGEST]).fetchall()
    payers = sorted({row[1] for row in found})
    return [
        Chart("Initial denial rate by month", "line", payers, _pivoted(found, payers, 2)),
        Chart("Denied dollars by month", "line", payers, _pivoted(found, payers, 3), "$#,##0"),
    ]


def _pivoted(found: list[tuple[Any, ...]], payers: list[str], measure: int) -> list[list[Any]]:
    cells = {(row[0], row[1]): row[measure] for row in found}
    months = sorted({row[0] for row in found})
    return [[month, *(cells.get((month, payer)) for payer in payers)] for month in months]


def draw_scorecard(connection: duckdb.DuckDBPyConnection) -> list[Chart]:
    """Each payer against all the others: denial rate, overturn rate, days to pay."""
    found = connection.execute(PAYERS).fetchall()
    sides = ("This payer", "All other payers")
    return [
        Chart("Initial denial rate", "column", sides, [(row[0], *row[1:3]) for row in found]),
        Chart("Overturn rate", "column", sides, [(row[0], *row[3:5]) for row in found]),
        Chart("Mean days to pay", "column", sides, [(row[0], *row[5:7]) for row in found], "0.0"),
    ]
