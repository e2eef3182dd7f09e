"""Charts, in Altair, in colours that the colour-blind can tell apart; each says in words what it shows."""

from __future__ import annotations

from decimal import Decimal

import altair as alt
import pandas as pd

SHORT_DOLLARS = "datum.value == 0 ? '$0' : format(datum.value, '$.2~s')"
BLUE, GREY, ORANGE = "#1f77b4", "#9aa5b1", "#d9822b"


def rate_trend(trend: pd.DataFrame, *, target: Decimal | None) -> alt.LayerChart | alt.FacetChart:
    """A rate by period: mature periods as a line, those whose answers are still coming hollow, the target dashed."""
    data = trend.assign(
        rate=trend["value"].astype(float),
        period=pd.to_datetime(trend["period_start"]),
        state=trend["is_mature"].map({True: "answers are in", False: "answers still coming"}),
    )
    x = alt.X("period:T", title=None, axis=alt.Axis(format="%b %Y", labelOverlap=True))
    y = alt.Y("rate:Q", title=None, axis=alt.Axis(format=".0%"), scale=alt.Scale(zero=True))
    tooltip = [
        alt.Tooltip("period:T", title="Period from", format="%d %b %Y"),
        alt.Tooltip("rate:Q", title="Rate", format=".1%"),
        alt.Tooltip("state:N", title="State"),
    ]
    mature = alt.Chart(data[data["is_mature"]]).mark_line(color=BLUE, point=True).encode(x=x, y=y, tooltip=tooltip)
    coming = (
        alt.Chart(data[~data["is_mature"].astype(bool)])
        .mark_point(color=GREY, filled=False, size=60, shape="diamond")
        .encode(x=x, y=y, tooltip=tooltip)
    )
    layers = [mature, coming]
    if target is not None:
        goal = pd.DataFrame({"rate": [float(target)]})
        layers.append(alt.Chart(goal).mark_rule(color=ORANGE, strokeDash=[6, 4]).encode(y="rate:Q"))
    return alt.layer(*layers).properties(height=260)


def top_bars(split: pd.DataFrame, *, most: int = 8) -> alt.Chart:
    """Denied dollars by name, the largest first; what is beyond the first few is one bar called all others."""
    data = gather_others(split, most=most).assign(dollars=lambda frame: frame["denied"].astype(float))
    bars: alt.Chart = (
        alt.Chart(data)
        .mark_bar(color=BLUE, cornerRadiusEnd=2)
        .encode(
            x=alt.X("dollars:Q", title=None, axis=alt.Axis(labelExpr=SHORT_DOLLARS, tickCount=4)),
            y=alt.Y("name:N", title=None, sort=list(data["name"]), axis=alt.Axis(labelLimit=190)),
            tooltip=[alt.Tooltip("name:N", title=" "), alt.Tooltip("dollars:Q", title="Denied", format="$,.2f")],
        )
        .properties(height=30 * len(data) + 20)
    )
    return bars


def gather_others(split: pd.DataFrame, *, most: int) -> pd.DataFrame:
    """The first rows as they are and the rest in one, so that the sum stays the sum."""
    head, tail = split.head(most)[["name", "denied"]], split.iloc[most:]
    if tail.empty:
        return head
    rest = sum((Decimal(value) for value in tail["denied"]), Decimal(0))
    return pd.concat([head, pd.DataFrame({"name": [f"all others ({len(tail)})"], "denied": [rest]})])


def describe_trend(trend: pd.DataFrame) -> str:
    """The trend chart in words, for those who do not see it."""
    mature = trend[trend["is_mature"].astype(bool)]
    if mature.empty:
        return "No period has all its answers yet."
    first, last = mature.iloc[0], mature.iloc[-1]
    return (
        f"From {float(first['value']):.1%} ({first['period_start']:%b %Y}) to {float(last['value']):.1%} "
        f"({last['period_start']:%b %Y}); hollow diamonds are periods whose answers are still coming."
    )
