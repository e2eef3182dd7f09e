"""Each page's main journey in a real browser: hostile data does nothing, every width fits, nothing serious for axe."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

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


def figure(home: Path, kpi: str) -> float:
    with Lake(home).published() as connection:
        row = connection.execute(
            "SELECT value FROM marts.rpt_kpis WHERE kpi_id = $kpi AND period_grain = 'all' AND slice_dimension IS NULL",
            {"kpi": kpi},
        ).fetchone()
    assert row
    return float(row[0])


def test_from_a_figure_on_the_overview_down_to_its_rows(page: Page, address: str, published_home: Path) -> None:
    from playwright.sync_api import expect

    page.goto(address)
    expect(page.get_by_role("heading", name="Denials overview")).to_be_visible()
    expect(page.get_by_text(f"{figure(published_home, 'K2') * 100:.1f}%", exact=True).first).to_be_visible()
    page.locator(".st-key-proof_K2").get_by_role("button").click()
    expect(page.get_by_role("dialog")).to_contain_text("Choose a row to see the segment")


def test_a_choice_narrows_the_root_causes_and_stays_after_a_reload(page: Page, address: str) -> None:
    from playwright.sync_api import expect

    page.goto(f"{address}/root-causes")
    settle(page)
    choose_first(page, "Go into one payer")
    expect(page.get_by_text("Shown: Payer:")).to_be_visible()
    shown = page.get_by_text("Shown: Payer:").inner_text()
    assert "payer=" in page.url
    page.reload()
    expect(page.get_by_text("Shown: Payer:")).to_have_text(shown)


def choose_first(page: Page, name: str) -> None:
    """Takes the first option of a list; opens it again where a late redraw has closed it."""
    for _ in range(5):
        page.get_by_role("combobox", name=name).click()
        page.wait_for_timeout(1_000)
        if page.get_by_role("option").count():
            break
    page.get_by_role("option").first.click()


def test_a_claim_is_found_by_its_number_and_shows_its_segments(page: Page, address: str, published_home: Path) -> None:
    from playwright.sync_api import expect

    with Lake(published_home).published() as connection:
        row = connection.execute(
            "SELECT patient_control_number FROM marts.fct_claims WHERE is_denied AND is_submission_seen LIMIT 1"
        ).fetchone()
    assert row
    page.goto(f"{address}/claim?id={row[0]}")
    expect(page.get_by_text("Claim sent").first).to_be_visible()
    for told in page.get_by_text("The source segments").all():
        told.click()
    expect(page.get_by_text("CLM*").first).to_be_visible()


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
    with Lake(hostile_home).published() as connection:
        row = connection.execute("SELECT claim_id FROM marts.fct_claims WHERE is_denied LIMIT 1").fetchone()
    assert row
    for path in (*PATHS, "root-causes?look=Fastest+fixes", f"claim?id={row[0]}"):
        page.goto(f"{address}/{path}")
        settle(page)
        assert "taken" not in page.title()
        assert not page.evaluate(
            "document.querySelectorAll('form[action*=evil], img[src*=evil], a[href*=script]').length"
        )
        assert page.evaluate("getComputedStyle(document.body).display") != "none"
    assert not dialogs
