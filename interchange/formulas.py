"""Text that a spreadsheet would run: what an export writes in its place."""

from __future__ import annotations

from typing import Any

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "|")


def neutralise(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets an apostrophe before it; anything else is left as it is."""
    if isinstance(value, str) and value.startswith(DANGEROUS):
        return f"'{value}"
    return value
