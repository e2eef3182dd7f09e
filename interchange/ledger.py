"""The ledger: what became of each delivery, what was found in it, what was put aside; tables of ``raw`` too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa

from interchange import feeds, x12
from interchange.deliveries import Delivery
from interchange.reading import feed_tables
from interchange.vault import file_id

Row = dict[str, object]
COUNTED = {
    "claims": ("x12_835_claims", "x12_837_claims"),
    "lines": ("x12_835_lines", "x12_837_lines"),
    "adjustments": ("x12_835_adjustments", "x12_837_adjustments"),
    "remarks": ("x12_835_remarks",),
    "provider_adjustments": ("x12_835_provider_adjustments",),
    "rows": tuple(dict.fromkeys(table.name for table in feed_tables())),
}


@dataclass(frozen=True)
class LandedFile:
    """What became of one delivery; ``status`` is loaded, duplicate or quarantined."""

    file: str
    sha256: str
    type: str | None
    status: str
    counts: dict[str, int]
    findings: list[dict[str, object]]
    reason_code: str = ""
    reason: str = ""
    refused_count: int = 0


@dataclass(frozen=True)
class QuarantinedRow:
    """A row that a quality check puts aside: told by place and rule, never by value."""

    file_id: int
    batch_id: int
    table_name: str
    segment_ordinal: int
    byte_offset: int
    expectation: str
    column_name: str
    set_segment: int | None
    claim_segment: int | None


@dataclass
class Entries:
    """The ledger's rows of one batch, which wait for its commit."""

    batch_id: int
    landed_at: dt.datetime
    files: list[Row] = field(default_factory=list)
    findings: list[Row] = field(default_factory=list)
    quarantined_sets: list[Row] = field(default_factory=list)
    quarantined_rows: list[Row] = field(default_factory=list)

    def add_file(self, delivery: Delivery, landed: LandedFile, *, sets_aside: int) -> None:
        """One delivery, under the name that it came with."""
        self.files.append(
            {
                "file_id": file_id(landed.sha256),
                "batch_id": self.batch_id,
                "file_name": delivery.name,
                "sha256": landed.sha256,
                "type": landed.type,
                "status": landed.status,
                "reason_code": landed.reason_code or None,
                "reason": landed.reason or None,
                "byte_count": delivery.size,
                **{f"{name[:-1]}_count": count for name, count in landed.counts.items()},
                "finding_count": len(landed.findings),
                "quarantined_set_count": sets_aside,
                "quarantined_row_count": landed.refused_count,
                "received_at": delivery.received_at.replace(tzinfo=None),
                "landed_at": self.landed_at,
            }
        )

    def add_findings(self, number: int, findings: Iterable[x12.Finding]) -> None:
        """What was found in a file."""
        self.findings += [_finding_row(number, self.batch_id, each) for each in findings]

    def add_sets(self, number: int, sets: Iterable[x12.QuarantinedSet]) -> None:
        """Transaction sets of a file that were put aside."""
        self.quarantined_sets += [_set_row(number, self.batch_id, each) for each in sets]

    def add_rows(self, number: int, rows: Iterable[feeds.RefusedRow]) -> None:
        """Rows of an extract or of FHIR that were put aside."""
        self.quarantined_rows += [_refused_row(number, self, each) for each in rows]

    def write(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Writes every row, in the transaction that is open."""
        for name in ("files", "findings", "quarantined_sets", "quarantined_rows"):
            _insert(connection, name, getattr(self, name))


def record_quality(
    connection: duckdb.DuckDBPyConnection, *, checks: Iterable[Row], rows: Iterable[QuarantinedRow]
) -> None:
    """Writes what the quality checks of a batch found, and the rows they put aside, in one transaction."""
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    connection.execute("BEGIN")
    _insert(connection, "quality_checks", [{**check, "checked_at": now} for check in checks])
    _insert(connection, "quarantined_rows", [{**vars(row), "found_at": now} for row in rows])
    connection.execute("COMMIT")


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: list[Row]) -> None:
    if rows:
        arrow = pa.Table.from_pylist(rows)  # noqa: F841 - DuckDB finds it by name
        connection.execute(f"INSERT INTO raw.{table} BY NAME SELECT * FROM arrow")  # noqa: S608 - our own table names


def counts_of(tables: dict[str, pa.Table]) -> dict[str, int]:
    """How many claims, lines and so on a file's tables hold."""
    return {name: sum(tables[table].num_rows for table in names if table in tables) for name, names in COUNTED.items()}


def shown(finding: x12.Finding) -> dict[str, object]:
    """A finding as whoever landed the file is told of it."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "segment": finding.segment_id,
        "byte_offset": finding.byte_offset,
        "segment_ordinal": finding.segment_ordinal,
    }


def _finding_row(number: int, batch_id: int, finding: x12.Finding) -> dict[str, object]:
    return {
        "file_id": number,
        "batch_id": batch_id,
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "loop": finding.loop or None,
        "segment_id": finding.segment_id or None,
        "element": finding.element,
        "byte_offset": finding.byte_offset,
        "segment_ordinal": finding.segment_ordinal,
        "set_control_number": finding.set_control_number or None,
    }


def _set_row(number: int, batch_id: int, one: x12.QuarantinedSet) -> dict[str, object]:
    return {
        "file_id": number,
        "batch_id": batch_id,
        "set_type": one.set_type,
        "set_control_number": one.set_control_number,
        "byte_offset": one.byte_offset,
        "byte_count": one.byte_count,
        "segment_ordinal": one.segment_ordinal,
        "code": one.code,
        "reason": one.reason,
    }


def _refused_row(number: int, entries: Entries, one: feeds.RefusedRow) -> dict[str, object]:
    return {
        "file_id": number,
        "batch_id": entries.batch_id,
        "table_name": one.table,
        "segment_ordinal": one.place.line_number,
        "byte_offset": one.place.byte_offset,
        "expectation": one.code,
        "column_name": one.column or None,
        "found_at": entries.landed_at,
    }
