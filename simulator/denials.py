"""First answers: which reasons denied a claim, how they are told, which lines they hit, what a second try is worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.catalogue import CODES, LEVEL_OF_CARE, LINE_REASONS, NUMBER, REASONS, REWORK, STAGE, Code
from simulator.chances import HIDDEN, KNOWN, Judgement
from simulator.claims import Claims
from simulator.columns import Bools, Floats, Ints, log_odds, logistic
from simulator.lines import Lines
from simulator.rules import World
from simulator.services import INPATIENT

CODE_LIST: tuple[Code, ...] = (
    *(code for name in REASONS for code in CODES[name]),
    *LEVEL_OF_CARE,
    Code("OA", "133"),
    Code("OA", "23"),
    Code("CO", "45"),
)
LEVEL, PENDED, PRIOR_PAYER, MASKED = 2 * len(REASONS), len(CODE_LIST) - 3, len(CODE_LIST) - 2, len(CODE_LIST) - 1
# How often a denial is told as one that can be mended, by reason.
MENDABLE = (0.3, 0.45, 0.6, 0.1, 0.5, 0.75, 0.3, 0.15, 0.5, 0.8, 0.45, 0.8, 0.75, 0.45)
CLINICAL = np.isin(
    np.arange(len(REASONS)), [NUMBER[name] for name in ("authorization", "diagnosis", "documentation", "necessity")]
)
NODES = 9
CONSIDERED_AFTER = 10.0
FADES = 0.006
# Of stays found not necessary: the level of care is refused, which hits room and board alone.
LEVEL_SHARE = 0.6


@dataclass
class Denials:
    """Per claim (-1 or 0 where it was not denied): first and second reason, its code, the chance of an overturn.

    ``best_overturn`` is what can be known once the denial has been read, ``true_overturn`` knows the record's hidden
    strength too; both as of ten days after the answer. ``draw`` decides: it is overturned where the draw is below.
    """

    reason: Ints
    second: Ints
    code: Ints
    second_code: Ints
    is_mendable: Bools
    is_whole: Bools
    line: Ints
    best_overturn: Floats
    true_overturn: Floats
    draw: Floats

    @property
    def is_denied(self) -> Bools:
        """Which claims were denied, whole or in part."""
        return self.reason >= 0

    def hits(self, lines: Lines) -> Bools:
        """Which service lines were denied."""
        claim = lines.claim
        return np.asarray(self.is_denied[claim] & (self.is_whole[claim] | (lines.number == self.line[claim])))

    def overturns(self, rows: Ints, waited: Ints) -> Bools:
        """Whether these claims' denials fall when taken up so many days after the answer."""
        odds = np.log(self.true_overturn[rows] / (1 - self.true_overturn[rows])) - FADES * (waited - CONSIDERED_AFTER)
        return np.asarray(self.draw[rows] < logistic(odds))


def draw_denials(world: World, judgement: Judgement, c: Claims, lines: Lines) -> Denials:
    """The first answer of every claim."""
    rng = np.random.default_rng([world.seed, 4])
    chances = judgement.chances(c.chart)
    fired = rng.random(chances.shape) < chances
    reason = np.where(fired.any(axis=0), fired.argmax(axis=0), -1)
    stage = np.array([*STAGE, -1])
    told = fired & (np.array(STAGE)[:, None] == stage[reason][None])
    told[np.maximum(reason, 0), np.arange(len(c))] = False
    second = np.where((reason >= 0) & told.any(axis=0), told.argmax(axis=0), -1)
    mendable = rng.random(len(c)) < _mendable_odds(reason, c)
    code = np.where(reason >= 0, 2 * reason + ~mendable, -1)
    level = (reason == NUMBER["necessity"]) & (c.line == INPATIENT) & (rng.random(len(c)) < LEVEL_SHARE)
    partial = (np.isin(reason, [NUMBER[name] for name in LINE_REASONS]) & (c.lines > 1)) | level
    best, true = _overturn(world, judgement, c, lines, reason, mendable)
    return Denials(
        reason=reason,
        second=second,
        code=np.where(level, LEVEL + ~mendable, code),
        second_code=np.where(second >= 0, 2 * second + 1, -1),
        is_mendable=mendable & (reason >= 0),
        is_whole=~partial,
        line=np.where(reason == NUMBER["bundling"], 2, 1),
        best_overturn=best,
        true_overturn=true,
        draw=rng.random(len(c)),
    )


def _mendable_odds(reason: Ints, c: Claims) -> Floats:
    usual = np.array([*MENDABLE, 0.0])[reason]
    return np.where(reason == NUMBER["authorization"], np.where(c.has_authorization, 0.85, 0.2), usual)


def _overturn(
    world: World, judgement: Judgement, c: Claims, lines: Lines, reason: Ints, mendable: Bools
) -> tuple[Floats, Floats]:
    """Chance of an overturn: from what can be known (the record's strength integrated given the denial), and truly."""
    rows = np.flatnonzero(reason >= 0)
    why = reason[rows]
    base = np.array([log_odds(REWORK[name].won) for name in REASONS])[why] + world.overturn[c.payer[rows], why]
    net = lines.per_claim(lines.allowed - lines.share)[rows] / 100
    known = base + np.where(mendable[rows], 1.05, -1.05) - 0.25 - 0.12 * np.maximum(np.log(net + 1) - 6, 0)
    lean = np.where(CLINICAL[why], 1.0, 0.0)
    places, weights = judgement.strengths(rows, why)
    best, true = np.zeros(len(c)), np.zeros(len(c))
    for place, weight in zip(places, weights, strict=True):
        best[rows] += weight * logistic(known + lean * (KNOWN * c.charting[rows] + HIDDEN * place))
    true[rows] = logistic(known + lean * c.chart[rows])
    return best, true
