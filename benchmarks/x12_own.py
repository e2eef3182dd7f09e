"""Our own reader in one process: `python -m benchmarks.x12_own WHAT PATH`, one JSON object; times are CPU-seconds.

``arrow`` reads into tables, ``two`` compares two workers with one by the clock, ``stream`` reads a file of any size in
parts, ``lake`` lands a file or a folder in a new lake on disk, ``first`` compiles the kernels as on a new machine.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.x12_peers import peak_mebibytes

MEGA = 1e6
REPEATS = 5


def read_to_arrow(path: Path) -> dict[str, Any]:
    """The best of some runs."""
    from interchange import x12

    content = path.read_bytes()
    taken = min(_timed(lambda: x12.read(content))[0] for _ in range(REPEATS))
    return {"mb_s": round(len(content) / MEGA / taken, 1)}


def compare_workers(path: Path) -> dict[str, Any]:
    """One worker and two, by turns; the ratio is of the clock, so it wants a machine with two idle cores."""
    from interchange import x12

    content = path.read_bytes()
    runs = [[_timed(lambda n=n: x12.read(content, workers=n)) for n in (1, 2)] for _ in range(REPEATS)]  # type: ignore[misc]
    (cpu, wall), (cpu_of_two, wall_of_two) = ([min(run[n][each] for run in runs) for each in (0, 1)] for n in (0, 1))
    return {"two_workers_speedup": round(wall / wall_of_two, 2), "two_workers_cpu": round(cpu_of_two / cpu, 2)}


def read_in_parts(path: Path) -> dict[str, Any]:
    """Every row, none of them kept."""
    from interchange import x12

    def read() -> int:
        with path.open("rb") as source:
            parts = x12.open_stream(source)
            return sum(each.num_rows for part in parts for made in part.tables.values() for each in made)

    taken, _ = _timed(read)
    return {"stream_mb_s": round(path.stat().st_size / MEGA / taken, 1), "stream_peak_mib": peak_mebibytes()}


def land_in_lake(path: Path) -> dict[str, Any]:
    """Into a new lake with the raw tables made and the kernels loaded by a first file."""
    from interchange.lake import Lake
    from interchange.landing import land
    from interchange.vault import Vault

    files = [path] if path.is_file() else sorted(path.iterdir())
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        land([path.parent / "first.835"], lake=Lake(home), vault=Vault(home))
        taken, wall = _timed(lambda: land(files, lake=Lake(home), vault=Vault(home)))
    size = sum(each.stat().st_size for each in files) / MEGA
    found = {"lake_mb_s": round(size / taken, 1), "lake_mb_s_by_clock": round(size / wall, 1)}
    return {**found, "lake_files_s": round(len(files) / taken, 1), "lake_peak_mib": peak_mebibytes()}


def use_first(path: Path) -> dict[str, Any]:
    """The first file on a machine and the second, in a process each: with a copy of the package, nothing stored."""
    with tempfile.TemporaryDirectory() as folder:
        kept = shutil.ignore_patterns("__pycache__")
        shutil.copytree(Path(__file__).parents[1] / "interchange", Path(folder) / "interchange", ignore=kept)
        command = f"from pathlib import Path; from interchange import x12; x12.read(Path({str(path)!r}).read_bytes())"
        environment = {**os.environ, "HOME": folder, "PYTHONPATH": folder}
        taken = []
        for _ in range(2):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, "-c", command], cwd=folder, env=environment, check=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            taken.append(round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 2))
    return {"first_use_ever_s": taken[0], "first_use_of_a_process_s": taken[1]}


def _timed(run: Callable[[], object]) -> tuple[float, float]:
    start, begun = time.process_time(), time.perf_counter()
    run()
    return time.process_time() - start, time.perf_counter() - begun


MEASURES = {
    "arrow": read_to_arrow,
    "two": compare_workers,
    "stream": read_in_parts,
    "lake": land_in_lake,
    "first": use_first,
}

if __name__ == "__main__":
    print(json.dumps(MEASURES[sys.argv[1]](Path(sys.argv[2]))))
