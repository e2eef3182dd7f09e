"""Measures reading, writing, landing and the limit on this machine, in one run, and keeps the dated result."""

from __future__ import annotations

import datetime as dt
import json
import platform
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from interchange.lake import Lake
from interchange.landing import land
from interchange.vault import Vault
from interchange.x12 import read
from simulator import simulate

RESULTS = Path(__file__).parent / "results"


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    """Runs everything and prints a table."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        simulated = seconds(lambda: simulate(claims=20_000, seed=7, profile="hospital", out=root / "inbox"))
        contents = [path.read_bytes() for path in sorted((root / "inbox").rglob("*.edi"))]
        size = sum(map(len, contents)) / 1e6
        counted = seconds(lambda: [content.count(b"~") for content in contents])
        parsed = seconds(lambda: [read(content) for content in contents])
        lake = Lake(root / "home")
        landed = seconds(lambda: land([root / "inbox"], lake=lake, vault=Vault(lake.home)))
    result = {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "files": len(contents),
        "megabytes": round(size, 1),
        "simulate_mb_per_cpu_second": round(size / simulated, 2),
        "read_mb_per_cpu_second": round(size / parsed, 2),
        "land_mb_per_cpu_second": round(size / landed, 2),
        "count_terminators_mb_per_cpu_second": round(size / counted, 1),
        "read_to_limit_ratio": round(counted / parsed, 5),
    }
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{result['date']}.json").write_text(json.dumps(result, indent=2) + "\n")
    for name, value in result.items():
        print(f"{name:40} {value}")


if __name__ == "__main__":
    main()
