"""The option that rewrites the golden answers: never on by itself."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds --rewrite-golden."""
    said = "rewrite expect.json where the build says otherwise, and print each difference (use with -s)"
    parser.addoption("--rewrite-golden", action="store_true", help=said)
