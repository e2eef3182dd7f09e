"""A file made readable as it is read: what ``normalise`` does to a whole content, in memory that does not grow."""

from __future__ import annotations

import io
from typing import BinaryIO, cast

from interchange.x12.content import MOST_BEFORE, TAIL, Remark, encoding_of, make_plain, mend_ends, normalise
from interchange.x12.tokens import ISA_LENGTH, skip_white

HEAD = 256 << 10
CHUNK = 4 << 20
CONTEXT = MOST_BEFORE + TAIL + ISA_LENGTH  # what may still have to be mended before a header that is not read yet


def open_text(source: BinaryIO) -> tuple[BinaryIO, list[Remark]]:
    """The content to read, and what has to be done for it; the list grows until all is read.

    A file of another encoding, or whose lines break segments, has to be taken whole. Raises X12Error where a text says
    one encoding and is not in it.
    """
    head, remarks = source.read(HEAD), list[Remark]()
    plain = make_plain(head, remarks) if len(head) == HEAD and encoding_of(head) == "ascii" else b""
    at = skip_white(plain, 0)
    if not plain or len(plain) != len(head) or plain[at:] != head[at:]:
        content, remarks = normalise(head + source.read())
        return io.BytesIO(content), remarks
    return cast(BinaryIO, MendedEnds(plain, source, remarks)), remarks


class MendedEnds(io.RawIOBase):
    """A plain file with the ends of its interchanges mended; holds back what a header to come may ask to mend."""

    def __init__(self, head: bytes, source: BinaryIO, remarks: list[Remark], *, chunk: int = CHUNK) -> None:
        self.source = source
        self.remarks = remarks
        self.chunk = chunk
        self.rest = head
        self.offset = 0  # of the first byte of the rest
        self.since = 0
        self.ready = memoryview(b"")
        self.ended = False

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, room: memoryview) -> int:  # type: ignore[override]
        """Fills as much of the room as is ready; 0 at the end."""
        while not self.ready and not self.ended:
            self._prepare()
        got = min(len(room), len(self.ready))
        room[:got] = self.ready[:got]
        self.ready = self.ready[got:]
        return got

    def _prepare(self) -> None:
        more = self.source.read(self.chunk)
        self.ended = not more
        found: list[Remark] = []
        content = mend_ends(self.rest + more, found, since=self.since, is_last=self.ended)
        self.remarks += [each._replace(byte_offset=each.byte_offset + self.offset) for each in found]
        given = len(content) if self.ended else max(0, len(content) - CONTEXT)
        self.ready, self.rest = memoryview(content)[:given], content[given:]
        self.since = max(0, len(content) - ISA_LENGTH + 1 - given)
        self.offset += given
