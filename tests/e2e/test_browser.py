"""Each page's main journey in a real browser: hostile data does nothing, every width fits, nothing serious for axe."""

from __future__ import annotations

import contextlib
import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from interchange.lake import Lake
from tests.e2e.conftest import settle

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
PATHS = ["", *sorted(re.findall(r'page\(\w+\.show, "[^"]+", "([a-z-]+)"\)', (ROOT / "app" / "main.py").read_text()))]
WIDTHS = (390, 820, 1440)
HOSTILE = (
    "<script>document.title='taken'</script><img src=http://evil.test/a onerror=alert(1)>"
    "![x](http://evil.test/b) [y](javascript:alert(1)) <style>body{display:none}</style><form action=http://evil.test>"
)


def ask(home: Path, statement: str, **values: str) -> Any:
    """The one value that a statement gives on the published snapshot."""
    with Lake(home).published() as connection:
        row = connection.execute(statement, values).fetchone()
    assert row
    return row[0]


def figure(home: Path, kpi: str) -> float:
    whole = "SELECT value FROM marts.rpt_kpis WHERE kpi_id = $kpi AND period_grain = 'all' AND slice_dimension IS NULL"
    return float(ask(home, whole, kpi=kpi))


def test_from_a_figure_on_the_overview_down_to_its_rows(page: Page, address: str, published_home: Path) -> None:
    from playwright.sync_api import expect

    page.goto(address)
    expect(page.get_by_role("heading", name="Denials overview")).to_be_visible()
    expect(page.locator(".st-key-card_K2")).to_contain_text(f"{figure(published_home, 'K2') * 100:.1f}%")
    page.locator(".st-key-proof_K2").get_by_role("button").click()
    expect(page.get_by_role("dialog")).to_contain_text("Choose a row to see the segment")


def test_a_choice_narrows_the_root_causes_and_stays_after_a_reload(
    page: Page, address: str, published_home: Path
) -> None:
    from playwright.sync_api import expect

    dearest = (
        "SELECT payer FROM marts.rpt_denials WHERE is_initial GROUP BY 1 ORDER BY sum(denied_amount) DESC, 1 LIMIT 1"
    )
    payer = ask(published_home, dearest)
    page.goto(f"{address}/root-causes")
    settle(page)
    choose(page, "Go into one payer", payer)
    shown = page.get_by_text(f"Shown: Payer: {payer}")
    expect(shown).to_be_visible()
    page.wait_for_url("**payer=**")
    page.reload()
    expect(shown).to_be_visible()


def choose(page: Page, name: str, option: str) -> None:
    """Takes an option of a list by its words; opens the list again where a late redraw has closed it."""
    from playwright.sync_api import TimeoutError as Late

    for _ in range(6):
        page.get_by_role("combobox", name=name).click()
        with contextlib.suppress(Late):
            page.get_by_role("option", name=option, exact=True).click(timeout=10_000)
            return
    raise AssertionError(f"{name} never offered {option}")


def test_a_claim_is_found_by_its_number_and_shows_its_segments(page: Page, address: str, published_home: Path) -> None:
    from playwright.sync_api import expect

    statement = """SELECT min(number) FROM (
            SELECT patient_control_number AS number, min(claim_id) AS claim_id FROM marts.fct_claims
            GROUP BY number HAVING count(*) = 1 AND bool_and(is_denied)
        ) WHERE claim_id IN (
            SELECT claim_id FROM marts.rpt_claim_events WHERE event_kind = 'submitted'
            GROUP BY claim_id HAVING count(*) = 1)"""
    number = ask(published_home, statement)
    page.goto(f"{address}/claim?id={number}")
    sent = page.locator("[class*=st-key-event_]", has_text="Claim sent")
    expect(sent).to_be_visible()
    settle(page)
    sent.get_by_text("The source segments").click()
    expect(sent).to_contain_text("CLM*")


@pytest.mark.parametrize("path", PATHS)
def test_a_page_fits_every_width_and_axe_finds_nothing_serious(page: Page, address: str, path: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.goto(f"{address}/{path}")
    settle(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollWidth <= window.innerWidth")
    found = Axe().run(page).response["violations"]
    serious = {each["id"]: [node["html"] for node in each["nodes"]] for each in found if _is_serious(each)}
    assert not serious


def _is_serious(violation: dict[str, str]) -> bool:
    return violation["impact"] in {"serious", "critical"}


@pytest.fixture
def hostile_home(published_home: Path) -> Iterator[Path]:
    """The home with every name that people choose turned hostile, published as a build of its own for a while."""
    lake = Lake(published_home)
    current = lake.read_publication()
    assert current
    with lake.writing() as connection:
        for statement in (
            "UPDATE lake.marts.dim_payers SET payer_name = $hostile",
            "UPDATE lake.marts.dim_providers SET provider_name = $hostile",
            "UPDATE lake.marts.dim_denial_codes SET plain_meaning = $hostile, first_action = $hostile",
            "UPDATE lake.marts.rpt_claims SET payer = $hostile, provider = $hostile, facility = $hostile",
            "UPDATE lake.marts.rpt_denials SET payer = $hostile, provider = $hostile, facility = $hostile, "
            "plain_meaning = $hostile, first_action = $hostile, reason = $hostile",
        ):
            connection.execute(statement, {"hostile": HOSTILE})
    lake.write_publication(dataclasses.replace(current, snapshot_id=lake.snapshot_id()))
    yield published_home
    lake.write_publication(current)


def test_hostile_names_do_nothing_on_any_page(page: Page, address: str, hostile_home: Path) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    claim = ask(hostile_home, "SELECT min(claim_id) FROM marts.fct_claims WHERE is_denied")
    for path in (*PATHS, "root-causes?look=Fastest+fixes", f"claim?id={claim}"):
        page.goto(f"{address}/{path}")
        settle(page)
        assert "taken" not in page.title()
        assert not page.evaluate(
            "document.querySelectorAll('form[action*=evil], img[src*=evil], a[href*=script]').length"
        )
        assert page.evaluate("getComputedStyle(document.body).display") != "none"
    assert not dialogs
