"""Root causes: denied dollars by payer, reason, code, service line, procedure and provider, down to the segment."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from app import charts, queries
from app.page import Build, offer_download, open_build, show_stamp
from app.wording import plain, say_count, say_dollars, say_exact_dollars, say_share

ALL = "All"
MOST_ROWS = 500
HEADINGS = {
    "claim_id": "Claim",
    "payer": "Payer",
    "reason": "Reason",
    "code": "Code",
    "rarc": "Remark",
    "procedure": "Procedure",
    "service_line": "Service line",
    "provider": "Provider",
    "status": "Status",
    "first_denied_date": "First denied",
    "file_name": "File",
    "byte_offset": "Byte",
    "segment_ordinal": "Segment",
}


def show() -> None:
    """Draws the page."""
    st.title("Root causes")
    build = open_build()
    if build is None:
        return
    show_stamp(build)
    filters = _choose_filters(build)
    totals = queries.denial_totals(*build.at, filters)
    if not totals["denials"]:
        st.info("No denial matches these filters.")
        return
    _show_totals(totals)
    _show_split(build, filters)
    _show_rows(build, filters)


def _choose_filters(build: Build) -> dict[str, str]:
    """The filters, as the page's address says and as they are changed; they narrow each other."""
    chosen: dict[str, str] = {}
    columns = st.columns(3) + st.columns(3)
    for column, name in zip(columns, queries.FILTERED, strict=True):
        values = queries.filter_values(*build.at, name)
        wanted = st.query_params.get(name, ALL)
        index = values.index(wanted) + 1 if wanted in values else 0
        picked = column.selectbox(queries.DIMENSIONS[name][0], [ALL, *values], index=index, key=f"filter_{name}")
        if picked and picked != ALL:
            chosen[name] = picked
            st.query_params[name] = picked
        elif name in st.query_params:
            del st.query_params[name]
    return chosen


def _show_totals(totals: dict[str, object]) -> None:
    denied, recovered = totals["denied"], totals["recovered"]
    for column, (label, shown, exact) in zip(
        st.columns(4),
        (
            ("Denied at first", say_dollars(denied), say_exact_dollars(denied)),  # type: ignore[arg-type]
            ("Recovered since", say_dollars(recovered), say_exact_dollars(recovered)),  # type: ignore[arg-type]
            ("Denials", say_count(totals["denials"]), None),  # type: ignore[arg-type]
            ("Claims", say_count(totals["claims"]), None),  # type: ignore[arg-type]
        ),
        strict=True,
    ):
        column.metric(label, shown, help=exact)


def _show_split(build: Build, filters: dict[str, str]) -> None:
    names = {label: name for name, (label, _) in queries.DIMENSIONS.items()}
    label = st.segmented_control("Split by", list(names), default="Payer", key="split") or "Payer"
    split = queries.denial_split(*build.at, names[label], filters)
    st.altair_chart(charts.top_bars(split, most=12), width="stretch")
    whole = queries.total(split, "denied")
    st.caption(f"{len(split)} rows add up to {plain(say_exact_dollars(whole))}, to the cent the total above.")
    with st.expander("The split as a table"):
        st.dataframe(_split_table(split, label), hide_index=True, width="stretch")
    offer_download(split, name=f"denied_by_{names[label]}")


def _split_table(split: pd.DataFrame, label: str) -> pd.DataFrame:
    whole = queries.total(split, "denied")
    return pd.DataFrame(
        {
            label: split["name"],
            "Denied": [say_exact_dollars(value) for value in split["denied"]],
            "Share": [say_share(value / whole if whole else None) for value in split["denied"]],
            "Recovered": [say_exact_dollars(value) for value in split["recovered"]],
            "Denials": split["denials"],
            "Claims": split["claims"],
        }
    )


def _show_rows(build: Build, filters: dict[str, str]) -> None:
    st.subheader("Denials and where they stand in the files", divider="gray")
    rows = queries.denial_rows(*build.at, filters, MOST_ROWS)
    st.caption(f"The {say_count(len(rows))} largest. Byte and segment say where in the file the answer stands.")
    st.dataframe(
        rows,
        hide_index=True,
        width="stretch",
        column_config={
            **{name: label for name, label in HEADINGS.items() if name in rows.columns},
            "denied_amount": st.column_config.NumberColumn("Denied", format="dollar"),
            "recovered_amount": st.column_config.NumberColumn("Recovered", format="dollar"),
        },
    )
    offer_download(rows, name="denials")
