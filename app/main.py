"""The router: which pages there are. Start with ``streamlit run app/main.py -- --home DIR``."""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st

# Streamlit puts app/ first on the path; the packages beside it are found from the root.
sys.path.insert(0, str(Path(__file__).parents[1]))

from app.page import guarded
from app.views import overview, root_causes

ICON = Path(__file__).parent / "assets" / "icon.svg"


def show_overview() -> None:
    """The Overview page."""
    with guarded():
        overview.show()


def show_root_causes() -> None:
    """The Root causes page."""
    with guarded():
        root_causes.show()


st.set_page_config(page_title="Overturn", page_icon=str(ICON), layout="wide", initial_sidebar_state="auto")
PAGES = [
    st.Page(show_overview, title="Overview", default=True),
    st.Page(show_root_causes, title="Root causes", url_path="root-causes"),
]
st.navigation(PAGES, position="top").run()
