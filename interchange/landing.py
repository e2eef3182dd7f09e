"""Landing: files into the ``raw`` tables. A batch is one transaction: all of it is there, or none."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from interchange import feeds, x12
from interchange.deliveries import Delivery, list_files, open_delivery
from interchange.lake import Lake
from interchange.ledger import Entries, LandedFile, counts_of, shown
from interchange.raw_files import RawFiles
from interchange.raw_tables import create_raw_tables, raw_tables_exist
from interchange.reading import read
from interchange.vault import Vault, digest_of, file_id

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb

__all__ = ["LandedFile", "land"]

LARGEST_BATCH = 64 << 20
MOST_FILES = 500


def land(
    paths: Sequence[Path], *, lake: Lake, vault: Vault, progress: Callable[[int, int], None] | None = None
) -> list[LandedFile]:
    """Lands files and folders; returns what became of each delivery, in order.

    A file of a kind that is not read is quarantined with a reason. The same bytes land once, whatever their name.
    Raises LakeBusyError where another writer does not finish in time.
    """
    files = list_files(paths)
    landed: list[LandedFile] = []
    with lake.writing() as connection:
        # The rows are written without DuckDB; a commit's many small statements cost five times as much on two threads.
        connection.execute("SET threads = 1")
        if not raw_tables_exist(connection):
            create_raw_tables(connection)
        landing = _Landing(connection, lake, vault)
        try:
            for done, (path, name) in enumerate(files, start=1):
                for delivery in open_delivery(path, name):
                    landed.append(landing.take(delivery))
                if progress:
                    progress(done, len(files))
            landing.commit()
        finally:
            landing.rows.close(keep=False)
    return landed


class _Landing:
    def __init__(self, connection: duckdb.DuckDBPyConnection, lake: Lake, vault: Vault) -> None:
        self.connection = connection
        self.lake = lake
        self.vault = vault
        stored = connection.execute("SELECT file_name, sha256, type, status, batch_id FROM raw.files").fetchall()
        self.known = {(name, digest) for name, digest, *_ in stored}
        self.digests = {digest: kind for _, digest, kind, status, _ in stored if status != "duplicate"}
        self.controls = self._stored_controls()
        self._begin(max((batch_id for *_, batch_id in stored), default=0) + 1)

    def _stored_controls(self) -> set[tuple[str | None, str | None]]:
        return set(self.connection.execute("SELECT sender_id, control_number FROM raw.x12_interchanges").fetchall())

    def _begin(self, batch_id: int) -> None:
        self.entries = Entries(batch_id, dt.datetime.now(dt.UTC).replace(tzinfo=None))
        self.rows = RawFiles(self.lake.data, batch_id)
        self.size = 0

    def take(self, delivery: Delivery) -> LandedFile:
        """One delivery into the open batch; commits first where the batch is full."""
        if self.size + delivery.size > LARGEST_BATCH or len(self.entries.files) >= MOST_FILES:
            self.commit()
        digest, before = digest_of(delivery.open()), len(self.entries.quarantined_sets)
        if not self._is_known(delivery, digest):
            digest = self.vault.put(delivery.open(), digest)
        if self._is_known(delivery, digest):
            landed = LandedFile(delivery.shown, digest, self.digests[digest], "duplicate", counts_of({}), [])
        else:
            self.size += delivery.size
            landed = self._read(delivery, digest)
            self.digests[digest] = landed.type
        if (delivery.name, digest) not in self.known:
            self.known.add((delivery.name, digest))
            self.entries.add_file(delivery, landed, sets_aside=len(self.entries.quarantined_sets) - before)
        return landed

    def _is_known(self, delivery: Delivery, digest: str) -> bool:
        return digest in self.digests and not (delivery.reason_code and not delivery.size)

    def _read(self, delivery: Delivery, digest: str) -> LandedFile:
        if delivery.reason_code:
            return _refused(delivery, digest, delivery.reason_code, delivery.reason)
        if not delivery.is_large and not delivery.content.strip():
            return _refused(delivery, digest, "LAND-EMPTY", "the file is empty")
        with self.vault.open(digest) if delivery.is_large else delivery.open() as source:
            try:
                reading = read(source, delivery.name)
            except feeds.RefusedError as error:
                return _refused(delivery, digest, error.code, str(error))
            if isinstance(reading, feeds.Reading):
                return self._keep_rows(delivery, digest, reading)
            return self._keep_sets(delivery, digest, reading)

    def _keep_sets(self, delivery: Delivery, digest: str, stream: x12.Stream) -> LandedFile:
        number, counts, findings = file_id(digest), Counter[str](), list[x12.Finding]()
        reused, is_loaded, aside = list[x12.Finding](), False, list[tuple[str, str]]()
        for part in stream:
            tables = {name: pa.Table.from_batches(batches) for name, batches in part.tables.items() if batches}
            self.rows.add(number, tables)
            self.entries.add_sets(number, part.quarantined)
            counts.update(counts_of(tables))
            findings += part.findings
            reused += self._reused_controls(tables.get("x12_interchanges"))
            aside += [(each.code, each.reason) for each in part.quarantined[:1]]
            is_loaded = is_loaded or _has_loaded(tables.get("x12_sets"))
        findings = [*sorted(findings, key=x12.place_of), *reused[:1]]
        self.entries.add_findings(number, findings)
        landed = LandedFile(
            delivery.shown, digest, stream.type, "loaded", dict(counts), [shown(each) for each in findings]
        )
        if is_loaded or not aside:
            return landed
        code, reason = aside[0]
        return replace(landed, status="quarantined", counts=counts_of({}), reason_code=code, reason=reason)

    def _keep_rows(self, delivery: Delivery, digest: str, reading: feeds.Reading) -> LandedFile:
        number = file_id(digest)
        self.rows.add(number, reading.tables)
        self.entries.add_findings(number, reading.findings)
        self.entries.add_rows(number, reading.refused)
        told = [shown(each) for each in reading.findings]
        refused = len(reading.refused)
        landed = LandedFile(
            delivery.shown,
            digest,
            reading.type,
            "loaded",
            counts_of(reading.tables),
            told,
            refused_count=refused,
        )
        if reading.tables or not reading.refused:
            return landed
        code, reason = reading.refused[0].code, "no row of it could be read"
        return replace(landed, status="quarantined", reason_code=code, reason=reason)

    def _reused_controls(self, table: pa.Table | None) -> Iterator[x12.Finding]:
        for row in table.to_pylist() if table is not None else ():
            key = (row["sender_id"], row["control_number"])
            if key in self.controls:
                message = "this sender has used the interchange's control number before, for other content"
                place = (row["byte_offset"], row["segment_ordinal"])
                yield x12.Finding("X12-CONTROL-NUMBER-REUSE", "warning", message, *place, "ISA", 13)
            self.controls.add(key)

    def commit(self) -> None:
        """Writes the open batch in one transaction and begins the next."""
        if self.entries.files:
            self.connection.execute("BEGIN")
            self.entries.write(self.connection)
            self.rows.register(self.connection)
            self.connection.execute("COMMIT")
            self.rows.close(keep=True)
            self._begin(self.entries.batch_id + 1)


def _has_loaded(sets: pa.Table | None) -> bool:
    return sets is not None and "loaded" in sets.column("status").to_pylist()


def _refused(delivery: Delivery, digest: str, code: str, reason: str) -> LandedFile:
    return LandedFile(delivery.shown, digest, None, "quarantined", counts_of({}), [], code, reason)
