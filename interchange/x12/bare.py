"""Sets and groups that were sent without an interchange around them: their separators are told by their own text."""

from __future__ import annotations

import re

GROUP = rb"GS(?P<e>[^A-Za-z0-9\s])[A-Z]{2}(?:(?P=e)[^\n~]{0,35}?){6}(?P=e)[A-Z0-9]{1,12}"
SET = rb"ST(?P<e>[^A-Za-z0-9\s])\d{3}(?P=e)[A-Za-z0-9 ]{1,9}(?:(?P=e)[A-Z0-9]{0,35})?"
BEGINNINGS = tuple(re.compile(each + rb"[ ]*(?!(?P=e))(?P<t>[^A-Za-z0-9 ])") for each in (GROUP, SET))
COMPONENT = ":"  # what stands inside a value is told nowhere without a header


def bare_separators(data: bytes, at: int) -> tuple[str, str, str] | None:
    """The element, component and segment separators of a GS or ST that stands at ``at``; None where none does."""
    found = next(filter(None, (each.match(data, at) for each in BEGINNINGS)), None)
    return (found["e"].decode("latin-1"), COMPONENT, found["t"].decode("latin-1")) if found else None
