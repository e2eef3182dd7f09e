"""Charts as the specification that the browser draws, made once for the same data, options and theme."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

import streamlit as st
from altair.utils.schemapi import debug_mode

from app.charts.scales import Layered
from app.theme import kind

Asked = ParamSpec("Asked")
Spec = dict[str, Any]
MOST_KEPT = 500


def kept(draw: Callable[Asked, Layered]) -> Callable[Asked, Spec]:
    """Keeps what a chart's function draws: Altair takes tens of milliseconds for each, many readers see the same."""
    name = f"{draw.__module__}.{draw.__qualname__}"

    @wraps(draw)
    def drawn(*data: Asked.args, **options: Asked.kwargs) -> Spec:
        return _specify(name, kind(), data, options, draw)

    return drawn


@st.cache_data(max_entries=MOST_KEPT, show_spinner=False)
def _specify(  # the name and the theme are there for the key alone
    name: str,  # noqa: ARG001
    theme: str,  # noqa: ARG001
    data: Any,
    options: Any,
    _draw: Callable[..., Layered],
) -> Spec:
    """The specification without Altair's own sizes and colours, which give way to the page's."""
    with debug_mode(False):  # what is drawn is the same for every reader: checked by tests, not at each drawing
        spec: Spec = _draw(*data, **options).to_dict(validate=False)
    spec.pop("config", None)
    return spec
