"""Data health: whether the figures can be trusted today, from the feeds to the balances and every term's meaning."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from app.exhibits import show_table
from app.page import Build, is_published, open_page
from app.queries import figures, health
from app.queries.published import records
from app.vocabulary import COLUMNS
from app.wording import plain, say_count, say_date
from interchange.lake import Lake

SILENT_GAPS = 3


def show() -> None:
    """Draws the page."""
    build = open_page("Data health")
    if build is None or not is_published(build, "raw.files", what="The ledger of files"):
        return
    _show_summary(build)
    look = st.segmented_control("Look at", list(LOOKS), default="Feeds", key="look", bind="query-params")
    LOOKS[look or "Feeds"](build)


def _show_summary(build: Build) -> None:
    delivered = records(health.deliveries(build.at))
    by_status = {row["status"]: row for row in delivered}
    failed = health.checks(build.at)["failed_count"].sum()
    grid = st.grid(4, min_column_width=150, gap="small")
    grid.metric("Files in", say_count(sum(row["file_count"] for row in delivered)))
    for label, status in (("Loaded", "loaded"), ("Put aside", "quarantined"), ("Repeated", "duplicate")):
        grid.metric(label, say_count(by_status.get(status, {}).get("file_count", 0)))
    said = "every row passed its checks" if not failed else f"{say_count(failed)} failures of rows were put aside"
    st.caption(f"Files in = loaded + put aside + repeated. Of what was loaded, {said}.")


def _show_feeds(build: Build) -> None:
    feeds = health.feeds(build.at)
    if feeds.empty:
        st.info("No file has arrived yet.")
        return
    silent = [row for row in records(feeds) if _is_silent(row)]
    for row in silent:
        st.error(
            f"The {plain(row['feed'])} feed is silent: its last file came {row['silent_days']:g} days before "
            f"the newest of all, and one usually comes every {row['usual_gap_days']:g} days."
        )
    if not silent:
        st.success("Every feed has spoken within three of its usual gaps.")
    show_table(build, feeds, name="feeds", words="Feeds with their last file and how long they have been silent.")


def _is_silent(feed: dict[str, Any]) -> bool:
    usual = feed["usual_gap_days"]
    return usual is not None and feed["silent_days"] > SILENT_GAPS * max(usual, 1)


def _show_quarantine(build: Build) -> None:
    aside = health.quarantine(build.at)
    if aside.empty:
        st.success("Nothing was put aside: every file, set and row was sound.")
    else:
        st.caption("Named by place, never by value. `overturn x12 inspect FILE` shows what stands there.")
        show_table(build, aside, name="quarantine", words=f"{len(aside)} things put aside, each with its reason.")
    found = health.findings(build.at)
    if not found.empty:
        st.header("What the reader found", divider="gray", anchor=False)
        show_table(build, found, name="findings", words="Findings by code.")


def _show_checks(build: Build) -> None:
    checks = health.checks(build.at)
    if checks.empty:
        st.info("No check has run yet. `overturn build` runs them on every landed batch.")
        return
    failed = checks[checks["failed_count"] > 0]
    st.caption(f"{len(checks)} checks on landed rows, {len(failed)} of them with failures.")
    show_table(build, checks, name="quality_checks", words="Quality checks with rows judged and failed.")


def _show_balances(build: Build) -> None:
    if is_published(build, "marts.rpt_balance_proofs", what="The table of balance proofs"):
        proofs = health.proofs(build.at)
        show_table(build, proofs, name="balance_proofs", words=f"{len(proofs)} balances between the layers.")


def _show_builds(build: Build) -> None:
    published = build.publication
    st.markdown(
        f"**Published:** build {plain(published.build_id)}, snapshot {published.snapshot_id}, "
        f"{say_date(published.published_at)} {published.published_at:%H:%M} UTC, data through "
        f"{say_date(published.data_through)}."
    )
    st.caption("A build is published only after every test and check has passed; readers see whole builds.")
    history = Lake(Path(build.home)).publications()
    table = pd.DataFrame([vars(each) for each in reversed(history)])
    if not table.empty:
        show_table(build, table, name="publications", words=f"{len(table)} publications, the newest first.")


def _show_glossary(build: Build) -> None:
    kpis = [
        {"Term": f"{row['kpi_id']} {row['name']}", "Meaning": row["definition"]}
        for row in records(figures.figures(build.at))
    ]
    terms = [{"Term": title, "Meaning": meaning} for title, meaning in sorted(set(COLUMNS.values()))]
    wanted = st.text_input("Find a term", key="term", max_chars=60).lower()
    rows = [row for row in [*kpis, *terms] if wanted in f"{row['Term']} {row['Meaning']}".lower()]
    if rows:
        show_table(build, pd.DataFrame(rows), name="glossary", words=f"{len(rows)} terms.")
    else:
        st.info("No term has these words.")


LOOKS: dict[str, Callable[[Build], None]] = {
    "Feeds": _show_feeds,
    "Quarantine": _show_quarantine,
    "Quality checks": _show_checks,
    "Balances": _show_balances,
    "Builds": _show_builds,
    "Glossary": _show_glossary,
}
