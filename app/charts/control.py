"""Control charts, and rates with their intervals: what is chance and what is a change."""

from __future__ import annotations

import altair as alt
import pandas as pd

from app.charts.bars import NAME_AXIS
from app.charts.kept import kept
from app.charts.scales import Layered, drawable, tip
from app.theme import colour
from app.wording import say_share

HEIGHT = 280


@kept
def control_chart(weeks: pd.DataFrame) -> Layered:
    """A weekly rate within its p' limits; weeks beyond them as diamonds, policy changes as upright lines."""
    data = drawable(weeks)
    data["week_start"] = pd.to_datetime(data["week_start"])
    x = alt.X("week_start:T", title=None, axis=alt.Axis(format="%b %Y", tickCount=8))
    share = alt.Axis(format=".0%")
    # The limits of a first or last week with few claims would flatten all others.
    highest = max(float(data["denial_rate"].max()), float(data["p_prime_high"].quantile(0.9))) * 1.15
    scale = alt.Scale(domain=[0, min(highest, 1)], nice=True)
    tips = [
        alt.Tooltip("week_start:T", title="Week of", format="%-d %b %Y"),
        tip("denial_rate", "Denied", "share"),
        alt.Tooltip("claim_count:Q", title="Claims sent"),
        tip("p_prime_low", "Lower limit", "share"),
        tip("p_prime_high", "Upper limit", "share"),
    ]
    base = alt.Chart(data)
    band = base.mark_area(opacity=0.14, color=colour("muted"), interpolate="step-after", clip=True).encode(
        x=x, y=alt.Y("p_prime_low:Q", title=None, axis=share, scale=scale), y2="p_prime_high:Q"
    )
    center = base.mark_line(color=colour("muted"), strokeDash=[4, 3], strokeWidth=1).encode(x=x, y="center_rate:Q")
    line = base.mark_line(color=colour("main"), strokeWidth=1.5).encode(x=x, y="denial_rate:Q", tooltip=tips)
    beyond = base.transform_filter("datum.is_beyond_p_prime").mark_point(
        shape="diamond", filled=True, size=90, color=colour("target"), opacity=1
    )
    changes = base.transform_filter("isValid(datum.policy_change) && datum.policy_change != ''")
    markers = changes.mark_rule(color=colour("bad"), strokeDash=[2, 2], strokeWidth=1.5).encode(
        x=x, tooltip=[alt.Tooltip("policy_change:N", title="Policy change"), tips[0]]
    )
    drawn: Layered = alt.layer(
        band, center, markers, line, beyond.encode(x=x, y="denial_rate:Q", tooltip=tips)
    ).properties(height=HEIGHT)
    return drawn


def describe_control(weeks: pd.DataFrame) -> str:
    """The control chart in words: where it centers, what lies beyond, whether it has shifted."""
    beyond = weeks[weeks["is_beyond_p_prime"].astype(bool)]
    last = weeks.iloc[-1]
    words = f"{len(weeks)} weeks around {say_share(last['center_rate'])}; {len(beyond)} beyond the limits (diamonds)."
    if bool(weeks["is_shifted"].astype(bool).any()) or bool(weeks["is_rarely_crossing"].astype(bool).any()):
        words += " The level has shifted: weeks stay on one side longer than chance gives."
    else:
        words += " No shift: the weeks cross the center as often as chance gives."
    changes = [str(each) for each in weeks["policy_change"] if isinstance(each, str) and each]
    return words + (f" Upright lines: {'; '.join(dict.fromkeys(changes))}." if changes else "")


@kept
def intervals(rows: pd.DataFrame, *, name: str, rate: str, others: str) -> Layered:
    """A rate by name with its interval as a bar, and the others' rate as a tick beside it.

    Takes columns ``rate``, ``rate``_low, ``rate``_high, ``others``, claim_count.
    """
    data = drawable(rows)
    order = list(data.sort_values(rate, ascending=False)[name])
    y = alt.Y(f"{name}:N", title=None, sort=order, axis=NAME_AXIS)
    tips = [
        alt.Tooltip(f"{name}:N", title=" "),
        tip(rate, "Rate", "share"),
        tip(f"{rate}_low", "Interval from", "share"),
        tip(f"{rate}_high", "to", "share"),
        tip(others, "All others", "share"),
        alt.Tooltip("claim_count:Q", title="Claims", format=","),
    ]
    base = alt.Chart(data)
    axis = alt.Axis(format=".0%", tickCount=6)
    ranges = base.mark_bar(height=7, cornerRadius=3, opacity=0.45, color=colour("main")).encode(
        x=alt.X(f"{rate}_low:Q", title=None, axis=axis), x2=f"{rate}_high:Q", y=y, tooltip=tips
    )
    points = base.mark_point(filled=True, size=70, color=colour("main"), opacity=1).encode(
        x=f"{rate}:Q", y=y, tooltip=tips
    )
    ticks = base.mark_tick(thickness=2.5, height=18, color=colour("target")).encode(x=f"{others}:Q", y=y, tooltip=tips)
    drawn: Layered = alt.layer(ranges, points.encode(x=f"{rate}:Q", y=y, tooltip=tips), ticks).properties(
        height=28 * len(data) + 30
    )
    return drawn


@kept
def completed(months: pd.DataFrame) -> Layered:
    """A monthly rate as seen (hollow where young) and as completed by the lag triangle, with its interval."""
    data = drawable(months)
    data["submitted_month"] = pd.to_datetime(data["submitted_month"])
    x = alt.X("submitted_month:T", title=None, axis=alt.Axis(format="%b %Y", tickCount=8))
    tips = [
        alt.Tooltip("submitted_month:T", title="Submitted", format="%b %Y"),
        tip("observed_rate", "As seen", "share"),
        tip("completed_rate", "Completed", "share"),
        tip("completeness_rate", "Answers in", "share"),
    ]
    base = alt.Chart(data)
    band = base.mark_area(opacity=0.2, color=colour("main")).encode(
        x=x, y=alt.Y("completed_rate_low:Q", title=None, axis=alt.Axis(format=".0%")), y2="completed_rate_high:Q"
    )
    line = base.mark_line(color=colour("main")).encode(x=x, y="completed_rate:Q", tooltip=tips)
    seen = base.mark_point(color=colour("target"), filled=False, size=45).encode(x=x, y="observed_rate:Q", tooltip=tips)
    drawn: Layered = alt.layer(band, line, seen).properties(height=HEIGHT)
    return drawn
