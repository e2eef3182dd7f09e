"""Payers as a negotiator sees them: scorecard, trends, published promises, and what is short of contract."""

from __future__ import annotations

import pandas as pd

from app.queries.published import At, ask


def scorecard(at: At) -> pd.DataFrame:
    """Each payer against all others, every service line and reason together, the dearest first."""
    return ask(
        at,
        """SELECT payer_id, payer_name AS payer, line_of_business, claim_count, denied_claim_count, denial_rate,
                  denial_rate_low, denial_rate_high, others_denial_rate, is_above_others, denied_dollar_rate,
                  denied_amount, recovered_amount, overturn_rate, overturn_rate_low, overturn_rate_high,
                  others_overturn_rate, mean_days_to_pay, others_mean_days_to_pay, documentation_request_rate,
                  approved_but_denied_count, prompt_pay_breach_rate, underpaid_amount, underpaid_rate,
                  period_start, period_end
           FROM marts.rpt_payer_scorecard WHERE service_line = 'All' AND denial_category = 'All'
           ORDER BY denied_amount DESC, payer""",
    )


def by_service_line(at: At, payer_id: str) -> pd.DataFrame:
    """One payer's scorecard by service line, the highest rate above the others first."""
    return ask(
        at,
        """SELECT service_line, claim_count, denied_claim_count, denial_rate, denial_rate_low, denial_rate_high,
                  others_denial_rate, is_above_others, denied_amount, overturn_rate, mean_days_to_pay, underpaid_amount
           FROM marts.rpt_payer_scorecard
           WHERE payer_id = $payer AND service_line <> 'All' AND denial_category = 'All'
           ORDER BY denial_rate - others_denial_rate DESC NULLS LAST, service_line""",
        {"payer": payer_id},
    )


def by_reason(at: At, payer_id: str) -> pd.DataFrame:
    """One payer's scorecard by reason of denial, the dearest first."""
    return ask(
        at,
        """SELECT denial_category AS reason, denied_claim_count, denied_amount, recovered_amount, denial_rate,
                  others_denial_rate, overturn_rate, overturn_rate_low, overturn_rate_high, others_overturn_rate
           FROM marts.rpt_payer_scorecard
           WHERE payer_id = $payer AND service_line = 'All' AND denial_category NOT IN ('All', 'Not denied')
           ORDER BY denied_amount DESC, reason""",
        {"payer": payer_id},
    )


def trend(at: At, payer_id: str) -> pd.DataFrame:
    """One payer's denial rate and dollars by month of submission, 24 months at most, oldest first."""
    newest_first = ask(
        at,
        """SELECT month_start AS period_start, sum(denied_claim_count) / nullif(sum(claim_count), 0) AS value,
                  sum(claim_count) AS claim_count, sum(denied_claim_count) AS denied_claim_count,
                  sum(denied_amount) AS denied_amount, sum(recovered_amount) AS recovered_amount,
                  sum(underpaid_amount) AS underpaid_amount, bool_and(is_mature) AS is_mature
           FROM marts.rpt_payer_trends WHERE payer_id = $payer
           GROUP BY month_start ORDER BY month_start DESC LIMIT 24""",
        {"payer": payer_id},
    )
    return newest_first.iloc[::-1].reset_index(drop=True)


def rows(at: At) -> pd.DataFrame:
    """The payer trends whole, as ``overturn export payer-trends`` writes them."""
    return ask(at, "SELECT * FROM marts.rpt_payer_trends ORDER BY ALL")


def says_against_does(at: At) -> pd.DataFrame:
    """What each payer publishes on prior authorization beside what our claims met with, newest year first."""
    return ask(
        at,
        """SELECT p.payer_name AS payer, a.plan_name, a.reporting_year, a.standard_denied_share,
                  a.authorization_denial_rate, a.standard_approved_after_appeal_share, a.authorization_overturn_rate,
                  a.approved_but_denied_count, a.standard_mean_hours, a.published_status, a.published_source
           FROM marts.rpt_payer_authorizations AS a LEFT JOIN marts.dim_payers AS p USING (payer_id)
           ORDER BY a.reporting_year DESC, payer, a.plan_name""",
    )
