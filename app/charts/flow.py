"""Dollars flowing from stage to stage (a Sankey diagram): each node as tall as its dollars, no dollar lost between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

import altair as alt
import pandas as pd

from app.charts.kept import kept
from app.charts.scales import Layered
from app.theme import Role, colour, text_colour
from app.wording import say_dollars, say_exact_dollars

WIDTH, GAP, STEPS, HEIGHT = 0.05, 0.09, 24, 430


class Link(NamedTuple):
    """Dollars that go from one node to another."""

    source: str
    target: str
    amount: Decimal


class _Node(NamedTuple):
    name: str
    column: int
    top: float
    amount: Decimal


@kept
def flow(links: Sequence[Link], *, columns: Mapping[str, int], roles: Mapping[str, Role]) -> Layered:
    """The links as ribbons between the nodes; ``columns`` gives each node's stage, in drawing order from the top."""
    nodes = _place(links, columns)
    ribbons = pd.DataFrame(_ribbons(links, nodes, roles))
    bars = pd.DataFrame(_bars(nodes, roles))
    last = max(columns.values())
    x = alt.Scale(domain=[0, last + 0.62], nice=False)
    y = alt.Scale(domain=[float(bars["bottom"].max()), 0], nice=False)
    areas = (
        alt.Chart(ribbons)
        .mark_area(opacity=0.32)
        .encode(
            x=alt.X("x:Q", axis=None, scale=x),
            y=alt.Y("top:Q", axis=None, scale=y),
            y2="bottom:Q",
            detail="link:N",
            color=alt.Color("colour:N", scale=None),
            tooltip=[alt.Tooltip("link:N", title="Flow"), alt.Tooltip("dollars:N", title="Dollars")],
        )
    )
    base = alt.Chart(bars)
    blocks = base.mark_rect(opacity=0.9).encode(
        x="left:Q", x2="right:Q", y="top:Q", y2="bottom:Q", color=alt.Color("colour:N", scale=None)
    )
    words = base.mark_text(align="left", baseline="top", dx=4, fontSize=11, lineBreak="\n", color=text_colour())
    drawn: Layered = alt.layer(areas, blocks, words.encode(x="right:Q", y="top:Q", text="said:N"))
    return drawn.properties(height=HEIGHT)


def _place(links: Sequence[Link], columns: Mapping[str, int]) -> dict[str, _Node]:
    """Where each node stands: stacked from the top of its stage, with room for its words below a thin one."""
    amounts = {
        name: max(
            sum((each.amount for each in links if each.target == name), Decimal(0)),
            sum((each.amount for each in links if each.source == name), Decimal(0)),
        )
        for name in columns
    }
    gap = GAP * float(max(amounts.values()))
    tops: dict[int, float] = {}
    nodes = {}
    for name, column in columns.items():
        top = tops.get(column, 0.0)
        nodes[name] = _Node(name, column, top, amounts[name])
        tops[column] = top + max(float(amounts[name]) + gap / 3, gap)
    return {name: node for name, node in nodes.items() if node.amount}


def _bars(nodes: Mapping[str, _Node], roles: Mapping[str, Role]) -> list[dict[str, object]]:
    return [
        {
            "left": node.column,
            "right": node.column + WIDTH,
            "top": node.top,
            "bottom": node.top + float(node.amount),
            "colour": colour(roles[node.name]),
            "said": f"{node.name}\n{say_dollars(node.amount)}",
        }
        for node in nodes.values()
    ]


def _ribbons(links: Sequence[Link], nodes: Mapping[str, _Node], roles: Mapping[str, Role]) -> list[dict[str, object]]:
    left = {name: node.top for name, node in nodes.items()}
    right = dict(left)
    points: list[dict[str, object]] = []
    for link in links:
        if not link.amount:
            continue
        start, end, tall = left[link.source], right[link.target], float(link.amount)
        left[link.source] += tall
        right[link.target] += tall
        first, last = nodes[link.source].column + WIDTH, nodes[link.target].column
        for step in range(STEPS + 1):
            t = step / STEPS
            top = start + (end - start) * t * t * (3 - 2 * t)
            points.append(
                {
                    "x": first + (last - first) * t,
                    "top": top,
                    "bottom": top + tall,
                    "link": f"{link.source} to {link.target}",
                    "dollars": say_exact_dollars(link.amount),
                    "colour": colour(roles[link.target]),
                }
            )
    return points
