"""The registry after training: the first version leads, one that is no better waits until it is promoted."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from interchange.lake import Lake
from ml import training
from ml.registry import CHALLENGER, CHAMPION, Registry
from tests.ml.conftest import make_frame


def keep(lake: Lake, frame: pd.DataFrame) -> None:
    """Makes a frame the features mart of a lake."""
    with lake.writing() as connection:
        connection.register("frame", frame)
        connection.execute("CREATE SCHEMA IF NOT EXISTS marts")
        connection.execute("DROP TABLE IF EXISTS marts.fct_claim_features")
        connection.execute("CREATE TABLE marts.fct_claim_features AS SELECT * FROM frame")


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return Lake(tmp_path_factory.mktemp("home"))


def leaders(registry: Registry) -> dict[str, str | None]:
    found = {alias: registry.load(alias) for alias in (CHAMPION, CHALLENGER)}
    return {alias: model.version if model else None for alias, model in found.items()}


def test_aliases_after_a_first_a_refused_and_a_promoted_version(lake: Lake, tmp_path: Path) -> None:
    registry, whole = Registry(tmp_path), make_frame(4_000).drop(columns="chance")
    keep(lake, whole)
    assert training.train(lake=lake, store=tmp_path, seed=1)["alias"] == CHAMPION
    assert leaders(registry) == {CHAMPION: "1", CHALLENGER: None}

    refused = training.train(lake=lake, store=tmp_path, seed=1)
    assert "log-loss below the champion's" in refused["refused_for"]
    assert leaders(registry) == {CHAMPION: "1", CHALLENGER: "2"}

    assert registry.promote() == "2"
    assert leaders(registry) == {CHAMPION: "2", CHALLENGER: "2"}
