"""Dollars by name: bars, and bars with the running share of the whole (Pareto)."""

from __future__ import annotations

from decimal import Decimal

import altair as alt
import pandas as pd

from app.charts.kept import Spec, kept
from app.charts.scales import Layered
from app.theme import colour
from app.wording import say_dollars, say_exact_dollars, say_share

NAME_LIMIT = 200  # px
NAME_AXIS = alt.Axis(labelLimit=NAME_LIMIT, labelExpr="split(datum.label, ': ')", ticks=False, domain=False)


@kept
def bars(split: pd.DataFrame, *, most: int = 8, title: str = "Denied", said: list[str] | None = None) -> Layered:
    """Dollars by name, the largest first, each with its amount; what is beyond the first few is one bar.

    Takes columns name and denied; ``said`` replaces the amounts' words.
    """
    data = gather_others(split, most=most)
    data = data.assign(
        dollars=data["denied"].astype(float),
        said=said or [say_dollars(value) for value in data["denied"]],
        name=data["name"].map(str),
    )
    longest = float(data["dollars"].max() or 1)
    base = alt.Chart(data).encode(
        x=alt.X("dollars:Q", title=None, axis=None, scale=alt.Scale(domain=[0, longest * 1.22])),
        y=alt.Y("name:N", title=None, sort=list(data["name"]), axis=NAME_AXIS),
        tooltip=[alt.Tooltip("name:N", title=" "), alt.Tooltip("dollars:Q", title=title, format="$,.2f")],
    )
    drawn = base.mark_bar(cornerRadiusEnd=2, height=16).encode(
        color=alt.condition("datum.is_rest", alt.value(colour("muted")), alt.value(colour("main")))
    )
    labels = base.mark_text(align="left", dx=5, color=colour("muted")).encode(text="said:N")
    both: Layered = alt.layer(drawn, labels).properties(height=26 * len(data) + 10)
    return both


def gather_others(split: pd.DataFrame, *, most: int) -> pd.DataFrame:
    """The first rows as they are and the rest in one, where it is several, so that the sum stays the sum."""
    if len(split) <= most + 1:
        return split[["name", "denied"]].assign(is_rest=False)
    head, tail = split.head(most)[["name", "denied"]].assign(is_rest=False), split.iloc[most:]
    rest = sum((Decimal(value) for value in tail["denied"]), Decimal(0))
    return pd.concat([head, pd.DataFrame({"name": [f"All {len(tail)} others"], "denied": [rest], "is_rest": [True]})])


def describe_bars(split: pd.DataFrame, *, what: str = "denied") -> str:
    """The bars in words: who leads, with how much of the whole."""
    whole = sum((Decimal(value) for value in split["denied"]), Decimal(0))
    if not whole:
        return f"Nothing {what}."
    first, top = split.iloc[0], split.head(3)
    of_three = sum((Decimal(value) for value in top["denied"]), Decimal(0)) / whole
    more = f"; the first three make {say_share(of_three)}" if len(split) > 3 else ""
    return (
        f"{first['name']} leads with {say_share(first['denied'] / whole)} of {say_exact_dollars(whole)} {what}{more}."
    )


def pareto(split: pd.DataFrame, *, most: int = 10) -> Spec:
    """Bars of dollars, largest first, each with the share of the whole that it and all before it make."""
    data = gather_others(split, most=most)
    whole = sum((Decimal(value) for value in data["denied"]), Decimal(0)) or Decimal(1)
    running = [sum(data["denied"].iloc[: n + 1], Decimal(0)) / whole for n in range(len(data))]
    said = [f"{say_dollars(each)}, {say_share(share)}" for each, share in zip(data["denied"], running, strict=True)]
    return bars(data, most=len(data), said=said)
