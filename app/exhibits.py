"""How tables and charts stand on a page: numbers with units, words beside each, and their data to take away."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd
import streamlit as st

from app.charts.kept import Spec
from app.page import Build
from app.vocabulary import meaning_of, title_of
from app.wording import DASH, plain
from interchange.table_files import Stamp, write_table

TEXT_WIDTH = 112  # px: the longest figure in words stands in it uncut
MOST_ROWS_UNSCROLLED = 14
RATES = ("_rate", "_share", "_probability", "_rate_low", "_rate_high", "_share_low", "_share_high")
DOLLARS = {"denied", "recovered", "open"}
COUNTS = {"denials", "claims", "lag_days", "usual_gap_days", "days_left", "expected_minutes"}
WIDTHS = {"Name": 270, "Benchmark": 330, "fix": 400}  # px: what is cut otherwise
FORMATS = {
    ".csv": ("CSV", "text/csv"),
    ".xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".parquet": ("Parquet", "application/vnd.apache.parquet"),
}


def show_chart(build: Build, chart: Spec, *, words: str, data: pd.DataFrame, name: str) -> None:
    """A chart, what it says in words (read aloud in its place, and shown), and its data."""
    st.vega_lite_chart(chart, width="stretch", alt=words)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(plain(words), width="stretch")
        offer_downloads(build, data, name=name)


def show_table(
    build: Build, frame: pd.DataFrame, *, name: str, words: str, titles: Mapping[str, str] | None = None, **options: Any
) -> Any:
    """A table whose columns say their unit by their name, and its rows to take away; returns what is selected."""
    rows = frame.drop(columns=[column for column in ("sha256",) if column in frame])
    shown = _as_read(rows)
    if len(shown) <= MOST_ROWS_UNSCROLLED:
        options = {"height": "content", **options}
    event = st.dataframe(
        shown,
        hide_index=True,
        width="stretch",
        column_config=_configure(shown, titles or {}),
        alt=words,
        placeholder=DASH,
        **options,
    )
    offer_downloads(build, rows, name=name)
    return event


def _as_read(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows as a person reads them: claims as links, shares in percent, yes and no in words."""
    shown = rows.rename(columns={"claim_id": "claim_link"})
    for name in map(str, shown.columns):
        if name == "claim_link":
            shown[name] = [f"claim?id={quote(str(each))}" for each in shown[name]]
        elif name.endswith(RATES):
            shown[name] = pd.to_numeric(shown[name]) * 100
        elif name.startswith(("is_", "has_")):
            shown[name] = ["" if pd.isna(each) else "Yes" if each else "No" for each in shown[name]]
    return shown


def _configure(frame: pd.DataFrame, titles: Mapping[str, str]) -> dict[str, Any]:
    return {column: _column(column, titles.get(column) or title_of(column)) for column in map(str, frame.columns)}


def _column(name: str, title: str) -> Any:
    said = meaning_of(name)
    if name.endswith("_link"):
        return st.column_config.LinkColumn(title, display_text=r"[?&]id=(.*)$", help=said)
    if name.endswith("_text"):
        return st.column_config.TextColumn(title, alignment="right", width=TEXT_WIDTH, help=said)
    if name.endswith(("_date", "_start", "_end")):
        return st.column_config.DateColumn(title, format="D MMM YYYY", help=said)
    if name.endswith(("_at",)):
        return st.column_config.DatetimeColumn(title, format="D MMM YYYY HH:mm", help=said)
    if name.endswith("_amount") or name in DOLLARS:
        return st.column_config.NumberColumn(title, format="dollar", help=said)
    if name.endswith(RATES):
        return st.column_config.NumberColumn(title, format="%.1f%%", help=said)
    if name.endswith(("_days_to_pay", "_hours", "_value", "expected_count")):
        return st.column_config.NumberColumn(title, format="%.1f", help=said)
    if name.endswith(("_count", "_ordinal", "_offset")) or name in COUNTS:
        return st.column_config.NumberColumn(title, format="localized", help=said)
    return st.column_config.Column(title, width=WIDTHS.get(name), help=said)


def offer_downloads(build: Build, frame: pd.DataFrame, *, name: str) -> None:
    """The rows as CSV, Excel and Parquet, made when asked for; no cell of them is a formula."""
    with st.popover("Download", key=f"download_{name}", type="tertiary"):
        for ending, (label, kind) in FORMATS.items():
            st.download_button(
                label,
                partial(to_bytes, build, frame, name=name, ending=ending),
                file_name=f"{name}{ending}",
                mime=kind,
                key=f"download_{name}{ending}",
                on_click="ignore",
                type="tertiary",
            )


def to_bytes(build: Build, frame: pd.DataFrame, *, name: str, ending: str) -> bytes:
    """The rows in one format, with what the columns mean and which build they show."""
    import pyarrow as pa

    published = build.publication
    stamp = Stamp(
        published.snapshot_id, published.build_id, published.published_at.isoformat(), str(published.data_through or "")
    )
    meaning = {str(column): meaning_of(str(column)) or title_of(str(column)) for column in frame.columns}
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / f"{name}{ending}"
        table = pa.Table.from_pandas(frame, preserve_index=False)
        write_table(table, out, definitions=meaning, stamp=stamp, title=name.replace("_", " ")[:31])
        return out.read_bytes()
