"""What several rooms' tests share: a small published home, built once a run from real files by the real steps."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from interchange.lake import Lake
from interchange.landing import land
from interchange.vault import Vault
from simulator import simulate

SMALL = {"claims": 4_000, "seed": 11, "profile": "hospital"}


@dataclass(frozen=True)
class Ended:
    """How a command ended: exit code, standard output, standard error."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def overturn() -> Callable[..., Ended]:
    """Runs the command line in this process: ``overturn("x12", "inspect", path, stdin=b"")``."""
    from typer.testing import CliRunner

    from orchestration.cli import app

    def run(*arguments: object, stdin: bytes | None = None) -> Ended:
        result = CliRunner().invoke(app, [str(each) for each in arguments], input=stdin)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ended(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture(scope="session")
def drop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A simulated drop: ``inbox`` with files, ``truth`` apart from them."""
    root = tmp_path_factory.mktemp("drop")
    simulate(**SMALL, out=root / "inbox", truth=root / "truth")  # type: ignore[arg-type]
    return root


@pytest.fixture(scope="session")
def landed_home(drop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the drop landed."""
    home = tmp_path_factory.mktemp("landed")
    land([drop / "inbox"], lake=Lake(home), vault=Vault(home))
    return home


@pytest.fixture(scope="session")
def published_home(landed_home: Path) -> Path:
    """The landed home built, trained, scored, judged and published, as the command line does it."""
    from orchestration.pipeline import steps
    from orchestration.settings import Settings

    settings = Settings(home=landed_home)
    steps.build(settings)
    steps.train(settings)
    steps.score(settings)
    steps.evaluate(settings)
    steps.publish(settings)
    return landed_home


@pytest.fixture(scope="session")
def samples() -> Path:
    """Other people's files, named by OVERTURN_SAMPLES; skipped with the reason where it is not set."""
    folder = os.environ.get("OVERTURN_SAMPLES")
    if not folder or not (Path(folder) / "x12").is_dir():
        pytest.skip("OVERTURN_SAMPLES does not name a folder of sample files")
    return Path(folder)
