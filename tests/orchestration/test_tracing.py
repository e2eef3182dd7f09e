"""A figure leads back to segments that stand in the file at that offset."""

from __future__ import annotations

import datetime as dt

import pytest

from interchange.provenance import segment_at
from interchange.vault import Vault
from orchestration.answers.tracing import Cell, read_cell, trace_kpi
from orchestration.exit_codes import NothingThereError, OverturnError
from orchestration.settings import Settings


def test_every_traced_row_names_a_segment_that_is_there(published: Settings) -> None:
    rows = trace_kpi(published, "K1", limit=50)
    assert rows
    for row in rows:
        content = Vault(published.home).read(row["sha256"])
        assert content[row["byte_offset"] :].startswith(row["segment"].encode() + b"~")
        assert row["segment"].startswith("CLP*")


def test_the_counted_rows_sum_to_the_figure(published: Settings) -> None:
    from orchestration.answers.figures import read_kpis

    figure = read_kpis(published)[0]
    counted = trace_kpi(published, "K1", limit=100_000)
    considered = trace_kpi(published, "K1", limit=100_000, all_rows=True)
    assert sum(row["numerator"] for row in counted) == figure["numerator"]
    assert sum(row["denominator"] for row in considered) == figure["denominator"]


def test_the_cells_of_a_figure_are_its_rows_apart(published: Settings) -> None:
    whole = trace_kpi(published, "K1", limit=100_000, all_rows=True)
    months = [Cell("month", dt.date(2026, month, 15)) for month in (2, 3, 4)]
    by_month = [trace_kpi(published, "K1", cell=cell, limit=100_000, all_rows=True) for cell in months]
    by_payer = [
        trace_kpi(published, "K1", cell=Cell(dimension="payer", value=value), limit=100_000, all_rows=True)
        for value in ("P0", "P1")
    ]
    assert {row["period_date"][:7] for row in by_month[1]} == {"2026-03"}
    assert len(whole) == sum(map(len, by_month)) == sum(map(len, by_payer)) > 0


@pytest.mark.parametrize(
    ("grain", "first", "last"),
    [
        ("day", dt.date(2026, 2, 25), dt.date(2026, 2, 25)),
        ("week", dt.date(2026, 2, 23), dt.date(2026, 3, 1)),
        ("month", dt.date(2026, 2, 1), dt.date(2026, 2, 28)),
    ],
)
def test_a_period_has_a_first_and_a_last_day(grain: str, first: dt.date, last: dt.date) -> None:
    assert read_cell(grain=grain, day="2026-02-25", dimension=None, value="").bounds() == (first, last)


@pytest.mark.parametrize(
    "named",
    [
        {"grain": "month", "day": ""},
        {"grain": "all", "day": "2026-01-01"},
        {"grain": "day", "day": "yesterday"},
        {"grain": "all", "day": "", "dimension": "payer"},
    ],
)
def test_half_a_cell_is_refused(named: dict[str, str]) -> None:
    with pytest.raises(OverturnError):
        read_cell(**{"dimension": None, "value": "", **named})  # type: ignore[arg-type]


def test_an_unknown_kpi_is_refused_with_the_known_ones(published: Settings) -> None:
    with pytest.raises(NothingThereError, match="published are K1"):
        trace_kpi(published, "K99")


def test_the_terminator_is_the_one_that_the_header_declares() -> None:
    header = b"ISA*00*          *00*          *ZZ*A              *ZZ*B              *260101*0101*^*00501*1*0*T*:'"
    header = header.replace(b"*1*0*", b"*000000001*0*")
    content = header + b"GS*HP~ISA'ST*835*0001'"
    assert segment_at(content, len(header)) == "GS*HP~ISA"
    assert segment_at(content, content.index(b"ST*835")) == "ST*835*0001"
