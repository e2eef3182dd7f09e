"""A home with a small simulated drop, and a small dbt project in the place of the large one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestration.pipeline import steps
from orchestration.settings import Settings

SMALL_PROJECT = Path(__file__).parent / "small_project"


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever a test tells the tools through the environment ends with the test."""
    import os

    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="session")
def drop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of 120 simulated claims."""
    from simulator import simulate

    out = tmp_path_factory.mktemp("drop") / "files"
    simulate(claims=120, seed=11, profile="office", out=out)
    return out


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An empty home, and a copy of the small dbt project that a test may change."""
    project = tmp_path / "project"
    shutil.copytree(SMALL_PROJECT, project)
    made = Settings(home=tmp_path / "home", dbt_project=project)
    monkeypatch.setenv("OVERTURN_HOME", str(made.home))
    monkeypatch.setenv("OVERTURN_DBT_PROJECT", str(made.dbt_project))
    return made


@pytest.fixture(scope="session")
def published_home(tmp_path_factory: pytest.TempPathFactory, drop: Path) -> Path:
    """A home that was landed, checked, built and published once; tests only read it."""
    made = Settings(home=tmp_path_factory.mktemp("published"), dbt_project=SMALL_PROJECT)
    steps.land_files(made, paths=[drop])
    steps.build(made)
    steps.publish(made)
    return made.home


@pytest.fixture
def published(published_home: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of the published home."""
    monkeypatch.setenv("OVERTURN_HOME", str(published_home))
    monkeypatch.setenv("OVERTURN_DBT_PROJECT", str(SMALL_PROJECT))
    return Settings(home=published_home, dbt_project=SMALL_PROJECT)
