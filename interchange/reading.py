"""Which reader a content is for: FHIR and X12 by their first bytes, an extract by its headers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from interchange import extracts, fhir, x12
from interchange.feeds import Reading, RefusedError, Table

HEAD = 64 << 10


def read(source: BinaryIO, name: str) -> x12.Stream | Reading:
    """What a content holds, by the reader that knows it. Raises RefusedError; no bytes raise anything else.

    Only X12 is read piece by piece: by one worker, since its rows are written by another meanwhile.
    """
    head = source.read(HEAD)
    source.seek(0)
    resources = fhir.read(source.read()) if fhir.is_json(head) else None
    if resources is not None:
        return resources
    try:
        return x12.open_stream(source, workers=1)
    except x12.X12Error as error:
        if error.code != "X12-NOT-X12":
            raise RefusedError(error.code, str(error)) from None
    source.seek(0)
    rows = extracts.read(source.read(), name)
    if rows is None:
        raise RefusedError("LAND-KIND-UNKNOWN", "this is not a kind of file that is read here")
    return rows


def feed_tables() -> Iterable[Table]:
    """Every raw table that a reader other than that of X12 can fill."""
    yield from extracts.tables()
    yield from fhir.tables()


def place_unit(file_type: str | None) -> str:
    """What a place in a file of a type counts beside its bytes: lines, or an X12 file's segments."""
    is_feed = (file_type or "").startswith("FHIR") or file_type in {each.type for each in extracts.EXTRACTS}
    return "line" if is_feed else "segment"
