"""The chart's colours by the part they play; the colours themselves stand in ``.streamlit/config.toml``."""

from __future__ import annotations

from typing import Literal

import streamlit as st

Role = Literal["main", "target", "muted", "good", "bad", "other", "second"]
ROLES: tuple[Role, ...] = ("main", "target", "muted", "good", "bad", "other", "second")


def colour(role: Role) -> str:
    """The colour of a role in the theme that the reader has chosen."""
    return str(_options("chartCategoricalColors")[ROLES.index(role)])


def ramp() -> list[str]:
    """The colours from little to much."""
    return [str(each) for each in _options("chartSequentialColors")]


def text_colour() -> str:
    """The colour of the page's own text."""
    return str(st.get_option(f"theme.{kind()}.textColor"))


def page_colour() -> str:
    """The colour of the page itself."""
    return str(st.get_option(f"theme.{kind()}.backgroundColor"))


def _options(name: str) -> list[str]:
    return list(st.get_option(f"theme.{kind()}.{name}"))


def kind() -> str:
    """The reader's theme: ``light`` or ``dark``."""
    return "dark" if st.context.theme.type == "dark" else "light"


def printed(role: Role | Literal["text"]) -> str:
    """The colour of a role on paper: always the light theme's."""
    if role == "text":
        return str(st.get_option("theme.light.textColor"))
    return str(st.get_option("theme.light.chartCategoricalColors")[ROLES.index(role)])
