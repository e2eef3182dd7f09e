"""CSV as sites write it: records with their line and byte offset, in any usual encoding, delimiter and line end."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from interchange.feeds import Place, RefusedError

DELIMITERS = (",", ";", "\t", "|")
UTF8_MARK = b"\xef\xbb\xbf"
MOST_LINES_OF_A_RECORD = 100
LONGEST_RECORD = 1 << 20


@dataclass(frozen=True)
class Text:
    """A file's bytes in an encoding that keeps ASCII bytes, and that encoding's name."""

    content: bytes
    encoding: str
    is_transcoded: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its place and its cells; None where a quotation mark is never closed."""

    place: Place
    cells: list[str] | None


def open_text(content: bytes) -> Text:
    """The bytes as UTF-8, or else as the Western code page; UTF-16 is turned into UTF-8.

    Raises RefusedError where the text says one encoding and is not in it.
    """
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return Text(content.decode("utf-16").encode(), "utf-8", is_transcoded=True)
        except UnicodeDecodeError:
            raise RefusedError("EXTRACT-ENCODING", "the file is not whole UTF-16 text") from None
    for encoding in ("utf-8", "cp1252"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return Text(content, encoding)
    return Text(content, "latin-1")


def lines_of(text: Text) -> Iterator[tuple[Place, str]]:
    """Lines that are not blank, without their ends, each with its place; in a file without LF a lone CR ends a line."""
    content, end = text.content, b"\n" if b"\n" in text.content else b"\r"
    at, number = len(UTF8_MARK) if content.startswith(UTF8_MARK) else 0, 0
    while at < len(content):
        stop = content.find(end, at)
        stop = len(content) if stop < 0 else stop
        number += 1
        line = content[at:stop].decode(text.encoding).rstrip("\r\0\x1a")
        if line.strip():
            yield Place(number, at), line
        at = stop + 1


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
