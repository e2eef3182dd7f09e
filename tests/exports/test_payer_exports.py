"""The negotiator's files, read back: their totals are the dashboard's to the cent, and small cells can be left out."""

from __future__ import annotations

import csv
import datetime as dt
import re
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from interchange.lake import Lake
from orchestration.answers.exporting import PAYER_TRENDS, SCORECARD, Export, export_mart
from orchestration.answers.suppression import FLOOR
from orchestration.settings import Settings

KINDS = (".csv", ".xlsx", ".parquet")


def read_back(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".csv":
        with path.open(newline="") as stream:
            return list(csv.DictReader(stream))
    if path.suffix == ".parquet":
        return list(pq.read_table(path).to_pylist())
    header, *rows = load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def cents(value: Any) -> Decimal:
    return Decimal(str(value or 0)).quantize(Decimal("0.01"))


@pytest.fixture(scope="module")
def settings(published_home: Path) -> Settings:
    return Settings(home=published_home)


@pytest.mark.parametrize("kind", KINDS)
def test_the_trends_add_up_to_the_dashboards_figures(settings: Settings, tmp_path: Path, kind: str) -> None:
    out = tmp_path / f"trends{kind}"
    assert export_mart(settings, PAYER_TRENDS, out) == len(read_back(out))
    with Lake(settings.home).published() as lake:
        figures = {
            row[0]: row[1:]
            for row in lake.execute(
                """SELECT kpi_id, sum(numerator), sum(denominator) FROM marts.rpt_kpis
                   WHERE kpi_id IN ('K1', 'K2') AND period_grain = 'month' AND slice_dimension IS NULL
                   AND period_start >= (SELECT min(month_start) FROM marts.rpt_payer_trends) GROUP BY kpi_id"""
            ).fetchall()
        }
    rows = read_back(out)
    assert sum(int(row["denied_claim_count"]) for row in rows) == figures["K1"][0]
    assert sum(int(row["claim_count"]) for row in rows) == figures["K1"][1]
    assert sum(cents(row["denied_amount"]) for row in rows) == figures["K2"][0]
    assert sum(cents(row["charge_amount"]) for row in rows) == figures["K2"][1]


@pytest.mark.parametrize("kind", KINDS)
def test_the_scorecard_is_the_marts_to_the_cent(settings: Settings, tmp_path: Path, kind: str) -> None:
    out = tmp_path / f"scorecard{kind}"
    export_mart(settings, SCORECARD, out)
    with Lake(settings.home).published() as lake:
        whole = lake.execute(
            """SELECT payer_id, denied_amount, recovered_amount, underpaid_amount FROM marts.rpt_payer_scorecard
               WHERE service_line = 'All' AND denial_category = 'All' ORDER BY payer_id"""
        ).fetchall()
    rows = [row for row in read_back(out) if row["service_line"] == row["denial_category"] == "All"]
    names = ("denied_amount", "recovered_amount", "underpaid_amount")
    found = [(row["payer_id"], *(cents(row[name]) for name in names)) for row in rows]
    assert sorted(found) == [(row[0], *map(cents, row[1:])) for row in whole]


@pytest.mark.parametrize("export", [PAYER_TRENDS, SCORECARD], ids=lambda each: each.model)
def test_a_workbook_has_numbers_dates_definitions_and_native_charts(
    settings: Settings, tmp_path: Path, export: Export
) -> None:
    out = tmp_path / "book.xlsx"
    export_mart(settings, export, out)
    book = load_workbook(out)
    assert book.sheetnames == [export.title, "charts", "definitions"]
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    first = dict(zip(*(list(row) for row in book.worksheets[0].iter_rows(max_row=2, values_only=True)), strict=True))
    assert isinstance(first["claim_count"], int)
    assert isinstance(first[export.keys[5]], dt.datetime)
    notes = {row[0]: row[1] for row in book["definitions"].iter_rows(values_only=True)}
    assert all(notes[name] for name in first)
    assert re.fullmatch(r"K1@\d+, K2@\d+", notes["definitions"])
    assert int(notes["row_count"]) == book.worksheets[0].max_row - 1
    assert any(name.startswith("xl/charts/chart") for name in zipfile.ZipFile(out).namelist())


@pytest.mark.parametrize("export", [PAYER_TRENDS, SCORECARD], ids=lambda each: each.model)
def test_a_suppressed_export_has_no_small_count(settings: Settings, tmp_path: Path, export: Export) -> None:
    out = tmp_path / "suppressed.parquet"
    whole = export_mart(settings, export, out, suppressed=True)
    rows = read_back(out)
    counts = [value for row in rows for name, value in row.items() if name.endswith("_count") and value]
    assert counts
    assert min(counts) >= FLOOR
    assert len(rows) == whole
