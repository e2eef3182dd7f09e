"""The way down from a figure: its definition, the rows it counts, and the segment that each row was read from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from app.exhibits import show_table
from app.page import Build
from app.queries import denials, dollars, figures
from app.queries.published import records
from app.queries.scope import Chosen
from app.wording import plain, say_amount, say_value
from interchange.provenance import SegmentReader
from interchange.vault import Vault

MOST_ROWS = 200


def open_figure(build: Build, kpi_id: str, name: str) -> None:
    """Opens the proof of a KPI over the page."""

    @st.dialog(plain(name), width="large")
    def dialog() -> None:
        show_definition(build, kpi_id)
        show_members(build, kpi_id)

    dialog()


def open_denials(build: Build, name: str, words: str, chosen: Chosen, *, kind: str) -> None:
    """Opens the largest denials that a figure in dollars adds up, with the words that define it."""

    @st.dialog(plain(name), width="large")
    def dialog() -> None:
        st.markdown(plain(words))
        rows = denials.rows(build.at, chosen, MOST_ROWS, kind=kind, any_denial=kind == "open")
        show_rows(build, rows, name=f"{kind}_rows", words=f"The {len(rows)} largest.")

    dialog()


def open_cash(build: Build, words: str) -> None:
    """Opens every cash forecast beside what came."""

    @st.dialog("Cash expected", width="large")
    def dialog() -> None:
        st.markdown(plain(words))
        rows = dollars.cash_forecasts(build.at)
        show_table(
            build, rows, name="cash_forecasts", words=f"{len(rows)} forecasts beside what came, the newest first."
        )

    dialog()


def show_definition(build: Build, kpi_id: str) -> None:
    """A KPI's words, what is counted of what, exclusions, source and version."""
    row = next((row for row in records(figures.figures(build.at)) if row["kpi_id"] == kpi_id), None)
    if row is None:
        st.info("This figure is not in the published build.")
        return
    st.markdown(f"**{plain(row['definition'] or row['name'])}**")
    counted = f"{say_amount(row['numerator'])} of {say_amount(row['denominator'])}" if row["denominator"] else ""
    figure = say_value(row["value"], row["unit"]) if row["value"] is not None else "No figure"
    said = [
        f"{figure}{f' = {counted}' if counted else ''}",
        f"Read from: {row['inputs']}" if row["inputs"] else "",
        f"Left out: {row['exclusions']}" if row["exclusions"] else "",
        f"Source: {row['source']}, {kpi_id} version {row['definition_version']}",
    ]
    st.caption(plain(". ".join(part for part in said if part) + "."))


def show_members(build: Build, kpi_id: str) -> None:
    """The newest rows behind a KPI; choosing one shows its segment."""
    rows = figures.members(build.at, kpi_id, MOST_ROWS)
    if rows.empty:
        st.info("No row is counted yet.")
        return
    show_rows(build, rows, name=f"{kpi_id.lower()}_rows", words=f"The newest {len(rows)} rows that {kpi_id} counts.")


def show_rows(build: Build, rows: pd.DataFrame, *, name: str, words: str) -> None:
    """Rows that know their place in the files; choosing one shows the segment that stands there."""
    st.caption(plain(f"{words} Choose a row to see the segment it was read from."))
    event = show_table(
        build, rows, name=name, words=words, key=f"rows_{name}", on_select="rerun", selection_mode="single-row"
    )
    for position in event.selection.rows[:1]:
        show_segment(build, records(rows.iloc[[position]])[0])


def show_segment(build: Build, row: dict[str, Any]) -> None:
    """The segment of a row as it stands in the file, with file, byte and place."""
    if not row.get("sha256"):
        st.info("The file of this row is not known.")
        return
    try:
        segment = SegmentReader(Vault(Path(build.home))).read(str(row["sha256"]), int(row["byte_offset"]))
    except FileNotFoundError:
        st.warning("The file's bytes are not in the vault here.")
        return
    st.caption(plain(f"{row['file_name']}, byte {row['byte_offset']:,}, segment {row['segment_ordinal']:,}"))
    st.code(segment or "", language=None, wrap_lines=True)
