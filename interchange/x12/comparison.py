"""Two readings compared by claim: what was added, removed or changed, in whatever order claims and lines stand."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from interchange.x12.reader import Reading

Row = dict[str, object]
Facts = dict[str, object]
NUMBERS = ("patient_control_number", "trace_number")
NOT_COMPARED = frozenset(
    {"set_segment", "segment_ordinal", "byte_offset", "loop", "line_number", "set_control_number", "position"}
)
# What tells one part of a claim from another, the surest first.
IDENTITIES = (
    ("line_control_number",),
    ("procedure_code", "modifier_1", "service_date"),
    ("procedure_code",),
    ("revenue_code",),
    ("group_code", "carc"),
    ("carc",),
    ("rarc",),
    ("qualifier", "code"),
    ("provider_id", "reason_code"),
    ("payer_id",),
    (),
)


@dataclass
class Record:
    """A claim, a payment or a part of one: its table, its facts, what is inside it, and where it stands."""

    table: str
    facts: Facts
    segment_ordinal: int
    byte_offset: int
    parts: list[Record] = field(default_factory=list)

    @cached_property
    def fingerprint(self) -> str:
        """The same for equal content in any order; to be asked for when all parts are inside."""
        inside = sorted(part.fingerprint for part in self.parts)
        return json.dumps([self.table, self.facts, inside], default=str, sort_keys=True)

    @property
    def number(self) -> str:
        """What the claim or the payment is called by those who exchange it."""
        return next((str(self.facts[name]) for name in NUMBERS if self.facts.get(name)), "")


@dataclass(frozen=True)
class Difference:
    """One fact of a claim that is not the same; ``inside`` names the parts it stands in, outermost first."""

    inside: tuple[Record, ...]
    column: str
    before: object
    after: object


@dataclass(frozen=True)
class Change:
    """What became of one claim or payment between two files."""

    kind: Literal["added", "removed", "changed"]
    before: Record | None
    after: Record | None
    differences: tuple[Difference, ...] = ()


def compare(before: Reading, after: Reading) -> tuple[list[Change], int]:
    """The changes between two readings in the order of the files, and how many claims and payments are the same."""
    old, new = records(before), records(after)
    pairs, gone, come = _paired(old, new, _steps_for_records())
    changed = [
        Change("changed", a, b, tuple(_differences(a, b, ()))) for a, b in pairs if a.fingerprint != b.fingerprint
    ]
    changes = [*changed, *(Change("removed", a, None) for a in gone), *(Change("added", None, b) for b in come)]
    return sorted(changes, key=_order), len(pairs) - len(changed)


def _order(change: Change) -> tuple[int, int]:
    shown = change.before or change.after
    assert shown
    return shown.segment_ordinal, 0 if change.before else 1


def records(reading: Reading) -> list[Record]:
    """The payments and claims of a reading, each with its parts and the facts of the levels above it."""
    rows = [(name, row) for name, table in reading.tables.items() for row in table.to_pylist()]
    made = {_integer(row["segment_ordinal"]): _record(name, row) for name, row in rows if "position" not in row}
    roots: list[Record] = []
    for name, row in rows:
        record = _record(name, row) if "position" in row else made[_integer(row["segment_ordinal"])]
        above = _above(row)
        if name.endswith(("_claims", "_payments")):
            for parent in above:
                record.facts.update(_named(made[parent]))
            roots.append(record)
        elif name.endswith("_provider_adjustments"):
            made[_integer(row["set_segment"])].parts.append(record)
        elif above and row.get("claim_segment") is not None:
            made[max(above)].parts.append(record)
    return roots


def _record(table: str, row: Row) -> Record:
    passed_over = NOT_COMPARED - {"position"} if table.endswith("_codes") else NOT_COMPARED
    facts = {
        name: value
        for name, value in row.items()
        if value is not None and name not in passed_over and not name.endswith("_segment")
    }
    return Record(table, facts, _integer(row["segment_ordinal"]), _integer(row["byte_offset"]))


def _above(row: Row) -> list[int]:
    names = [name for name in row if name.endswith("_segment") and name != "set_segment"]
    return [_integer(row[name]) for name in names if row[name] is not None]


def _named(record: Record) -> Facts:
    level = record.table.split("_", 2)[2].removesuffix("s")
    return {f"{level} {name}": value for name, value in record.facts.items()}


def _integer(value: object) -> int:
    assert isinstance(value, int)
    return value


Key = Callable[[Record], Hashable]


def _steps_for_records() -> list[Key]:
    return [
        lambda record: (record.table, record.fingerprint),
        lambda record: (record.table, record.number, record.facts.get("claim_status_code"), _frequency(record)),
        lambda record: (record.table, record.number),
    ]


def _frequency(record: Record) -> object:
    return record.facts.get("frequency_code")


def _steps_for_parts() -> Iterator[Key]:
    yield lambda part: part.fingerprint
    for names in IDENTITIES:
        yield lambda part, names=names: _identity(part, names)  # type: ignore[misc]


def _identity(part: Record, names: tuple[str, ...]) -> Hashable:
    values = tuple(str(part.facts.get(name)) for name in names)
    return (part.table, *values) if all(name in part.facts for name in names[:1]) else None


def _paired(
    old: Sequence[Record], new: Sequence[Record], steps: Iterable[Key]
) -> tuple[list[tuple[Record, Record]], list[Record], list[Record]]:
    """Pairs by the first key that two share, in order; what is left of each side."""
    pairs: list[tuple[Record, Record]] = []
    for key in steps:
        waiting: dict[Hashable, list[Record]] = {}
        for record in new:
            if key(record) is not None:
                waiting.setdefault(key(record), []).append(record)
        rest, taken = [], set()
        for record in old:
            fitting = waiting.get(key(record))
            if fitting:
                other = fitting.pop(0)
                taken.add(id(other))
                pairs.append((record, other))
            else:
                rest.append(record)
        old, new = rest, [record for record in new if id(record) not in taken]
    return pairs, list(old), list(new)


def _differences(a: Record, b: Record, inside: tuple[Record, ...]) -> Iterator[Difference]:
    for column in dict.fromkeys([*a.facts, *b.facts]):
        if a.facts.get(column) != b.facts.get(column):
            yield Difference(inside, column, a.facts.get(column), b.facts.get(column))
    pairs, gone, come = _paired(a.parts, b.parts, _steps_for_parts())
    for one, other in pairs:
        yield from _differences(one, other, (*inside, other))
    for part in gone:
        yield Difference(inside, "", part, None)
    for part in come:
        yield Difference(inside, "", None, part)
