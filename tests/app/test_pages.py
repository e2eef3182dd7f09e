"""Both pages, with data, without, and with old data: every figure is the mart's own, every split adds up."""

from __future__ import annotations

import dataclasses
import datetime as dt
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from app import queries
from app.wording import neutralise, plain, say_dollars, say_exact_dollars
from interchange.lake import Lake

MAIN = str(Path(__file__).parents[2] / "app" / "main.py")


def open_page(monkeypatch: pytest.MonkeyPatch, home: Path, page: str = "show_overview", **query: str) -> AppTest:
    monkeypatch.setattr(sys, "argv", ["main.py", "--home", str(home)])
    app = AppTest.from_function(_run_page, kwargs={"page": page}, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def _run_page(page: str) -> None:
    from app.page import guarded
    from app.views import overview, root_causes

    with guarded():
        (overview if page == "show_overview" else root_causes).show()


def ask(home: Path, query: str) -> Any:
    with Lake(home).published() as connection:
        row = connection.execute(query).fetchone()
    return row[0] if row else None


def test_the_router_opens_on_the_overview(monkeypatch: pytest.MonkeyPatch, published_home: Path) -> None:
    monkeypatch.setattr(sys, "argv", ["main.py", "--home", str(published_home)])
    app = AppTest.from_file(MAIN, default_timeout=60).run()
    assert not app.exception
    assert app.title[0].value == "Denials overview"


def test_overview_shows_the_marts_own_figures(monkeypatch: pytest.MonkeyPatch, published_home: Path) -> None:
    app = open_page(monkeypatch, published_home)
    assert not app.exception
    assert not app.error
    rate = ask(
        published_home,
        "SELECT value FROM marts.rpt_kpis WHERE kpi_id = 'K2' AND period_grain = 'all' AND slice_dimension IS NULL",
    )
    shown = {metric.label: metric.value for metric in app.metric}
    assert shown["Initial denial rate \\(dollars\\) (K2)"] == f"{float(rate) * 100:.1f}%"
    assert any("no appeals recorded yet" in caption.value for caption in app.caption)
    assert any("Data through" in caption.value for caption in app.caption)


def test_root_causes_splits_add_up_to_the_total_to_the_cent(published_home: Path) -> None:
    at = (str(published_home), Lake(published_home).read_publication().snapshot_id)  # type: ignore[union-attr]
    whole = ask(published_home, "SELECT sum(denied_amount) FROM marts.fct_denials WHERE is_initial")
    for dimension in queries.DIMENSIONS:
        split = queries.denial_split(*at, dimension, {})
        assert queries.total(split, "denied") == whole
    for payer in queries.filter_values(*at, "payer")[:3]:
        narrowed = queries.denial_totals(*at, {"payer": payer})["denied"]
        by_reason = queries.denial_split(*at, "reason", {"payer": payer})
        assert queries.total(by_reason, "denied") == narrowed


def test_filters_combine_and_come_from_the_address(monkeypatch: pytest.MonkeyPatch, published_home: Path) -> None:
    at = (str(published_home), Lake(published_home).read_publication().snapshot_id)  # type: ignore[union-attr]
    payer = queries.denial_split(*at, "payer", {}).iloc[0]["name"]
    reason = queries.denial_split(*at, "reason", {"payer": payer}).iloc[0]["name"]
    app = open_page(monkeypatch, published_home, "root", payer=payer, reason=reason)
    assert not app.exception
    expected = queries.denial_totals(*at, {"payer": payer, "reason": reason})["denied"]
    assert app.metric[0].value == say_dollars(expected)


def test_rows_lead_to_the_segment_in_the_file(published_home: Path) -> None:
    from interchange.vault import Vault

    at = (str(published_home), Lake(published_home).read_publication().snapshot_id)  # type: ignore[union-attr]
    rows = queries.denial_rows(*at, {}, 20)
    for row in queries.records(rows):
        digest = ask(published_home, f"SELECT sha256 FROM raw.files WHERE file_name = '{row['file_name']}'")  # noqa: S608
        assert Vault(published_home).read(digest, offset=row["byte_offset"], length=4) in (b"SVC*", b"CLP*")


@pytest.mark.parametrize("page", ["show_overview", "root"])
def test_without_a_publication_the_page_says_what_to_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, page: str
) -> None:
    app = open_page(monkeypatch, tmp_path, page)
    assert not app.exception
    assert "make demo" in app.info[0].value


def test_an_old_publication_is_told(monkeypatch: pytest.MonkeyPatch, published_home: Path) -> None:
    lake = Lake(published_home)
    current = lake.read_publication()
    assert current
    try:
        old = dt.datetime.now(dt.UTC) - dt.timedelta(days=9)
        lake.write_publication(dataclasses.replace(current, published_at=old))
        assert "9 days old" in open_page(monkeypatch, published_home).warning[0].value
    finally:
        lake.write_publication(current)


def test_an_error_shows_a_reference_and_not_its_words(monkeypatch: pytest.MonkeyPatch, published_home: Path) -> None:
    def broken(*_: object) -> None:
        raise ValueError("CANARY patient name")

    monkeypatch.setattr(queries, "kpis", broken)
    app = open_page(monkeypatch, published_home)
    assert "Reference" in app.error[0].value
    assert not any("CANARY" in element.value for element in [*app.error, *app.caption, *app.markdown])


def test_no_cell_is_a_formula_and_no_name_is_markup() -> None:
    for text in ("=1+1", "+1", "-1", "@x", "\tx", "\rx"):
        assert str(neutralise(text)).startswith("'")
    assert neutralise(Decimal("-5")) == Decimal("-5")
    assert plain("![x](http://y) <b>*z*") == "\\!\\[x\\]\\(http\\://y\\) \\<b\\>\\*z\\*"


def test_dollars_are_short_and_exact_where_asked() -> None:
    assert [say_dollars(Decimal(n)) for n in ("999", "12345", "1234567", "-2500000000")] == [
        "$999",
        "$12.3K",
        "$1.23M",
        "-$2.50B",
    ]
    assert say_exact_dollars(Decimal("1234567.8")) == "$1,234,567.80"
