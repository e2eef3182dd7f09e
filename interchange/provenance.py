"""From a place in a file back to what stands there: an X12 segment, a line of an extract, a FHIR resource."""

from __future__ import annotations

import json
from functools import lru_cache

from interchange.feeds.texts import open_text
from interchange.vault import Vault
from interchange.x12.bare import bare_separators
from interchange.x12.content import normalise
from interchange.x12.tokens import read_delimiters, skip_white

MOST_LINES = 100


class SegmentReader:
    """Reads segments and rows out of the vault; keeps the last few files' bytes, since rows often share a file.

    The text is a patient's data: it goes to the caller and into no log.
    """

    def __init__(self, vault: Vault) -> None:
        self._open = lru_cache(maxsize=4)(lambda digest: _open(vault.read(digest)))

    def read(self, digest: str | None, offset: int) -> str | None:
        """The segment or row at a byte offset of a file; None where the file is not known."""
        if digest is None:
            return None
        is_x12, content = self._open(digest)
        return segment_at(content, offset) if is_x12 else row_at(content, offset)


def _open(content: bytes) -> tuple[bool, bytes]:
    """Whether a content is X12, and its bytes as offsets count in them."""
    segments = normalise(content)[0]
    start = skip_white(segments, 0)
    is_x12 = segments[start : start + 3] == b"ISA" or bare_separators(segments, start) is not None
    return is_x12, segments if is_x12 else open_text(content).content


def segment_at(content: bytes, offset: int) -> str:
    """The segment that begins at an offset of an X12 content, without its terminator.

    The terminator is the one that the last interchange header before the offset declares; where a file begins without
    one, that of its first segment.
    """
    header, delimiters = offset + 1, None
    while delimiters is None and header > 0:
        header = content.rfind(b"ISA", 0, header + 2)
        delimiters = read_delimiters(content, header) if header >= 0 else None
    bare = bare_separators(content, skip_white(content, 0)) or "~"
    terminator = (delimiters.segment if delimiters else bare[-1]).encode("latin-1")
    end = content.find(terminator, offset)
    return content[offset : end if end >= 0 else None].decode("utf-8", "replace").strip()


def row_at(content: bytes, offset: int) -> str:
    """The row of an extract, or the JSON object, that begins at an offset, whole, without its last line's end."""
    end, taken = offset, b""
    for _ in range(MOST_LINES):
        stop = content.find(b"\n", end)
        end = len(content) if stop < 0 else stop + 1
        taken = content[offset:end]
        if taken.count(b'"') % 2 == 0 or end == len(content):
            break
    text = _decoded(taken).strip("\r\n")
    return _object_at(content, offset) if text.startswith("{") and not _is_whole(text) else text


def _decoded(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _is_whole(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _object_at(content: bytes, offset: int) -> str:
    """A JSON object of many lines as one."""
    text = _decoded(content[offset:])
    try:
        _, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return text.partition("\n")[0]
    return " ".join(text[:end].split())
