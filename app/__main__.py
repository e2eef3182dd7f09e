"""Starts the dashboards on 127.0.0.1: ``python -m app --home DIR [--port 8501]``."""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
# What the first page needs: imported before the server answers, so that no reader waits for it.
EARLY = ("pandas", "altair", "duckdb", "pyarrow")


def main() -> None:
    """Becomes Streamlit's server."""
    parser = argparse.ArgumentParser(prog="python -m app", description=__doc__)
    parser.add_argument("--home", default="data")
    parser.add_argument("--port", type=int, default=8501)
    asked = parser.parse_args()
    for name in EARLY:
        importlib.import_module(name)
    from streamlit.web import cli

    options = ["--server.address", "127.0.0.1", "--server.port", str(asked.port), "--server.headless", "true"]
    options += ["--browser.gatherUsageStats", "false"]
    sys.argv = ["streamlit", "run", str(ROOT / "app" / "main.py"), *options, "--", "--home", asked.home]
    cli.main()


if __name__ == "__main__":
    main()
