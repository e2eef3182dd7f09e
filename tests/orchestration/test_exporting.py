"""Exports: numbers are numbers, text is never a formula, and every column says what it means."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from interchange.table_files import Stamp, neutralise, write_table
from orchestration.exit_codes import OverturnError
from orchestration.exporting import PAYER_TRENDS, export_mart
from orchestration.settings import Settings

STAMP = Stamp(7, "build", "2026-01-01T00:00:00", "2025-12-31")
TEXTS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "|calc", "plain"]


@pytest.fixture
def table() -> pa.Table:
    amounts = pa.array([Decimal("1234.50")] * len(TEXTS), pa.decimal128(18, 2))
    days = pa.array([dt.date(2026, 1, 1)] * len(TEXTS))
    return pa.table({"payer_name": TEXTS, "denied_amount": amounts, "period_start": days})


def test_a_workbook_holds_no_formula_and_real_numbers(table: pa.Table, tmp_path: Path) -> None:
    out = tmp_path / "trends.xlsx"
    write_table(table, out, definitions={"payer_name": "=Who pays."}, stamp=STAMP, title="payer trends")
    book = load_workbook(out)
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    cells = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows(min_row=2)]
    assert [row[0] for row in cells] == [neutralise(text).replace("\r", "_x000D_") for text in TEXTS]
    assert all(row[1] == 1234.5 and row[2] == dt.datetime(2026, 1, 1) for row in cells)  # noqa: DTZ001
    assert book.sheetnames == ["payer trends", "definitions"]
    assert book["definitions"]["A1"].value == "payer_name"


def test_a_csv_neutralises_text_and_leaves_numbers(table: pa.Table, tmp_path: Path) -> None:
    import csv

    out = tmp_path / "trends.csv"
    write_table(table, out, definitions={"payer_name": "Who pays.", "denied_amount": "=1+1"}, stamp=STAMP)
    with out.open(newline="") as stream:
        rows = list(csv.reader(stream))
    assert [row[0] for row in rows[1:]] == [f"'{text}" if text != "plain" else text for text in TEXTS]
    assert {row[1] for row in rows[1:]} == {"1234.50"}
    notes = (tmp_path / "trends.definitions.csv").read_text()
    assert "Who pays." in notes
    assert "denied_amount,'=1+1" in notes


def test_parquet_keeps_decimals_and_definitions(table: pa.Table, tmp_path: Path) -> None:
    out = tmp_path / "trends.parquet"
    write_table(table, out, definitions={"payer_name": "Who pays."}, stamp=STAMP)
    read = pq.read_table(out)
    assert read.column("denied_amount").type == pa.decimal128(18, 2)
    assert read.column("payer_name").to_pylist() == TEXTS
    assert read.schema.field("payer_name").metadata == {b"description": b"Who pays."} or (
        read.schema.field("payer_name").metadata[b"description"] == b"Who pays."
    )
    assert read.schema.metadata[b"build_id"] == b"build"


def test_the_published_trends_are_written_with_their_definitions(published: Settings, tmp_path: Path) -> None:
    out = tmp_path / "trends.xlsx"
    assert export_mart(published, PAYER_TRENDS, out) == 1
    book = load_workbook(out)
    assert book["payer trends"]["A2"].value == "'=cmd"
    notes = {row[0].value: row[1].value for row in book["definitions"].iter_rows()}
    assert notes["payer_name"] == "Who pays."
    assert notes["build_id"]


def test_another_kind_of_file_is_refused(published: Settings, tmp_path: Path) -> None:
    with pytest.raises(OverturnError, match=r"\.xlsx"):
        export_mart(published, PAYER_TRENDS, tmp_path / "trends.pdf")
