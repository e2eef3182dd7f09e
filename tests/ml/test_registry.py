"""The registry after training: the first version leads, one that is no better waits until it is promoted."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from interchange.lake import Lake
from ml import training
from ml.registry import CHALLENGER, CHAMPION, OutdatedModelError, Registry
from ml.shadow import compare, keep_shadow
from ml.tables import replace_tables
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

    (run,) = (tmp_path / "artifacts").iterdir()
    pictures = [each.read_bytes() for each in (run / "artifacts" / "plots").iterdir()]
    assert len(pictures) == 4
    assert all(each.startswith(b"\x89PNG") for each in pictures)
    signature = json.loads((run / "artifacts" / "model" / "signature.json").read_text())
    assert {each["name"] for each in json.loads(signature["inputs"])} >= {"payer_id", "has_prior_authorization"}

    refused = training.train(lake=lake, store=tmp_path, seed=1)
    assert "log-loss below the champion's" in refused["refused_for"]
    assert leaders(registry) == {CHAMPION: "1", CHALLENGER: "2"}

    verdicts = {each["model_version"]: each["verdicts"] for each in registry.versions()}
    held_against = {each["rule"] for each in verdicts["2"] if not each["passes"]}
    assert "log-loss below the champion's" in held_against
    assert registry.versions()[1]["refused_for"] == refused["refused_for"]

    assert registry.promote() == "2"
    assert leaders(registry) == {CHAMPION: "2", CHALLENGER: "2"}


def test_a_version_that_passes_every_rule_takes_the_lead(lake: Lake, tmp_path: Path) -> None:
    whole = make_frame(9_000).drop(columns="chance")
    keep(lake, whole.drop(columns="has_prior_authorization"))
    assert training.train(lake=lake, store=tmp_path, seed=1)["alias"] == CHAMPION
    keep(lake, whole)
    better = training.train(lake=lake, store=tmp_path, seed=1)
    assert (better["alias"], better["refused_for"]) == (CHAMPION, "")
    assert leaders(Registry(tmp_path)) == {CHAMPION: "2", CHALLENGER: None}
    assert all(each["passes"] for each in Registry(tmp_path).versions()[1]["verdicts"])


def test_a_challenger_scores_in_the_shadow_and_is_compared_once_answers_came(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    lake, store, whole = Lake(tmp_path_factory.mktemp("home")), tmp_path_factory.mktemp("store"), make_frame(4_000)
    keep(lake, whole)
    for _ in range(2):
        training.train(lake=lake, store=store, seed=1)
    champion, challenger = Registry(store).load(CHAMPION), Registry(store).load(CHALLENGER)
    assert champion
    waiting = whole.tail(600).reset_index(drop=True).assign(claim_id=lambda rows: rows["claim_id"] + "-new")
    shadow = keep_shadow(lake, waiting, champion.score(waiting), champion, challenger)
    assert not shadow["is_answered"].any()
    assert shadow["champion_probability"].tolist() == shadow["challenger_probability"].tolist()
    replace_tables(lake, {"shadow_scores": shadow})
    assert compare(lake).empty

    keep(lake, pd.concat([whole, waiting]))
    again = keep_shadow(lake, waiting.head(0), champion.score(waiting.head(0)), champion, challenger)
    assert again["is_denied"].tolist() == waiting.set_index("claim_id")["label_is_denied"][again["claim_id"]].tolist()
    replace_tables(lake, {"shadow_scores": again})
    compared = compare(lake).pivot_table(index="metric", columns="alias", values="value")
    assert compared.loc["claims"].tolist() == [600, 600]
    assert 0.5 < compared.loc["auc", CHAMPION] == compared.loc["auc", CHALLENGER]
    assert keep_shadow(lake, waiting, champion.score(waiting), champion, None).empty


def test_a_model_of_columns_that_are_no_more_asks_for_a_new_training(lake: Lake, tmp_path: Path) -> None:
    frame = make_frame(2_000).drop(columns="chance")
    keep(lake, frame)
    training.train(lake=lake, store=tmp_path, seed=1)
    champion = Registry(tmp_path).load()
    assert champion
    renamed = frame.rename(columns={"has_prior_authorization": "is_authorized"})
    with pytest.raises(OutdatedModelError, match=r"such as has_prior_authorization: retrain with `overturn train`"):
        champion.score(renamed)
    keep(lake, renamed)
    assert training.train(lake=lake, store=tmp_path, seed=1)["alias"] == CHAMPION
