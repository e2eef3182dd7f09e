"""How denials move in time: control charts, lag triangles, completed rates and resolution, by payer."""

from __future__ import annotations

import pandas as pd

from app.queries.published import At, ask

EVERYONE = "all"


def payers(at: At) -> dict[str, str]:
    """Payer ids by name, everyone first."""
    found = ask(at, "SELECT payer_id, payer_name FROM marts.dim_payers ORDER BY payer_name, payer_id")
    return {"All payers": EVERYONE, **dict(zip(found["payer_name"], found["payer_id"], strict=True))}


def control_chart(at: At, payer_id: str, category: str) -> pd.DataFrame:
    """The weekly denial rate of a payer and reason with its limits, signals and policy changes, oldest first."""
    return ask(
        at,
        """SELECT week_start, denial_rate, center_rate, p_prime_low, p_prime_high, claim_count, denied_count,
                  is_beyond_p_prime, is_shifted, is_rarely_crossing, policy_change
           FROM marts.rpt_control_charts WHERE payer_id = $payer AND denial_category = $category
           ORDER BY week_start""",
        {"payer": payer_id, "category": category},
    )


def control_categories(at: At, payer_id: str) -> list[str]:
    """The reasons that a payer has a control chart for, the whole first."""
    found = ask(
        at,
        """SELECT DISTINCT denial_category AS name FROM marts.rpt_control_charts WHERE payer_id = $payer
           ORDER BY denial_category <> 'All', denial_category""",
        {"payer": payer_id},
    )
    return [str(name) for name in found["name"]]


def triangle(at: At, payer_id: str) -> pd.DataFrame:
    """Claims denied by submission month and age: as seen, and as completed where it is not seen yet."""
    return ask(
        at,
        """SELECT submitted_month, age_months, submitted_count, observed_count, completed_count, is_observed
           FROM marts.rpt_lag_triangles WHERE payer_id = $payer AND measure LIKE 'denied%'
           ORDER BY submitted_month, age_months""",
        {"payer": payer_id},
    )


def completed_rates(at: At, payer_id: str) -> pd.DataFrame:
    """Denial rates by submission month, as seen and as completed, with the interval."""
    return ask(
        at,
        """SELECT submitted_month, submitted_count, answered_count, denied_count, observed_rate, completed_rate,
                  completed_rate_low, completed_rate_high, completeness_rate, is_mature
           FROM marts.rpt_completed_denial_rates WHERE payer_id = $payer ORDER BY submitted_month""",
        {"payer": payer_id},
    )
