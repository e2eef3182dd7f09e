"""The simulation: the same bytes each time, files that balance, truth apart from what is landed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from interchange.x12 import read
from simulator import simulate
from simulator.identity import npi

ROOT = Path(__file__).parents[2]


def test_the_same_seed_gives_the_same_bytes_whatever_the_hash_seed_and_the_number_of_threads(tmp_path: Path) -> None:
    script = "import sys; from pathlib import Path; from simulator import simulate; out = Path(sys.argv[1]); "
    script += "simulate(claims=300, seed=5, profile='hospital', out=out / 'inbox', truth=out / 'truth', feeds='all')"
    digests = []
    for hash_seed, number in (("0", "1"), ("977", "7")):
        threads = {"OMP_NUM_THREADS": number, "OPENBLAS_NUM_THREADS": number}
        out = tmp_path / hash_seed
        subprocess.run(
            [sys.executable, "-c", script, str(out)],
            cwd=ROOT,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": hash_seed, **threads},
        )
        files = sorted(path for path in out.rglob("*") if path.is_file())
        content = b"".join(str(path.relative_to(out)).encode() + path.read_bytes() for path in files)
        digests.append(hashlib.sha256(content).hexdigest())
    assert digests[0] == digests[1]


def test_every_file_is_read_without_a_finding_so_all_of_it_balances(drop: Path) -> None:
    files = sorted((drop / "inbox").rglob("*.edi"))
    assert len(files) > 100
    for path in files:
        reading = read(path.read_bytes(), strict=True)
        assert not reading.findings, path.name
        assert not reading.quarantined, path.name


def test_the_truth_lies_apart_from_what_is_landed(drop: Path, tmp_path: Path) -> None:
    assert (drop / "truth" / "claims.parquet").exists()
    assert {path.suffix for path in (drop / "inbox").rglob("*") if path.is_file()} == {".edi"}
    with pytest.raises(ValueError, match="truth"):
        simulate(claims=10, seed=1, profile="office", out=tmp_path, truth=tmp_path / "truth")


def test_no_figure_of_the_truth_is_written_into_a_file_that_is_landed(drop: Path) -> None:
    figures = pq.read_table(drop / "truth" / "claims.parquet", columns=["best_probability"]).column(0).to_pylist()
    inbox = b"".join(path.read_bytes() for path in (drop / "inbox").rglob("*.edi"))
    assert not [each for each in figures[::37] if f"{each:.6f}".encode() in inbox]


def test_a_claim_that_the_truth_calls_denied_is_first_answered_with_a_denial(drop: Path) -> None:
    denied = pq.read_table(drop / "truth" / "denials.parquet").to_pylist()
    told: dict[tuple[str, str], set[str]] = {}
    for path in sorted((drop / "inbox").rglob("835*.edi")):
        tables = read(path.read_bytes()).tables
        claims = {row["segment_ordinal"]: row["patient_control_number"] for row in tables["x12_835_claims"].to_pylist()}
        lines = {row["segment_ordinal"]: row["line_control_number"] for row in tables["x12_835_lines"].to_pylist()}
        for row in tables["x12_835_adjustments"].to_pylist():
            number = lines[row["line_segment"]].split("L")[1]
            told.setdefault((claims[row["claim_segment"]], number), set()).add(row["carc"])
    seen = [each for each in denied if (each["patient_control_number"], str(each["line_number"])) in told]
    assert len(seen) > 0.7 * len(denied)
    silent = [e for e in seen if e["carc"] not in told[e["patient_control_number"], str(e["line_number"])]]
    assert not silent


def test_an_identifier_has_a_valid_check_digit() -> None:
    digits = [int(digit) for digit in "80840" + npi(70000001)]
    doubled = [each if place % 2 == 0 else each * 2 - 9 * (each > 4) for place, each in enumerate(reversed(digits))]
    assert sum(doubled) % 10 == 0


def test_a_profile_that_is_not_known_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="hospital or office"):
        simulate(claims=10, seed=1, profile="clinic", out=tmp_path)
