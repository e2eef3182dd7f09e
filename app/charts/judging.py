"""How forecasts do: chances beside outcomes, dollars found by order, and figures by month within a band."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from app.charts.kept import kept
from app.charts.scales import Layered, drawable, tip
from app.theme import Role, colour

HEIGHT = 280


@kept
def calibration(bins: pd.DataFrame) -> Layered:
    """Share denied over the chance that was forecast, with intervals; on the slanted line both are equal.

    Takes columns forecast_rate, denied_rate, denied_low_rate, denied_high_rate, claim_count.
    """
    data = drawable(bins)
    most = float(max(data["forecast_rate"].max(), data["denied_high_rate"].max())) * 1.05
    scale = alt.Scale(domain=[0, most], nice=False)
    axis = alt.Axis(format=".0%", tickCount=5)
    x = alt.X("forecast_rate:Q", title="Chance that was forecast", axis=axis, scale=scale)
    y = alt.Y("denied_rate:Q", title="Share denied", axis=axis, scale=scale)
    tips = [
        tip("forecast_rate", "Forecast", "share"),
        tip("denied_rate", "Denied", "share"),
        alt.Tooltip("claim_count:Q", title="Claims", format=","),
    ]
    line = alt.Chart(pd.DataFrame({"forecast_rate": [0, most], "denied_rate": [0, most]}))
    equal = line.mark_line(color=colour("muted"), strokeDash=[4, 3], strokeWidth=1).encode(x=x, y=y)
    base = alt.Chart(data)
    ranges = base.mark_rule(color=colour("main"), opacity=0.5, strokeWidth=3).encode(
        x=x, y=alt.Y("denied_low_rate:Q", title="Share denied", scale=scale, axis=axis), y2="denied_high_rate:Q"
    )
    points = base.mark_point(filled=True, size=60, color=colour("main"), opacity=1).encode(x=x, y=y, tooltip=tips)
    drawn: Layered = alt.layer(equal, ranges, points).properties(height=HEIGHT)
    return drawn


@kept
def gain(curves: pd.DataFrame, *, roles: Mapping[str, Role]) -> Layered:
    """Share of the denied dollars found by the share of claims looked at, a line an order."""
    data = drawable(curves[["ranking", "claim_share", "denied_amount_share", "denied_amount"]])
    legend = alt.Legend(title=None, orient="bottom", columns=5)
    drawn: Layered = (
        alt.Chart(data)
        .mark_line(strokeWidth=2)
        .encode(
            x=alt.X("claim_share:Q", title="Share of claims looked at", axis=alt.Axis(format=".0%", tickCount=5)),
            y=alt.Y("denied_amount_share:Q", title="Denied dollars found", axis=alt.Axis(format=".0%", tickCount=5)),
            color=alt.Color(
                "ranking:N",
                scale=alt.Scale(domain=list(roles), range=[colour(role) for role in roles.values()]),
                legend=legend,
            ),
            strokeDash=alt.StrokeDash("ranking:N", scale=alt.Scale(domain=list(roles)), legend=None),
            tooltip=[
                alt.Tooltip("ranking:N", title="Order"),
                tip("claim_share", "Claims looked at", "share"),
                tip("denied_amount_share", "Dollars found", "share"),
                tip("denied_amount", "Dollars", "usd"),
            ],
        )
        .properties(height=HEIGHT)
    )
    return drawn


@kept
def ratio(months: pd.DataFrame) -> Layered:
    """Denied over expected by month within its band; full points are months that the model did not learn from.

    Takes columns month_start, value, low, high, is_proof.
    """
    data = drawable(months)
    x = alt.X("month_start:T", title=None, axis=alt.Axis(format="%b %Y", tickCount=8))
    tips = [
        alt.Tooltip("month_start:T", title="Sent", format="%b %Y"),
        tip("value", "Denied / expected", "ratio"),
        alt.Tooltip("denied_count:Q", title="Denied", format=","),
        alt.Tooltip("expected_count:Q", title="Expected", format=",.1f"),
    ]
    base = alt.Chart(data)
    band = base.mark_area(opacity=0.14, color=colour("muted")).encode(x=x, y=alt.Y("low:Q", title=None), y2="high:Q")
    line = base.mark_line(color=colour("main"), strokeWidth=1.5).encode(x=x, y="value:Q")
    points = base.mark_point(color=colour("main"), size=60, opacity=1, filled=False).encode(
        x=x, y="value:Q", tooltip=tips
    )
    proof = base.transform_filter("datum.is_proof").mark_point(color=colour("main"), size=60, opacity=1, filled=True)
    drawn: Layered = alt.layer(band, line, points, proof.encode(x=x, y="value:Q", tooltip=tips))
    return drawn.properties(height=HEIGHT)


@kept
def months(frame: pd.DataFrame, *, names: Mapping[str, tuple[str, Role]], zero: bool = True) -> Layered:
    """Several figures by month, a line each; ``names`` gives each column's words and role. Takes month_start."""
    data = drawable(frame[["month_start", *names]]).melt("month_start", var_name="column", value_name="figure")
    data["name"] = [names[each][0] for each in data["column"]]
    data = data[data["figure"].notna()]
    words, roles = zip(*names.values(), strict=True)
    drawn: Layered = (
        alt.Chart(data)
        .mark_line(point=True)
        .encode(
            x=alt.X("month_start:T", title=None, axis=alt.Axis(format="%b %Y", tickCount=8)),
            y=alt.Y("figure:Q", title=None, scale=alt.Scale(zero=zero), axis=alt.Axis(tickCount=5)),
            color=alt.Color(
                "name:N",
                scale=alt.Scale(domain=list(words), range=[colour(role) for role in roles]),
                legend=alt.Legend(title=None, orient="bottom"),
            ),
            tooltip=[
                alt.Tooltip("month_start:T", title="Month", format="%b %Y"),
                alt.Tooltip("name:N", title=" "),
                alt.Tooltip("figure:Q", title="Figure", format=",.3~f"),
            ],
        )
        .properties(height=HEIGHT)
    )
    return drawn
