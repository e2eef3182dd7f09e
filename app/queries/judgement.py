"""How the models do: their measures, chances beside outcomes, dollars found, drift, delays of answers and backtests."""

from __future__ import annotations

import pandas as pd

from app.queries.published import At, ask

EVERYONE = "*"


def measures(at: At) -> pd.DataFrame:
    """Each measure of the champion, the challenger and the simple rule, by slice, on the newest mature claims."""
    return ask(
        at,
        """SELECT alias, model_name, model_version, slice, metric, value FROM ml.evaluations
           ORDER BY alias, slice, metric""",
    )


def versions(at: At) -> pd.DataFrame:
    """The registered versions, the newest first, with what each learnt from and is pinned to."""
    return ask(
        at,
        """SELECT model_version, alias, trained_at, label_cutoff AS learnt_through_date, auc, log_loss, ece,
                  refused_for, lake_snapshot AS snapshot_id, feature_hash, sha256 AS digest
           FROM ml.model_versions ORDER BY trained_at DESC, model_version DESC""",
    )


def verdicts(at: At) -> pd.DataFrame:
    """What the gate asked of each version and found."""
    return ask(
        at,
        """SELECT model_version, rule, value, limit_value, passes AS is_passed FROM ml.gate_verdicts
           ORDER BY model_version DESC, passes, rule""",
    )


def calibration(at: At, payer_id: str) -> pd.DataFrame:
    """Forecast beside outcome in bins of claims of equal size, the lowest chances first."""
    return ask(
        at,
        """SELECT bin, claim_count, forecast_rate, denied_rate, denied_low_rate, denied_high_rate
           FROM ml.calibration_bins WHERE payer_id = $payer ORDER BY bin""",
        {"payer": payer_id},
    )


def gain(at: At) -> pd.DataFrame:
    """Denied dollars found by looking at the first claims of each order."""
    return ask(
        at,
        """SELECT ranking, claim_share, denied_amount_share, denied_amount, denied_share FROM ml.gain_curves
           ORDER BY ranking, claim_share""",
    )


def payer_drift(at: At, payer_id: str) -> pd.DataFrame:
    """Denials beside what the champion expected, by month, oldest first."""
    return ask(
        at,
        """SELECT month_start, claim_count, denied_count, expected_count, observed_over_expected AS value, band,
                  greatest(1 - band, 0) AS low, 1 + band AS high, NOT is_learnt AS is_proof
           FROM ml.payer_drift WHERE payer_id = $payer ORDER BY month_start""",
        {"payer": payer_id},
    )


def feature_drift(at: At) -> pd.DataFrame:
    """How far the champion's weightiest features have moved in the newest month, the farthest first."""
    return ask(
        at,
        """SELECT feature, importance AS importance_share, psi, noise_psi,
                  psi > 0.1 AND psi > 2 * noise_psi AS is_moved, month_start
           FROM ml.feature_drift WHERE month_start = (SELECT max(month_start) FROM ml.feature_drift)
           ORDER BY psi DESC, feature""",
    )


def delays(at: At, payer_id: str) -> pd.DataFrame:
    """How long answers take by month of submission, oldest first."""
    return ask(
        at,
        """SELECT month_start, claim_count, open_count, open_rate, half_answered_days, most_answered_days
           FROM ml.label_delays WHERE payer_id = $payer ORDER BY month_start""",
        {"payer": payer_id},
    )


def backtests(at: At) -> pd.DataFrame:
    """A model that knows only what was known before a month, on that month, beside the simple rule; oldest first."""
    return ask(
        at,
        """SELECT month_start, learnt_through_date, learnt_count, claim_count, base_rate, auc, rule_auc, log_loss,
                  rule_log_loss, ece, recall_at_10_percent, denied_dollars_at_10_percent, observed_over_expected
           FROM ml.backtests ORDER BY month_start""",
    )


def prevented(at: At) -> pd.DataFrame:
    """Flagged claims that the desk saw beside those held back as a control: one row, or none."""
    return ask(
        at,
        """SELECT shown_count, shown_denied_count, shown_denied_count / nullif(shown_count, 0) AS shown_denied_rate,
                  control_count, control_denied_count,
                  control_denied_count / nullif(control_count, 0) AS control_denied_rate,
                  prevented_rate, prevented_low_rate, prevented_high_rate, prevented_count, prevented_amount,
                  open_count, is_proven, why
           FROM ml.prevented_denials""",
    )
