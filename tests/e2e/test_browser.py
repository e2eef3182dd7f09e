"""One journey in a real browser: from files to a figure on a page, and on to its proof."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from interchange.lake import Lake

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
needs_chromium = pytest.mark.skipif(not CHROMIUM.exists(), reason="no chromium here: apt-get install -y chromium")


@pytest.fixture(scope="module")
def address(published_home: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app/main.py", "--server.port", str(port)]
    with subprocess.Popen(
        [*command, "--", "--home", str(published_home)], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            wait_until_up(f"http://127.0.0.1:{port}/_stcore/health")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def wait_until_up(url: str) -> None:
    for _ in range(120):
        try:
            with urllib.request.urlopen(url):  # noqa: S310 - our own server on loopback
                return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(url)


@pytest.mark.browser
@needs_chromium
def test_from_files_to_a_figure_on_the_page_and_down_to_its_rows(address: str, published_home: Path) -> None:
    from playwright.sync_api import expect, sync_playwright

    with Lake(published_home).published() as connection:
        row = connection.execute(
            "SELECT value FROM marts.rpt_kpis WHERE kpi_id = 'K1' AND period_grain = 'all' AND slice_dimension IS NULL"
        ).fetchone()
    assert row
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.goto(address)
        expect(page.get_by_role("heading", name="Denials overview")).to_be_visible(timeout=60_000)
        expect(page.get_by_text(f"{float(row[0]) * 100:.1f}%", exact=True).first).to_be_visible(timeout=60_000)
        page.get_by_role("link", name="Root causes").click()
        expect(page.get_by_text("add up to the total above, to the cent")).to_be_visible(timeout=60_000)
        expect(page.get_by_text("largest, each with its place in the file")).to_be_visible(timeout=60_000)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        browser.close()
    assert not [
        url for url in requests if not url.startswith((address, "data:", "blob:", address.replace("http", "ws")))
    ]
