"""The models over HTTP: the risk of 1 to 1,000 claims of the last build, as they are or as they would be after changes.

Loopback unless told otherwise; every request shows a token that lies in a file only the owner may read.
"""

from __future__ import annotations

import hmac
import secrets
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
import numpy.typing as npt
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict, Field

from interchange.lake import Lake
from ml.flags import FLAGGED_FROM, is_control
from orchestration.answers.forecasts import load_champion, load_waiting, name_missing_inputs
from orchestration.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

Floats = npt.NDArray[np.float64]
MOST_CLAIMS = 1_000
BEARER = HTTPBearer(auto_error=False, description="The content of state/api_token in the home.")


class ClaimQuestion(BaseModel):
    """A claim of the last build, and columns of its features to be taken as changed."""

    model_config = ConfigDict(extra="forbid")
    claim_id: str = Field(max_length=120)
    changes: dict[str, bool | float | str | None] = Field(default_factory=dict, max_length=50)


class Question(BaseModel):
    """A batch of claims; ``explain`` adds the drivers (approximate) and the best fix."""

    model_config = ConfigDict(extra="forbid")
    claims: list[ClaimQuestion] = Field(min_length=1, max_length=MOST_CLAIMS)
    explain: bool = False


class ClaimAnswer(BaseModel):
    """One claim's risk; ``held_by_rules`` where the rules library has a hard stop for it, whatever the risk is."""

    claim_id: str
    denial_probability: float
    expected_denied_amount: float
    held_by_rules: bool
    is_control: bool = Field(description="Held back to see what comes of it: do not show the risk to the desk.")
    drivers: list[str] = []
    fix: str | None = None
    risk_after_fix: float | None = None


class Reply(BaseModel):
    """Answers in the order of the question, the version that gave them, and what it had to do without."""

    model_version: str
    missing_inputs: list[str] = Field(description="Feeds that nothing has come from; the risk is told without them.")
    answers: list[ClaimAnswer]


def token_file(settings: Settings) -> Path:
    """The file with the token; made on first use, readable by its owner alone."""
    path = settings.state / "api_token"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32))
    return path


class Scorer:
    """The champion and the waiting claims' features as it reads them, held in memory for as long as a build stands."""

    def __init__(self, settings: Settings) -> None:
        self.champion = load_champion(settings)
        self.features = load_waiting(settings)
        self.missing = name_missing_inputs(settings)
        self.control_share = settings.control_share
        self.champion.score(self.features.head(1))
        # One claim is scored in less time than a second thread takes to wake.
        self.champion.booster.set_param({"nthread": 1})
        self.values = self.champion.encoding.values(self.features)
        self.charges = self.features["charge_amount"].to_numpy(dtype=np.float64)
        self.stops = self.features["hard_stop_count"].to_numpy() > 0
        self.places = {str(claim): place for place, claim in enumerate(self.features.index)}
        self.columns = {name: place for place, name in enumerate(self.champion.encoding.columns)}

    def answer(self, question: Question) -> Reply:
        """Scores, and where asked for explains, the claims. Raises KeyError or ValueError for what is unknown."""
        places = [self._place(each) for each in question.claims]
        values = self.values[places]
        for row, each in zip(values, question.claims, strict=True):
            for name, value in each.changes.items():
                row[self.columns[name]] = self.champion.encoding.code(name, value)
        risk = self.champion.booster.inplace_predict(values, validate_features=False)
        answers = [
            self._answer(each, place, float(chance))
            for each, place, chance in zip(question.claims, places, risk, strict=True)
        ]
        if question.explain:
            _add_explanations(answers, self._explain(question, places, risk))
        return Reply(model_version=self.champion.version, missing_inputs=self.missing, answers=answers)

    def _place(self, asked: ClaimQuestion) -> int:
        if asked.claim_id not in self.places:
            raise KeyError(f"no claim {asked.claim_id} waits for an answer in the last build")
        for name in asked.changes:
            if name not in self.columns:
                raise ValueError(f"{name} is no feature")
        return self.places[asked.claim_id]

    def _answer(self, asked: ClaimQuestion, place: int, chance: float) -> ClaimAnswer:
        charge = float(asked.changes.get("charge_amount") or self.charges[place])
        stops = asked.changes.get("hard_stop_count", self.stops[place])
        return ClaimAnswer(
            claim_id=asked.claim_id,
            denial_probability=chance,
            expected_denied_amount=round(charge * chance, 2),
            held_by_rules=bool(stops),
            is_control=chance >= FLAGGED_FROM and is_control(asked.claim_id, self.control_share),
        )

    def _explain(self, question: Question, places: list[int], risk: Floats) -> dict[str, pd.DataFrame]:
        from ml.explanations import explain

        rows = self.features.iloc[places].reset_index(drop=True)
        for place, each in enumerate(question.claims):
            for name, value in each.changes.items():
                rows[name] = rows[name].astype(object)
                rows.at[place, name] = value
        told = explain(self.champion, rows.infer_objects(), np.asarray(risk, dtype=np.float64)).groupby("claim_id")
        return {str(claim): part for claim, part in told}


class Watch:
    """The scorer of the newest publication: a new one is made by the first request that comes after it."""

    def __init__(self, settings: Settings) -> None:
        self.settings, self.pointer = settings, Lake(settings.home).pointer
        self.lock = threading.Lock()
        self.stamp, self.scorer = self._stamp(), Scorer(settings)

    def _stamp(self) -> int:
        return self.pointer.stat().st_mtime_ns if self.pointer.exists() else 0

    def current(self) -> Scorer:
        """The scorer; made anew where another build was published since."""
        with self.lock:
            stamp = self._stamp()
            if stamp != self.stamp:
                self.stamp, self.scorer = stamp, Scorer(self.settings)
            return self.scorer


def _add_explanations(answers: list[ClaimAnswer], told: dict[str, Any]) -> None:
    for each in answers:
        part = told.get(each.claim_id)
        if part is not None:
            each.drivers = list(part["words"])
            best = part.iloc[0]
            if isinstance(best["fix"], str):
                each.fix, each.risk_after_fix = best["fix"], float(best["risk_after_fix"])


def make_api(settings: Settings) -> FastAPI:
    """The application; the models are loaded once, before the first request."""
    watch, token = Watch(settings), token_file(settings).read_text()
    # No page of documentation: its scripts would come from another host, to where the token is typed.
    api = FastAPI(
        title="Overturn scoring",
        version="1",
        description="The risk that a payer denies a claim.",
        docs_url=None,
        redoc_url=None,
    )

    def show_token(shown: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)]) -> None:
        if shown is None or not hmac.compare_digest(shown.credentials.encode(), token.encode()):
            raise HTTPException(401, "the token is missing or wrong", {"WWW-Authenticate": "Bearer"})

    @api.get("/health")
    def health() -> dict[str, str]:
        """Whether it answers, and with which version."""
        return {"status": "ok", "model_version": watch.current().champion.version}

    @api.post("/v1/score", dependencies=[Depends(show_token)])
    def score(question: Question) -> Reply:
        """The risk of each claim that was asked for."""
        try:
            return watch.current().answer(question)
        except KeyError as error:
            raise HTTPException(404, str(error.args[0])) from None
        except ValueError as error:
            raise HTTPException(422, str(error)) from None

    return api
