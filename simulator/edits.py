"""The provider's own edits: what they stopped and had put right before a claim was sent.

A claim as sent shows the slips that edits let through. Edits catch a part of each kind, so of the claims without a slip
those were stopped that had one: by Bayes' rule as many as the slip's chance, which lies in the provider's skill, gives.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.claims import (
    SETS_25,
    SETS_95,
    SETS_SIDE,
    UNAUTHORIZED,
    Claims,
    requires_authorization,
    short_id_odds,
    slips_left,
)
from simulator.columns import Bools, Floats, Ints, logistic
from simulator.rules import World

NAMES = ("MODIFIER", "AUTHORIZATION", "MEMBER ID", "DUPLICATE")
CAUGHT = np.array([0.55, 0.45, 0.60, 0.70])
MINUTES = np.array([6, 14, 5, 8])
BILLERS, UNMARKED_REPEAT = 6, 0.7


@dataclass
class Edits:
    """Stopped claims in order of claim: which edit, by whom mended and in how many minutes."""

    claim: Ints
    edit: Ints
    minutes: Ints
    user: Ints


def draw_edits(world: World, c: Claims) -> Edits:
    """What the edits stopped, claim by claim."""
    rng = np.random.default_rng([world.seed, 12])
    right, slips = _slips(world, c)
    stopped = CAUGHT[:, None] * slips / (1 - CAUGHT[:, None]) / (1 - slips)
    edit, claim = np.nonzero(right & (rng.random(right.shape) < stopped))
    order = np.lexsort((edit, claim))
    claim, edit = claim[order], edit[order]
    minutes = np.maximum(MINUTES[edit] * np.exp(rng.normal(0, 0.4, len(edit))), 1).astype(np.int64)
    return Edits(claim, edit, minutes, c.line[claim] % BILLERS)


def _slips(world: World, c: Claims) -> tuple[Bools, Floats]:
    """Edit x claim: where the thing is needed and right as sent, and the chance that it is sent wrong."""
    skill = world.coding[c.provider]
    sets = [logistic(odds + 1.2 * skill) for odds in (SETS_25, SETS_95, SETS_SIDE)]
    modified = [c.modifier_25, c.modifier_95, c.modifier_side]
    valid = c.has_authorization & ~c.is_expired & ~c.is_for_other & requires_authorization(world, c)
    right = np.stack([np.any(modified, axis=0), valid, ~c.has_short_id, c.is_repeat & c.modifier_76])
    slips = np.stack(
        [
            1 - np.select(modified, sets, 1.0),
            UNAUTHORIZED * slips_left(c.procedure),
            short_id_odds(c.is_new),
            np.full(len(c), UNMARKED_REPEAT),
        ]
    )
    return right, slips
