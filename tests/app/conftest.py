"""How a test opens a page: as Streamlit runs it, on a home of its own, with filters in the address."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from app.queries.published import At
from interchange.lake import Lake

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
