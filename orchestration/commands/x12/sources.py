"""Where the X12 commands read from: files, folders, archives and standard input, each content under the caps."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orchestration.commands.console import say
from orchestration.exit_codes import FileRefusedError

if TYPE_CHECKING:
    import pyarrow as pa

    from interchange.deliveries import Delivery
    from interchange.x12 import Reading, X12Error

STANDARD_INPUT = "-"
HEADER_ROOM = 64 << 10
WHAT = "A file, a folder, an archive (.gz, .zip), or - for standard input."
File = Annotated[str, typer.Argument(help=WHAT, show_default=False)]
Files = Annotated[list[str], typer.Argument(help="Files, folders, archives (.gz, .zip), or -.", show_default=False)]


@dataclass(frozen=True)
class Source:
    """One content to work on and what to call it; ``is_found`` where a folder or an archive held it, unasked for."""

    name: str
    delivery: Delivery
    is_found: bool = False

    @property
    def content(self) -> bytes:
        """All of its bytes."""
        return self.delivery.content


@dataclass(frozen=True)
class Refusal:
    """A file that a command could not take, why, and where in it reading had to stop."""

    name: str
    code: str
    message: str
    byte_offset: int = 0
    segment_ordinal: int = 1


@dataclass
class Refusals:
    """The files that a command could not take; it goes on with the others and says so in the end."""

    said: list[Refusal] = field(default_factory=list)

    def add(self, refusal: Refusal) -> None:
        """Says on standard error which file is refused, why, and where in it."""
        self.said.append(refusal)
        place = f"byte {refusal.byte_offset}, segment {refusal.segment_ordinal}"
        say(f"overturn: {refusal.name}: {refusal.code} at {place}: {refusal.message}")

    def refuse(self, source: Source, error: X12Error) -> None:
        """Adds a content that cannot be read; what a folder holds beside its X12 files is passed over, and said."""
        if source.is_found and error.code == "X12-NOT-X12":
            say(f"overturn: {source.name}: not X12, passed over")
        else:
            self.add(refusal_of(error, source))

    def close(self) -> None:
        """Ends in exit code 65 where any file was refused."""
        if self.said:
            raise FileRefusedError(f"{counted(len(self.said), 'file')} refused")


def counted(count: int, thing: str) -> str:
    """A number with its noun, such as 1 file, 2 files."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def open_sources(paths: Sequence[str], refusals: Refusals) -> Iterator[Source]:
    """Every content under the paths, in order; what cannot be opened is refused by its code.

    Raises typer.BadParameter for a path that does not exist.
    """
    from interchange.deliveries import list_files, open_delivery, open_stream

    missing = [path for path in paths if path != STANDARD_INPUT and not _exists(Path(path))]
    if missing:
        raise typer.BadParameter(f"there is no {missing[0]}")
    for given in paths:
        if given == STANDARD_INPUT:
            deliveries = open_stream(sys.stdin.buffer, "standard input")
        else:
            listed = list_files([Path(given)])
            deliveries = (each for path, name in listed for each in open_delivery(path, name, even_growing=True))
        for delivery in deliveries:
            if delivery.reason_code:
                refusals.add(Refusal(delivery.shown, delivery.reason_code, delivery.reason))
            else:
                is_found = given != STANDARD_INPUT and delivery.shown != str(Path(given))
                yield Source(delivery.shown, delivery, is_found)


def _exists(path: Path) -> bool:
    try:
        return path.exists() or path.is_symlink()
    except OSError:
        return False


def open_readings(
    paths: Sequence[str], refusals: Refusals, *, strict: bool = False
) -> Iterator[tuple[Source, Reading]]:
    """Every content that is X12, with what it holds; the others are refused by code and place."""
    from interchange.x12 import X12Error, read

    for source in open_sources(paths, refusals):
        try:
            reading = read(source.content, strict=strict)
        except X12Error as error:
            refusals.refuse(source, error)
        else:
            yield source, reading


def open_rows(paths: Sequence[str], refusals: Refusals) -> Iterator[tuple[Source, dict[str, pa.Table]]]:
    """The rows of every content that is X12, by table, as they are read: memory does not grow with a file."""
    import pyarrow as pa

    from interchange.x12 import X12Error, open_stream

    for source in open_sources(paths, refusals):
        try:
            stream = open_stream(source.delivery.open())
        except X12Error as error:
            refusals.refuse(source, error)
            continue
        for part in stream:
            yield source, {name: pa.Table.from_batches(made) for name, made in sorted(part.tables.items()) if made}


def refusal_of(error: X12Error, source: Source) -> Refusal:
    """A content that is refused, with the byte and the segment at which it stops to be readable."""
    from interchange.x12.tokens import read_delimiters, skip_white

    read = source.delivery.open().read(error.byte_offset + HEADER_ROOM)
    delimiters, ordinal = read_delimiters(read, skip_white(read, 0)), 1
    if delimiters:
        ordinal += read.count(delimiters.segment.encode("latin-1"), 0, error.byte_offset)
    return Refusal(source.name, error.code, error.message, error.byte_offset, ordinal)


def one_reading(path: str) -> tuple[Source, Reading]:
    """The only content under a path; FileRefusedError where there are more, or none that can be read."""
    refusals = Refusals()
    found = list(open_readings([path], refusals))
    refusals.close()
    if len(found) != 1:
        raise FileRefusedError(f"{path}: one file is wanted here, this holds {len(found)}")
    return found[0]
