"""The vault: every file's own bytes, named by their sha256. It is the record; the lake can be rebuilt from it."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from interchange.lake import write_atomically


class Vault:
    """Originals under ``<home>/vault/<two hex digits>/<sha256>``, decompressed, written once and never changed."""

    def __init__(self, home: Path) -> None:
        self.root = home.resolve() / "vault"

    def put(self, source: BinaryIO, digest: str = "") -> str:
        """Keeps the bytes of a source and returns their sha256 in hex, unless it is given; the same change nothing."""
        digest = digest or digest_of(source)
        if self.path(digest).exists():
            return digest
        write_atomically(self.path(digest), source)
        if isinstance(source, io.BytesIO) or self._is_sound(digest):
            return digest
        self.path(digest).unlink()  # the file has changed since it was looked at
        source.seek(0)
        return self.put(source)

    def _is_sound(self, digest: str) -> bool:
        with self.open(digest) as kept:
            return digest_of(kept) == digest

    def path(self, digest: str) -> Path:
        """Where the bytes of a digest lie."""
        return self.root / digest[:2] / digest

    def read(self, digest: str, *, offset: int = 0, length: int = -1) -> bytes:
        """The bytes of a digest, or a part of them; FileNotFoundError where they are not kept here."""
        with self.path(digest).open("rb") as stream:
            stream.seek(offset)
            return stream.read(length)

    def open(self, digest: str) -> BinaryIO:
        """The bytes of a digest, to be read from the first on."""
        return self.path(digest).open("rb")

    def digests(self) -> Iterator[str]:
        """Every digest kept, in order."""
        for path in sorted(self.root.glob("??/" + "?" * 64)):
            yield path.name


def digest_of(source: BinaryIO) -> str:
    """The sha256 of a source's bytes in hex; it stands at the first of them before and after."""
    digest = hashlib.file_digest(source, "sha256").hexdigest()  # type: ignore[arg-type]
    source.seek(0)
    return digest


def file_id(digest: str) -> int:
    """A content's number in the lake: the first eight bytes of its sha256, shifted to be positive."""
    return int(digest[:16], 16) >> 1
