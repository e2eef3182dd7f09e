"""Text as sites write it: its encoding, and its lines, each with its number and byte offset."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from interchange.feeds.rows import Place, RefusedError

UTF8_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Text:
    """A file's bytes in an encoding that keeps ASCII bytes, and that encoding's name."""

    content: bytes
    encoding: str
    is_transcoded: bool = False


def open_text(content: bytes) -> Text:
    """The bytes as UTF-8, or else as the Western code page; UTF-16 is turned into UTF-8.

    Raises RefusedError where the text says one encoding and is not in it.
    """
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return Text(content.decode("utf-16").encode(), "utf-8", is_transcoded=True)
        except UnicodeDecodeError:
            raise RefusedError("FEED-ENCODING", "the file is not whole UTF-16 text") from None
    for encoding in ("utf-8", "cp1252"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return Text(content, encoding)
    return Text(content, "latin-1")


def lines_of(text: Text) -> Iterator[tuple[Place, str]]:
    """Lines that are not blank, without their ends, each with its place; in a file without LF a lone CR ends a line."""
    content, end = text.content, b"\n" if b"\n" in text.content else b"\r"
    at, number = len(UTF8_MARK) if content.startswith(UTF8_MARK) else 0, 0
    while at < len(content):
        stop = content.find(end, at)
        stop = len(content) if stop < 0 else stop
        number += 1
        line = content[at:stop].decode(text.encoding).rstrip("\r\0\x1a")
        if line.strip():
            yield Place(number, at), line
        at = stop + 1
