"""How a page asks the published snapshot: one connection a build, a cursor a question, answers kept by build."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pandas as pd
import streamlit as st

from interchange.lake import Lake, Publication


class At(NamedTuple):
    """The build that a question is asked of: the home folder and the snapshot."""

    home: str
    snapshot: int


def read_publication(home: str) -> Publication | None:
    """What is published now; read anew each time, it is one small file."""
    return Lake(Path(home)).read_publication()


@st.cache_resource(max_entries=2, show_spinner=False)
def _connection(at: At) -> duckdb.DuckDBPyConnection:
    return Lake(Path(at.home)).connect(snapshot=at.snapshot)


@st.cache_data(max_entries=4_000, show_spinner=False)
def ask(at: At, statement: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
    """The rows a statement gives, decimals exact; on a cursor of its own, since a connection is not for two threads."""
    cursor = _connection(at).cursor()
    try:
        cursor.execute("USE lake")
        cursor.execute(statement, {name: _without_nul(value) for name, value in (parameters or {}).items()})
        names = [column[0] for column in cursor.description or ()]
        return pd.DataFrame(cursor.fetchall(), columns=names)
    finally:
        cursor.close()


def _without_nul(value: Any) -> Any:
    """A value whose text has no NUL: DuckLake's pushdown to its catalogue ends a string there, and fails."""
    if isinstance(value, list):
        return [_without_nul(each) for each in value]
    return value.replace("\x00", "") if isinstance(value, str) else value


def has(at: At, *names: str) -> bool:
    """Whether every table or view named is published."""
    return all(_is_there(at, name) for name in names)


@st.cache_data(max_entries=1_000, show_spinner=False)
def _is_there(at: At, name: str) -> bool:
    # The catalogue's list of tables reads the statistics of every one: seconds, where a bound name takes milliseconds.
    try:
        ask(at, f"SELECT 1 FROM {name} LIMIT 0")  # noqa: S608 - our own names
    except duckdb.CatalogException:
        return False
    return True


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame by column name, an empty cell as None."""
    return [
        {str(name): None if pd.isna(value) is True else value for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


def total(frame: pd.DataFrame, column: str) -> Decimal:
    """The exact sum of a column of decimals."""
    return sum((Decimal(value) for value in frame[column]), Decimal(0))
