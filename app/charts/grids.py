"""Amounts on a grid of two ordered things: heat maps and lag triangles, each cell with its number."""

from __future__ import annotations

import altair as alt
import pandas as pd

from app.charts.kept import kept
from app.charts.scales import Layered, drawable, tip
from app.theme import ramp, text_colour
from app.wording import say_dollars


@kept
def heat(cells: pd.DataFrame, *, x: str, y: str, amount: str, titles: tuple[str, str, str]) -> Layered:
    """Dollars on a grid; the darker, the more. Labels lose the number that puts them in order."""
    data = drawable(cells[[x, y, amount]])
    data["said"] = [say_dollars(value) for value in cells[amount]]
    base = alt.Chart(data).encode(
        x=alt.X(f"{x}:N", title=titles[0], axis=_ordered_axis(0)),
        y=alt.Y(f"{y}:N", title=None, axis=_ordered_axis(0)),
        tooltip=[
            alt.Tooltip(f"{x}:N", title=titles[0]),
            alt.Tooltip(f"{y}:N", title=titles[1]),
            tip(amount, titles[2], "usd"),
        ],
    )
    squares = base.mark_rect(stroke=None).encode(
        color=alt.Color(f"{amount}:Q", scale=alt.Scale(range=ramp(), type="sqrt"), legend=None)
    )
    most = float(data[amount].max() or 1)
    words = base.mark_text(fontSize=10).encode(
        text="said:N",
        color=alt.condition(f"datum.{amount} > {most * 0.35}", alt.value(_on_dark()), alt.value(text_colour())),
    )
    both: Layered = alt.layer(squares, words).properties(height=alt.Step(30))
    return both


@kept
def triangle(cells: pd.DataFrame) -> Layered:
    """Claims denied by month of submission and age: seen cells full, completed ones in outline and slanted."""
    data = drawable(cells)
    data["month"] = [f"{day:%b %Y}" for day in cells["submitted_month"]]
    data["count"] = data["observed_count"].where(data["is_observed"].astype(bool), data["completed_count"])
    data = data[data["count"].notna()]
    data["said"] = [f"{value:,.0f}" for value in data["count"]]
    base = alt.Chart(data).encode(
        x=alt.X("age_months:O", title="Months since submission", axis=alt.Axis(labelAngle=0)),
        y=alt.Y("month:N", title=None, sort=list(dict.fromkeys(data["month"]))),
        tooltip=[
            alt.Tooltip("month:N", title="Submitted"),
            alt.Tooltip("age_months:O", title="Age in months"),
            alt.Tooltip("submitted_count:Q", title="Claims sent"),
            alt.Tooltip("count:Q", title="Denied by this age", format=",.1f"),
            alt.Tooltip("is_observed:N", title="Seen"),
        ],
    )
    seen = (
        base.transform_filter("datum.is_observed")
        .mark_rect()
        .encode(color=alt.Color("count:Q", scale=alt.Scale(range=ramp()), legend=None))
    )
    most = float(data["count"].max() or 1)
    words = base.mark_text(fontSize=10).encode(
        text="said:N",
        opacity=alt.condition("datum.is_observed", alt.value(1), alt.value(0.6)),
        color=alt.condition(
            f"datum.is_observed && datum.count > {most * 0.5}", alt.value(_on_dark()), alt.value(text_colour())
        ),
    )
    both: Layered = alt.layer(seen, words).properties(height=alt.Step(20))
    return both


def _ordered_axis(angle: int) -> alt.Axis:
    return alt.Axis(labelAngle=angle, labelExpr="replace(datum.label, /^[0-9] /, '')", labelLimit=140)


def _on_dark() -> str:
    return "#ffffff" if text_colour() != "#e6ebf0" else "#0b1016"
