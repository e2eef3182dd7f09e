"""Files to try a reader with: sound ones of many sets, spoiled, then dressed as senders dress them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from interchange.x12 import Delimiters, Envelope, write
from interchange.x12.specs import SPECS
from tests.interchange.x12.generating import random_tree

ROOT = Path(__file__).parents[3]
PIECES = (300, 1_000, 5_000, 4 << 20)
LARGEST = 20_000
SEPARATORS = (
    Delimiters(),
    Delimiters(repetition=""),
    Delimiters("|", ">", "^", "!"),
    Delimiters(":", "*", "^", "~"),
    Delimiters("*", ":", "^", "\n"),
    Delimiters("*", ":", "^", "\r"),
    Delimiters("\x1d", "\x1f", "\x1e", "\x1c"),
    Delimiters("+", "\\", "^", "'"),
)
LINE_ENDS = ("", "\n", "\r\n", "\n\n", "  \n")
GARBAGE = (b"\n", b"junk~", b"ISB*1*020000~", b"\x1a", b"IEA~", b"ISA*00~", b"GS*HP~", b"{}", b"\xff\xfe~", b"~~~")
Spoil = Callable[[bytes, random.Random], bytes]


def golden_files() -> list[Path]:
    """The files of the golden cases."""
    return sorted((ROOT / "tests" / "golden").rglob("*.83[57]"))


def sound_file(golden: Sequence[bytes], draw: random.Random) -> bytes:
    """A golden file, or one to three sets drawn from a spec, in an interchange of any separators and line ends."""
    if draw.random() < 0.3:
        return draw.choice(golden)
    spec = draw.choice(SPECS)
    separators, end = draw.choice(SEPARATORS), draw.choice(LINE_ENDS)
    end = "" if separators.segment in end else end
    sets = [random_tree(spec, draw, often=0.15) for _ in range(draw.choice((1, 1, 2)))]
    envelope = Envelope(
        "SENDER", "RECEIVER", draw.randrange(10**9), draw.randrange(10**6), datetime(2026, 1, 5, tzinfo=UTC)
    )
    return write(spec.type, sets, envelope=envelope, delimiters=separators, line_end=end)


def spoiled(content: bytes, draw: random.Random) -> bytes:
    """One to six changes: bytes changed, cut out, repeated, segments moved, headers and trailers taken away."""
    out = content[:LARGEST]
    for _ in range(draw.randint(1, 6)):
        out = draw.choice(SPOILS)(out, draw)
    return out


def dressed(content: bytes, draw: random.Random) -> bytes:
    """The content as another sender might send it: another encoding, wrapped lines, a mark before it, cut short."""
    return draw.choice(DRESSES)(content, draw) if draw.random() < 0.25 else content


def _change(content: bytes, draw: random.Random) -> bytes:
    at = draw.randrange(len(content) + 1)
    return content[:at] + bytes([draw.choice(b"*~:^\x00\xff\xe9A0ISACLPST\n.-+ |>!\x1c\x85")]) + content[at + 1 :]


def _cut(content: bytes, draw: random.Random) -> bytes:
    at = draw.randrange(len(content) + 1)
    return content[:at] + content[at + draw.randint(1, 40) :]


def _repeat(content: bytes, draw: random.Random) -> bytes:
    at, other = draw.randrange(len(content) + 1), draw.randrange(len(content) + 1)
    return content[:at] + content[other : other + draw.randint(1, 60)] + content[at:]


def _segments(content: bytes) -> tuple[bytes, list[bytes]]:
    terminator = b"~" if b"~" in content else content[-1:]
    return terminator, content.split(terminator) if terminator else [content]


def _copy_segment(content: bytes, draw: random.Random) -> bytes:
    terminator, segments = _segments(content)
    segments.insert(draw.randrange(len(segments)), draw.choice(segments))
    return terminator.join(segments)


def _move_segment(content: bytes, draw: random.Random) -> bytes:
    terminator, segments = _segments(content)
    segments.insert(draw.randrange(len(segments)), segments.pop(draw.randrange(len(segments))))
    return terminator.join(segments)


def _drop_envelope(content: bytes, draw: random.Random) -> bytes:
    terminator, segments = _segments(content)
    name = draw.choice((b"ISA", b"GS", b"GE", b"SE", b"ST", b"IEA"))
    return terminator.join(each for each in segments if not each.lstrip().startswith(name))


def _nest(content: bytes, draw: random.Random) -> bytes:
    terminator, segments = _segments(content)
    segments.insert(draw.randrange(len(segments)), content)
    return terminator.join(segments)


def _litter(content: bytes, draw: random.Random) -> bytes:
    terminator, segments = _segments(content)
    segments.insert(draw.randrange(len(segments) + 1), draw.choice(GARBAGE))
    return terminator.join(segments)


def _shorten_header(content: bytes, draw: random.Random) -> bytes:
    return content[:110].replace(b" " * draw.randint(1, 9), b"", draw.randint(1, 4)) + content[110:]


def _wrap(content: bytes, draw: random.Random) -> bytes:
    width, end = draw.choice((60, 72, 80, 128, 133, 256)), draw.choice((b"\n", b"\r\n"))
    return end.join(content[at : at + width] for at in range(0, len(content), width))


def _encoded(name: str) -> Spoil:
    return lambda content, _: content.decode("utf-8", "replace").encode(name, "replace")


SPOILS: tuple[Spoil, ...] = (
    *(_change, _change, _change, _cut, _cut, _repeat, _copy_segment, _move_segment, _drop_envelope, _nest, _litter),
    _shorten_header,
)
DRESSES: tuple[Spoil, ...] = (
    *(_encoded(name) for name in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp037", "latin-1")),
    *(_wrap, _wrap),
    lambda content, _: content.replace(b"~", b"\x85"),
    lambda content, _: content.replace(b"~", b"~\x00"),
    lambda content, _: content.replace(b"~", b"\xc2\x85"),
    lambda content, draw: content[: draw.randrange(len(content) + 1)],
    lambda content, draw: draw.choice((b"\n\n  ", b"\x00\x00", b"\x1a", b"HDR 0001\n", b"\xef\xbb\xbf\n")) + content,
    lambda content, draw: content + draw.choice((b"\n\n", b"\x1a", b"trailer", b"\x00" * 50, b"~", b"ISA*00*")),
    lambda content, draw: content + draw.choice((b"", b"\n", b"junk\n", b"junk~")) + content.replace(b"*", b"|"),
)
