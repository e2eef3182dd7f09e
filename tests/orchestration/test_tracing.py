"""A figure leads back to segments that stand in the file at that offset."""

from __future__ import annotations

import pytest

from interchange.provenance import segment_at
from interchange.vault import Vault
from orchestration.exit_codes import NothingThereError
from orchestration.settings import Settings
from orchestration.tracing import trace_kpi


def test_every_traced_row_names_a_segment_that_is_there(published: Settings) -> None:
    rows = trace_kpi(published, "K1", limit=50)
    assert rows
    for row in rows:
        content = Vault(published.home).read(row["sha256"])
        assert content[row["byte_offset"] :].startswith(row["segment"].encode() + b"~")
        assert row["segment"].startswith("CLP*")


def test_the_counted_rows_sum_to_the_figure(published: Settings) -> None:
    from orchestration.figures import read_kpis

    figure = read_kpis(published)[0]
    counted = trace_kpi(published, "K1", limit=100_000)
    considered = trace_kpi(published, "K1", limit=100_000, all_rows=True)
    assert sum(row["numerator"] for row in counted) == figure["numerator"]
    assert sum(row["denominator"] for row in considered) == figure["denominator"]


def test_an_unknown_kpi_is_refused_with_the_known_ones(published: Settings) -> None:
    with pytest.raises(NothingThereError, match="published are K1"):
        trace_kpi(published, "K99")


def test_the_terminator_is_the_one_that_the_header_declares() -> None:
    header = b"ISA*00*          *00*          *ZZ*A              *ZZ*B              *260101*0101*^*00501*1*0*T*:'"
    header = header.replace(b"*1*0*", b"*000000001*0*")
    content = header + b"GS*HP~ISA'ST*835*0001'"
    assert segment_at(content, len(header)) == "GS*HP~ISA"
    assert segment_at(content, content.index(b"ST*835")) == "ST*835*0001"
