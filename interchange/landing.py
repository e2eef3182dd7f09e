"""Landing: the only writer of ``raw.*``. A batch is one transaction: all of it is there, or none."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb
import pyarrow as pa

from interchange import feeds, x12
from interchange.deliveries import Delivery, list_files, open_delivery
from interchange.lake import Lake
from interchange.raw_tables import create_raw_tables, raw_tables_exist
from interchange.reading import feed_tables, read
from interchange.vault import Vault, file_id

LARGEST_BATCH = 64 << 20
MOST_FILES = 500
COUNTED = {
    "claims": ("x12_835_claims", "x12_837_claims"),
    "lines": ("x12_835_lines", "x12_837_lines"),
    "adjustments": ("x12_835_adjustments", "x12_837_adjustments"),
    "remarks": ("x12_835_remarks",),
    "provider_adjustments": ("x12_835_provider_adjustments",),
    "rows": tuple(dict.fromkeys(table.name for table in feed_tables())),
}
Progress = Callable[[int, int], None]


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


@dataclass
class _Batch:
    """Rows that wait for one commit."""

    batch_id: int
    landed_at: dt.datetime
    ledger: list[dict[str, object]] = field(default_factory=list)
    findings: list[dict[str, object]] = field(default_factory=list)
    quarantined: list[dict[str, object]] = field(default_factory=list)
    refused: list[dict[str, object]] = field(default_factory=list)
    tables: dict[str, list[pa.Table]] = field(default_factory=dict)
    size: int = 0


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


def land(paths: Sequence[Path], *, lake: Lake, vault: Vault, progress: Progress | None = None) -> list[LandedFile]:
    """Lands files and folders; returns what became of each delivery, in order.

    A file of a kind that is not read is quarantined with a reason. The same bytes land once, whatever their name.
    Raises LakeBusyError where another writer does not finish in time.
    """
    files = list_files(paths)
    landed: list[LandedFile] = []
    with lake.writing() as connection:
        if not raw_tables_exist(connection):
            create_raw_tables(connection)
        landing = _Landing(connection, vault)
        for done, (path, name) in enumerate(files, start=1):
            for delivery in open_delivery(path, name):
                landed.append(landing.take(delivery))
            if progress:
                progress(done, len(files))
        landing.commit()
    return landed


class _Landing:
    def __init__(self, connection: duckdb.DuckDBPyConnection, vault: Vault) -> None:
        self.connection = connection
        self.vault = vault
        self.known = {
            (name, digest) for name, digest in connection.execute("SELECT file_name, sha256 FROM raw.files").fetchall()
        }
        self.digests = dict(self._stored_digests())
        self.controls = self._stored_controls()
        self.batch = self._new_batch()

    def _stored_digests(self) -> list[tuple[str, str | None]]:
        return self.connection.execute("SELECT sha256, type FROM raw.files WHERE status <> 'duplicate'").fetchall()

    def _stored_controls(self) -> set[tuple[str | None, str | None]]:
        return set(self.connection.execute("SELECT sender_id, control_number FROM raw.x12_interchanges").fetchall())

    def _new_batch(self) -> _Batch:
        row = self.connection.execute("SELECT coalesce(max(batch_id), 0) + 1 FROM raw.files").fetchone()
        return _Batch(int(row[0]) if row else 1, dt.datetime.now(dt.UTC).replace(tzinfo=None))

    def take(self, delivery: Delivery) -> LandedFile:
        """One delivery into the open batch; commits first where the batch is full."""
        if self.batch.size + len(delivery.content) > LARGEST_BATCH or len(self.batch.ledger) >= MOST_FILES:
            self.commit()
        digest = hashlib.sha256(delivery.content).hexdigest()
        if digest in self.digests and not (delivery.reason_code and not delivery.content):
            landed = LandedFile(delivery.shown, digest, self.digests[digest], "duplicate", _counts({}), [])
        else:
            landed = self._read(delivery, digest)
        if (delivery.name, digest) not in self.known:
            self.known.add((delivery.name, digest))
            self._write_ledger(delivery, landed)
        return landed

    def _read(self, delivery: Delivery, digest: str) -> LandedFile:
        self.vault.put(delivery.content)
        self.batch.size += len(delivery.content)
        if delivery.reason_code:
            return self._quarantine(delivery, digest, None, delivery.reason_code, delivery.reason)
        if not delivery.content.strip():
            return self._quarantine(delivery, digest, None, "LAND-EMPTY", "the file is empty")
        try:
            reading = read(delivery.content, delivery.name)
        except feeds.RefusedError as error:
            return self._quarantine(delivery, digest, None, error.code, str(error))
        if isinstance(reading, feeds.Reading):
            return self._keep_rows(delivery, digest, reading)
        return self._keep(delivery, digest, reading)

    def _quarantine(self, delivery: Delivery, digest: str, kind: str | None, code: str, reason: str) -> LandedFile:
        self.digests[digest] = kind
        return LandedFile(delivery.shown, digest, kind, "quarantined", _counts({}), [], code, reason)

    def _keep(self, delivery: Delivery, digest: str, reading: x12.Reading) -> LandedFile:
        number = file_id(digest)
        findings = [*reading.findings, *self._reused_controls(reading)]
        self.batch.findings += [_finding_row(number, self.batch.batch_id, each) for each in findings]
        self.batch.quarantined += [_set_row(number, self.batch.batch_id, each) for each in reading.quarantined]
        for name, table in reading.tables.items():
            self.batch.tables.setdefault(name, []).append(_stamped(table, number, self.batch.batch_id))
        shown = [_shown(each) for each in findings]
        sets = reading.tables["x12_sets"].column("status").to_pylist() if "x12_sets" in reading.tables else ["loaded"]
        if "loaded" not in sets:
            first = reading.quarantined[0]
            return self._quarantine_read(delivery, digest, reading, shown, first)
        self.digests[digest] = reading.type
        return LandedFile(delivery.shown, digest, reading.type, "loaded", _counts(reading.tables), shown)

    def _keep_rows(self, delivery: Delivery, digest: str, reading: feeds.Reading) -> LandedFile:
        number = file_id(digest)
        self.batch.findings += [_finding_row(number, self.batch.batch_id, each) for each in reading.findings]
        self.batch.refused += [_refused_row(number, self.batch, each) for each in reading.refused]
        for name, table in reading.tables.items():
            self.batch.tables.setdefault(name, []).append(_stamped(table, number, self.batch.batch_id))
        shown = [_shown(each) for each in reading.findings]
        self.digests[digest] = reading.type
        landed = LandedFile(delivery.shown, digest, reading.type, "loaded", _counts(reading.tables), shown)
        if not reading.refused:
            return landed
        landed = replace(landed, refused_count=len(reading.refused))
        if reading.tables:
            return landed
        code, reason = reading.refused[0].code, "no row of it could be read"
        return replace(landed, status="quarantined", reason_code=code, reason=reason)

    def _quarantine_read(
        self,
        delivery: Delivery,
        digest: str,
        reading: x12.Reading,
        shown: list[dict[str, object]],
        first: x12.QuarantinedSet,
    ) -> LandedFile:
        self.digests[digest] = reading.type
        return LandedFile(
            delivery.shown, digest, reading.type, "quarantined", _counts({}), shown, first.code, first.reason
        )

    def _reused_controls(self, reading: x12.Reading) -> Iterator[x12.Finding]:
        table, seen = reading.tables.get("x12_interchanges"), False
        for row in table.to_pylist() if table is not None else ():
            key = (row["sender_id"], row["control_number"])
            if key in self.controls and not seen:
                seen = True
                message = "this sender has used the interchange's control number before, for other content"
                place = (row["byte_offset"], row["segment_ordinal"])
                yield x12.Finding("X12-CONTROL-NUMBER-REUSE", "warning", message, *place, "ISA", 13)
            self.controls.add(key)

    def _write_ledger(self, delivery: Delivery, landed: LandedFile) -> None:
        self.batch.ledger.append(
            {
                "file_id": file_id(landed.sha256),
                "batch_id": self.batch.batch_id,
                "file_name": delivery.name,
                "sha256": landed.sha256,
                "type": landed.type,
                "status": landed.status,
                "reason_code": landed.reason_code or None,
                "reason": landed.reason or None,
                "byte_count": len(delivery.content),
                **{f"{name[:-1]}_count": count for name, count in landed.counts.items()},
                "finding_count": len(landed.findings),
                "quarantined_set_count": self._sets_put_aside(landed),
                "quarantined_row_count": landed.refused_count,
                "received_at": delivery.received_at.replace(tzinfo=None),
                "landed_at": self.batch.landed_at,
            }
        )

    def _sets_put_aside(self, landed: LandedFile) -> int:
        number = file_id(landed.sha256)
        return 0 if landed.status == "duplicate" else sum(r["file_id"] == number for r in self.batch.quarantined)

    def commit(self) -> None:
        """Writes the open batch in one transaction and begins the next."""
        if self.batch.ledger:
            self.connection.execute("BEGIN")
            _insert(self.connection, "files", self.batch.ledger)
            _insert(self.connection, "findings", self.batch.findings)
            _insert(self.connection, "quarantined_sets", self.batch.quarantined)
            _insert(self.connection, "quarantined_rows", self.batch.refused)
            for name, tables in self.batch.tables.items():
                _insert_table(self.connection, name, pa.concat_tables(tables))
            self.connection.execute("COMMIT")
        self.batch = self._new_batch()


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, object]]) -> None:
    if rows:
        _insert_table(connection, table, pa.Table.from_pylist(rows))


def _insert_table(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:  # noqa: ARG001 - DuckDB finds it by name
    connection.execute(f"INSERT INTO raw.{table} BY NAME SELECT * FROM rows")  # noqa: S608 - our own table names


def _stamped(table: pa.Table, number: int, batch_id: int) -> pa.Table:
    for name, value in (("batch_id", batch_id), ("file_id", number)):
        table = table.add_column(0, name, pa.array([value] * table.num_rows, pa.int64()))
    return table


def _counts(tables: dict[str, pa.Table]) -> dict[str, int]:
    return {name: sum(tables[table].num_rows for table in names if table in tables) for name, names in COUNTED.items()}


def _shown(finding: x12.Finding) -> dict[str, object]:
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


def _refused_row(number: int, batch: _Batch, one: feeds.RefusedRow) -> dict[str, object]:
    return {
        "file_id": number,
        "batch_id": batch.batch_id,
        "table_name": one.table,
        "segment_ordinal": one.place.line_number,
        "byte_offset": one.place.byte_offset,
        "expectation": one.code,
        "column_name": one.column or None,
        "found_at": batch.landed_at,
    }


def record_quality(
    connection: duckdb.DuckDBPyConnection, *, checks: Iterable[dict[str, object]], rows: Iterable[QuarantinedRow]
) -> None:
    """Writes what the quality checks of a batch found, and the rows they put aside, in one transaction."""
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    connection.execute("BEGIN")
    _insert(connection, "quality_checks", [{**check, "checked_at": now} for check in checks])
    _insert(connection, "quarantined_rows", [{**vars(row), "found_at": now} for row in rows])
    connection.execute("COMMIT")
