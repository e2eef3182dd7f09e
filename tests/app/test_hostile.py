"""What is typed into filters and search is a value and never SQL; what is taken away holds no formula."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from app.exhibits import to_bytes
from app.page import Build
from app.queries import claims, denials, figures
from app.queries.published import At, ask, read_publication
from tests.app.conftest import Open

CORPUS = (
    "' OR 1=1 --",
    "'; DROP TABLE marts.fct_claims; --",
    "x') UNION SELECT * FROM read_csv('/etc/passwd') --",
    '" OR ""="',
    "$payer",
    "\\'; ATTACH '/tmp/x' AS y; --",
    "%",
    "{SCOPE}",
    "\x00",
)


@pytest.mark.parametrize("text", CORPUS)
def test_an_injected_value_is_a_value(at: At, text: str) -> None:
    for dimension in denials.DIMENSIONS:
        assert denials.totals(at, {dimension: [text]})["denials"] == 0
    assert claims.search(at, text).empty
    assert claims.claim(at, text) is None
    assert claims.events(at, text).empty
    assert figures.trend(at, text, text).empty
    assert figures.members(at, text, 10).empty


@pytest.mark.parametrize("text", CORPUS[:3])
def test_an_injected_address_shows_the_page_as_if_it_were_not_there(
    open_view: Open, published_home: Path, text: str
) -> None:
    app = open_view(published_home, "root_causes", payer=[text], look=text, period=text)
    assert not app.exception
    assert not app.error
    assert app.metric[0].value == open_view(published_home, "root_causes").metric[0].value


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/hostname')",
        "COPY (SELECT 1) TO '/tmp/overturn_must_not_be.csv'",
        "ATTACH '/tmp/overturn_must_not_be.db' AS other",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "DELETE FROM marts.fct_claims",
    ],
)
def test_a_reader_reaches_nothing_but_the_published_lake(at: At, statement: str) -> None:
    with pytest.raises(duckdb.Error):
        ask(at, statement)


def test_what_is_taken_away_equals_the_page_and_holds_no_formula(published_home: Path) -> None:
    publication = read_publication(str(published_home))
    assert publication
    build = Build(str(published_home), publication)
    names = ["=1+1", "+1", "-1", "@x", "\tx", "|x", "plain"]
    frame = pd.DataFrame({"payer": names, "denied_amount": [Decimal("10.25")] * len(names)})
    book = load_workbook(io.BytesIO(to_bytes(build, frame, name="denied", ending=".xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert [row[1].value for row in book.worksheets[0].iter_rows(min_row=2)] == [10.25] * len(names)
    lines = to_bytes(build, frame, name="denied", ending=".csv").decode().splitlines()
    assert not [line for line in lines[1:] if line.strip('"').startswith(("=", "+", "-", "@", "|"))]
    table = pq.read_table(io.BytesIO(to_bytes(build, frame, name="denied", ending=".parquet")))
    assert table.column("denied_amount").to_pylist() == list(frame["denied_amount"])
    assert table.schema.metadata[b"build_id"].decode() == publication.build_id
