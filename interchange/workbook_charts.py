"""Native charts of a workbook: each is drawn over cells that lie beside it, so that a reader can check it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from interchange.formulas import neutralise

ROWS_BETWEEN = 20
COLUMNS_OF_A_CHART = 8


@dataclass(frozen=True)
class Chart:
    """A line or column chart: its rows have the category first, then a number (or None) a series."""

    title: str
    kind: str
    series: Sequence[str]
    rows: Sequence[Sequence[Any]]
    number_format: str = "0.0%"


def write_charts(book: Any, charts: Sequence[Chart]) -> None:
    """Adds a sheet ``charts`` with every chart and its cells; nothing where there are no charts."""
    if not charts:
        return
    sheet = book.add_worksheet("charts")
    top = 0
    for chart in charts:
        _write_chart(book, sheet, top, chart)
        top += max(len(chart.rows) + 3, ROWS_BETWEEN)


def _write_chart(book: Any, sheet: Any, top: int, chart: Chart) -> None:
    bold, number = book.add_format({"bold": True}), book.add_format({"num_format": chart.number_format})
    left = COLUMNS_OF_A_CHART + 1
    for column, name in enumerate(("", *chart.series)):
        sheet.write_string(top, left + column, neutralise(name), bold)
    for line, row in enumerate(chart.rows, start=top + 1):
        sheet.write_string(line, left, neutralise(_label(row[0])))
        for column, value in enumerate(row[1:], start=left + 1):
            if value is not None:
                sheet.write_number(line, column, _number(value), number)
    sheet.insert_chart(top, 0, _draw(book, sheet.get_name(), top, left, chart))


def _draw(book: Any, sheet: str, top: int, left: int, chart: Chart) -> Any:
    drawn = book.add_chart({"type": chart.kind})
    first, last = top + 1, top + len(chart.rows)
    for column in range(left + 1, left + 1 + len(chart.series)):
        drawn.add_series(
            {
                "name": [sheet, top, column],
                "categories": [sheet, first, left, last, left],
                "values": [sheet, first, column, last, column],
            }
        )
    drawn.set_title({"name": chart.title, "name_font": {"size": 11}})
    drawn.set_y_axis({"num_format": chart.number_format, "min": 0})
    drawn.set_legend({"position": "bottom"})
    drawn.set_size({"width": COLUMNS_OF_A_CHART * 64, "height": (ROWS_BETWEEN - 1) * 20})
    drawn.show_blanks_as("gap")
    return drawn


def _label(value: Any) -> str:
    return value.strftime("%Y-%m") if isinstance(value, dt.date) else str(value)


def _number(value: Any) -> float:
    # A chart's cells are drawn, not added up: the exact amounts stand on the first sheet.
    return float(value) if isinstance(value, Decimal | int) else value
