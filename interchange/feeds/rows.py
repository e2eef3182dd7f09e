"""Rows of one file on their way to typed tables; what cannot be read is put aside and told by place, never by value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import pyarrow as pa

from interchange.feeds.columns import Column, Table
from interchange.feeds.values import Value, convert
from interchange.x12.findings import Finding, Severity

MOST_FINDINGS = 1_000
KIND_NAMES = {"money": "an amount in dollars and cents", "flag": "yes or no", "integer": "a whole number"}


class RefusedError(Exception):
    """A whole content is refused: ``code`` is stable, the message names no value."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Place(NamedTuple):
    """Where a row begins: its line, from 1, and that line's offset in the decompressed bytes."""

    line_number: int
    byte_offset: int


@dataclass(frozen=True)
class RefusedRow:
    """A row that was put aside: the table it was meant for, its place, the rule and the column."""

    table: str
    place: Place
    code: str
    column: str = ""


@dataclass
class Reading:
    """What a file held: rows by raw table, findings, rows put aside. ``type`` is the kind of file."""

    type: str
    tables: dict[str, pa.Table]
    findings: list[Finding] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)


class Rows:
    """Collects rows table by table; ``prefix`` begins the codes of its findings."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.findings: list[Finding] = []
        self.refused: list[RefusedRow] = []
        self._rows: dict[Table, list[tuple[object, ...]]] = {}

    def add(self, table: Table, texts: Sequence[str | None], place: Place) -> bool:
        """A row of one text a column, blank or None where there is none; False where it was put aside."""
        values: list[Value | None] = []
        for column, text in zip(table.columns, texts, strict=True):
            code, value = self._read(column, text.strip() if text else "")
            if code and column.required:
                self.refuse(table.name, place, code, column=column.name, message=_says(code, column))
                return False
            if code:
                self.find(code, "warning", f"{_says(code, column)}; left empty", place, where=column.sources[0])
            values.append(value)
        self._rows.setdefault(table, []).append((*place, *values))
        return True

    def _read(self, column: Column, text: str) -> tuple[str, Value | None]:
        if not text:
            return "VALUE-MISSING" if column.required else "", None
        try:
            return "", convert(column.kind, text)
        except ValueError:
            return f"{column.kind.upper()}-UNREADABLE", None

    def refuse(self, table: str, place: Place, code: str, *, message: str, column: str = "") -> None:
        """Puts a row aside, with a finding."""
        self.refused.append(RefusedRow(table, place, f"{self.prefix}-{code}", column))
        self.find(code, "error", f"{message}; the row is put aside", place)

    def find(self, code: str, severity: Severity, message: str, place: Place, *, where: str = "") -> None:
        """Notes a finding; after a thousand of a file only that there are more."""
        if len(self.findings) == MOST_FINDINGS:
            code, severity, message = "MORE", "info", "the file has more findings than are listed"
        if len(self.findings) <= MOST_FINDINGS:
            found = Finding(
                f"{self.prefix}-{code}", severity, message, place.byte_offset, place.line_number, segment_id=where
            )
            self.findings.append(found)

    def reading(self, kind: str) -> Reading:
        """Everything collected, as Arrow tables."""
        tables = {table.name: _as_arrow(table, rows) for table, rows in self._rows.items()}
        return Reading(kind, tables, self.findings, self.refused)


def _as_arrow(table: Table, rows: list[tuple[object, ...]]) -> pa.Table:
    schema = table.schema()
    columns = zip(*rows, strict=True)
    return pa.table([pa.array(cells, one.type) for cells, one in zip(columns, schema, strict=True)], schema=schema)


def _says(code: str, column: Column) -> str:
    source = column.sources[0]
    if code == "VALUE-MISSING":
        return f"{source} is empty"
    return f"{source} is not {KIND_NAMES.get(column.kind, f'a {column.kind}')}"
