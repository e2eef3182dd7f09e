"""Reading FHIR: every resource typed and placed; one that cannot be read is put aside and the others load."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from interchange.feeds import Place, Reading, RefusedError, Rows, Table
from interchange.feeds.texts import lines_of, open_text
from interchange.fhir.paths import first_text, id_in, values
from interchange.fhir.specs import RESOURCES, Resource

BY_TYPE = {kind: each for each in RESOURCES for kind in each.types}
LEAD, WHITE = 4_096, b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"
MOST_BUNDLES = 3


class _MalformedError(Exception):
    """A text is no sound JSON: ``code`` says in what way."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class _Found(NamedTuple):
    """A resource, or why there is none, with its place and its number in a bundle (0 outside of one)."""

    place: Place
    entry: int
    resource: Any
    error: _MalformedError | None = None


def is_json(head: bytes) -> bool:
    """Whether the first bytes of a content are those of a JSON document."""
    return head[:LEAD].lstrip(WHITE)[:1] in (b"{", b"[")


def read(content: bytes) -> Reading | None:
    """Everything in a file of FHIR resources; None where it is no JSON at all.

    Resources of types that have no spec are counted in a finding. Raises RefusedError where a document is refused
    whole; no bytes raise anything else.
    """
    if not is_json(content):
        return None
    text = open_text(content)
    rows, unread, first = Rows("FHIR"), Counter[str](), ""
    for found in _resources(list(lines_of(text))):
        kind = _read_resource(rows, found, unread)
        first = first or kind
    for kind, count in sorted(unread.items()):
        rows.find("RESOURCE-UNREAD", "info", f"{count} resources of type {kind} are not read", Place(1, 0))
    reading = rows.reading(f"FHIR {first}".strip())
    if unread and not reading.tables and not reading.refused:
        raise RefusedError("FHIR-RESOURCE-UNREAD", "no resource in it is of a type that is read")
    return reading


def _resources(lines: list[tuple[Place, str]]) -> Iterator[_Found]:
    """Resources of NDJSON line by line, else of the one document that all lines are."""
    parsed = _try(lines[0][1])
    others = [line for _, line in lines[1:]]
    if len(lines) > 1 and isinstance(parsed, _MalformedError):
        whole = _try("\n".join(line for _, line in lines))
        if not isinstance(whole, _MalformedError):
            yield from _spread(lines[0][0], whole)
            return
        if not all(line.lstrip().startswith("{") for line in others):
            raise RefusedError(f"FHIR-{whole.code}", f"the document is not read: {whole}")
    for place, line in lines:
        value = _try(line)
        if isinstance(value, _MalformedError):
            yield _Found(place, 0, None, value)
        else:
            yield from _spread(place, value)


def _try(text: str) -> Any:
    """The value of a JSON text, numbers as exact decimals, or why it has none."""
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant, object_pairs_hook=_once)
    except _MalformedError as error:
        return error
    except RecursionError:
        return _MalformedError("NESTING", "it is nested too deeply")
    except (ValueError, ArithmeticError):
        return _MalformedError("JSON", "it is not sound JSON")


def _refuse_constant(_: str) -> None:
    raise _MalformedError("JSON", "a number is none")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _MalformedError("KEY-REPEATED", "a name stands twice in one object")
    return found


def _spread(place: Place, value: Any, *, depth: int = 0, entry: int = 0) -> Iterator[_Found]:
    """The resources of a document: itself, those of a list, or those of a bundle, which may hold bundles."""
    if isinstance(value, list):
        inner = [(None, each) for each in value]
    elif isinstance(value, dict) and value.get("resourceType") == "Bundle":
        entries = [each for each in values(value, "entry") if isinstance(each, dict)]
        inner = [(each.get("fullUrl"), each["resource"]) for each in entries if "resource" in each]
    else:
        yield _Found(place, entry, value)
        return
    if depth >= MOST_BUNDLES:
        yield _Found(place, entry, None, _MalformedError("NESTING", "bundles stand in bundles too deeply"))
        return
    for number, (url, each) in enumerate(inner, start=1):
        if isinstance(each, dict) and isinstance(url, str):
            each = {"id": id_in(url), **each}
        yield from _spread(place, each, depth=depth + 1, entry=number)


def _read_resource(rows: Rows, found: _Found, unread: Counter[str]) -> str:
    """Reads one resource; returns its type where it is one that is read."""
    if found.error:
        rows.refuse("fhir", found.place, found.error.code, message=str(found.error))
        return ""
    kind = found.resource.get("resourceType") if isinstance(found.resource, dict) else None
    if not isinstance(kind, str) or not kind.isalpha():
        rows.refuse("fhir", found.place, "TYPE-MISSING", message="it names no resourceType")
        return ""
    if kind not in BY_TYPE:
        unread[kind] += 1
        return ""
    _add(rows, BY_TYPE[kind], {**found.resource, "@entry": found.entry}, found.place)
    return kind


def _add(rows: Rows, spec: Resource, resource: dict[str, Any], place: Place) -> None:
    if rows.add(spec.table, _texts(spec.table, resource), place):
        for path, table in spec.inner:
            for each in values(resource, path):
                if isinstance(each, dict):
                    rows.add(table, _texts(table, {**each, "@resource": resource}), place)


def _texts(table: Table, node: dict[str, Any]) -> list[str | None]:
    return [
        next((text for path in column.sources if (text := first_text(node, path))), None) for column in table.columns
    ]
