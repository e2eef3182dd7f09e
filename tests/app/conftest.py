"""How a test opens a page: as Streamlit runs it, on a home of its own, with filters in the address."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from app.queries.published import At
from interchange.lake import Lake, Publication

ROOT = Path(__file__).parents[2]
Open = Callable[..., AppTest]


def _run(view: str) -> None:
    import importlib

    from app.page import guarded

    with guarded():
        importlib.import_module(f"app.views.{view}").show()


@pytest.fixture
def open_view(monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a view by its module's name on a home; keyword arguments go into the address."""

    def open_it(home: Path, view: str, **query: Any) -> AppTest:
        monkeypatch.setattr(sys, "argv", ["main.py", "--home", str(home)])
        app = AppTest.from_function(_run, kwargs={"view": view}, default_timeout=60)
        for name, value in query.items():
            app.query_params[name] = value
        return app.run()

    return open_it


@pytest.fixture
def at(published_home: Path) -> At:
    """The build that the small home publishes."""
    publication = Lake(published_home).read_publication()
    assert publication
    return At(str(published_home), publication.snapshot_id)


@pytest.fixture(scope="session")
def emptied_home(published_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose published build has every table that a page asks, and no row in any."""
    texts = [path.read_text() for path in (ROOT / "app").rglob("*.py")]
    asked = sorted({name for text in texts for name in re.findall(r"\b(?:marts|ml|raw|reference)\.[a-z_0-9]+", text)})
    lake = Lake(tmp_path_factory.mktemp("emptied"))
    with Lake(published_home).published() as full, lake.writing() as connection:
        connection.execute("BEGIN")
        for name in asked:
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {name.partition('.')[0]}")
            try:
                columns = full.execute(f"SELECT * FROM {name} LIMIT 0").description or ()  # noqa: S608 - our own names
            except duckdb.CatalogException:  # no evaluation was made here
                continue
            connection.execute(f"CREATE TABLE {name} ({', '.join(f'{each[0]} {each[1]}' for each in columns)})")
        connection.execute("COMMIT")
    lake.write_publication(Publication(lake.snapshot_id(), "empty", dt.datetime.now(dt.UTC), None))
    return lake.home
