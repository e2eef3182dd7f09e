"""The vault: every file's own bytes, named by their sha256. It is the record; the lake can be rebuilt from it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from interchange.lake import write_atomically


class Vault:
    """Originals under ``<home>/vault/<two hex digits>/<sha256>``, decompressed, written once and never changed."""

    def __init__(self, home: Path) -> None:
        self.root = home.resolve() / "vault"

    def put(self, content: bytes, digest: str = "") -> str:
        """Keeps the bytes and returns their sha256 in hex, unless it is given; the same bytes again change nothing."""
        digest = digest or hashlib.sha256(content).hexdigest()
        path = self.path(digest)
        if not path.exists():
            write_atomically(path, content)
        return digest

    def path(self, digest: str) -> Path:
        """Where the bytes of a digest lie."""
        return self.root / digest[:2] / digest

    def read(self, digest: str, *, offset: int = 0, length: int = -1) -> bytes:
        """The bytes of a digest, or a part of them; FileNotFoundError where they are not kept here."""
        with self.path(digest).open("rb") as stream:
            stream.seek(offset)
            return stream.read(length)

    def digests(self) -> Iterator[str]:
        """Every digest kept, in order."""
        for path in sorted(self.root.glob("??/" + "?" * 64)):
            yield path.name


def file_id(digest: str) -> int:
    """A content's number in the lake: the first eight bytes of its sha256, shifted to be positive."""
    return int(digest[:16], 16) >> 1
