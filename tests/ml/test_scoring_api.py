"""The scoring endpoint: answers those who show the token, in batches, as the batch scores do, and with what-ifs."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from interchange.lake import Lake
from orchestration.answers.forecasts import explain_claim
from orchestration.scoring_api import MOST_CLAIMS, Watch, make_api, token_file
from orchestration.settings import Settings


@pytest.fixture(scope="module")
def settings(published_home: Path) -> Settings:
    return Settings(home=published_home)


@pytest.fixture(scope="module")
def client(settings: Settings) -> TestClient:
    token = token_file(settings).read_text()
    return TestClient(make_api(settings), headers={"Authorization": f"Bearer {token}"})


@pytest.fixture(scope="module")
def scores(published_home: Path) -> dict[str, float]:
    with Lake(published_home).connect() as connection:
        rows = connection.execute("SELECT claim_id, denial_probability FROM ml.predictions ORDER BY 1").fetchall()
    return dict(rows)


def test_online_scores_are_those_of_the_batch(client: TestClient, scores: dict[str, float]) -> None:
    claims = [{"claim_id": claim} for claim in list(scores)[:MOST_CLAIMS]]
    answers = client.post("/v1/score", json={"claims": claims}).json()["answers"]
    assert [each["claim_id"] for each in answers] == list(scores)[:MOST_CLAIMS]
    assert [each["denial_probability"] for each in answers] == list(scores.values())[:MOST_CLAIMS]


def test_a_valid_authorization_never_raises_the_risk(client: TestClient, scores: dict[str, float]) -> None:
    claims = [{"claim_id": claim} for claim in list(scores)[:100]]
    with_one = [{**each, "changes": {"has_valid_authorization": True}} for each in claims]
    without = [{**each, "changes": {"has_valid_authorization": False}} for each in claims]
    risks = [
        [each["denial_probability"] for each in client.post("/v1/score", json={"claims": asked}).json()["answers"]]
        for asked in (with_one, without)
    ]
    assert all(lower <= higher for lower, higher in zip(*risks, strict=True))


def test_without_the_token_nothing_is_told(settings: Settings, scores: dict[str, float]) -> None:
    stranger = TestClient(make_api(settings))
    question = {"claims": [{"claim_id": next(iter(scores))}]}
    assert stranger.post("/v1/score", json=question).status_code == 401
    assert stranger.post("/v1/score", json=question, headers={"Authorization": "Bearer x"}).status_code == 401
    assert stat.S_IMODE(token_file(settings).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ({"claims": []}, 422),
        ({"claims": [{"claim_id": "x"}] * (MOST_CLAIMS + 1)}, 422),
        ({"claims": [{"claim_id": "nobody"}]}, 404),
        ({"claims": [{"claim_id": "nobody", "strange": 1}]}, 422),
    ],
)
def test_a_wrong_question_is_refused_by_name(client: TestClient, question: object, status: int) -> None:
    assert client.post("/v1/score", json=question).status_code == status


def test_a_change_of_something_unknown_is_refused(client: TestClient, scores: dict[str, float]) -> None:
    question = {"claims": [{"claim_id": next(iter(scores)), "changes": {"label_is_denied": False}}]}
    assert client.post("/v1/score", json=question).status_code == 422


def test_a_text_where_a_number_belongs_is_refused(client: TestClient, scores: dict[str, float]) -> None:
    question = {"claims": [{"claim_id": next(iter(scores)), "changes": {"charge_amount": "much"}}]}
    assert client.post("/v1/score", json=question).status_code == 422


def test_what_can_be_asked_is_told_to_anybody_and_says_that_a_token_is_needed(settings: Settings) -> None:
    told = TestClient(make_api(settings)).get("/openapi.json").json()
    assert told["paths"]["/v1/score"]["post"]["security"] == [{"HTTPBearer": []}]
    assert TestClient(make_api(settings)).get("/docs").status_code == 404


def test_another_publication_is_answered_from_without_a_new_start(settings: Settings) -> None:
    watch, pointer = Watch(settings), Lake(settings.home).pointer
    first = watch.current()
    assert watch.current() is first
    os.utime(pointer, ns=(pointer.stat().st_atime_ns, pointer.stat().st_mtime_ns + 1_000_000))
    assert watch.current() is not first


def test_asked_to_explain_it_gives_drivers_in_words(client: TestClient, scores: dict[str, float]) -> None:
    claims = [{"claim_id": claim} for claim in list(scores)[:20]]
    answers = client.post("/v1/score", json={"claims": claims, "explain": True}).json()["answers"]
    assert any(each["drivers"] for each in answers)
    assert all(each["risk_after_fix"] <= each["denial_probability"] for each in answers if each["fix"])


def test_one_claim_is_explained_with_its_rules_apart(settings: Settings, scores: dict[str, float]) -> None:
    claim = max(scores, key=lambda each: scores[each])
    told = explain_claim(settings, claim)
    assert told["denial_probability"] == round(scores[claim], 6)
    assert 1 <= len(told["drivers"]) <= 3
    assert isinstance(told["held_by_rules"], bool)


def test_the_champion_is_judged_as_a_whole_and_by_slice(settings: Settings) -> None:
    with Lake(settings.home).published() as connection:
        rows = connection.execute("SELECT slice, metric, value FROM ml.evaluations WHERE alias = 'champion'").fetchall()
    measured = {(where, metric): value for where, metric, value in rows}
    assert 0.5 < measured["all", "auc"] <= 1
    assert ("simple rule", "auc") in measured
    assert "## By slice" in settings.model_card.read_text()
