"""The large arrays of one piece: its text, its segments, its cells. They are used again for later pieces."""

from __future__ import annotations

from collections import deque
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from interchange.x12.kernels.parsing import Text
from interchange.x12.kernels.scan import PAD, Tokens
from interchange.x12.program import preamble

MOST_SPARE, LARGEST_SPARE = 4, 16 << 20
_spare: deque[Workspace] = deque(maxlen=MOST_SPARE)


def take_workspace() -> Workspace:
    """A workspace that was given back, by whatever file, or a new one."""
    try:
        return _spare.pop()
    except IndexError:
        return Workspace()


def give_back(space: Workspace) -> None:
    """Nobody needs what stands in the workspace any more."""
    if len(space.text.bytes) <= LARGEST_SPARE:
        _spare.append(space)


class Workspace:
    """Room that grows when it must. Pages that nothing was written to cost nothing, fresh ones cost much."""

    def __init__(self) -> None:
        self.text = _text(0)
        self.tokens = _tokens(0)
        self._value = np.empty(0, np.int64)
        self._valid = np.empty(0, np.uint8)

    def prepare(self, length: int) -> None:
        """Room for so many bytes of text at :func:`start`, and for their segments."""
        if len(self.text.bytes) < start() + length + PAD:
            self.text, self.tokens = _text(length), _tokens(length)

    @property
    def view(self) -> memoryview:
        """The text's bytes, of which slices cost little."""
        return self.text.bytes.data

    def edges(self, segment: int) -> tuple[int, int]:
        """Where a segment's id begins, and where its terminator stands."""
        tokens = self.tokens
        return tokens.begin.item(segment), tokens.pos.item(tokens.first.item(segment + 1) - 1)

    def end_text(self, end: int) -> None:
        """Zeros after the text, so that eight bytes may be loaded anywhere and nothing of an older text is seen."""
        self.text.bytes[end : end + PAD] = 0

    def cells(self, size: int) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
        """So many cells of any value, none of them valid."""
        if len(self._value) < size:
            self._value, self._valid = np.empty(size, np.int64), np.empty(size, np.uint8)
        self._valid[:size] = 0
        return self._value, self._valid


@lru_cache(maxsize=1)
def start() -> int:
    """Where the text begins in every buffer: after the programs' own texts."""
    return len(preamble()[0])


def words_of(content: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """The same bytes as overlapping 64-bit words, one at every byte."""
    return np.ndarray((len(content) - 7,), "<u8", content, strides=(1,))


def _text(length: int) -> Text:
    head = preamble()[0]
    content = np.empty(len(head) + length + PAD, np.uint8)
    content[: len(head)] = np.frombuffer(head, np.uint8)
    return Text(content, words_of(content))


def _tokens(length: int) -> Tokens:
    most = length + 2
    return Tokens(
        np.empty(most, np.uint32), np.zeros(most, np.uint32), np.empty(most, np.uint32), np.empty(most, np.uint8)
    )
