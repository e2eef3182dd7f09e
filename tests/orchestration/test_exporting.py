"""Exports: numbers are numbers, text is never a formula, and every column says what it means."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from interchange.formulas import DANGEROUS, neutralise
from interchange.table_files import Stamp, write_table
from interchange.workbook_charts import Chart
from orchestration.answers.exporting import PAYER_TRENDS, export_mart
from orchestration.exit_codes import OverturnError
from orchestration.settings import PROJECT, Settings

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


def test_a_chart_beside_its_cells_holds_no_formula(table: pa.Table, tmp_path: Path) -> None:
    out = tmp_path / "charts.xlsx"
    chart = Chart("trend", "line", ["=series"], [(text, 0.5) for text in TEXTS])
    write_table(table, out, definitions={}, stamp=STAMP, title="rows", charts=[chart])
    cells = [cell for row in load_workbook(out)["charts"].iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    said = {cell.value for cell in cells if cell.data_type == "s" and cell.value}
    assert said == {neutralise(text).replace("\r", "_x000D_") for text in [*TEXTS, "=series"]}


def test_a_trace_of_files_with_dangerous_names_is_safe_in_csv(
    overturn: Callable[..., Any], settings: Settings, drop: Path, tmp_path: Path
) -> None:
    files = sorted(path for path in drop.rglob("*.edi"))
    inbox = tmp_path / "dangerous"
    inbox.mkdir()
    for number, path in enumerate(files):
        name = f"{DANGEROUS[number % len(DANGEROUS)]}1+1_{number}.edi"
        (inbox / name).write_bytes(path.read_bytes())
    for command in (["land", inbox], ["build"], ["publish"]):
        assert overturn(*command).code == 0
    told = overturn("trace", "K1", "--limit", "1000", "--format", "csv").out
    names = {row["file_name"] for row in csv.DictReader(io.StringIO(told, newline=""))}
    assert names
    assert all(name.startswith("'") for name in names)
    kept = {row["file_name"] for row in json.loads(overturn("trace", "K1", "--limit", "1000", "--format", "json").out)}
    assert {neutralise(name) for name in kept} == names


def test_every_module_that_writes_csv_neutralises_its_text() -> None:
    packages = ("app", "interchange", "ml", "orchestration", "workflow")
    sources = {path: path.read_text() for name in packages for path in (PROJECT / name).rglob("*.py")}
    writers = [
        path for path, text in sources.items() if "csv.writer(" in text or "DictWriter(" in text or "to_csv(" in text
    ]
    assert writers
    assert not [path for path in writers if "neutralise" not in sources[path]]
