"""From a place in a file back to the segment that stands there."""

from __future__ import annotations

from functools import lru_cache

from interchange.vault import Vault
from interchange.x12.content import normalise
from interchange.x12.tokens import read_delimiters


class SegmentReader:
    """Reads segments out of the vault; keeps the last few files' bytes, since rows often share a file.

    The text is a patient's data: it goes to the caller and into no log.
    """

    def __init__(self, vault: Vault) -> None:
        self._content = lru_cache(maxsize=4)(lambda digest: normalise(vault.read(digest))[0])

    def read(self, digest: str | None, offset: int) -> str | None:
        """The segment at a byte offset of a file; None where the file is not known."""
        return None if digest is None else segment_at(self._content(digest), offset)


def segment_at(content: bytes, offset: int) -> str:
    """The segment that begins at an offset of an X12 content, without its terminator.

    The terminator is the one that the last interchange header before the offset declares.
    """
    header, delimiters = offset + 1, None
    while delimiters is None and header > 0:
        header = content.rfind(b"ISA", 0, header + 2)
        delimiters = read_delimiters(content, header) if header >= 0 else None
    terminator = (delimiters.segment if delimiters else "~").encode("latin-1")
    end = content.find(terminator, offset)
    return content[offset : end if end >= 0 else None].decode("utf-8", "replace").strip()
