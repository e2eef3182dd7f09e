"""A figure by period: answers that are in as a line, periods whose answers are still coming hatched and hollow."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import altair as alt
import pandas as pd

from app.charts.kept import kept
from app.charts.scales import Layered, drawable, tip, unit_axis
from app.theme import colour, page_colour
from app.wording import say_value

HEIGHT = 260
SPARK_HEIGHT = 60
Limits = tuple[float, float]


@kept
def trend(
    points: pd.DataFrame,
    *,
    unit: str,
    target: Decimal | None,
    benchmark: float | None = None,
    limits: Limits | None = None,
) -> Layered:
    """The figure's line with the target dashed, the benchmark dotted and the natural limits as a band.

    Takes columns period_start, value, is_mature; values in the unit.
    """
    data = drawable(points[["period_start", "value", "is_mature"]])
    data["state"] = data["is_mature"].map({True: "answers are in", False: "answers still coming"})
    x = alt.X("period_start:T", title=None, axis=alt.Axis(format="%b %Y", labelOverlap=True, tickCount=8))
    y = alt.Y("value:Q", title=None, axis=unit_axis(unit), scale=alt.Scale(zero=True, nice=True))
    tips = [alt.Tooltip("period_start:T", title="From", format="%-d %b %Y"), tip("value", "Figure", unit), "state:N"]
    base = alt.Chart(data)
    layers = [*_band(limits), *_hatching(data, HEIGHT)]
    layers.append(base.mark_line(color=colour("main"), strokeDash=[2, 3], opacity=0.6).encode(x=x, y=y))
    mature = base.transform_filter("datum.is_mature")
    dots = {"color": colour("main"), "size": 25}
    layers.append(mature.mark_line(color=colour("main"), point=dots).encode(x=x, y=y, tooltip=tips))
    coming = base.transform_filter("!datum.is_mature")
    if not data["is_mature"].all():
        hollow = coming.mark_point(stroke=colour("main"), fill=page_colour(), strokeWidth=1.5, size=45)
        layers.append(hollow.encode(x=x, y=y, tooltip=tips))
    layers += _goals(target, benchmark)
    return alt.layer(*layers).properties(height=HEIGHT)


@kept
def sparkline(points: pd.DataFrame, *, unit: str, limits: Limits | None = None) -> Layered:
    """The figure's line without axes: complete periods full, the others dotted and hatched; the limits as a band."""
    data = drawable(points[["period_start", "value", "is_mature"]])
    data["period_start"] = pd.to_datetime(data["period_start"])
    x, y = alt.X("period_start:T", axis=None), alt.Y("value:Q", axis=None, scale=alt.Scale(zero=False))
    tips = [alt.Tooltip("period_start:T", title="From", format="%-d %b %Y"), tip("value", "Figure", unit)]
    base = alt.Chart(data)
    dotted = base.mark_line(color=colour("main"), strokeDash=[2, 3], opacity=0.6).encode(x=x, y=y)
    full = base.transform_filter("datum.is_mature").mark_line(color=colour("main"), strokeWidth=2).encode(x=x, y=y)
    over = base.mark_point(opacity=0, size=200).encode(x=x, y=y, tooltip=tips)
    # Every layer without axes: one axis left in would take the whole of so low a picture.
    behind = [*_band(limits, axis=None), *_hatching(data, SPARK_HEIGHT, axis=None)]
    return alt.layer(*behind, dotted, full, over).properties(height=SPARK_HEIGHT)


def _band(limits: Limits | None, **options: Any) -> list[alt.Chart]:
    """The natural limits, behind everything; ``options`` are those of its axis."""
    if limits is None:
        return []
    band = pd.DataFrame({"low": [limits[0]], "high": [limits[1]]})
    return [
        alt.Chart(band).mark_rect(color=colour("muted"), opacity=0.12).encode(y=alt.Y("low:Q", **options), y2="high:Q")
    ]


def _hatching(data: pd.DataFrame, height: int, **options: Any) -> list[alt.Chart]:
    """Slanted strokes behind the periods that are not complete, from the last complete one to the end."""
    coming = data[~data["is_mature"].astype(bool)]
    if coming.empty or len(data) < 2:
        return []
    first, last = coming["period_start"].min(), data["period_start"].max()
    before = data.loc[data["period_start"] < first, "period_start"].max()
    start = first if pd.isna(before) else before + (first - before) / 2
    width = last - start
    step = min((last - data["period_start"].min()) / (0.6 * height), width / 8)
    slant = min(4 * step, width / 3)
    count = max(int((width - slant) / step), 1)
    strokes = pd.DataFrame({"from": [start + step * n for n in range(count)]})
    strokes["to"] = strokes["from"] + slant
    return [
        alt.Chart(strokes)
        .mark_rule(color=colour("muted"), opacity=0.28, clip=True)
        .encode(x=alt.X("from:T", **options), x2="to:T", y=alt.value(height), y2=alt.value(0))
    ]


def _goals(target: Decimal | None, benchmark: float | None) -> list[alt.Chart]:
    lines = [(target, [6, 4], "target"), (benchmark, [1, 3], "muted")]
    return [
        alt.Chart(pd.DataFrame({"value": [float(level)]}))
        .mark_rule(color=colour(role), strokeDash=dash, strokeWidth=1.5)  # type: ignore[arg-type]
        .encode(y="value:Q")
        for level, dash, role in lines
        if level is not None
    ]


def describe_trend(
    points: pd.DataFrame,
    *,
    unit: str,
    target: Decimal | None,
    benchmark: float | None = None,
    limits: Limits | None = None,
) -> str:
    """The trend in words, for those who do not see it."""
    mature = points[points["is_mature"].astype(bool)]
    if mature.empty:
        return "No period has all its answers yet."
    first, last = mature.iloc[0], mature.iloc[-1]
    day = "%b %Y" if all(each.day == 1 for each in points["period_start"]) else "%-d %b %Y"
    words = (
        f"From {say_value(first['value'], unit)} ({first['period_start']:{day}}) to "
        f"{say_value(last['value'], unit)} ({last['period_start']:{day}})."
    )
    coming = len(points) - len(mature)
    if coming:
        many = f"{coming} hollow points, hatched, still wait" if coming > 1 else "hollow point, hatched, still waits"
        words += f" The last {many} for answers."
    words += f" Dashed: target {say_value(target, unit)}." if target is not None else ""
    words += f" Dotted: benchmark {say_value(benchmark, unit)}." if benchmark is not None else ""
    if limits is None:
        return words
    return f"{words} Grey band: ordinary ups and downs, {say_value(limits[0], unit)} to {say_value(limits[1], unit)}."
