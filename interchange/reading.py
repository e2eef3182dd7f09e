"""Which reader a content is for: FHIR and X12 by their first bytes, an extract by its headers."""

from __future__ import annotations

from collections.abc import Iterable

from interchange import extracts, fhir, x12
from interchange.feeds import Reading, RefusedError, Table


def read(content: bytes, name: str) -> x12.Reading | Reading:
    """What a content holds, by the reader that knows it. Raises RefusedError; no bytes raise anything else."""
    resources = fhir.read(content)
    if resources is not None:
        return resources
    try:
        return x12.read(content)
    except x12.X12Error as error:
        if error.code != "X12-NOT-X12":
            raise RefusedError(error.code, str(error)) from None
    rows = extracts.read(content, name)
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
