"""The stated chances are what happens: judged anew many times, integrated closely enough, on a seed nobody tuned on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from sklearn.metrics import roc_auc_score

from simulator.catalogue import REASONS
from simulator.chances import HIDDEN, KNOWN, Judgement
from simulator.services import INPATIENT
from simulator.story import Story, tell
from simulator.truth import FIXES, best_fix, write_truth

FRESH_SEED = 4_242
START, END = dt.date(2024, 1, 1), dt.date(2026, 6, 30)
PATIENCE = 400


@pytest.fixture(scope="module", params=["hospital", "office"])
def story(request: pytest.FixtureRequest) -> Story:
    """A world of a fresh seed, without files."""
    return tell(claims=60_000, seed=FRESH_SEED, profile=request.param, start=START, end=END)


def test_the_best_possible_forecasts_lie_in_their_bands(story: Story) -> None:
    mature = story.lives.answered < story.calendar.days - 60
    denied, best = story.denials.is_denied[mature], story.forecast.best[mature]
    assert 0.13 < denied.mean() < 0.175
    assert 0.855 < roc_auc_score(denied, best) < 0.875
    rows = np.flatnonzero(story.denials.is_denied)
    fell = story.denials.overturns(rows, np.full(len(rows), 10))
    assert 0.83 < roc_auc_score(fell, story.denials.best_overturn[rows]) < 0.87


def test_judged_again_and_again_claims_are_denied_as_often_as_stated(story: Story) -> None:
    """Draws the hidden record and the judgement anew, many times, and compares counts claim by claim."""
    rng = np.random.default_rng(1)
    judged, charting = story.judgement, story.claims.charting
    counts = np.zeros(len(story.claims))
    first = np.zeros(len(REASONS))
    for _ in range(PATIENCE):
        chances = judged.chances(KNOWN * charting + HIDDEN * rng.normal(0, 1, len(charting)))
        fired = rng.random(chances.shape, np.float32) < chances
        denied = fired.any(axis=0)
        counts += denied
        first += np.bincount(fired.argmax(axis=0)[denied], minlength=len(REASONS))
    best = story.forecast.best
    error = (counts - PATIENCE * best) / np.sqrt(PATIENCE * best * (1 - best))
    assert abs(error.mean()) < 4 / np.sqrt(len(error))
    assert 0.97 < error.std() < 1.03
    stated = PATIENCE * story.forecast.first.sum(axis=1)
    assert np.abs((first - stated) / np.sqrt(stated)).max() < 5


def test_lines_are_denied_as_often_as_stated(story: Story, tmp_path: Path) -> None:
    """Within tenths of the stated chance, by line number, and on the lines of stays."""
    write_truth(tmp_path, story)
    lines = pq.read_table(tmp_path / "lines.parquet")
    stated, denied = lines.column("best_probability").to_numpy(), lines.column("is_denied").to_numpy()
    stay = story.claims.line[story.lines.claim] == INPATIENT
    tenths = [stated >= edge for edge in np.quantile(stated, (0.0, 0.5, 0.9))]
    for which in (*tenths, story.lines.number == 2, story.lines.number > 2, stay & (story.lines.number > 1)):
        if which.any():
            spread = np.sqrt(stated[which] @ (1 - stated[which]) * 6)
            assert abs(denied[which].sum() - stated[which].sum()) < 4 * spread


def test_twice_the_nodes_change_no_chance_by_more_than_the_stated_error(story: Story) -> None:
    finer = story.judgement.forecast(nodes=18).best
    assert np.abs(finer - story.forecast.best).max() < 1e-3


def test_what_a_denial_tells_of_the_record_is_weighed_by_bayes_rule(story: Story) -> None:
    """Among claims judged anew and denied for necessity the hidden part has the mean that the weights state."""
    rng = np.random.default_rng(2)
    place = REASONS.index("necessity")
    hidden = rng.normal(0, 1, len(story.claims))
    chances = story.judgement.chances(KNOWN * story.claims.charting + HIDDEN * hidden)
    fired = rng.random(chances.shape) < chances
    rows = np.flatnonzero(fired.any(axis=0) & (fired.argmax(axis=0) == place))
    nodes, weights = story.judgement.strengths(rows, np.full(len(rows), place))
    assert abs(hidden[rows].mean() - (nodes[:, None] * weights).sum(axis=0).mean()) < 4 / np.sqrt(len(rows))


def test_the_best_fix_lowers_the_chance_and_is_one_that_the_claim_lacks(story: Story) -> None:
    fix, after = best_fix(story)
    helped = fix >= 0
    assert helped.any()
    assert (after[helped] < story.forecast.best[helped]).all()
    assert (after[~helped] == story.forecast.best[~helped]).all()
    authorized = Judgement(story.world, story.calendar, story.claims).is_valid
    assert not (authorized & (fix == FIXES.index("authorization"))).any()
