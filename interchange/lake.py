"""The lake: DuckLake tables behind one small door, and the pointer to what is published.

Layout under a home folder: ``catalog.sqlite`` (the catalogue), ``lake/`` (Parquet), ``lake.lock`` (one writer at a
time), ``published.json`` (the snapshot that readers see), ``publications.jsonl`` (all that were).
"""

from __future__ import annotations

import datetime as dt
import importlib.resources
import io
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

import duckdb
from filelock import FileLock, Timeout

EXTENSIONS = ("ducklake", "sqlite_scanner")
CATALOGUE_OPTIONS = "META_JOURNAL_MODE 'WAL', META_BUSY_TIMEOUT 10000"


class LakeBusyError(Exception):
    """Another process is writing and did not finish in the time allowed."""


class LakeMissingError(Exception):
    """There is no lake at this home yet, or nothing has been published."""


@dataclass(frozen=True)
class Publication:
    """The build that readers see: its snapshot, its id, when it was published and the last day its data speaks of."""

    snapshot_id: int
    build_id: str
    published_at: dt.datetime
    data_through: dt.date | None


class Lake:
    """The lake under one home folder."""

    def __init__(self, home: Path) -> None:
        self.home = home.resolve()
        self.catalogue = self.home / "catalog.sqlite"
        self.data = self.home / "lake"
        self.pointer = self.home / "published.json"
        self.history = self.home / "publications.jsonl"

    @property
    def exists(self) -> bool:
        """Whether anything was ever landed here."""
        return self.catalogue.exists()

    def connect(self, *, read_only: bool = True, snapshot: int | None = None) -> duckdb.DuckDBPyConnection:
        """A connection with the lake attached as ``lake`` and in use; a reader may ask for a past snapshot.

        A reader's connection can reach no file but the lake's own. Raises LakeMissingError where there is none.
        """
        if read_only and not self.exists:
            raise LakeMissingError(f"no lake under {self.home}")
        if not self.exists:
            self._make_catalogue()
        connection = open_database()
        connection.execute(self._attach_statement(self.catalogue, read_only=read_only, snapshot=snapshot))
        connection.execute("USE lake")
        connection.execute("RESET threads")
        if read_only:
            folders = [f"{self.data}/", f"{self.catalogue}"]
            connection.execute(f"SET allowed_directories = {folders!r}")
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
        return connection

    def _make_catalogue(self) -> None:
        """Makes an empty catalogue aside and renames it: whoever finds one finds it whole, whenever its maker died."""
        part = self.catalogue.with_suffix(".part")
        for left in self.home.glob(f"{part.name}*"):
            left.unlink()
        with open_database() as connection:
            connection.execute(self._attach_statement(part, read_only=False))
        part.replace(self.catalogue)

    def _attach_statement(self, catalogue: Path, *, read_only: bool, snapshot: int | None = None) -> str:
        options = [f"DATA_PATH '{self.data}/'", CATALOGUE_OPTIONS]
        if snapshot is not None:
            options.append(f"SNAPSHOT_VERSION {int(snapshot)}")
        if read_only:
            options.append("READ_ONLY")
        return f"ATTACH 'ducklake:sqlite:{catalogue}' AS lake ({', '.join(options)})"

    @contextmanager
    def lock(self, *, wait_seconds: float = 600) -> Iterator[None]:
        """The one writer's place; LakeBusyError where it does not come free in time."""
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.data.mkdir(exist_ok=True, mode=0o700)
        place = FileLock(self.home / "lake.lock", timeout=wait_seconds)
        try:
            place.acquire()
        except Timeout:
            raise LakeBusyError(f"another process is writing to {self.home}") from None
        try:
            yield
        finally:
            place.release()

    @contextmanager
    def writing(self, *, wait_seconds: float = 600) -> Iterator[duckdb.DuckDBPyConnection]:
        """A writable connection, one at a time across processes."""
        with self.lock(wait_seconds=wait_seconds):
            connection = self.connect(read_only=False)
            try:
                yield connection
            finally:
                connection.close()

    def snapshot_id(self) -> int:
        """The newest snapshot in the catalogue."""
        with self.connect() as connection:
            row = connection.execute("SELECT max(snapshot_id) FROM ducklake_snapshots('lake')").fetchone()
        return int(row[0]) if row else 0

    def read_publication(self) -> Publication | None:
        """What readers see now; None where nothing was published yet."""
        try:
            return _as_publication(json.loads(self.pointer.read_text()))
        except FileNotFoundError:
            return None

    def publications(self) -> list[Publication]:
        """Everything that was ever published here, oldest first."""
        try:
            kept = self.history.read_text().splitlines()
        except FileNotFoundError:
            return []
        return [_as_publication(json.loads(line)) for line in kept if line.endswith("}")]

    def write_publication(self, publication: Publication) -> None:
        """Moves the pointer in one step: a reader sees the old build or the new one, never between."""
        content = {key: _jsonable(value) for key, value in asdict(publication).items()}
        write_atomically(self.pointer, json.dumps(content, indent=2).encode())
        with self.history.open("a") as stream:
            stream.write(json.dumps(content) + "\n")

    def published(self) -> duckdb.DuckDBPyConnection:
        """A reader's connection at the published snapshot; LakeMissingError where nothing was published yet."""
        publication = self.read_publication()
        if publication is None:
            raise LakeMissingError(f"nothing is published under {self.home}")
        return self.connect(snapshot=publication.snapshot_id)


def open_database() -> duckdb.DuckDBPyConnection:
    """An empty database that knows the lake's formats, on one thread: two open a catalogue at four times the CPU."""
    verify_extensions()
    connection = duckdb.connect(":memory:", config={"threads": 1, "allow_unsigned_extensions": True})
    load_extensions(connection)
    connection.execute("SET allow_unsigned_extensions = false")
    return connection


@cache
def verify_extensions() -> None:
    """Has DuckDB check the extensions' signatures: 0.3 CPU-seconds, so once in a process, not for each connection."""
    with duckdb.connect(":memory:") as connection:
        load_extensions(connection)


def load_extensions(connection: duckdb.DuckDBPyConnection) -> None:
    """Loads DuckDB's extensions from the installed wheels: nothing is fetched, no home folder is needed."""
    for name in EXTENSIONS:
        connection.execute(f"LOAD '{extension_file(name)}'")


def extension_file(name: str) -> Path:
    """Where the wheel of an extension keeps its file for this version of DuckDB."""
    package = Path(str(importlib.resources.files(f"duckdb_extension_{name}")))
    return package / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"


def write_atomically(path: Path, content: bytes | BinaryIO) -> None:
    """Writes a file so that a crash leaves the old content or the new, never a part: temp, fsync, rename, fsync."""
    source = io.BytesIO(content) if isinstance(content, bytes) else content
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        shutil.copyfileobj(source, stream, 1 << 20)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _as_publication(stored: dict[str, Any]) -> Publication:
    through = stored["data_through"]
    return Publication(
        stored["snapshot_id"],
        stored["build_id"],
        dt.datetime.fromisoformat(stored["published_at"]),
        dt.date.fromisoformat(through) if through else None,
    )


def _jsonable(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else value
