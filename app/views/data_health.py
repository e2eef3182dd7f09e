"""Data health: whether the figures can be trusted today, from the feeds to the balances and every term's meaning."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import streamlit as st

from app.exhibits import show_table
from app.page import Build, is_published, open_page
from app.proof import show_rows
from app.queries import figures, health
from app.queries.published import records
from app.vocabulary import COLUMNS
from app.wording import plain, say_amount, say_count, say_date
from interchange.lake import Lake

MOST_ROWS, MOST_FAILURES = 200, 5
EXPECTATIONS = {
    "BeBetween": "Within its limits",
    "BeInSet": "One of the known codes",
    "MatchRegex": "Of the right form",
    "NotBeNull": "Not empty",
}


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
    if not is_published(build, "marts.rpt_feeds", what="The table of feeds"):
        return
    feeds = health.feeds(build.at)
    if feeds.empty:
        st.info("No file has arrived yet.")
        return
    silent = records(feeds[feeds["is_silent"].astype(bool)])
    for row in silent:
        st.error(
            f"{plain(row['sender'])} is silent: its last {plain(row['kind'])} file came {say_count(row['lag_days'])} "
            f"days before the data's last day, and one usually comes every {say_count(row['usual_gap_days'])} days."
        )
    if not silent:
        st.success(f"All {say_count(len(feeds))} senders have spoken within three of their usual gaps, or a week.")
    show_table(build, feeds, name="feeds", words="Senders and kinds of file with the last file and its lag.")


def _show_signals(build: Build) -> None:
    if not is_published(build, "marts.fct_signals", what="The table of signals"):
        return
    kinds = health.signal_kinds(build.at)
    if kinds.empty:
        st.success("No detector found anything.")
        return
    st.caption("Findings of different detectors overlap: their dollars are never added up.")
    words = f"{len(kinds)} detectors found something."
    show_table(
        build,
        kinds.assign(signal_kind=[_say_kind(each) for each in kinds["signal_kind"]]),
        name="signals_by_kind",
        words=words,
    )
    names = list(kinds["signal_kind"])
    kind = st.selectbox("Look into one", names, format_func=_say_kind, key="signal", bind="query-params") or names[0]
    rows = health.signals(build.at, kind, MOST_ROWS)
    show_rows(build, rows, name="signals", words=f"The {say_count(len(rows))} largest findings.")


def _say_kind(kind: str) -> str:
    words = kind.replace("_", " ")
    return words.replace("drg", "DRG") if words.startswith("drg") else words.capitalize()


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
    shown = checks.assign(
        table_name=[str(each).removeprefix("x12_").replace("_", " ") for each in checks["table_name"]],
        expectation=[_say_expectation(str(each)) for each in checks["expectation"]],
        column_name=[str(each).replace("_", " ") for each in checks["column_name"]],
    )
    show_table(build, shown, name="quality_checks", words="Quality checks with rows judged and failed.")


def _say_expectation(name: str) -> str:
    """What a check asks of a column: ``ExpectColumnValuesToBeBetween`` is "be between"."""
    words = name.removeprefix("ExpectColumnValuesTo").removeprefix("Expect")
    return EXPECTATIONS.get(words) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", words).capitalize()


def _show_balances(build: Build) -> None:
    if is_published(build, "marts.rpt_balance_proofs", what="The table of balance proofs"):
        proofs = health.proofs(build.at)
        broken = len(proofs) - int(proofs["is_proven"].astype(bool).sum())
        words = f"{len(proofs)} balances between the layers, {'all to the cent' if not broken else f'{broken} broken'}."
        (st.error if broken else st.success)(words)
        shown = proofs.assign(
            left_value=[say_amount(each) for each in proofs["left_value"]],
            right_value=[say_amount(each) for each in proofs["right_value"]],
            difference=[say_amount(each) for each in proofs["difference"]],
            unit=["dollars" if each == "usd" else each for each in proofs["unit"]],
        ).rename(columns={"left_value": "one_side_text", "right_value": "other_side_text", "difference": "apart_text"})
        show_table(build, shown, name="balance_proofs", words=words)


def _show_builds(build: Build) -> None:
    published = build.publication
    st.markdown(
        f"**Published:** build {plain(published.build_id)}, snapshot {published.snapshot_id}, "
        f"{say_date(published.published_at)} {published.published_at:%H:%M} UTC, data through "
        f"{say_date(published.data_through)}."
    )
    st.caption("A build is published only after every test and check has passed; readers see whole builds.")
    _show_last_build(build)
    history = Lake(Path(build.home)).publications()
    table = pd.DataFrame([vars(each) for each in reversed(history)]).rename(
        columns={"data_through": "data_through_date"}
    )
    if not table.empty:
        show_table(build, table, name="publications", words=f"{len(table)} publications, the newest first.")


def _show_last_build(build: Build) -> None:
    """Whether the newest build passed: where it did not, readers still see the one before."""
    record = health.last_build(build.home)
    if record is None:
        return
    if record["passed"]:
        begun, ended = (dt.datetime.fromisoformat(record[name]) for name in ("started_at", "built_at"))
        minutes = (ended - begun).total_seconds() / 60
        st.success(
            f"The last build, {plain(record['build_id'])}, passed: {say_count(record['node_count'])} tables and tests "
            f"in {minutes:.1f} minutes."
        )
        return
    failures = "; ".join(str(each) for each in record["failures"][:MOST_FAILURES])
    st.error(f"The last build did not pass, so this page shows the one before it. {plain(failures)}")


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
    "Signals": _show_signals,
    "Quarantine": _show_quarantine,
    "Quality checks": _show_checks,
    "Balances": _show_balances,
    "Builds": _show_builds,
    "Glossary": _show_glossary,
}
