"""The numbers in which a program is written: what a step does with a segment, and what its operations put where."""

from __future__ import annotations

from typing import NamedTuple

from interchange.x12.kernels.native import Halves, Longs, Shorts, Words

VALUE, PERIOD, ROW, PARENT, CONSTANT, GROUP, TAKE, REST = range(8)
BIND, OPEN, IGNORED, UNKNOWN_SEGMENT, MISPLACED = range(5)
PASSED = 16  # notes from here on say what kind of step passed a segment over
CODE_SLOTS = 256
LONGEST_CODE = 7
CODE_FACTOR = 0x9E3779B97F4A7C15


class Tables(NamedTuple):
    """The program as the walk reads it.

    Rows of ``operation`` (eight numbers) are: code, slot, position, component, loop that owns the row, shift, and two
    for the code. Tables are flat: with the length of a row known, finding a place takes no multiplication.
    """

    rules: Shorts  # per segment number: first rule
    rule: Shorts  # per rule: element position, stride
    symbol: Shorts  # per segment number: its first symbol
    codes: Words  # open-addressed, in fours: packed code, rule + 1, class
    action: Shorts  # per node and symbol
    step: Shorts  # in fours, per action: what kind, loop opened, first operation
    operation: Halves
    group: Shorts  # first positions of the groups of repeats
    constant: Longs  # texts, packed as cells hold them
    symbols: int
    root: int
