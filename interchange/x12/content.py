"""A file's bytes made readable: one encoding, whole lines, nothing before or between interchanges; and what was done.

What keeps the bytes in their places says nothing more than that; where bytes had to move, offsets count in what came
of it, and a remark says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from interchange.x12.bare import bare_separators
from interchange.x12.findings import X12Error
from interchange.x12.tokens import ISA_LENGTH, UNUSABLE, WHITE, read_delimiters, skip_white

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
ENCODINGS = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"I\0S\0A\0", "utf-16-le"),
    (b"\0I\0S\0A", "utf-16-be"),
    (b"\xc9\xe2\xc1", "cp037"),
)
LEADING = re.compile(rb"(?:[ \t\r\n\x00\x1a]|\xef\xbb\xbf)*")
LINE_FIRST = re.compile(rb"(\r?\n)([^A-Za-z0-9\s])(?=(?:GS|TA1)[^A-Za-z0-9\s])")
NEXT_LINE, NEXT_LINE_UTF8 = b"\x85", b"\xc2\x85"
ISA_SEPARATORS = tuple(
    accumulate((2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1), lambda at, n: at + n + 1, initial=3)
)
MOST_BEFORE = 64 << 10
HEAD, TAIL = 16 << 10, 256
LEAST_WIDTH = 40


class Remark(NamedTuple):
    """Something that had to be done before a file could be read: a finding's code, its sentence, its place."""

    code: str
    message: str
    byte_offset: int = 0


def normalise(data: bytes) -> tuple[bytes, list[Remark]]:
    """The content as bytes that keep ASCII, cut into segments by terminators alone, and what had to be done for it.

    Raises X12Error where the text says one encoding and is not in it.
    """
    remarks: list[Remark] = []
    return mend_ends(make_plain(data, remarks), remarks), remarks


def make_plain(data: bytes, remarks: list[Remark]) -> bytes:
    """What is done for a content as its first bytes ask: every byte in one encoding, segments cut by terminators."""
    content = _decode(data, remarks)
    for mend in (_blank_what_leads, _plain_line_ends, _terminate_lines, _join_lines):
        content = mend(content, remarks)
    return content


def encoding_of(head: bytes) -> str:
    """The encoding that a file's first bytes tell of; ascii where they tell of no other."""
    return next((name for mark, name in ENCODINGS if head.startswith(mark)), "ascii")


def _decode(data: bytes, remarks: list[Remark]) -> bytes:
    name = encoding_of(data)
    if name == "ascii":
        lead = LEADING.match(data).group()  # type: ignore[union-attr]
        return lead.replace(BYTE_ORDER_MARK, b"   ") + data[len(lead) :] if BYTE_ORDER_MARK in lead else data
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        raise X12Error("X12-ENCODING", f"the file is not whole {name} text", error.start) from None
    remarks.append(Remark("X12-ENCODING", f"read as {name}; offsets count in its UTF-8 form"))
    return text.lstrip("\ufeff").replace("\x85", "\n").encode("utf-8")


def _blank_what_leads(content: bytes, remarks: list[Remark]) -> bytes:
    """A transport's own lines before the first header become blanks, where a whole header follows at a line's begin."""
    at = skip_white(content, 0)
    if content[at : at + 3] == b"ISA" or bare_separators(content, at):
        return content
    first = next((start for start in _lines_of_headers(content[:MOST_BEFORE]) if _is_whole_header(content, start)), -1)
    if first < 0:
        return content
    remarks.append(Remark("X12-GARBAGE", "what stands before the first interchange header was passed over", at))
    return b" " * first + content[first:]


def _lines_of_headers(content: bytes) -> Iterator[int]:
    """Where ISA stands first in a line."""
    at = content.find(b"\nISA")
    while at >= 0:
        yield at + 1
        at = content.find(b"\nISA", at + 1)


def _is_whole_header(content: bytes, start: int) -> bool:
    """Whether an ISA of the standard's fixed widths stands here."""
    header = content[start : start + ISA_LENGTH]
    return (
        len(header) == ISA_LENGTH and header[3] not in UNUSABLE and all(header[n] == header[3] for n in ISA_SEPARATORS)
    )


def _plain_line_ends(content: bytes, remarks: list[Remark]) -> bytes:
    """NEL, the mainframe's line end, becomes a line feed, as a terminator or after one."""
    end = _header_end(content)
    if NEXT_LINE_UTF8 in (content[end - 1 : end + 1], content[end : end + 2]):
        remarks.append(Remark("X12-ENCODING", "its line ends (NEL) became line feeds; offsets count in that form"))
        return content.replace(NEXT_LINE_UTF8, b"\n")
    if end and content[end : end + 1] == NEXT_LINE:
        terminator = content[end - 1 : end]
        return content.replace(terminator + NEXT_LINE, terminator + b"\n")
    return content


def _terminate_lines(content: bytes, _: list[Remark]) -> bytes:
    """Terminators that begin the next line end their own: every byte but these stays in its place."""
    end = _header_end(content)
    first = LINE_FIRST.match(content, end - 1) if end else None
    if first is None:
        return content
    line_end, terminator = first.groups()
    return content.replace(line_end + terminator, terminator + line_end)


def _header_end(content: bytes) -> int:
    """The offset after the first header's terminator; 0 where there is no header."""
    at = skip_white(content, 0)
    found = read_delimiters(content, at)
    if found is None:
        return 0
    element = content[at + 3]
    for _ in range(16):
        at = content.find(element, at + 1)
    return at + 3


def _join_lines(content: bytes, remarks: list[Remark]) -> bytes:
    """Lines of one width that break segments apart are joined."""
    if not _is_wrapped(content):
        return content
    remarks.append(Remark("X12-WRAPPED", "its lines broke segments apart; they were joined, and offsets count so"))
    return content.translate(None, b"\r\n")


def _is_wrapped(content: bytes) -> bool:
    at = skip_white(content, 0)
    delimiters = read_delimiters(content, at)
    if delimiters is None or delimiters.segment in "\r\n":
        return False
    terminator = delimiters.segment.encode("latin-1")
    *lines, rest = content[at : at + HEAD].split(b"\n")
    if not lines:
        return False
    first = lines[0].rstrip(b"\r")
    if len(first) < ISA_LENGTH - 1 and terminator not in first:
        return True
    width = max(LEAST_WIDTH, len(first), len(rest.rstrip(b"\r")))
    is_even = all(len(line.rstrip(b"\r")) == width for line in lines)
    return is_even and any(not line.rstrip().endswith(terminator) for line in lines)


def mend_ends(content: bytes, remarks: list[Remark], *, since: int = 0, is_last: bool = True) -> bytes:
    """A terminator where an IEA lacks it; blanks for lines without one between an IEA and the next header.

    Of a part of a file, those ends before the headers from ``since`` on; that of the file where the part ``is_last``.
    """
    ends = [start for start in _lines_of_headers(content) if start >= since and _is_whole_header(content, start)]
    mended: bytearray | None = None
    for end in (*ends, len(content)) if is_last else ends:
        at = content.rfind(b"IEA", max(0, end - MOST_BEFORE), end)
        terminator = _terminator_before(content, at) if at > 0 else b""
        last = content.rfind(terminator, at, end) if terminator else end
        stray = content[last + 1 : end].strip(WHITE) if end < len(content) else b""
        if last < 0 or stray:
            mended = mended or bytearray(content)
            remarks.append(_mend_end(mended, at, last, end, terminator))
    return bytes(mended) if mended else content


def _mend_end(content: bytearray, at: int, last: int, end: int, terminator: bytes) -> Remark:
    if last >= 0:
        content[last + 1 : end] = b" " * (end - last - 1)
        return Remark("X12-GARBAGE", "what stands between two interchanges was passed over", last + 1)
    close = next((n for n in range(at, end) if content[n] in WHITE), end)
    content[close : close + 1] = terminator
    return Remark("X12-UNTERMINATED", "the interchange's last segment has no terminator", at)


def _terminator_before(content: bytes, at: int) -> bytes:
    """What ends the segment before the one at ``at``: the last byte that is not blank, or else its line end."""
    before = content[max(0, at - TAIL) : at]
    last = before.rstrip(WHITE)[-1:]
    if last and last[0] not in UNUSABLE and last != content[at + 3 : at + 4]:
        return last
    line_end = before.rstrip(b" \t")[-2:]
    return b"\r" if b"\r" in line_end else b"\n" if b"\n" in line_end else b""
