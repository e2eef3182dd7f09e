"""Symbols: each segment id together with each choice of codes that some part of a spec asks for at its qualifiers."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from interchange.x12.kernels.instructions import CODE_FACTOR, CODE_SLOTS, LONGEST_CODE
from interchange.x12.plan import Binder, LoopPlan
from interchange.x12.program import segment_ids

Assignment = dict[int, bytes | None]
Coded = tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint64]]


def number_symbols(nodes: Sequence[LoopPlan]) -> tuple[Coded, list[tuple[bytes, Assignment]]]:
    """The program's first four tables, and what each symbol stands for: an id, and a code or none by position."""
    rule: list[tuple[int, int]] = []
    rules, firsts, codes = [0, 0], [0], np.zeros((CODE_SLOTS, 4), np.uint64)
    symbols: list[tuple[bytes, Assignment]] = [(b"", {})]
    for name in segment_ids():
        wheres = _qualifiers(nodes, name.encode())
        firsts.append(len(symbols))
        stride = 1
        for position, listed in wheres.items():
            for number, code in enumerate(listed, start=1):
                _add_code(codes, code, len(rule), number)
            rule.append((position, stride))
            stride *= len(listed) + 1
        choices = [[(p, c) for c in (None, *listed)] for p, listed in reversed(wheres.items())]
        symbols += [(name.encode(), dict(chosen)) for chosen in itertools.product(*choices)]
        rules.append(len(rule))
    shaped = np.array(rule or [(0, 0)], np.uint32).ravel()
    return (np.array(rules, np.uint32), shaped, np.array(firsts, np.uint32), codes.ravel()), symbols


def _qualifiers(nodes: Sequence[LoopPlan], name: bytes) -> dict[int, list[bytes]]:
    """The qualifier positions of a segment id, with every code that any part of the spec asks for there."""
    found: dict[int, dict[bytes, None]] = {}
    for node in nodes:
        parts: Iterable[LoopPlan | Binder] = itertools.chain(node.binds.get(name, ()), node.opens.get(name, ()))
        for where in (part.where for part in parts):
            if where:
                found.setdefault(where[0], {}).update(dict.fromkeys(sorted(where[1])))
    return {position: list(codes) for position, codes in found.items()}


def _add_code(table: NDArray[np.uint64], code: bytes, rule: int, number: int) -> None:
    assert 0 < len(code) <= LONGEST_CODE, f"a qualifier of {len(code)} bytes does not fit"
    key = int.from_bytes(code, "little") | len(code) << 56
    at = ((key ^ rule << 40) * CODE_FACTOR >> 40) & CODE_SLOTS - 1
    while table[at, 1]:
        at = at + 1 & CODE_SLOTS - 1
    table[at] = key, rule + 1, number, 0
