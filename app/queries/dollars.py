"""Dollars from submission on: rates and weeks under the filters, where each charge stands, and the cash to come."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from app.queries.published import At, ask, has, records
from app.queries.scope import CLAIMS, DENIAL_CONDITIONS, DENIALS, Chosen, bind, bind_claims, bind_flow

WEEKS = 26


def initial_denials(at: At, chosen: Chosen) -> dict[str, Any]:
    """K2 under the filters, by the day of submission: charges denied at first, charges submitted, and the share."""
    statement = f"""SELECT coalesce(sum(denied_amount), 0) AS numerator, coalesce(sum(charge_amount), 0) AS denominator,
        CAST(CAST(sum(denied_amount) AS DOUBLE) / nullif(CAST(sum(charge_amount) AS DOUBLE), 0) AS DECIMAL(38, 6))
            AS value {CLAIMS}"""
    return records(ask(at, statement, bind_claims(chosen)))[0]


def initial_denials_by(at: At, chosen: Chosen, through: dt.date, grain: str = "week") -> pd.DataFrame:
    """The same by week or month of submission, oldest first, with whether it has ended and its answers are in."""
    statement = f"""SELECT CAST(date_trunc($grain, submitted_date) AS DATE) AS period_start,
            CAST(sum(denied_amount) AS DOUBLE) / nullif(CAST(sum(charge_amount) AS DOUBLE), 0) AS value,
            avg(CAST(is_answer_due AS INTEGER)) >= 0.95
                AND CASE $grain WHEN 'week' THEN period_start + 6 ELSE last_day(period_start) END <= $through
                AS is_mature
        {CLAIMS} GROUP BY 1 ORDER BY 1 DESC LIMIT $most"""
    return _oldest_first(ask(at, statement, bind_claims(chosen, through=through, grain=grain, most=WEEKS)))


def open_by_week(at: At, chosen: Chosen, through: dt.date) -> pd.DataFrame:
    """Net dollars that stood denied and unpaid at the end of each week back from the last day of the data."""
    first = through - dt.timedelta(days=7 * (WEEKS - 1))
    statement = f"""WITH ends AS (
            SELECT CAST(unnest(generate_series($first, $through, INTERVAL 7 DAY)) AS DATE) AS period_start
        )
        SELECT e.period_start, coalesce(sum(s.net_amount), 0) AS value, true AS is_mature
        FROM ends AS e LEFT JOIN (SELECT net_amount, first_denied_date, resolved_date {DENIALS}) AS s
          ON s.first_denied_date <= e.period_start
             AND (s.resolved_date IS NULL OR s.resolved_date > e.period_start)
        GROUP BY 1 ORDER BY 1"""  # noqa: S608 - our own text; values are bound
    return ask(at, statement, bind(chosen, any_denial=True, first=first, through=through))


def avoidable_by_week(at: At, chosen: Chosen, through: dt.date) -> pd.DataFrame:
    """Dollars denied at first for a preventable reason, by week of the denial, oldest first."""
    statement = f"""SELECT CAST(date_trunc('week', first_denied_date) AS DATE) AS period_start,
            coalesce(sum(denied_amount) FILTER (WHERE preventable = 'Y'), 0) AS value,
            period_start + 6 <= $through AS is_mature
        {DENIALS} GROUP BY 1 ORDER BY 1 DESC LIMIT $most"""
    return _oldest_first(ask(at, statement, bind(chosen, through=through, most=WEEKS)))


def recovered_by_week(at: At, chosen: Chosen, through: dt.date) -> pd.DataFrame:
    """Dollars recovered, by the week in which the denial was last paid (as K21), oldest first."""
    statement = f"""SELECT CAST(date_trunc('week', last_paid_date) AS DATE) AS period_start,
            sum(recovered_amount) AS value, period_start + 6 <= $through AS is_mature
        {DENIALS} AND recovered_amount <> 0 AND last_paid_date IS NOT NULL
        GROUP BY 1 ORDER BY 1 DESC LIMIT $most"""
    return _oldest_first(ask(at, statement, bind(chosen, any_denial=True, through=through, most=WEEKS)))


def _oldest_first(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.iloc[::-1].reset_index(drop=True)


def cash_expected(at: At) -> list[dict[str, Any]]:
    """Cash expected within 30, 60 and 90 days on claims already sent, with the interval; none before any answer."""
    if not has(at, "marts.rpt_cash_forecasts"):
        return []
    return records(ask(at, f"{_FORECASTS} WHERE is_current ORDER BY horizon_days"))


def cash_forecasts(at: At) -> pd.DataFrame:
    """Every forecast as it would have been made, beside what came, the newest first."""
    return ask(at, f"{_FORECASTS} ORDER BY as_of_date DESC, horizon_days")


_FORECASTS = """SELECT as_of_date, horizon_days, expected_amount, low_amount, high_amount, received_amount, judged_count
    FROM marts.rpt_cash_forecasts"""


def submitted(at: At, chosen: Chosen) -> dict[str, Any]:
    """Charges submitted under the filters, by what the first answer did with them: the three add up to the whole."""
    statement = f"""SELECT coalesce(sum(denied_amount), 0) AS denied,
        coalesce(sum(charge_amount) FILTER (WHERE NOT is_answered), 0) AS waiting,
        coalesce(sum(charge_amount - denied_amount) FILTER (WHERE is_answered), 0) AS accepted,
        coalesce(sum(charge_amount), 0) AS submitted {CLAIMS}"""
    return records(ask(at, statement, bind_claims(chosen)))[0]


def denied(at: At, chosen: Chosen) -> pd.DataFrame:
    """Charges denied at first of the claims under the filters, by whether appealed and what has become of them."""
    statement = f"""SELECT is_appealed, outcome, count(*) AS denials, sum(denied_amount) AS denied
        FROM marts.rpt_denials
        WHERE is_initial AND {DENIAL_CONDITIONS} AND claim_id IN (SELECT claim_id {CLAIMS})
        GROUP BY ALL ORDER BY is_appealed DESC, outcome"""  # noqa: S608 - our own text; values are bound
    return ask(at, statement, bind_flow(chosen))
