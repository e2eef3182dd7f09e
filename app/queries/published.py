"""How a page asks the published snapshot: one connection a build, a free cursor a question, answers kept by build."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
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


class Cursors:
    """The cursors of one connection: none serves two threads at once, each is made once, since ``USE`` takes 8 ms."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._free: list[duckdb.DuckDBPyConnection] = []

    @contextmanager
    def one(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor that nobody else has now; one that failed is not used again."""
        try:
            cursor = self._free.pop()
        except IndexError:
            cursor = self._connection.cursor()
            cursor.execute("USE lake")
        yield cursor
        self._free.append(cursor)


@st.cache_resource(max_entries=2, show_spinner=False)
def _cursors(at: At) -> Cursors:
    return Cursors(Lake(Path(at.home)).connect(snapshot=at.snapshot))


@st.cache_data(max_entries=2_000, show_spinner=False)
def ask(at: At, statement: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
    """The rows a statement gives, decimals exact."""
    with _cursors(at).one() as cursor:
        cursor.execute(statement, {name: _without_nul(value) for name, value in (parameters or {}).items()})
        names = [column[0] for column in cursor.description or ()]
        return pd.DataFrame(cursor.fetchall(), columns=names)


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
