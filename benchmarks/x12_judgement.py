"""Judging what was read: `python -m benchmarks.x12_judgement [--megabytes 20] [--json]`, in MB per CPU-second.

A simulated 835 and 837P are read once; then every rule looks at their columns, three times, of which the best counts.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.x12_file import write_file
from interchange.x12 import judge, read

RESULTS = Path(__file__).parent / "results"
REPEATS = 3


def measured(kind: str, megabytes: float) -> dict[str, float]:
    """Bytes of a simulated file of one kind, findings on it, and its judgement's speed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"measured.{kind}"
        size = write_file(path, megabytes, kind=kind)
        content = path.read_bytes()
    reading, times = read(content), []
    for _ in range(REPEATS):
        begun = time.process_time()
        found = judge(reading, content)
        times.append(time.process_time() - begun)
    return {"megabytes": round(size / 1e6, 1), "findings": len(found), "mb_s": round(size / 1e6 / min(times), 1)}


def main() -> None:
    """Measures both kinds, prints them, and keeps a dated result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=20)
    parser.add_argument("--json", action="store_true", help="print JSON, and keep nothing")
    asked = parser.parse_args()
    told = {kind: measured(kind, asked.megabytes) for kind in ("835", "837P")}
    if asked.json:
        json.dump(told, sys.stdout, indent=2)
        return
    for kind, each in told.items():
        sys.stdout.write(f"{kind}: {each['mb_s']} MB per CPU-second on {each['megabytes']} MB\n")
    result = RESULTS / f"x12-judgement-{dt.datetime.now(dt.UTC):%Y-%m-%d}.json"
    result.write_text(json.dumps(told, indent=2) + "\n")


if __name__ == "__main__":
    main()
