"""Tables for other people's tools: CSV, Excel and Parquet, with what each column means and which build it shows.

No cell can be read as a formula: text that begins like one gets an apostrophe before it, numbers stay numbers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interchange.formulas import neutralise
from interchange.workbook_charts import Chart, write_charts

if TYPE_CHECKING:
    import pyarrow as pa

FORMATS = (".csv", ".xlsx", ".parquet")


@dataclass(frozen=True)
class Stamp:
    """Which build an export shows, to what day its data speaks, by which definitions, and in how many rows."""

    snapshot_id: int
    build_id: str
    published_at: str
    data_through: str
    definitions: str = ""
    row_count: int = 0


def write_table(
    table: pa.Table,
    out: Path,
    *,
    definitions: dict[str, str],
    stamp: Stamp,
    title: str = "rows",
    charts: Sequence[Chart] = (),
) -> None:
    """Writes a table by the ending of the name; the title names a workbook's first sheet, charts are for it alone."""
    out.parent.mkdir(parents=True, exist_ok=True)
    if out.suffix.lower() == ".xlsx":
        _write_workbook(table, out, definitions, stamp, title, charts)
    else:
        writers = {".csv": _write_csv, ".parquet": _write_parquet}
        writers[out.suffix.lower()](table, out, definitions, stamp)


def _write_csv(table: pa.Table, out: Path, definitions: dict[str, str], stamp: Stamp) -> None:
    import csv

    with out.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(table.column_names)
        for row in table.to_pylist():
            writer.writerow([neutralise(value) for value in row.values()])
    notes = out.with_suffix(".definitions.csv")
    with notes.open("w", newline="", encoding="utf-8") as stream:
        notes_of = _notes(table.column_names, definitions, stamp)
        csv.writer(stream).writerows((name, neutralise(text)) for name, text in notes_of)


def _write_parquet(table: pa.Table, out: Path, definitions: dict[str, str], stamp: Stamp) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    described = [field.with_metadata({"description": definitions.get(field.name, "")}) for field in table.schema]
    schema = pa.schema(described, metadata={name: str(value) for name, value in vars(stamp).items()})
    pq.write_table(table.cast(schema), out)


def _write_workbook(
    table: pa.Table, out: Path, definitions: dict[str, str], stamp: Stamp, title: str, charts: Sequence[Chart]
) -> None:
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(out), options) as book:
        formats = _Formats(book)
        sheet = book.add_worksheet(title)
        sheet.freeze_panes(1, 0)
        for index, name in enumerate(table.column_names):
            sheet.write_string(0, index, name, formats.bold)
            sheet.set_column(index, index, max(12, len(name) + 2))
        for number, row in enumerate(table.to_pylist(), start=1):
            for index, (name, value) in enumerate(row.items()):
                _write_cell(sheet, (number, index), value, formats.for_value(name, value))
        if table.num_rows:
            sheet.autofilter(0, 0, table.num_rows, table.num_columns - 1)
        write_charts(book, charts)
        _write_notes(book, _notes(table.column_names, definitions, stamp), formats.bold)


class _Formats:
    def __init__(self, book: Any) -> None:
        self.bold = book.add_format({"bold": True})
        self.plain = book.add_format({})
        self.date = book.add_format({"num_format": "yyyy-mm-dd"})
        self.dollars = book.add_format({"num_format": "#,##0.00"})
        self.rate = book.add_format({"num_format": "0.0%"})
        self.days = book.add_format({"num_format": "0.0"})

    def for_value(self, column: str, value: Any) -> Any:
        if isinstance(value, dt.date):
            return self.date
        endings = {
            ("_amount",): self.dollars,
            ("_rate", "_share", "_rate_low", "_rate_high"): self.rate,
            ("_days_to_pay",): self.days,
        }
        return next((form for ending, form in endings.items() if column.endswith(ending)), self.plain)


def _write_cell(sheet: Any, at: tuple[int, int], value: Any, form: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(*at, value)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(*at, float(value), form)
    elif isinstance(value, dt.date):
        sheet.write_datetime(*at, value, form)
    else:
        sheet.write_string(*at, neutralise(str(value)))


def _write_notes(book: Any, notes: Sequence[tuple[str, str]], bold: Any) -> None:
    sheet = book.add_worksheet("definitions")
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 100)
    for number, (name, text) in enumerate(notes):
        sheet.write_string(number, 0, name, bold)
        sheet.write_string(number, 1, neutralise(text))


def _notes(columns: Sequence[str], definitions: dict[str, str], stamp: Stamp) -> list[tuple[str, str]]:
    return [*((name, definitions.get(name, "")) for name in columns), *((k, str(v)) for k, v in vars(stamp).items())]
