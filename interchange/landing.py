"""Landing: files into the ``raw`` tables. A batch is one transaction: all of it is there, or none."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from interchange import feeds, x12
from interchange.deliveries import Delivery, list_files, open_delivery
from interchange.lake import Lake
from interchange.ledger import Entries, LandedFile, counts_of, shown
from interchange.raw_files import RawFiles
from interchange.raw_tables import create_raw_tables, raw_tables_exist
from interchange.reading import read
from interchange.vault import Vault, file_id

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
            landing.rows.discard()
    return landed


class _Landing:
    def __init__(self, connection: duckdb.DuckDBPyConnection, lake: Lake, vault: Vault) -> None:
        self.connection = connection
        self.lake = lake
        self.vault = vault
        self.known = {
            (name, digest) for name, digest in connection.execute("SELECT file_name, sha256 FROM raw.files").fetchall()
        }
        self.digests = dict(self._stored_digests())
        self.controls = self._stored_controls()
        self._begin()

    def _stored_digests(self) -> list[tuple[str, str | None]]:
        return self.connection.execute("SELECT sha256, type FROM raw.files WHERE status <> 'duplicate'").fetchall()

    def _stored_controls(self) -> set[tuple[str | None, str | None]]:
        return set(self.connection.execute("SELECT sender_id, control_number FROM raw.x12_interchanges").fetchall())

    def _begin(self) -> None:
        row = self.connection.execute("SELECT coalesce(max(batch_id), 0) + 1 FROM raw.files").fetchone()
        batch_id = int(row[0]) if row else 1
        self.entries = Entries(batch_id, dt.datetime.now(dt.UTC).replace(tzinfo=None))
        self.rows = RawFiles(self.lake.data, batch_id)
        self.size = 0

    def take(self, delivery: Delivery) -> LandedFile:
        """One delivery into the open batch; commits first where the batch is full."""
        if self.size + len(delivery.content) > LARGEST_BATCH or len(self.entries.files) >= MOST_FILES:
            self.commit()
        digest, before = hashlib.sha256(delivery.content).hexdigest(), len(self.entries.quarantined_sets)
        if digest in self.digests and not (delivery.reason_code and not delivery.content):
            landed = LandedFile(delivery.shown, digest, self.digests[digest], "duplicate", counts_of({}), [])
        else:
            landed = self._read(delivery, digest)
            self.digests[digest] = landed.type
        if (delivery.name, digest) not in self.known:
            self.known.add((delivery.name, digest))
            self.entries.add_file(delivery, landed, sets_aside=len(self.entries.quarantined_sets) - before)
        return landed

    def _read(self, delivery: Delivery, digest: str) -> LandedFile:
        self.vault.put(delivery.content, digest)
        self.size += len(delivery.content)
        if delivery.reason_code:
            return _refused(delivery, digest, delivery.reason_code, delivery.reason)
        if not delivery.content or delivery.content.isspace():
            return _refused(delivery, digest, "LAND-EMPTY", "the file is empty")
        try:
            reading = read(delivery.content, delivery.name)
        except feeds.RefusedError as error:
            return _refused(delivery, digest, error.code, str(error))
        number = file_id(digest)
        findings = list(reading.findings)
        if isinstance(reading, x12.Reading):
            findings += self._reused_controls(reading)
        self.entries.add_findings(number, findings)
        self.rows.add(number, reading.tables)
        told = [shown(each) for each in findings]
        loaded = LandedFile(delivery.shown, digest, reading.type, "loaded", counts_of(reading.tables), told)
        if isinstance(reading, feeds.Reading):
            return self._keep_rows(loaded, number, reading)
        return self._keep_sets(loaded, number, reading)

    def _keep_sets(self, loaded: LandedFile, number: int, reading: x12.Reading) -> LandedFile:
        self.entries.add_sets(number, reading.quarantined)
        sets = reading.tables["x12_sets"].column("status").to_pylist() if "x12_sets" in reading.tables else ["loaded"]
        if "loaded" in sets:
            return loaded
        first = reading.quarantined[0]
        return replace(loaded, status="quarantined", counts=counts_of({}), reason_code=first.code, reason=first.reason)

    def _keep_rows(self, loaded: LandedFile, number: int, reading: feeds.Reading) -> LandedFile:
        self.entries.add_rows(number, reading.refused)
        landed = replace(loaded, refused_count=len(reading.refused))
        if reading.tables or not reading.refused:
            return landed
        code, reason = reading.refused[0].code, "no row of it could be read"
        return replace(landed, status="quarantined", reason_code=code, reason=reason)

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

    def commit(self) -> None:
        """Writes the open batch in one transaction and begins the next."""
        if self.entries.files:
            self.connection.execute("BEGIN")
            self.entries.write(self.connection)
            self.rows.register(self.connection)
            self.connection.execute("COMMIT")
        self._begin()


def _refused(delivery: Delivery, digest: str, code: str, reason: str) -> LandedFile:
    return LandedFile(delivery.shown, digest, None, "quarantined", counts_of({}), [], code, reason)
