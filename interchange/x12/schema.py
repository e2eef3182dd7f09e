"""The columns that each spec gives: the one source of the raw tables' shape."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pyarrow as pa

from interchange.x12.spec import Element, Kind, Loop, Period, Repeat, Segment
from interchange.x12.specs import SPECS

PROVENANCE: tuple[tuple[str, pa.DataType], ...] = (
    ("set_segment", pa.int32()),
    ("segment_ordinal", pa.int32()),
    ("byte_offset", pa.int64()),
    ("loop", pa.string()),
)
TYPES: dict[Kind, pa.DataType] = {
    "text": pa.string(),
    "money": pa.decimal128(18, 2),
    "number": pa.decimal128(18, 4),
    "date": pa.date32(),
    "integer": pa.int32(),
    "from": pa.date32(),
    "to": pa.date32(),
    "time": pa.string(),
}
ENVELOPE_COLUMNS: dict[str, tuple[str, dict[int, str]]] = {
    "ISA": (
        "x12_interchanges",
        {
            5: "sender_qualifier",
            6: "sender_id",
            7: "receiver_qualifier",
            8: "receiver_id",
            9: "interchange_date",
            10: "interchange_time",
            13: "control_number",
            12: "version",
            15: "usage_indicator",
        },
    ),
    "GS": (
        "x12_groups",
        {
            1: "functional_id",
            2: "sender_code",
            3: "receiver_code",
            4: "group_date",
            6: "control_number",
            8: "version",
        },
    ),
    "TA1": (
        "x12_ta1_acknowledgements",
        {
            1: "acknowledged_control_number",
            2: "acknowledged_date",
            3: "acknowledged_time",
            4: "status_code",
            5: "note_code",
        },
    ),
}
ENVELOPE_TABLES: dict[str, tuple[tuple[str, pa.DataType], ...]] = {
    **{
        table: (*PROVENANCE, *((name, pa.string()) for name in columns.values()))
        for table, columns in ENVELOPE_COLUMNS.values()
    },
    "x12_sets": (
        *PROVENANCE,
        ("set_type", pa.string()),
        ("control_number", pa.string()),
        ("implementation", pa.string()),
        ("segment_count", pa.int32()),
        ("byte_count", pa.int64()),
        ("status", pa.string()),
        ("reason_code", pa.string()),
    ),
}


def parents(around: Iterable[Loop]) -> tuple[str, ...]:
    """Names of the rows around a loop, outermost first: from the claim on where there is one, never the set itself."""
    names = [loop.name for loop in around if loop.table and loop.id != "ST"]
    return tuple(names[names.index("claim") :] if "claim" in names else names)


def loop_columns(loop: Loop) -> dict[str, Kind]:
    """The columns of a loop with a table, those of its table-less inner loops too, in the guide's order."""
    columns: dict[str, Kind] = dict.fromkeys((name for name, _ in loop.constants), "text")
    _collect(loop, columns)
    return columns


def _collect(loop: Loop, columns: dict[str, Kind]) -> None:
    _collect_elements(loop.trigger.elements, columns)
    for part in loop.body:
        if isinstance(part, Segment):
            _collect_elements(part.elements, columns)
        elif isinstance(part, Period):
            for name in filter(None, (part.from_column, part.to_column)):
                columns.setdefault(name, "date")
            if part.time_column:
                columns.setdefault(part.time_column, "text")
        elif isinstance(part, Loop) and not part.table:
            _collect(part, columns)


def _collect_elements(elements: Iterable[Element], columns: dict[str, Kind]) -> None:
    for element in elements:
        if element.column:
            columns.setdefault(element.column, element.kind)


def repeat_columns(part: Repeat) -> dict[str, Kind]:
    """The columns of a repeat's own table, without provenance and parents."""
    columns: dict[str, Kind] = {"position": "integer"}
    columns.update(dict.fromkeys((name for name, _ in part.constants), "text"))
    _collect_elements((*part.leading, *part.elements), columns)
    return columns


def own_repeats(loop: Loop) -> Iterable[Repeat]:
    """The repeats of a loop and of its table-less inner loops."""
    for part in loop.body:
        if isinstance(part, Repeat):
            yield part
        elif isinstance(part, Loop) and not part.table:
            yield from own_repeats(part)


@cache
def table_schemas() -> dict[str, pa.Schema]:
    """Arrow schema of every table that reading X12 can give, in a fixed order of columns."""
    columns: dict[str, dict[str, pa.DataType]] = {name: dict(fields) for name, fields in ENVELOPE_TABLES.items()}
    for spec in SPECS:
        for loop, around in spec.loops():
            if loop.table:
                _add(columns, loop.table, parents(around), loop_columns(loop))
                for part in own_repeats(loop):
                    _add(columns, part.table, parents((*around, loop)), repeat_columns(part))
    return {name: pa.schema(list(fields.items())) for name, fields in columns.items()}


def _add(columns: dict[str, dict[str, pa.DataType]], table: str, above: tuple[str, ...], own: dict[str, Kind]) -> None:
    fields = columns.setdefault(table, dict(PROVENANCE))
    for name in above:
        fields.setdefault(f"{name}_segment", pa.int32())
    for name, kind in own.items():
        fields.setdefault(name, TYPES[kind])
