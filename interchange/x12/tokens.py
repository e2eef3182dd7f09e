"""From bytes to segments: delimiters as each ISA gives them, every segment with its place in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from interchange.x12.bare import bare_separators
from interchange.x12.findings import X12Error
from interchange.x12.kernels.scan import LONGEST_SEGMENT, MOST_EMPTY_SEGMENTS

ISA_LENGTH = 106
VERSION_LENGTH = 5
LINE_ENDS, USUAL_COMPONENT = b"\r\n", ord(":")
WHITE = b" \t\r\n\x00\x1a"
UNUSABLE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 ")


@dataclass(frozen=True)
class Delimiters:
    """The four separators of an interchange; ``repetition`` is empty in versions before 5010."""

    element: str = "*"
    component: str = ":"
    repetition: str = "^"
    segment: str = "~"


@dataclass(frozen=True, slots=True)
class SegmentToken:
    """One segment: 1-based ordinal, offset of its id, elements as bytes (id first), its inner separators."""

    ordinal: int
    offset: int
    elements: list[bytes]
    component: bytes
    end: int
    repetition: bytes = b""

    @property
    def id(self) -> str:
        """The segment's identifier, such as CLP."""
        return self.elements[0].decode("latin-1")

    def text(self, position: int) -> str:
        """An element as text, "" where it is absent."""
        return decode_value(self.elements[position]) if position < len(self.elements) else ""


def decode_value(value: bytes) -> str:
    """UTF-8 as sent, or else latin-1, which gives every byte a letter."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def read_delimiters(data: bytes, start: int) -> Delimiters | None:
    """The separators of the ISA at ``start``, or None where no whole header stands there."""
    if data[start : start + 3] != b"ISA" or len(data) < start + 20:
        return None
    element = data[start + 3]
    if element in UNUSABLE:
        return None
    at = start + 3
    for _ in range(15):
        at = data.find(element, at + 1, start + 180)
        if at < 0:
            return None
    if at + 2 >= len(data) or data[at + 1] in UNUSABLE:
        return None
    component, terminator = data[at + 1], data[at + 2]
    if component in LINE_ENDS and (terminator in UNUSABLE or terminator in LINE_ENDS):  # ISA16 was left out
        component, terminator = USUAL_COMPONENT, component
    if terminator in UNUSABLE or terminator == element:
        return None
    repetition = data[start:at].split(bytes([element]))[11]
    return Delimiters(
        chr(element),
        chr(component),
        "" if repetition in (b"U", b"") else repetition[:1].decode("latin-1"),
        chr(terminator),
    )


def next_delimiters(data: bytes, start: int) -> Delimiters | None:
    """The separators of a header inside a file: one with a version of five digits, on one line."""
    found = read_delimiters(data, start)
    elements = data[start : start + 200].split(data[start + 3 : start + 4])[1:16] if found else []
    is_header = found and elements[11].strip().isdigit() and len(elements[11].strip()) == VERSION_LENGTH
    return found if is_header and not any(b"\n" in each or b"\r" in each for each in elements) else None


def skip_white(data: bytes, at: int) -> int:
    """The offset of the next byte that is not blank."""
    while at < len(data) and data[at] in WHITE:
        at += 1
    return at


def tokenize(
    data: bytes, start: int = 0, ordinal: int = 0, delimiters: Delimiters | None = None
) -> Iterator[SegmentToken]:
    """Segments from ``start`` on, re-reading the delimiters at every ISA; inside a file, those in force are given.

    Raises X12Error for a segment over a mebibyte, a run of a thousand empty segments, or a tail with no terminator.
    """
    at, empty = skip_white(data, start), 0
    delimiters = delimiters or first_delimiters(data, at)
    while at < len(data):
        if data[at : at + 3] == b"ISA":
            delimiters = next_delimiters(data, at) or delimiters
        terminator = delimiters.segment.encode("latin-1")
        end = data.find(terminator, at, at + LONGEST_SEGMENT)
        if end < 0:
            raise unterminated(at, len(data) - at, ordinal + 1)
        ordinal += 1
        if end == at:
            empty += 1
            if empty > MOST_EMPTY_SEGMENTS:
                raise too_many_empty(at, ordinal)
        else:
            elements = data[at:end].split(delimiters.element.encode("latin-1"))
            inner = delimiters.component.encode("latin-1"), end + 1, delimiters.repetition.encode("latin-1")
            yield SegmentToken(ordinal, at, elements, *inner)
        at = skip_white(data, end + 1)


def first_delimiters(data: bytes, at: int) -> Delimiters:
    """The separators of the header, or of the group or set, that a file begins with; X12Error where there is none."""
    found = read_delimiters(data, at)
    if found:
        return found
    bare = bare_separators(data, at)
    if bare:
        return Delimiters(bare[0], bare[1], "", bare[2])
    if data[at : at + 3] == b"ISA" and len(data) < at + ISA_LENGTH:
        raise X12Error("X12-ISA-TRUNCATED", "the interchange header ends before its 106 bytes are complete", len(data))
    if data[at : at + 3] == b"ISA":
        raise X12Error("X12-ISA-MALFORMED", "the interchange header has not its 16 elements", at)
    raise X12Error("X12-NOT-X12", "the file does not begin with an interchange header (ISA)", at)


def too_many_empty(at: int, ordinal: int) -> X12Error:
    """What is said of a file of nothing but terminators."""
    return X12Error("X12-EMPTY-SEGMENTS", "there are more than a thousand empty segments", at, ordinal)


def unterminated(at: int, length: int, ordinal: int) -> X12Error:
    """Why a segment at ``at``, of which ``length`` bytes are left, has no end."""
    if length >= LONGEST_SEGMENT:
        return X12Error("X12-SEGMENT-TOO-LONG", "a segment runs over a mebibyte without a terminator", at, ordinal)
    return X12Error("X12-UNTERMINATED", "the file ends inside a segment", at, ordinal)
