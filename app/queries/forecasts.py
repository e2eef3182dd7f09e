"""What the models say: claims at risk with reasons, fixes and edits, open denials, and which payers to watch."""

from __future__ import annotations

import pandas as pd

from app.queries.published import At, ask


def at_risk(at: At, limit: int) -> pd.DataFrame:
    """Claims without an answer, their risk before and after the best change, most at risk first; not the control."""
    return ask(
        at,
        """SELECT s.claim_id, p.payer_name AS payer, c.service_line, v.provider_name AS provider,
                  c.charge_amount, s.denial_probability, s.expected_denied_amount,
                  CASE WHEN e.fix IS NOT NULL THEN e.risk_after_fix END AS risk_after_rate, e.fix, c.submitted_date
           FROM ml.predictions AS s INNER JOIN marts.fct_claims AS c USING (claim_id)
           LEFT JOIN ml.explanations AS e ON s.claim_id = e.claim_id AND e.rank = 1
           LEFT JOIN marts.dim_payers AS p ON c.payer_id = p.payer_id
           LEFT JOIN marts.dim_providers AS v ON c.rendering_provider_id = v.provider_id
           WHERE s.claim_id NOT IN (SELECT claim_id FROM ml.flags WHERE is_control)
           ORDER BY s.expected_denied_amount DESC, s.claim_id LIMIT $most""",
        {"most": limit},
    )


def fixes(at: At) -> pd.DataFrame:
    """The best single fix of each waiting claim, gathered: how many claims, and the dollars it saves."""
    return ask(
        at,
        """SELECT e.fix, count(*) AS claims,
                  sum(CAST(c.charge_amount * (s.denial_probability - e.risk_after_fix) AS DECIMAL(18, 2)))
                      AS saved_amount
           FROM ml.explanations AS e INNER JOIN ml.predictions AS s USING (claim_id)
           INNER JOIN marts.fct_claims AS c USING (claim_id)
           WHERE e.rank = 1 AND e.fix IS NOT NULL AND e.risk_after_fix < s.denial_probability
           GROUP BY e.fix ORDER BY saved_amount DESC, e.fix""",
    )


def explanation(at: At, claim_id: str) -> pd.DataFrame:
    """Why a claim is at risk, the strongest first, with its best fix and the risk after it."""
    return ask(
        at,
        """SELECT rank, words, contribution, fix, risk_after_fix FROM ml.explanations
           WHERE claim_id = $claim ORDER BY rank""",
        {"claim": claim_id},
    )


def reasons(at: At, claim_id: str) -> pd.DataFrame:
    """The reasons that a denial of a claim would most likely have."""
    return ask(
        at,
        """SELECT rank, reason, denial_probability, is_in_set FROM ml.reasons
           WHERE claim_id = $claim ORDER BY rank""",
        {"claim": claim_id},
    )


def edits(at: At, claim_id: str) -> pd.DataFrame:
    """The rules that a claim breaks, hard stops first, each with how often it proved right with this payer."""
    return ask(
        at,
        """SELECT severity, words, fix, precision_rate, answered_count, source FROM marts.fct_claim_edits
           WHERE claim_id = $claim ORDER BY severity <> 'hard_stop', precision_rate DESC NULLS LAST, edit_id""",
        {"claim": claim_id},
    )


def watch_list(at: At) -> pd.DataFrame:
    """Payer, service line and reason whose denials have risen, the most surprising first."""
    return ask(
        at,
        """SELECT coalesce(p.payer_name, w.payer_id) AS payer, w.service_line, w.reason, w.denied_count,
                  w.expected_count, w.answered_count, w.affected_amount, w.q_value, w.is_alert, w.is_listed,
                  w.week_start
           FROM ml.watch_list AS w LEFT JOIN marts.dim_payers AS p USING (payer_id)
           ORDER BY w.is_alert DESC, w.q_value, w.affected_amount DESC, payer""",
    )


def queue(at: At, limit: int) -> pd.DataFrame:
    """Open denials in the order that is worth most an hour, with the arithmetic."""
    return ask(
        at,
        """SELECT q.rank, q.claim_id, d.payer, d.code, q.overturn_probability, q.collectible_amount, q.cost_amount,
                  q.expected_value_amount, q.expected_minutes, q.value_per_hour_amount, q.is_worth_working, q.arithmetic
           FROM ml.overturn_queue AS q LEFT JOIN marts.rpt_denials AS d USING (denial_id)
           ORDER BY q.rank LIMIT $most""",
        {"most": limit},
    )
