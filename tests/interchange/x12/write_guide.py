"""Rewrites the part of docs/x12.md that the specs tell: ``python -m tests.interchange.x12.write_guide``."""

from __future__ import annotations

from pathlib import Path

from interchange.x12.guide import describe

PAGE = Path(__file__).parents[3] / "docs" / "x12.md"
MARK = "is component 2 of element 4.\n\n"

if __name__ == "__main__":
    PAGE.write_text(PAGE.read_text().split(MARK)[0] + MARK + describe())
