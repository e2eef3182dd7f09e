"""The router: which pages there are. ``python -m app --home DIR`` starts it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import streamlit as st

# Streamlit puts app/ first on the path; the packages beside it are found from the root.
sys.path.insert(0, str(Path(__file__).parents[1]))

from app.page import guarded
from app.views import claim, data_health, huddle, kpis, models, overview, payers, prebill, root_causes

ICON = Path(__file__).parent / "assets" / "icon.svg"


def page(show: Callable[[], None], title: str, path: str, *, default: bool = False) -> st.Page:
    """A page whose errors show a reference only."""

    def run() -> None:
        with guarded():
            show()

    run.__name__ = path.replace("-", "_")
    return st.Page(run, title=title, url_path=None if default else path, default=default)


# Queues, letters and sign-in by role get sections of their own when they come.
PAGES = [
    page(overview.show, "Overview", "overview", default=True),
    page(root_causes.show, "Root causes", "root-causes"),
    page(payers.show, "Payers", "payers"),
    page(kpis.show, "KPIs", "kpis"),
    page(claim.show, "Claim", "claim"),
    page(prebill.show, "Pre-bill", "pre-bill"),
    page(huddle.show, "Huddle", "huddle"),
    page(models.show, "Models", "models"),
    page(data_health.show, "Data health", "data-health"),
]

st.set_page_config(page_title="Overturn", page_icon=str(ICON), layout="wide", initial_sidebar_state="auto")
st.navigation(PAGES, position="top").run()
