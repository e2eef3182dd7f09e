"""Views that people keep under a name: which filters were set; one small file in the home folder."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import streamlit as st
from filelock import FileLock

from interchange.lake import write_atomically

MOST_VIEWS = 200
LONGEST_NAME = 60


def show(home: str, keys: Iterable[str]) -> None:
    """Draws what opens a kept view and what keeps the present one; the same name again replaces its view."""
    keys = tuple(keys)
    left, right = st.columns(2, vertical_alignment="bottom")
    views = read(home)
    left.selectbox(
        "Open a saved view",
        sorted(views),
        index=None,
        key="saved_view",
        placeholder="None chosen" if views else "None saved yet",
        on_change=_open,
        args=(home, keys),
    )
    with right, st.form("save_view", border=False):
        name, press = st.columns([3, 2], vertical_alignment="bottom")
        wanted = name.text_input("Save this view as", max_chars=LONGEST_NAME, placeholder="A name")
        if press.form_submit_button("Save view") and wanted.strip():
            write(home, wanted.strip(), {key: st.session_state[key] for key in keys if st.session_state.get(key)})
            st.rerun()


def read(home: str) -> dict[str, dict[str, Any]]:
    """Every kept view by name; none where nothing was kept or the file cannot be read."""
    try:
        stored = json.loads(_place(home).read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return stored if isinstance(stored, dict) else {}


def write(home: str, name: str, view: dict[str, Any]) -> None:
    """Keeps a view; of many the oldest goes."""
    with FileLock(f"{_place(home)}.lock", timeout=10):
        views = read(home)
        views.pop(name, None)
        kept = dict(list({**views, name: view}.items())[-MOST_VIEWS:])
        write_atomically(_place(home), json.dumps(kept, indent=2).encode())


def _open(home: str, keys: tuple[str, ...]) -> None:
    view = read(home).get(str(st.session_state["saved_view"]), {})
    for key in keys:
        st.session_state[key] = view.get(key, "All time" if key == "period" else [])
    st.session_state["saved_view"] = None


def _place(home: str) -> Path:
    return Path(home) / "views.json"
