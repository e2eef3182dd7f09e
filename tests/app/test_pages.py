"""Every page with data, without, and with old data; every figure is the mart's own."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from app.queries import denials, figures
from app.queries.published import At, ask, records, total
from app.views.models import LOOKS
from app.vocabulary import title_of
from app.wording import say_dollars
from interchange.lake import Lake
from interchange.provenance import SegmentReader
from interchange.vault import Vault
from tests.app.conftest import Open

ROOT = Path(__file__).parents[2]
MAIN = str(ROOT / "app" / "main.py")
VIEWS = sorted(path.stem for path in (ROOT / "app" / "views").glob("*.py") if path.stem != "__init__")


def texts(app: AppTest) -> list[str]:
    elements = [*app.title, *app.markdown, *app.caption, *app.info, *app.warning, *app.error]
    return [str(element.value) for element in elements] + [str(metric.value) for metric in app.metric]


def failures(app: AppTest) -> list[str]:
    """What the page could not show; a red notice about the data, such as a hard stop, is none."""
    return [str(each.value) for each in app.error if "could not be shown" in str(each.value)]


def test_the_router_opens_on_the_overview(monkeypatch: pytest.MonkeyPatch, published_home: Path) -> None:
    monkeypatch.setattr(sys, "argv", ["main.py", "--home", str(published_home)])
    app = AppTest.from_file(MAIN, default_timeout=60).run()
    assert not app.exception
    assert app.title[0].value == "Denials overview"


@pytest.mark.parametrize("view", VIEWS)
def test_with_data_a_page_shows_its_stamp_and_no_error(open_view: Open, published_home: Path, view: str) -> None:
    app = open_view(published_home, view)
    assert not app.exception
    assert not failures(app)
    assert any("Data through" in text for text in texts(app))
    headings = {title_of(str(column)) for table in app.dataframe for column in table.value.columns}
    assert not [heading for heading in headings if re.search(r"_|^(Is|Has) | (id|count|amount)$", heading)]


@pytest.mark.parametrize(("view", "look"), [("models", look) for look in LOOKS])
def test_every_look_at_the_models_shows_what_it_judges_by(
    open_view: Open, judged_home: Path, view: str, look: str
) -> None:
    app = open_view(judged_home, view, look=look)
    assert not app.exception
    assert not failures(app)


@pytest.mark.parametrize("view", VIEWS)
def test_without_a_publication_a_page_says_what_to_run(open_view: Open, tmp_path: Path, view: str) -> None:
    app = open_view(tmp_path, view)
    assert not app.exception
    assert not app.error
    assert "make demo" in app.info[0].value


def test_a_build_without_rows_is_told_on_every_page_and_breaks_none(open_view: Open, emptied_home: Path) -> None:
    for view in VIEWS:
        app = open_view(emptied_home, view)
        assert not app.exception, view
        assert not failures(app), view
        assert app.info or app.success, view


@pytest.mark.parametrize("view", VIEWS)
def test_an_old_publication_is_told_on_every_page(open_view: Open, published_home: Path, view: str) -> None:
    lake = Lake(published_home)
    current = lake.read_publication()
    assert current
    try:
        old = dt.datetime.now(dt.UTC) - dt.timedelta(days=9)
        lake.write_publication(dataclasses.replace(current, published_at=old))
        assert "9 days old" in open_view(published_home, view).warning[0].value
    finally:
        lake.write_publication(current)


def test_an_error_shows_a_reference_and_not_its_words(
    open_view: Open, monkeypatch: pytest.MonkeyPatch, published_home: Path
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("CANARY patient name")

    monkeypatch.setattr(figures, "figures", broken)
    app = open_view(published_home, "overview")
    assert "Reference" in app.error[0].value
    assert not any("CANARY" in text for text in texts(app))


def test_splits_add_up_to_the_total_to_the_cent(at: At) -> None:
    whole = ask(at, "SELECT sum(denied_amount) AS denied FROM marts.fct_denials WHERE is_initial").iloc[0]["denied"]
    for dimension in denials.DIMENSIONS:
        assert total(denials.split(at, dimension, {}), "denied") == whole
    for payer in denials.values(at, "payer")[:3]:
        narrowed = denials.totals(at, {"payer": [payer]})["denied"]
        assert total(denials.split(at, "reason", {"payer": [payer]}), "denied") == narrowed


def test_filters_combine_and_come_from_the_address(open_view: Open, published_home: Path, at: At) -> None:
    chosen: dict[str, Any] = {}
    for dimension in ("payer", "reason", "service_line", "provider"):
        chosen[dimension] = [denials.split(at, dimension, chosen).iloc[0]["name"]]
    app = open_view(published_home, "root_causes", **chosen)
    assert not app.exception
    expected = denials.totals(at, chosen)
    assert app.metric[0].value == say_dollars(expected["denied"])
    assert 0 < expected["denied"] < denials.totals(at, {})["denied"]


def test_four_steps_lead_from_the_whole_to_one_providers_encounters(
    open_view: Open, published_home: Path, at: At
) -> None:
    app = open_view(published_home, "root_causes")
    chosen: dict[str, Any] = {}
    for dimension in ("payer", "reason", "service_line", "provider"):
        step = app.selectbox(key=f"into_{dimension}")
        chosen[dimension] = [step.options[0]]
        app = step.select(step.options[0]).run()
        assert app.metric[0].value == say_dollars(denials.totals(at, chosen)["denied"])
    shown = app.dataframe[0].value
    assert len(shown) == denials.totals(at, chosen)["denials"]
    app.button(key="start_over").click().run()
    assert app.metric[0].value == say_dollars(denials.totals(at, {})["denied"])


def test_the_last_quarter_is_a_quarter_of_first_denials(open_view: Open, published_home: Path, at: At) -> None:
    app = open_view(published_home, "root_causes", period="2026 Q1")
    days = {"start": dt.date(2026, 1, 1), "end": dt.date(2026, 3, 31)}
    assert app.metric[0].value == say_dollars(denials.totals(at, days)["denied"])


def test_rows_lead_to_the_segment_in_the_file(published_home: Path, at: At) -> None:
    reader = SegmentReader(Vault(published_home))
    for row in records(denials.rows(at, {}, 20)):
        segment = reader.read(row["sha256"], row["byte_offset"])
        assert segment
        assert segment.startswith(("SVC", "CLP"))


def test_a_saved_view_comes_back_by_its_name(open_view: Open, published_home: Path, at: At) -> None:
    payer = denials.values(at, "payer")[0]
    app = open_view(published_home, "root_causes", payer=[payer])
    app.text_input[0].input("Monday")
    next(button for button in app.button if button.label == "Save view").click().run()
    other = open_view(published_home, "root_causes")
    other.selectbox(key="saved_view").select("Monday").run()
    assert other.multiselect(key="payer").value == [payer]
    assert other.metric[0].value == say_dollars(denials.totals(at, {"payer": [payer]})["denied"])
