"""Reading an extract: known by its headers, each row typed and placed; a bad row is put aside and the others load."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from interchange.extracts.records import DELIMITERS, records, split
from interchange.extracts.specs import EXTRACTS, Extract
from interchange.feeds import Column, Place, Reading, RefusedError, Rows
from interchange.feeds.texts import Text, lines_of, open_text

FEWEST_KNOWN_HEADERS = 2
MOST_HEADERS = 2_000


@dataclass(frozen=True)
class _Header:
    """What the first line says: the kind of extract, the delimiter and the headers as compared."""

    extract: Extract
    delimiter: str
    headers: list[str]
    place: Place

    def position(self, column: Column) -> int | None:
        """Which cell holds a column."""
        return next((self.headers.index(source) for source in column.sources if source in self.headers), None)

    def missing(self) -> list[str]:
        """Headers without which the file cannot be read."""
        columns = self.extract.table.columns
        return [each.sources[0] for each in columns if each.required and self.position(each) is None]


def read(content: bytes, name: str = "") -> Reading | None:
    """Everything in an extract; None where the content is no extract that is known.

    ``name`` is the file's, which decides where headers do not. Raises RefusedError where the file is refused whole.
    """
    text = open_text(content)
    lines = lines_of(text)
    header = _read_header(lines, PurePath(name).name.upper())
    if header is None:
        return None
    if missing := header.missing():
        raise RefusedError("EXTRACT-COLUMN-MISSING", f"the {header.extract.type} extract lacks {', '.join(missing)}")
    rows = Rows("EXTRACT")
    _note(rows, text, header)
    _read_rows(rows, lines, header)
    return rows.reading(header.extract.type)


def _read_header(lines: Iterator[tuple[Place, str]], name: str) -> _Header | None:
    place, line = next(lines, (Place(1, 0), ""))
    if line.lower().startswith("sep="):
        place, line = next(lines, (Place(1, 0), ""))
    found = [
        _Header(extract, delimiter, headers, place)
        for delimiter in DELIMITERS
        if len(headers := _headers(line, delimiter)) <= MOST_HEADERS
        for extract in EXTRACTS
    ]
    best = max(found, key=lambda each: _likeness(each, name), default=None)
    return best if best and _known(best) >= FEWEST_KNOWN_HEADERS else None


def _headers(line: str, delimiter: str) -> list[str]:
    try:
        return [cell.strip().strip('"').upper().replace(" ", "_") for cell in split(line, delimiter)]
    except csv.Error:
        return []


def _known(header: _Header) -> int:
    return sum(header.position(column) is not None for column in header.extract.table.columns)


def _likeness(header: _Header, name: str) -> tuple[bool, bool, int, int]:
    named = max((len(each) for each in header.extract.names if name.startswith(each)), default=0)
    known = _known(header)
    return known >= FEWEST_KNOWN_HEADERS, not header.missing(), known, named


def _note(rows: Rows, text: Text, header: _Header) -> None:
    if text.is_transcoded:
        rows.find("ENCODING", "warning", "read as UTF-16; offsets count in its UTF-8 form", header.place)
    elif text.encoding != "utf-8":
        rows.find("ENCODING", "info", f"not UTF-8: read as {text.encoding}", header.place)
    known = {source for column in header.extract.table.columns for source in column.sources}
    if unknown := sum(each not in known for each in header.headers):
        rows.find("COLUMN-UNKNOWN", "info", f"{unknown} columns of the extract are not read", header.place)
    if repeated := len(header.headers) - len(set(header.headers)):
        rows.find("COLUMN-REPEATED", "warning", f"{repeated} headers stand twice; the first counts", header.place)


def _read_rows(rows: Rows, lines: Iterator[tuple[Place, str]], header: _Header) -> None:
    table, width = header.extract.table, len(header.headers)
    positions = [header.position(column) for column in table.columns]
    for record in records(lines, delimiter=header.delimiter, width=width):
        cells = record.cells
        if cells is None:
            rows.refuse(table.name, record.place, "QUOTE-OPEN", message="a quotation mark is never closed")
        elif len(cells) < width or any(cell.strip() for cell in cells[width:]):
            message = f"the row has {len(cells)} cells, the header {width}"
            rows.refuse(table.name, record.place, "CELL-COUNT", message=message)
        else:
            rows.add(table, [None if at is None else cells[at] for at in positions], record.place)
