"""D11: nobody else on the machine can read what lies under home, whatever the umask was before."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from orchestration.doctor.health_data import open_to_others
from orchestration.exit_codes import ExitCode
from orchestration.settings import Settings

GOLDEN = Path(__file__).parents[1] / "golden" / "835" / "full_denial" / "input"


@pytest.fixture
def _careless() -> Iterator[None]:
    """The umask of most machines."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.usefixtures("_careless")
def test_whatever_a_build_leaves_behind_is_its_owners_alone(
    overturn: Callable[..., Any], settings: Settings, drop: Path, tmp_path: Path
) -> None:
    for command in (["land", drop], ["build"], ["publish"], ["x12", "deidentify", GOLDEN, "--out", tmp_path / "out"]):
        ended = overturn(*command)
        assert ended.code == ExitCode.OK, ended.err
    made = list(settings.home.rglob("*"))
    assert {path.suffix for path in made} >= {".parquet", ".sqlite", ".json", ".key"}
    for path in made:
        mode = stat.S_IMODE(path.lstat().st_mode)
        assert not mode & (stat.S_IRWXG | stat.S_IRWXO), f"{path} is {mode:o}"
    assert not list(open_to_others(settings.home))


def test_the_doctor_names_what_others_may_read_and_the_mend(overturn: Callable[..., Any], settings: Settings) -> None:
    overturn("land", GOLDEN)
    kept = min((settings.home / "vault").glob("??/*"))
    kept.chmod(0o644)
    assert list(open_to_others(settings.home)) == [kept]
    ended = overturn("doctor", "--json")
    assert ended.code == ExitCode.FAILED
    assert "privacy" in ended.err
    assert f"chmod -R go-rwx {settings.home}" in ended.out
