"""What was delivered: regular files in folders, plain, gzipped or zipped, opened without following links."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import os
import re
import stat
import time
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, BinaryIO

LARGEST_CONTENT = 2 << 30
LARGE = 64 << 20
HEAD = 64 << 10
GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
LARGEST_RATIO = 500
MOST_MEMBERS = 10_000
LONGEST_END = 4_096
REST_SECONDS = 2.0
HEADER = re.compile(rb"\s*ISA", re.IGNORECASE)
UNFINISHED = (".part", ".filepart", ".tmp", "~")


@dataclass(frozen=True)
class Delivery:
    """One delivered content: its name in the ledger, when it came, its bytes; or why it cannot be opened.

    A large file is kept as the open file that it is, until the next delivery is asked for.
    """

    name: str
    shown: str
    received_at: dt.datetime
    kept: bytes | BinaryIO
    reason_code: str = ""
    reason: str = ""

    @property
    def is_large(self) -> bool:
        """Whether it is better read piece by piece."""
        return not isinstance(self.kept, bytes)

    @property
    def content(self) -> bytes:
        """All of its bytes."""
        return self.kept if isinstance(self.kept, bytes) else self.open().read()

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.kept) if isinstance(self.kept, bytes) else self.kept.seek(0, os.SEEK_END)

    def open(self) -> BinaryIO:
        """Its bytes to read from the first on."""
        if isinstance(self.kept, bytes):
            return io.BytesIO(self.kept)
        self.kept.seek(0)
        return self.kept


class _RefusedError(Exception):
    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


def list_files(paths: Iterable[Path]) -> list[tuple[Path, str]]:
    """Every file to open with its name in the ledger, in order; hidden and unfinished files are left for later."""
    found: list[tuple[Path, str]] = []
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            inside = sorted(each for each in path.rglob("*") if not each.is_dir() or each.is_symlink())
            found += [(each, str(each.relative_to(path))) for each in inside if _is_finished(each)]
        else:
            found.append((path, path.name))
    return found


def _is_finished(path: Path) -> bool:
    return not path.name.startswith(".") and not path.name.endswith(UNFINISHED)


def open_delivery(path: Path, name: str, *, even_growing: bool = False) -> Iterator[Delivery]:
    """The contents of a file: one, or one for each member of an archive. Never raises for what the file holds.

    A file that is still being written gives nothing, unless asked for ``even_growing``: it is left for later.
    """
    name, shown = _printable(name), _printable(str(path))
    try:
        stream, status = _open_regular(path)
    except _RefusedError as error:
        yield Delivery(name, shown, dt.datetime.now(dt.UTC), b"", error.code, error.reason)
        return
    with stream:
        head = stream.read(HEAD)
        is_archive = head.startswith((GZIP, ZIP))
        kept = stream if status.st_size > LARGE and not is_archive else head + stream.read()
        deliveries = _contents(name, shown, dt.datetime.fromtimestamp(status.st_mtime, dt.UTC), kept)
        first = next(deliveries, None)
        if even_growing or _is_whole(stream, head, first) or _is_at_rest(path, status):
            yield from chain([first] if first else [], deliveries)


def _is_whole(stream: BinaryIO, head: bytes, first: Delivery | None) -> bool:
    """Whether a content has the end that its beginning asks for: an X12 file its IEA, an archive its last bytes."""
    if first is None or first.reason_code:
        return first is None or first.reason_code != "LAND-ARCHIVE-BROKEN"
    if not HEADER.match(head):
        return True
    stream.seek(max(0, stream.seek(0, os.SEEK_END) - LONGEST_END))
    return b"IEA" in stream.read().upper()


def _is_at_rest(path: Path, status: os.stat_result) -> bool:
    """Waits until a file was left alone for two seconds; False where somebody still writes to it."""
    time.sleep(max(0.0, min(REST_SECONDS, status.st_mtime + REST_SECONDS - time.time())))
    try:
        now = path.stat(follow_symlinks=False)
    except OSError:
        return False
    return (now.st_size, now.st_mtime) == (status.st_size, status.st_mtime)


def open_stream(stream: IO[bytes], name: str) -> Iterator[Delivery]:
    """The contents of a stream, such as standard input, under the same caps as a file's."""
    now = dt.datetime.now(dt.UTC)
    content = stream.read(LARGEST_CONTENT + 1)
    if len(content) > LARGEST_CONTENT:
        yield Delivery(name, name, now, b"", "LAND-TOO-LARGE", "the stream is larger than two gibibytes")
        return
    yield from _contents(name, name, now, content)


def _contents(name: str, shown: str, received: dt.datetime, kept: bytes | BinaryIO) -> Iterator[Delivery]:
    if isinstance(kept, bytes) and kept.startswith(GZIP):
        yield _unpacked(name, shown, received, kept)
    elif isinstance(kept, bytes) and kept.startswith(ZIP):
        yield from _members(name, shown, received, kept)
    else:
        yield Delivery(name, shown, received, kept)


def _printable(name: str) -> str:
    return name.encode("utf-8", "backslashreplace").decode("utf-8").replace("\n", "\\n")


def _open_regular(path: Path) -> tuple[BinaryIO, os.stat_result]:
    """A regular file, opened, and what the system says of it."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise _RefusedError("LAND-UNREADABLE", f"the file cannot be opened: {error.strerror}") from None
    status = os.fstat(descriptor)
    for is_wrong, code, reason in (
        (
            not stat.S_ISREG(status.st_mode),
            "LAND-NOT-A-FILE",
            "this is a link, a pipe, a device or a folder, not a file",
        ),
        (status.st_nlink > 1, "LAND-HARD-LINK", "the file has a second name somewhere else: deliver a copy"),
        (status.st_size > LARGEST_CONTENT, "LAND-TOO-LARGE", "the file is larger than two gibibytes"),
    ):
        if is_wrong:
            os.close(descriptor)
            raise _RefusedError(code, reason)
    return os.fdopen(descriptor, "rb"), status


def _unpacked(name: str, shown: str, received: dt.datetime, packed: bytes) -> Delivery:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(packed)) as stream:
            return Delivery(name, shown, received, _read_capped(stream, len(packed)))
    except _RefusedError as error:
        return Delivery(name, shown, received, packed, error.code, error.reason)
    except (OSError, EOFError, zlib.error):
        return Delivery(name, shown, received, packed, "LAND-ARCHIVE-BROKEN", "the gzip stream is damaged")


def _members(name: str, shown: str, received: dt.datetime, packed: bytes) -> Iterator[Delivery]:
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            members = [each for each in archive.infolist() if not each.is_dir()]
            if len(members) > MOST_MEMBERS:
                raise _RefusedError("LAND-ARCHIVE-TOO-MANY", "the archive has more than ten thousand members")
            total = 0
            for member in members:
                inner = f"!{_printable(member.filename)}"
                if stat.S_ISLNK(member.external_attr >> 16):
                    reason = "a link inside an archive"
                    yield Delivery(name + inner, shown + inner, received, b"", "LAND-NOT-A-FILE", reason)
                    continue
                with archive.open(member) as stream:
                    content = _read_capped(stream, max(member.compress_size, 1))
                total += len(content)
                if total > LARGEST_CONTENT:
                    raise _RefusedError("LAND-ARCHIVE-BOMB", "the archive unpacks to more than it may")
                yield _plain_member(name + inner, shown + inner, received, content)
    except _RefusedError as error:
        yield Delivery(name, shown, received, packed, error.code, error.reason)
    except (OSError, EOFError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error):
        yield Delivery(name, shown, received, packed, "LAND-ARCHIVE-BROKEN", "the archive is damaged or locked")


def _plain_member(name: str, shown: str, received: dt.datetime, content: bytes) -> Delivery:
    if content.startswith((GZIP, ZIP)):
        return Delivery(name, shown, received, content, "LAND-ARCHIVE-NESTED", "an archive inside an archive")
    return Delivery(name, shown, received, content)


def _read_capped(stream: IO[bytes] | gzip.GzipFile, packed_size: int) -> bytes:
    cap = min(LARGEST_CONTENT, max(packed_size * LARGEST_RATIO, 1 << 20))
    content = stream.read(cap + 1)
    if len(content) > cap:
        raise _RefusedError("LAND-ARCHIVE-BOMB", "the archive unpacks to more than it may")
    return content
