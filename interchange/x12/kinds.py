"""Which of the sets of one code a set is: as its own segments say, or else as the guide that it names."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from interchange.x12.compiler import program_of
from interchange.x12.program import Program, segment_ids
from interchange.x12.specs import SPECS, is_guide_known, spec_for


@cache
def _signs() -> dict[int, tuple[str, str]]:
    """By the number of a segment that only one set of its code has: that code and the set's type."""
    return {segment_ids()[sign]: (spec.code, spec.type) for spec in SPECS for sign in spec.signs}


@cache
def _is_sign() -> NDArray[np.bool_]:
    table = np.zeros(256, np.bool_)
    table[list(_signs())] = True
    return table


class Signs:
    """Where the telling segments of one piece stand."""

    def __init__(self, numbers: NDArray[np.uint8]) -> None:
        found = np.flatnonzero(_is_sign()[numbers])
        self.places, self.numbers = found.tolist(), numbers[found].tolist()

    def type_of(self, code: str, first: int, end: int) -> str:
        """The type that the first telling segment of a set says; "" where it has none, or none of the set's code."""
        at = bisect_left(self.places, first)
        if at == len(self.places) or self.places[at] >= end:
            return ""
        of_code, type_ = _signs()[self.numbers[at]]
        return type_ if of_code == code else ""


@lru_cache(maxsize=256)
def program_for(code: str, guide: str) -> Program | None:
    """The program for an ST01 and the guide that ST03 or GS08 names; None for a set that we do not read."""
    spec = spec_for(code, guide=guide)
    return program_of(spec.type) if spec else None


@lru_cache(maxsize=256)
def settle(code: str, guide: str, said: str) -> tuple[Program | None, bool]:
    """The program for a set, of the type that its own segments say or else its guide; whether its guide says so."""
    named = program_for(code, guide)
    if named is None:
        return None, True
    program = program_of(said) if said else named
    return program, program is named and is_guide_known(code, guide)
