"""Every chart is valid Vega-Lite: pages draw them without asking, since asking takes longer than drawing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from app.charts import bars, control, flow, grids, trends

MONTHS = [dt.date(2026, month, 1) for month in range(1, 7)]
RATES = [Decimal("0.1"), Decimal("0.2"), Decimal("0.15"), Decimal("0.12"), Decimal("0.3"), Decimal("0.05")]
POINTS = pd.DataFrame({"period_start": MONTHS, "value": RATES, "is_mature": [True] * 4 + [False] * 2})
SPLIT = pd.DataFrame({"name": list("abcdef"), "denied": [Decimal(n) for n in (60, 50, 40, 30, 20, 10)]})
CARDS = pd.DataFrame(
    {"payer": list("abcdef"), "rate": RATES, "rate_low": RATES, "rate_high": RATES, "others": RATES, "claim_count": 9}
)
WEEKS = pd.DataFrame(
    {"week_start": MONTHS, "denial_rate": RATES, "center_rate": RATES, "p_prime_low": RATES, "p_prime_high": RATES}
).assign(claim_count=9, denied_count=1, is_beyond_p_prime=True, policy_change="A change")
COMPLETED = pd.DataFrame(
    {"submitted_month": MONTHS, "observed_rate": RATES, "completed_rate": RATES, "completeness_rate": RATES}
).assign(completed_rate_low=RATES, completed_rate_high=RATES)
CELLS = pd.DataFrame({"value": list("ab") * 3, "deadline": list("xyz") * 2, "open_amount": RATES})
TRIANGLE = pd.DataFrame({"submitted_month": MONTHS, "age_months": range(6), "observed_count": range(6)}).assign(
    submitted_count=9, completed_count=9, is_observed=[True] * 3 + [False] * 3
)
LINKS = [flow.Link("in", "out", Decimal(3)), flow.Link("in", "lost", Decimal(1))]
DRAWN: dict[str, tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]] = {
    "trend": (trends.trend, (POINTS,), {"unit": "share", "target": Decimal("0.1"), "limits": (0.05, 0.3)}),
    "sparkline": (trends.sparkline, (POINTS,), {"unit": "usd", "limits": (0.05, 0.3)}),
    "bars": (bars.bars, (SPLIT,), {"most": 3}),
    "intervals": (control.intervals, (CARDS,), {"name": "payer", "rate": "rate", "others": "others"}),
    "control_chart": (control.control_chart, (WEEKS,), {}),
    "completed": (control.completed, (COMPLETED,), {}),
    "heat": (grids.heat, (CELLS,), {"x": "value", "y": "deadline", "amount": "open_amount", "titles": ("a", "b", "c")}),
    "triangle": (grids.triangle, (TRIANGLE,), {}),
    "flow": (
        flow.flow,
        (LINKS,),
        {"columns": {"in": 0, "out": 1, "lost": 1}, "roles": {"in": "main", "out": "good", "lost": "bad"}},
    ),
}


@pytest.mark.parametrize("name", sorted(DRAWN))
def test_a_chart_is_valid_and_what_is_kept_of_it_is_the_same(name: str) -> None:
    draw, data, options = DRAWN[name]
    validated = draw.__wrapped__(*data, **options).to_dict(validate=True)  # type: ignore[attr-defined]
    validated.pop("config")
    assert draw(*data, **options) == validated


def test_one_name_beyond_the_first_few_is_not_gathered() -> None:
    assert list(bars.gather_others(SPLIT, most=5)["name"]) == list("abcdef")
    gathered = bars.gather_others(SPLIT, most=4)
    assert list(gathered["name"]) == [*"abcd", "All 2 others"]
    assert sum(gathered["denied"]) == sum(SPLIT["denied"])
