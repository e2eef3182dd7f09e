"""Readers see whole builds that passed, and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from interchange.lake import Lake
from orchestration.exit_codes import ChecksFailedError, NothingThereError
from orchestration.pipeline import freshness, steps
from orchestration.pipeline.state import read_state
from orchestration.settings import PROJECT, Settings

READER = """
    import json, sys, time
    from pathlib import Path
    from interchange.lake import Lake
    lake, stop = Lake(Path(sys.argv[1])), Path(sys.argv[2])
    seen = []
    while not stop.exists():
        with lake.published() as connection:
            counted = connection.execute("SELECT sum(denominator) FROM marts.rpt_kpis").fetchone()[0]
            time.sleep(0.02)
            held = connection.execute("SELECT count(*) FROM marts.fct_remittances").fetchone()[0]
        seen.append((int(counted), int(held)))
        stop.with_name(f"seen_{int(counted)}").touch()
    print(json.dumps(seen))
"""


def _fail_a_test(settings: Settings) -> None:
    (settings.dbt_project / "tests").mkdir(exist_ok=True)
    (settings.dbt_project / "tests" / "assert_never.sql").write_text("select 1 as row from {{ ref('rpt_kpis') }}")


def test_nothing_can_be_published_before_a_build(settings: Settings) -> None:
    with pytest.raises(NothingThereError, match="overturn build"):
        steps.publish(settings)
    with pytest.raises(NothingThereError, match="overturn land"):
        steps.build(settings)


def test_publishing_the_same_build_again_changes_nothing(settings: Settings, drop: Path) -> None:
    steps.land_files(settings, paths=[drop])
    steps.build(settings)
    first = steps.publish(settings)
    pointer = (settings.home / "published.json").read_bytes()
    assert steps.publish(settings) == first
    assert (settings.home / "published.json").read_bytes() == pointer


def test_a_failed_test_keeps_readers_on_the_build_before(settings: Settings, drop: Path) -> None:
    steps.land_files(settings, paths=[drop])
    steps.build(settings)
    before = steps.publish(settings)
    _fail_a_test(settings)
    with pytest.raises(ChecksFailedError, match="assert_never"):
        steps.build(settings)
    with pytest.raises(ChecksFailedError, match="assert_never"):
        steps.publish(settings)
    assert Lake(settings.home).read_publication() == before


def test_a_build_that_was_cut_off_is_not_published(settings: Settings, drop: Path) -> None:
    steps.land_files(settings, paths=[drop])
    steps.build(settings)
    steps.begin_build(settings)
    with pytest.raises(ChecksFailedError, match="did not finish"):
        steps.publish(settings)


@pytest.mark.slow
def test_a_reader_in_a_loop_never_errs_nor_mixes_builds(settings: Settings, drop: Path, tmp_path: Path) -> None:
    remittances = sorted(drop.rglob("835_*.edi"))
    half = len(remittances) // 2
    steps.land_files(settings, paths=remittances[:half])
    steps.build(settings)
    steps.publish(settings)
    stop = tmp_path / "stop"
    command = [sys.executable, "-c", textwrap.dedent(READER), str(settings.home), str(stop)]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reader:
        wait_for_builds(tmp_path, 1)
        steps.land_files(settings, paths=remittances[half:])
        steps.build(settings)
        steps.publish(settings)
        wait_for_builds(tmp_path, 2)
        stop.touch()
        said, complaint = reader.communicate(timeout=60)
    assert reader.returncode == 0, complaint.decode()
    seen = json.loads(said)
    assert len({tuple(each) for each in seen}) == 2, "the reader saw both builds"
    assert all(counted == held for counted, held in seen)


def wait_for_builds(folder: Path, count: int) -> None:
    """Until the reader has noted so many builds, or a minute has gone by."""
    for _ in range(600):
        if len(list(folder.glob("seen_*"))) >= count:
            return
        time.sleep(0.1)


def test_steps_wait_until_their_inputs_change(settings: Settings, drop: Path) -> None:
    settings.inbox.mkdir(parents=True)
    everything = ["land", "build", "train", "score", "evaluate", "publish"]
    assert freshness.pending_steps(settings) == everything
    for path in drop.rglob("*.edi"):
        (settings.inbox / path.name).write_bytes(path.read_bytes())
    steps.land_files(settings)
    assert freshness.pending_steps(settings) == everything[1:]
    steps.build(settings)
    assert freshness.pending_steps(settings) == everything[2:]
    (settings.dbt_project / "models" / "another.sql").write_text("select 1 as one")
    assert freshness.pending_steps(settings) == everything[1:]


def test_a_build_names_the_last_day_of_its_data(settings: Settings, drop: Path) -> None:
    steps.land_files(settings, paths=[drop])
    steps.build(settings)
    published = steps.publish(settings)
    with Lake(settings.home).published() as connection:
        last = connection.execute("SELECT max(remitted_date) FROM marts.fct_remittances").fetchone()
    assert last == (published.data_through,)
    built = read_state(settings, "build")
    assert built is not None
    assert published.build_id == built["build_id"]
