"""Where each submitted dollar stands: denied or not, appealed or not, paid since, still open, or lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from app.charts.flow import Link, flow
from app.exhibits import show_chart
from app.page import Build, is_published
from app.queries import dollars
from app.queries.published import records
from app.queries.scope import Chosen, only_claims
from app.theme import Role
from app.wording import say_dollars, say_share

SUBMITTED, DENIED = "Submitted", "Denied at first"
APPEALED = {True: "Appealed", False: "Not appealed"}
OUTCOMES = {"recovered": "Paid since", "open": "Still open", "window_closed": "Window closed"}
COLUMNS = {
    SUBMITTED: 0,
    DENIED: 1,
    "Waiting": 1,
    "Not denied": 1,
    **dict.fromkeys(APPEALED.values(), 2),
    **dict.fromkeys(OUTCOMES.values(), 3),
}
ROLES: Mapping[str, Role] = {
    SUBMITTED: "main",
    DENIED: "target",
    "Waiting": "muted",
    "Not denied": "main",
    "Appealed": "second",
    "Not appealed": "muted",
    "Paid since": "good",
    "Still open": "target",
    "Window closed": "bad",
}


def show(build: Build, chosen: dict[str, Any]) -> None:
    """The flow of the claims submitted in the period, by what has become of them until now."""
    if not is_published(build, "marts.rpt_claims", "marts.rpt_denials", what="The table of claims"):
        return
    links = read_links(build, chosen)
    st.caption(
        "Submitted charges of the claims sent in the period. Paid since: something was paid after the denial. "
        "Window closed: nothing was paid and every appeal deadline has passed, so it is lost or written off."
    )
    if not any(link.source == APPEALED[True] for link in links):
        st.caption("No appeal is known: the work system's table of appeals has not landed, or has none of these.")
    data = pd.DataFrame(
        [{"source": each.source, "target": each.target, "charge_amount": each.amount} for each in links]
    )
    show_chart(build, flow(links, columns=COLUMNS, roles=ROLES), words=_describe(links), data=data, name="flow")


def read_links(build: Build, chosen: Chosen) -> list[Link]:
    """Every link with dollars; what enters a node between the ends leaves it too."""
    cells = records(dollars.denied(build.at, chosen))
    links = [*_from_submission(build, chosen)] if only_claims(chosen) else []
    for is_appealed, stage in APPEALED.items():
        of_stage = [cell for cell in cells if cell["is_appealed"] is is_appealed]
        links.append(Link(DENIED, stage, sum((cell["denied"] for cell in of_stage), Decimal(0))))
        links += [Link(stage, OUTCOMES[cell["outcome"]], cell["denied"]) for cell in of_stage]
    return [link for link in links if link.amount]


def _from_submission(build: Build, chosen: Chosen) -> Iterator[Link]:
    sent = dollars.submitted(build.at, chosen)
    yield Link(SUBMITTED, DENIED, sent["denied"])
    yield Link(SUBMITTED, "Waiting", sent["waiting"])
    yield Link(SUBMITTED, "Not denied", sent["accepted"])


def _describe(links: list[Link]) -> str:
    denied = sum((link.amount for link in links if link.source == DENIED), Decimal(0))
    ends = {name: sum((x.amount for x in links if x.target == name), Decimal(0)) for name in OUTCOMES.values()}
    said = [f"{name.lower()} {say_dollars(amount)} ({say_share(amount / denied)})" for name, amount in ends.items()]
    submitted = sum((link.amount for link in links if link.source == SUBMITTED), Decimal(0))
    of = f" of {say_dollars(submitted)} submitted" if submitted else ""
    return f"{say_dollars(denied)}{of} was denied at first: {', '.join(said)}." if denied else "Nothing was denied."
