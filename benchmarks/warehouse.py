"""What a build costs: ``python -m benchmarks.warehouse --claims 2000 [--times 5] [--json]``.

Simulates and lands in a temporary home, lays that world so many times side by side, then builds: at first, again with
nothing new, and with a batch of 1,000 claims more. CPU- and wall seconds with checks and every data test, peak memory
of the process, bytes of the build's file and of the lake, the slowest nodes, and the seconds in which K1 is traced.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.side_by_side import lay_side_by_side
from interchange.lake import Lake
from orchestration.answers.tracing import trace_kpi
from orchestration.pipeline import steps
from orchestration.settings import Settings, export_settings
from simulator import simulate

BATCH = 1_000


def measure(claims: int, *, home: Path, times: int = 1) -> dict[str, Any]:
    """Every figure of one size, by name."""
    settings = Settings(home=home)
    export_settings(settings)
    found: dict[str, Any] = {"claims": claims * times, "date": dt.datetime.now(dt.UTC).date().isoformat()}
    with timed(found, "simulate"):
        simulate(claims=claims, seed=11, profile="hospital", out=settings.inbox, truth=settings.truth)
    with timed(found, "land"):
        steps.land_files(settings)
    if times > 1:
        with timed(found, "lay_side_by_side"):
            lay_side_by_side(Lake(home), times)
    with timed(found, "first_build"):
        found["node_count"] = steps.build(settings)["node_count"]
    found["slowest_nodes"] = slowest_nodes(settings)
    steps.publish(settings)
    with timed(found, "second_build"):
        steps.build(settings)
    simulate(claims=BATCH, seed=12, profile="hospital", out=home / "batch")
    with timed(found, "batch"):
        steps.land_files(settings, paths=[home / "batch"])
        steps.build(settings)
    steps.publish(settings)
    with timed(found, "trace_k1"):
        found["traced_rows"] = len(trace_kpi(settings, "K1", limit=20))
    found["build_file_bytes"] = settings.build_file.stat().st_size
    found["lake_bytes"] = sum(each.stat().st_size for each in Lake(home).data.rglob("*.parquet"))
    found["peak_memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return found


def slowest_nodes(settings: Settings, count: int = 12) -> dict[str, float]:
    """Wall seconds of the nodes that took longest in dbt's last run, by name."""
    results = json.loads((settings.dbt_target / "run_results.json").read_text())["results"]
    ranked = sorted(results, key=lambda each: -each["execution_time"])[:count]
    return {each["unique_id"].split(".")[2]: round(each["execution_time"], 2) for each in ranked}


@contextlib.contextmanager
def timed(found: dict[str, Any], name: str) -> Iterator[None]:
    """Notes wall and CPU seconds of a step under its name."""
    wall, cpu = time.monotonic(), time.process_time()
    yield
    found[f"{name}_seconds"] = round(time.monotonic() - wall, 1)
    found[f"{name}_cpu_seconds"] = round(time.process_time() - cpu, 1)


def main() -> None:
    """Prints one line a figure, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=2_000)
    parser.add_argument("--times", type=int, default=1, help="how many such worlds stand side by side")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        found = measure(options.claims, home=Path(home), times=options.times)
    lines = [json.dumps(found)] if options.json else [f"{name:<28} {value}" for name, value in found.items()]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
