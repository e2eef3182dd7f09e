"""The command that makes files fit to be shared: deidentify."""

from __future__ import annotations

import os
import secrets
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orchestration.commands.console import ends_in_exit_code, say
from orchestration.commands.x12.sources import (
    STANDARD_INPUT,
    Files,
    Refusals,
    Source,
    open_sources,
)
from orchestration.exit_codes import OverturnError
from orchestration.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from interchange.x12.deidentification import Pseudonyms

STANDARD_OUTPUT = Path("-")
KEY_BYTES = 32


class Dates(StrEnum):
    """What becomes of dates."""

    SHIFT = "shift"
    YEAR = "year"


def register(app: typer.Typer) -> None:
    """Adds this module's commands."""
    app.command(epilog="Example: overturn x12 deidentify remit.835 --out shared.835 --dates year")(deidentify)


@ends_in_exit_code
def deidentify(
    files: Files,
    out: Annotated[
        Path, typer.Option("--out", help="A file; a folder where there are several; - for standard output.")
    ],
    dates: Annotated[
        Dates, typer.Option("--dates", help="Move them all by the key's weeks, or keep years.")
    ] = Dates.SHIFT,
    key_file: Annotated[
        Path | None, typer.Option("--key-file", help="The secret; by default one that is made once for this home.")
    ] = None,
) -> None:
    """Replace people by keyed pseudonyms; codes, amounts, counts and balance stay: see docs/deidentification.md."""
    pseudonyms = _pseudonyms(_read_key(key_file), dates)
    refusals = Refusals()
    done = _rewritten(files, pseudonyms, refusals)
    if _is_folder(files, out):
        for source, content in done:
            # A file's name may be a person's: the new one says nothing.
            path = out / f"{pseudonyms.identifier(source.name)}.edi"
            _write(path, content)
            say(f"{source.name} -> {path}")
    else:
        contents = [content for _, content in done]
        if len(contents) > 1:
            raise OverturnError(f"{out}: there is more than one file to write; name a folder that exists")
        for content in contents:
            _write(out, content)
    refusals.close()


def _pseudonyms(key: bytes, dates: Dates) -> Pseudonyms:
    from interchange.x12 import X12Error
    from interchange.x12.deidentification import Pseudonyms

    try:
        return Pseudonyms(key, whole_years=dates is Dates.YEAR)
    except X12Error as error:
        raise OverturnError(f"{error.code}: {error.message}") from None


def _rewritten(files: Sequence[str], pseudonyms: Pseudonyms, refusals: Refusals) -> Iterator[tuple[Source, bytes]]:
    from interchange.x12 import X12Error
    from interchange.x12.deidentification import deidentify

    for source in open_sources(files, refusals):
        try:
            yield source, deidentify(source.content, pseudonyms)
        except X12Error as error:
            refusals.refuse(source, error)


def _is_folder(files: Sequence[str], out: Path) -> bool:
    return out.is_dir() or len(files) > 1 or (files[0] != STANDARD_INPUT and Path(files[0]).is_dir())


def _write(path: Path, content: bytes) -> None:
    if path == STANDARD_OUTPUT:
        sys.stdout.buffer.write(content)
        return
    from interchange.lake import write_atomically

    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, content)


def _read_key(path: Path | None) -> bytes:
    if path is not None:
        return path.read_bytes().strip()
    kept = read_settings().home / "secrets" / "deidentification.key"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(secrets.token_hex(KEY_BYTES))
        say(f"made a key in {kept}: whoever has it can compare pseudonyms, so keep it apart from what is shared")
    return kept.read_bytes().strip()
