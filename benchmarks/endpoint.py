"""The scoring endpoint's delay: ``python -m benchmarks.endpoint --home HOME`` asks it for single claims, one at a time.

The home needs a build and a champion (`make demo` makes one). Asked in the process itself, so without a network.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import time
from pathlib import Path

import numpy as np
from fastapi.testclient import TestClient

from orchestration.answers.forecasts import load_waiting
from orchestration.scoring_api import make_api, token_file
from orchestration.settings import Settings, export_settings

CALLS = 1_000


def delays(settings: Settings, *, calls: int, explain: bool) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Milliseconds of each of so many calls for one claim; the first, which loads, is left out."""
    client = TestClient(make_api(settings), headers={"Authorization": f"Bearer {token_file(settings).read_text()}"})
    claims = itertools.cycle(load_waiting(settings).index[:200])
    found = np.empty(calls + 1)
    for call in range(calls + 1):
        question = {"claims": [{"claim_id": str(next(claims))}], "explain": explain}
        start = time.perf_counter()
        client.post("/v1/score", json=question).raise_for_status()
        found[call] = (time.perf_counter() - start) * 1_000
    return found[1:]


def main() -> None:
    """Prints the middle and the 99th percentile as JSON, with and without an explanation."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.endpoint", description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    settings = Settings(home=parser.parse_args().home.resolve())
    export_settings(settings)
    found = {}
    for name, explain, calls in (("single", False, CALLS), ("explained", True, CALLS // 10)):
        took = delays(settings, calls=calls, explain=explain)
        found |= {f"{name}_p50_ms": np.median(took).round(2), f"{name}_p99_ms": np.quantile(took, 0.99).round(2)}
    sys.stdout.write(json.dumps({name: float(value) for name, value in found.items()}) + "\n")


if __name__ == "__main__":
    main()
