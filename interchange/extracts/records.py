"""CSV as sites write it: records of cells, in any usual delimiter, each with its place."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from interchange.feeds import Place

DELIMITERS = (",", ";", "\t", "|")
MOST_LINES_OF_A_RECORD = 100
LONGEST_RECORD = 1 << 20


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its place and its cells; None where a quotation mark is never closed."""

    place: Place
    cells: list[str] | None


def records(lines: Iterator[tuple[Place, str]], *, delimiter: str, width: int) -> Iterator[Record]:
    """Records of ``width`` cells where that is what they have; a cell in quotation marks may hold line ends.

    A quotation mark that is never closed costs its own line and no other.
    """
    waiting: list[tuple[Place, str]] = []
    while True:
        place, line = waiting.pop(0) if waiting else next(lines, (None, ""))
        if place is None:
            return
        if line.count('"') % 2 == 0:
            yield Record(place, split(line, delimiter))
            continue
        taken = list(itertools.islice(itertools.chain(waiting, lines), MOST_LINES_OF_A_RECORD))
        used, cells = _close(line, [each for _, each in taken], delimiter, width)
        waiting = taken[used:]
        yield Record(place, cells)


def _close(line: str, following: list[str], delimiter: str, width: int) -> tuple[int, list[str] | None]:
    """How many following lines an open quotation takes, and the cells; a stray mark is a letter like others."""
    whole = line
    for used, each in enumerate(following, start=1):
        whole += "\n" + each
        if each.count('"') % 2 and len(whole) <= LONGEST_RECORD:
            cells = split(whole, delimiter)
            if len(cells) == width:
                return used, cells
            break
    literal = line.split(delimiter)
    return 0, literal if len(literal) == width else None


def split(line: str, delimiter: str) -> list[str]:
    """The cells of one record."""
    if '"' not in line:
        return line.split(delimiter)
    rows = list(csv.reader(io.StringIO(line, newline=""), delimiter=delimiter))
    return rows[0] if len(rows) == 1 else line.split(delimiter)
