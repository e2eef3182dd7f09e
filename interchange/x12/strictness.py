"""What a wrong or missing trailer costs where strictness is asked for: every set of its group or its interchange."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from interchange.x12.envelope import Refused
from interchange.x12.findings import QuarantinedSet
from interchange.x12.schema import ENVELOPE_TABLES

Row = dict[str, object]


def put_aside(
    tables: dict[str, pa.Table], refused: Sequence[Refused], content: bytes
) -> tuple[dict[str, pa.Table], list[QuarantinedSet]]:
    """The tables without the loaded sets of what is refused, and these sets with their bytes."""
    sets = tables["x12_sets"].to_pylist()
    aside: list[QuarantinedSet] = []
    for row in sets:
        why = next((each for each in refused if each.first < row["segment_ordinal"] < each.end), None)
        if why and row["status"] == "loaded":
            row |= {"status": "quarantined", "reason_code": why.code}
            aside.append(_set(row, why, content))
    gone = pa.array([each.segment_ordinal for each in aside], pa.int32())
    kept = {name: table if name in ENVELOPE_TABLES else _without(table, gone) for name, table in tables.items()}
    kept["x12_sets"] = pa.Table.from_pylist(sets, schema=tables["x12_sets"].schema)
    return {name: table for name, table in kept.items() if table.num_rows}, aside


def _without(table: pa.Table, gone: pa.Array) -> pa.Table:
    return table.filter(pc.invert(pc.is_in(table["set_segment"], gone)))


def _set(row: Row, why: Refused, content: bytes) -> QuarantinedSet:
    start, size, ordinal = row["byte_offset"], row["byte_count"], row["segment_ordinal"]
    assert isinstance(start, int)
    assert isinstance(size, int)
    assert isinstance(ordinal, int)
    named = str(row["set_type"]), str(row["control_number"])
    return QuarantinedSet(*named, start, size, ordinal, why.code, why.reason, content[start : start + size])
