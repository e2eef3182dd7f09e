"""Takes every page in both themes and three widths: ``python tests/e2e/screenshots.py [OUT]`` while the app runs.

Looks at http://127.0.0.1:8501, with Debian's chromium.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ADDRESS = "http://127.0.0.1:8501"
PAGES = {"overview": ""} | {
    name: name for name in ("root-causes", "payers", "kpis", "claim", "pre-bill", "huddle", "models", "data-health")
}
WIDTHS = (1440, 820, 390)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def settle(page: Page) -> None:
    """Waits until Streamlit has drawn everything."""
    page.wait_for_selector("h1", timeout=60_000)
    page.wait_for_selector("[data-test-script-state=notRunning]", timeout=60_000)
    page.wait_for_timeout(1_000)


def take_all(out: Path, address: str = ADDRESS) -> list[Path]:
    """Writes one PNG a page, theme and width; returns their paths."""
    out.mkdir(parents=True, exist_ok=True)
    taken = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for theme in ("light", "dark"):
            for width in WIDTHS:
                context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)  # type: ignore[arg-type]
                page = context.new_page()
                for name, place in PAGES.items():
                    page.goto(f"{address}/{place}")
                    settle(page)
                    height = page.evaluate(
                        "document.querySelector('[data-testid=stMainBlockContainer]').scrollHeight + 120"
                    )
                    page.set_viewport_size({"width": width, "height": min(int(height), 6_000)})
                    page.wait_for_timeout(800)
                    path = out / f"{name}_{theme}_{width}.png"
                    page.screenshot(path=path)
                    page.set_viewport_size({"width": width, "height": 900})
                    taken.append(path)
                context.close()
        browser.close()
    return taken


if __name__ == "__main__":
    for shot in take_all(Path(sys.argv[1] if len(sys.argv) > 1 else "data/screenshots")):
        sys.stdout.write(f"{shot}\n")
