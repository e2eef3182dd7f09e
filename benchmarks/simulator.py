"""How fast the simulator is and how it grows: `python -m benchmarks.simulator [10000 100000 1000000]`."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
START, END = dt.date(2024, 1, 1), dt.date(2026, 6, 30)
GROWING = ("world_cpu_seconds", "truth_cpu_seconds", "x12_cpu_seconds", "ehr_and_fhir_cpu_seconds", "peak_gibibytes")
SIZES = (10_000, 100_000, 1_000_000)


def measure(claims: int) -> dict[str, float]:
    """One size in this process: seconds of world, truth, X12 files and other feeds; megabytes; the peak of memory."""
    from simulator.drops import Schedule
    from simulator.simulation import FEEDS, WRITERS
    from simulator.story import tell
    from simulator.truth import write_truth

    with tempfile.TemporaryDirectory() as folder:
        root, marks = Path(folder), [_clock()]
        story = tell(claims=claims, seed=7, profile="hospital", start=START, end=END)
        marks.append(_clock())
        write_truth(root / "truth", story)
        marks.append(_clock())
        schedule = Schedule(story.calendar, claims)
        sizes = [size for writer in WRITERS for _, size in writer(story, root / "inbox", schedule)]
        marks.append(_clock())
        rest = [each for each in FEEDS["all"] if each not in WRITERS]
        others = [size for writer in rest for _, size in writer(story, root / "inbox", schedule)]
        marks.append(_clock())
    cpu = [after[0] - before[0] for before, after in itertools.pairwise(marks)]
    wall = [after[1] - before[1] for before, after in itertools.pairwise(marks)]
    return {
        "claims": claims,
        "world_cpu_seconds": round(cpu[0], 2),
        "truth_cpu_seconds": round(cpu[1], 2),
        "world_and_truth_wall_seconds": round(wall[0] + wall[1], 2),
        **_written("x12", sizes, cpu[2], wall[2]),
        **_written("ehr_and_fhir", others, cpu[3], wall[3]),
        "peak_gibibytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2),
    }


def _written(name: str, sizes: list[int], cpu: float, wall: float) -> dict[str, float]:
    megabytes = sum(sizes) / 1e6
    return {
        f"{name}_files": len(sizes),
        f"{name}_megabytes": round(megabytes, 1),
        f"{name}_cpu_seconds": round(cpu, 2),
        f"{name}_megabytes_per_cpu_second": round(megabytes / cpu, 1),
        f"{name}_megabytes_per_wall_second": round(megabytes / wall, 1),
    }


def _clock() -> tuple[float, float]:
    return time.process_time(), time.perf_counter()


def main(sizes: list[int]) -> None:
    """Measures each size in a process of its own and keeps the dated result."""
    found = []
    for size in sizes:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.simulator", "--one", str(size)],
            capture_output=True,
            text=True,
            check=True,
        )
        found.append(json.loads(done.stdout))
        print(json.dumps(found[-1]))
    today = dt.datetime.now(dt.UTC).date().isoformat()
    growth = [
        {
            "claims": after["claims"],
            **{name: round(after[name] / before[name], 2) for name in GROWING if before[name]},
        }
        for before, after in itertools.pairwise(found)
    ]
    result = {
        "date": today,
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "load_average": round(os.getloadavg()[0], 1),
        "sizes": found,
        "times_the_size_before": growth,
    }
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"simulator-{today}.json").write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(int(sys.argv[2]))))
    elif sys.argv[1:] == ["--calibration"]:
        from benchmarks.calibration import write_page

        sys.exit(0 if write_page() else 1)
    elif sys.argv[1:] == ["--walk"]:
        from benchmarks import walk

        walk.write_page()
    else:
        main([int(each) for each in sys.argv[1:]] or list(SIZES))
