"""The models over HTTP: the risk of 1 to 1,000 claims of the last build, as they are or as they would be after changes.

Loopback unless told otherwise; every request shows a token that lies in a file only the owner may read.
"""

from __future__ import annotations

import hmac
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, FastAPI, Header, HTTPException
from pydantic import BaseModel, ConfigDict, Field

from orchestration.forecasts import load_champion, load_waiting
from orchestration.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

MOST_CLAIMS = 1_000


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
    drivers: list[str] = []
    fix: str | None = None
    risk_after_fix: float | None = None


class Reply(BaseModel):
    """Answers in the order of the question, and the version that gave them."""

    model_version: str
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
    """The champion and the features of the claims that wait for an answer, held in memory."""

    def __init__(self, settings: Settings) -> None:
        self.champion = load_champion(settings)
        self.features = load_waiting(settings)
        self.columns = set(self.champion.encoding.columns)

    def rows(self, question: Question) -> pd.DataFrame:
        """The asked claims' features with their changes. Raises KeyError or ValueError, which name what is unknown."""
        wanted = [each.claim_id for each in question.claims]
        unknown = [each for each in wanted if each not in self.features.index]
        if unknown:
            raise KeyError(f"no claim {unknown[0]} waits for an answer in the last build")
        rows = self.features.loc[wanted].reset_index(drop=True)
        for place, each in enumerate(question.claims):
            strange = set(each.changes) - self.columns
            if strange:
                raise ValueError(f"{min(strange)} is no feature")
            for name, value in each.changes.items():
                rows[name] = rows[name].astype(object)
                rows.at[place, name] = value
        return rows.infer_objects() if any(each.changes for each in question.claims) else rows

    def answer(self, question: Question) -> Reply:
        """Scores, and where asked for explains, the claims of a question."""
        from ml.explanations import explain

        rows = self.rows(question)
        risk = self.champion.score(rows)
        answers = [
            ClaimAnswer(
                claim_id=str(claim),
                denial_probability=float(chance),
                expected_denied_amount=round(float(charge) * float(chance), 2),
                held_by_rules=bool(stops),
            )
            for claim, chance, charge, stops in zip(
                rows["claim_id"], risk, rows["charge_amount"], rows["hard_stop_count"] > 0, strict=True
            )
        ]
        if question.explain:
            told = explain(self.champion, rows, risk).groupby("claim_id")
            _add_explanations(answers, {str(claim): part for claim, part in told})
        return Reply(model_version=self.champion.version, answers=answers)


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
    scorer, token = Scorer(settings), token_file(settings).read_text()
    api = FastAPI(title="Overturn scoring", version="1", description="The risk that a payer denies a claim.")

    def show_token(authorization: Annotated[str, Header()] = "") -> None:
        if not hmac.compare_digest(authorization.encode(), f"Bearer {token}".encode()):
            raise HTTPException(401, "the token is missing or wrong", {"WWW-Authenticate": "Bearer"})

    @api.get("/health")
    def health() -> dict[str, str]:
        """Whether it answers, and with which version."""
        return {"status": "ok", "model_version": scorer.champion.version}

    @api.post("/v1/score", dependencies=[Depends(show_token)])
    def score(question: Question) -> Reply:
        """The risk of each claim that was asked for."""
        try:
            return scorer.answer(question)
        except KeyError as error:
            raise HTTPException(404, str(error.args[0])) from None
        except ValueError as error:
            raise HTTPException(422, str(error)) from None

    return api
