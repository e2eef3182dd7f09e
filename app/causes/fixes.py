"""What to do: the preventable dollars, the first action of each cluster, and what keeps coming back."""

from __future__ import annotations

from typing import Any

import streamlit as st

from app.charts.bars import describe_bars, pareto
from app.exhibits import show_chart, show_table
from app.page import Build
from app.queries import denials
from app.wording import plain, say_dollars


def show_preventable(build: Build, chosen: dict[str, Any]) -> None:
    """Pareto of the dollars that better work up front would have saved."""
    split = denials.preventable(build.at, chosen)
    if split.empty:
        st.info("None of these denials is marked as preventable.")
        return
    words = f"{describe_bars(split, what='denied for preventable reasons')} Beside each: with all before it."
    show_chart(build, pareto(split), words=words, data=split, name="preventable_dollars")


def show_fixes(build: Build, chosen: dict[str, Any]) -> None:
    """The first action by payer and code, with the open dollars it addresses."""
    found = denials.fixes(build.at, chosen)
    if found.empty:
        st.info("No dollars are open here, so there is nothing to fix.")
        return
    first = found.iloc[0]
    st.markdown(
        f"**Start here:** {plain(first['code'])} at {plain(first['payer'])}, {plain(say_dollars(first['open']))} still "
        f"open, owner {plain(first['owner'])}. {plain(first['fix'])}."
    )
    show_table(build, found, name="fastest_fixes", words="First action by payer and code, the most open dollars first.")


def show_repeats(build: Build, chosen: dict[str, Any]) -> None:
    """The same provider, payer, code and procedure denied again: a habit that one mend ends."""
    found = denials.repeats(build.at, chosen)
    if found.empty:
        st.info("Nothing was denied twice for the same provider, payer, code and procedure.")
        return
    first = found.iloc[0]
    words = (
        f"{first['code']} at {first['payer']} for procedure {first['procedure']} of {first['provider']} "
        f"was denied {first['denials']} times, {say_dollars(first['denied'])} in all."
    )
    st.markdown(f"**Most costly habit:** {plain(words)}")
    show_table(build, found, name="repeat_denials", words=words)
