"""Which of the sets of one code a set is: as its own segments say, or else as the guide that it names."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache

import numpy as np
from numpy.typing import NDArray

from interchange.x12.program import segment_ids
from interchange.x12.specs import SPECS


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
        self.numbers = numbers
        self.places = np.flatnonzero(_is_sign()[numbers]).tolist()

    def type_of(self, code: str, first: int, end: int) -> str:
        """The type that the first telling segment of a set says; "" where it has none, or none of the set's code."""
        at = bisect_left(self.places, first)
        if at == len(self.places) or self.places[at] >= end:
            return ""
        of_code, type_ = _signs()[int(self.numbers[self.places[at]])]
        return type_ if of_code == code else ""
