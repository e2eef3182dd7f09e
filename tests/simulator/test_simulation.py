"""The simulation: the same bytes each time, files that balance, rates and limits that are credible, truth apart."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from sklearn.metrics import roc_auc_score

from interchange.x12 import read
from simulator import simulate
from simulator.catalogue import npi
from simulator.world import draw_claims, make_world

ROOT = Path(__file__).parents[2]
FRESH_SEED = 4_242


def test_the_same_seed_gives_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    script = "import sys; from pathlib import Path; from simulator import simulate; "
    script += "simulate(claims=300, seed=5, profile='hospital', out=Path(sys.argv[1]))"
    digests = []
    for hash_seed in ("0", "977"):
        out = tmp_path / hash_seed
        subprocess.run(
            [sys.executable, "-c", script, str(out)],
            cwd=ROOT,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
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


@pytest.mark.parametrize("profile", ["hospital", "office"])
def test_on_a_fresh_seed_rates_and_the_best_possible_forecast_stay_in_their_bands(profile: str) -> None:
    world = make_world(seed=FRESH_SEED, profile=profile, days=546)
    claims = draw_claims(world, claims=20_000, weekday_of_first=2)
    denied = (np.random.default_rng(1).random(claims.chances.shape) < claims.chances).any(axis=0)
    assert 0.11 < denied.mean() < 0.20
    assert 0.84 < roc_auc_score(denied, claims.best_probability) < 0.885


def test_the_stated_chance_is_what_happens(drop: Path) -> None:
    truth = pq.read_table(drop / "truth" / "claims.parquet").to_pandas()
    denied = truth["first_reason"] != ""
    spread = float(np.sqrt((truth["best_probability"] * (1 - truth["best_probability"])).sum()))
    assert abs(denied.sum() - truth["best_probability"].sum()) < 4 * spread


def test_an_identifier_has_a_valid_check_digit() -> None:
    digits = [int(digit) for digit in "80840" + npi(70000001)]
    doubled = [each if place % 2 == 0 else each * 2 - 9 * (each > 4) for place, each in enumerate(reversed(digits))]
    assert sum(doubled) % 10 == 0


def test_a_profile_that_is_not_known_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="hospital or office"):
        simulate(claims=10, seed=1, profile="clinic", out=tmp_path)
