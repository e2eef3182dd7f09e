"""What moved between the last two spans of days, and what was won: for the weekly huddle and the overview."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pandas as pd

from app.queries.published import At, ask, records
from app.queries.scope import DENIALS, Chosen, bind

DAYS = 28


def movers(at: At, through: dt.date, days: int = DAYS, chosen: Chosen | None = None) -> pd.DataFrame:
    """Payer and reason by how much their first denials changed between the last two spans of days, most first."""
    statement = f"""WITH spans AS (
            SELECT payer, reason,
                   sum(denied_amount) FILTER (WHERE first_denied_date > $middle) AS denied_now,
                   sum(denied_amount) FILTER (WHERE first_denied_date <= $middle) AS denied_before,
                   count(*) FILTER (WHERE first_denied_date > $middle) AS denials
            {DENIALS} GROUP BY payer, reason
        )
        SELECT payer, reason, coalesce(denied_now, 0) AS denied_now_amount,
               coalesce(denied_before, 0) AS denied_before_amount,
               coalesce(denied_now, 0) - coalesce(denied_before, 0) AS change_amount, denials
        FROM spans ORDER BY abs(change_amount) DESC, payer, reason"""  # noqa: S608 - our own text; values are bound
    return ask(at, statement, _spans(chosen, through, days))


def sums(at: At, through: dt.date, days: int = DAYS, chosen: Chosen | None = None) -> dict[str, Any]:
    """First denials of the last span of days and of the one before, in dollars and count."""
    statement = f"""SELECT
            coalesce(sum(denied_amount) FILTER (WHERE first_denied_date > $middle), 0) AS denied_now_amount,
            coalesce(sum(denied_amount) FILTER (WHERE first_denied_date <= $middle), 0) AS denied_before_amount,
            count(*) FILTER (WHERE first_denied_date > $middle) AS denials {DENIALS}"""
    return records(ask(at, statement, _spans(chosen, through, days)))[0]


def _spans(chosen: Chosen | None, through: dt.date, days: int) -> dict[str, Any]:
    middle = through - dt.timedelta(days=days)
    start = through - dt.timedelta(days=2 * days - 1)
    return bind({**(chosen or {}), "start": start, "end": through}, middle=middle)


def recovered(at: At, through: dt.date, days: int = DAYS, chosen: Chosen | None = None) -> Decimal:
    """Dollars that denials last paid in the last span of days have brought in, net of takebacks (K21 of those days)."""
    start = through - dt.timedelta(days=days)
    statement = f"""SELECT coalesce(sum(recovered_amount), 0) AS recovered {DENIALS}
        AND last_paid_date > $from AND last_paid_date <= $through"""
    values = {**(chosen or {}), "start": None, "end": None}
    found = ask(at, statement, bind(values, any_denial=True, through=through, **{"from": start}))
    return Decimal(found.iloc[0]["recovered"])


def wins(at: At, through: dt.date, days: int = DAYS, limit: int = 3) -> pd.DataFrame:
    """Where most was recovered in the last span of days, by payer and reason."""
    return ask(
        at,
        """SELECT payer, reason, sum(recovered_amount) AS recovered_amount, count(*) AS denials,
                  count(DISTINCT claim_id) AS claims
           FROM marts.rpt_denials WHERE recovered_amount > 0 AND last_paid_date > $start AND last_paid_date <= $through
           GROUP BY payer, reason ORDER BY recovered_amount DESC, payer, reason LIMIT $most""",
        {"through": through, "start": through - dt.timedelta(days=days), "most": limit},
    )


def actions(at: At, limit: int = 3) -> pd.DataFrame:
    """The first actions that address the most open dollars that can still be won, each with its owner."""
    return ask(
        at,
        """SELECT d.payer, d.code, any_value(d.first_action) AS first_action, any_value(c.owner_team) AS owner_team,
                  count(*) AS denials, sum(c.open_amount) AS open_amount, min(c.deadline_date) AS deadline_date
           FROM marts.fct_appeal_clocks AS c INNER JOIN marts.rpt_denials AS d USING (denial_id)
           WHERE c.is_recoverable GROUP BY d.payer, d.code ORDER BY open_amount DESC, d.payer, d.code LIMIT $most""",
        {"most": limit},
    )
