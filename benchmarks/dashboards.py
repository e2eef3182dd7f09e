"""How fast the dashboards are, over Streamlit's own websocket: `python -m benchmarks.dashboards HOME [--seconds 300]`.

A cold first page, warm pages one reader at a time, and fifty readers who look at a page for 15 seconds, while builds
are published under them. HOME is a home with a published build; it is left with the same one published. Beside the time
stands the server's own processor time, which a busy machine does not change.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import dataclasses
import datetime as dt
import json
import os
import platform
import random
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from interchange.lake import Lake

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "results"
PAGES = ("", "root-causes", "payers", "kpis", "claim", "pre-bill", "huddle", "models", "data-health")
READERS, THINK_SECONDS, ROUNDS, STARTS = 50, 15.0, 5, 3
PUBLISH_EVERY_SECONDS = 20
LAST = 0  # finished, and not early for another run
TARGETS = {"cold_seconds": 3.0, "warm_p95_ms": 500, "readers_p95_ms": 1_000}


@dataclass
class Seen:
    """What a reader saw: milliseconds a page, and the pages that showed an error."""

    milliseconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Reader:
    """One browser's session without the browser: asks for pages and waits until the script has finished."""

    def __init__(self, port: int) -> None:
        self.url = f"ws://127.0.0.1:{port}/_stcore/stream"
        self.socket: Any = None

    async def __aenter__(self) -> Reader:
        from websockets.asyncio.client import connect

        self.socket = await connect(self.url, subprotocols=["streamlit"], max_size=None)  # type: ignore[list-item]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.socket.close()

    async def open(self, page: str, seen: Seen) -> None:
        """Asks for a page and waits for its last message."""
        from streamlit.proto.BackMsg_pb2 import BackMsg
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        wish = BackMsg()
        wish.rerun_script.page_name = page
        wish.rerun_script.query_string = ""
        start = time.perf_counter()
        await self.socket.send(wish.SerializeToString())
        while True:
            told = ForwardMsg.FromString(await self.socket.recv())
            if told.WhichOneof("type") == "delta" and _is_error(told.delta):
                seen.errors.append(page or "overview")
            if told.WhichOneof("type") == "script_finished" and told.script_finished == LAST:
                break
        seen.milliseconds.append((time.perf_counter() - start) * 1000)


def _is_error(delta: Any) -> bool:
    element = delta.new_element
    kind = element.WhichOneof("type")
    return bool(kind == "exception" or (kind == "alert" and "could not be shown" in element.alert.body))


@contextlib.contextmanager
def serving(home: Path) -> Iterator[tuple[int, int]]:
    """The app on a port of its own; gives the port and the process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "app", "--port", str(port), "--home", str(home)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_until_up(port)
            yield port, server.pid
        finally:
            server.terminate()


def _wait_until_up(port: int) -> None:
    for _ in range(600):
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health"):
            return
        time.sleep(0.1)
    raise TimeoutError(port)


def first_pages(home: Path) -> dict[str, Any]:
    """Seconds until the first reader of a fresh server has the overview, and until a server answers at all."""
    starts, waits, works = [], [], []
    for _ in range(STARTS):
        begun = time.perf_counter()
        with serving(home) as (port, pid):
            starts.append(time.perf_counter() - begun)
            before = cpu_seconds(pid)
            waits.append(asyncio.run(first_page(port)))
            works.append(cpu_seconds(pid) - before)
    return {
        "cold_seconds": round(statistics.median(waits), 2),
        "cold_cpu_seconds": round(statistics.median(works), 2),
        "cold_each": [round(each, 2) for each in waits],
        "server_start_seconds": round(statistics.median(starts), 2),
    }


async def first_page(port: int) -> float:
    """Seconds until a new reader has the overview."""
    seen = Seen()
    async with Reader(port) as reader:
        await reader.open("", seen)
    return seen.milliseconds[0] / 1000


async def warm_pages(port: int) -> dict[str, Seen]:
    """Each page some times in a row, by one reader, after it was opened once."""
    found = {}
    async with Reader(port) as reader:
        for page in PAGES:
            await reader.open(page, Seen())
            found[page or "overview"] = seen = Seen()
            for _ in range(ROUNDS):
                await reader.open(page, seen)
    return found


async def many_readers(port: int, seconds: float) -> Seen:
    """Fifty readers, each a page and then a think, for as long as asked."""
    seen, until = Seen(), time.monotonic() + seconds

    async def read(number: int) -> None:
        chance = random.Random(number)
        await asyncio.sleep(chance.uniform(0, THINK_SECONDS))
        async with Reader(port) as reader:
            while time.monotonic() < until:
                await reader.open(chance.choice(PAGES), seen)
                await asyncio.sleep(chance.uniform(0.5, 1.5) * THINK_SECONDS)

    await asyncio.gather(*(read(number) for number in range(READERS)))
    return seen


async def under_publishing(home: Path, port: int, pid: int, seconds: float) -> tuple[Seen, list[float], int]:
    """The readers, the server's memory as they read, and how often a build was published under them.

    Each publication has a name and a snapshot of its own, so that nothing of the one before answers for it.
    """
    lake, memory, published = Lake(home), [], 0
    current = lake.read_publication()
    if current is None:
        raise SystemExit(f"nothing is published under {home}")
    reading = asyncio.create_task(many_readers(port, seconds))
    try:
        while not reading.done():
            await asyncio.sleep(PUBLISH_EVERY_SECONDS)
            memory.append(_megabytes(pid))
            snapshot = current.snapshot_id - published % 2
            renamed = dataclasses.replace(current, build_id=f"{current.build_id}-{published}", snapshot_id=snapshot)
            lake.write_publication(renamed)
            published += 1
        return await reading, memory, published
    finally:
        lake.write_publication(current)


def _megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return float(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) / 1024


def cpu_seconds(pid: int) -> float:
    """The processor time that a process has taken, its own and the system's for it."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def p95(values: list[float]) -> float:
    """The 95th percentile, by nearest rank."""
    return sorted(values)[max(round(0.95 * len(values)) - 1, 0)]


def measure(home: Path, seconds: float) -> dict[str, Any]:
    """All of it, in the order of the heading."""
    cold = first_pages(home)
    with serving(home) as (port, pid):
        warm = asyncio.run(warm_pages(port))
        alone = [each for seen in warm.values() for each in seen.milliseconds]
        before = cpu_seconds(pid)
        seen, memory, published = asyncio.run(under_publishing(home, port, pid, seconds))
        work = cpu_seconds(pid) - before
    return {
        **cold,
        "warm_p95_ms": round(p95(alone)),
        "warm_median_ms": {page: round(statistics.median(each.milliseconds)) for page, each in warm.items()},
        "readers": READERS,
        "readers_seconds": seconds,
        "readers_pages": len(seen.milliseconds),
        "readers_median_ms": round(statistics.median(seen.milliseconds)),
        "readers_p95_ms": round(p95(seen.milliseconds)),
        "readers_cpu_ms_a_page": round(1000 * work / len(seen.milliseconds)),
        "publications_under_readers": published,
        "errors": len(seen.errors) + sum(len(each.errors) for each in warm.values()),
        "memory_megabytes": [round(each) for each in memory],
    }


def main() -> None:
    """Measures, prints, and keeps the dated result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--seconds", type=float, default=300)
    asked = parser.parse_args()
    now, load = dt.datetime.now(dt.UTC), os.getloadavg()[0]
    with Lake(asked.home).published() as connection:
        row = connection.execute("SELECT count(*) FROM marts.fct_claims").fetchone()
    result = {
        "date": now.date().isoformat(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "load_before": round(load, 1),
        "claims": row[0] if row else 0,
        **measure(asked.home.resolve(), asked.seconds),
        "targets": TARGETS,
    }
    place = RESULTS / f"dashboards-{result['date']}.json"
    place.write_text(json.dumps(result, indent=2) + "\n")
    sys.stdout.write(place.read_text())


if __name__ == "__main__":
    main()
