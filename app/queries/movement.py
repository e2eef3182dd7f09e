"""What moved between the last two complete months, and what was won: for the weekly huddle and the overview."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from app.queries.published import At, ask

DAYS = 28


def movers(at: At, through: dt.date, days: int = DAYS) -> pd.DataFrame:
    """Payer and reason by how much their first denials changed between the last two spans of days, most first."""
    return ask(
        at,
        """WITH spans AS (
               SELECT payer, reason,
                      sum(denied_amount) FILTER (WHERE first_denied_date > $middle) AS denied_now,
                      sum(denied_amount) FILTER (WHERE first_denied_date <= $middle) AS denied_before,
                      count(*) FILTER (WHERE first_denied_date > $middle) AS denials
               FROM marts.rpt_denials WHERE is_initial AND first_denied_date > $start AND first_denied_date <= $through
               GROUP BY payer, reason
           )
           SELECT payer, reason, coalesce(denied_now, 0) AS denied_now_amount,
                  coalesce(denied_before, 0) AS denied_before_amount,
                  coalesce(denied_now, 0) - coalesce(denied_before, 0) AS change_amount, denials
           FROM spans ORDER BY abs(change_amount) DESC, payer, reason""",
        {
            "through": through,
            "middle": through - dt.timedelta(days=days),
            "start": through - dt.timedelta(days=2 * days),
        },
    )


def wins(at: At, through: dt.date, days: int = DAYS, limit: int = 3) -> pd.DataFrame:
    """Where most was recovered in the last span of days, by payer and reason."""
    return ask(
        at,
        """SELECT payer, reason, sum(recovered_amount) AS recovered_amount, count(*) AS denials,
                  any_value(first_action) AS first_action
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
