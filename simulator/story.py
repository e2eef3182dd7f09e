"""One world with everything that happened in it: what every writer of files and of the truth is given."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from simulator.calendar import Calendar
from simulator.chances import Forecast, Judgement
from simulator.claims import Claims, draw_claims
from simulator.denials import Denials, draw_denials
from simulator.ledger import Ledger, keep_books
from simulator.lines import Lines, draw_lines
from simulator.lives import Lives, live
from simulator.rules import Change, World, make_world


@dataclass
class Story:
    """The world, its claims and lines, the payers' judgement, what became of each claim, and the provider's books."""

    world: World
    calendar: Calendar
    claims: Claims
    lines: Lines
    forecast: Forecast
    denials: Denials
    lives: Lives
    judgement: Judgement
    ledger: Ledger


def tell(
    *, claims: int, seed: int, profile: str, start: dt.date, end: dt.date, planted: tuple[Change, ...] = ()
) -> Story:
    """Draws a world and all that happens in it; the same arguments give the same story."""
    calendar = Calendar(start, end)
    world = make_world(seed=seed, profile=profile, days=calendar.days, planted=planted)
    drawn = draw_claims(world, calendar, claims=claims)
    judgement = Judgement(world, calendar, drawn)
    lines = draw_lines(world, calendar, drawn)
    denials = draw_denials(world, judgement, drawn, lines)
    lives = live(world, calendar, drawn, lines, denials)
    ledger = keep_books(world, calendar, drawn, lines, denials, lives)
    return Story(world, calendar, drawn, lines, judgement.forecast(), denials, lives, judgement, ledger)
