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
from typing import IO

LARGEST_CONTENT = 2 << 30
LARGEST_RATIO = 500
MOST_MEMBERS = 10_000
LONGEST_END = 4_096
REST_SECONDS = 2.0
HEADER = re.compile(rb"\s*ISA", re.IGNORECASE)
UNFINISHED = (".part", ".filepart", ".tmp", "~")


@dataclass(frozen=True)
class Delivery:
    """One delivered content: its name in the ledger, its bytes, when it came; or why it cannot be opened."""

    name: str
    shown: str
    received_at: dt.datetime
    content: bytes
    reason_code: str = ""
    reason: str = ""


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
    now = dt.datetime.now(dt.UTC)
    try:
        content, written_at = _read_regular(path)
    except _RefusedError as error:
        yield Delivery(name, shown, now, b"", error.code, error.reason)
        return
    deliveries = _contents(name, shown, dt.datetime.fromtimestamp(written_at, dt.UTC), content)
    first = next(deliveries, None)
    if even_growing or _is_whole(content, first) or _is_at_rest(path, len(content), written_at):
        yield from chain([first] if first else [], deliveries)


def _is_whole(content: bytes, first: Delivery | None) -> bool:
    """Whether a content has the end that its beginning asks for: an X12 file its IEA, an archive its last bytes."""
    if first is None or first.reason_code:
        return first is None or first.reason_code != "LAND-ARCHIVE-BROKEN"
    return not HEADER.match(content) or b"IEA" in content[-LONGEST_END:].upper()


def _is_at_rest(path: Path, size: int, written_at: float) -> bool:
    """Waits until a file was left alone for two seconds; False where somebody still writes to it."""
    time.sleep(max(0.0, min(REST_SECONDS, written_at + REST_SECONDS - time.time())))
    try:
        now = path.stat(follow_symlinks=False)
    except OSError:
        return False
    return (now.st_size, now.st_mtime) == (size, written_at)


def open_stream(stream: IO[bytes], name: str) -> Iterator[Delivery]:
    """The contents of a stream, such as standard input, under the same caps as a file's."""
    now = dt.datetime.now(dt.UTC)
    content = stream.read(LARGEST_CONTENT + 1)
    if len(content) > LARGEST_CONTENT:
        yield Delivery(name, name, now, b"", "LAND-TOO-LARGE", "the stream is larger than two gibibytes")
        return
    yield from _contents(name, name, now, content)


def _contents(name: str, shown: str, received: dt.datetime, content: bytes) -> Iterator[Delivery]:
    if content[:2] == b"\x1f\x8b":
        yield _unpacked(name, shown, received, content)
    elif content[:4] == b"PK\x03\x04":
        yield from _members(name, shown, received, content)
    else:
        yield Delivery(name, shown, received, content)


def _printable(name: str) -> str:
    return name.encode("utf-8", "backslashreplace").decode("utf-8").replace("\n", "\\n")


def _read_regular(path: Path) -> tuple[bytes, float]:
    """The bytes of a regular file and when it was last written to."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise _RefusedError("LAND-UNREADABLE", f"the file cannot be opened: {error.strerror}") from None
    with os.fdopen(descriptor, "rb") as stream:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise _RefusedError("LAND-NOT-A-FILE", "this is a link, a pipe, a device or a folder, not a file")
        if status.st_nlink > 1:
            raise _RefusedError("LAND-HARD-LINK", "the file has a second name somewhere else: deliver a copy")
        if status.st_size > LARGEST_CONTENT:
            raise _RefusedError("LAND-TOO-LARGE", "the file is larger than two gibibytes")
        return stream.read(), status.st_mtime


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
    if content[:2] == b"\x1f\x8b" or content[:4] == b"PK\x03\x04":
        return Delivery(name, shown, received, content, "LAND-ARCHIVE-NESTED", "an archive inside an archive")
    return Delivery(name, shown, received, content)


def _read_capped(stream: IO[bytes] | gzip.GzipFile, packed_size: int) -> bytes:
    cap = min(LARGEST_CONTENT, max(packed_size * LARGEST_RATIO, 1 << 20))
    content = stream.read(cap + 1)
    if len(content) > cap:
        raise _RefusedError("LAND-ARCHIVE-BOMB", "the archive unpacks to more than it may")
    return content
