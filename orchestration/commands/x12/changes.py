"""Changes between two files as they are told: which claim, where in each file, and what is not the same."""

from __future__ import annotations

from dataclasses import dataclass

from interchange.x12.comparison import Change, Difference, Record
from interchange.x12.deidentification import Mask
from interchange.x12.deidentification.columns import identifying_columns

NAMED_BY = ("procedure_code", "revenue_code", "carc", "rarc", "code", "reason_code", "payer_id")


@dataclass(frozen=True)
class ShownChange:
    """A change in words; people's numbers and names are dots unless they were asked for."""

    kind: str
    what: str
    number: str
    places: str
    lines: list[str]


def shown(change: Change, *, show_values: bool) -> ShownChange:
    """A change as lines that say what was and what is."""
    record = change.after or change.before
    assert record
    number = record.number if show_values else Mask.DOTS
    places = "; ".join(
        f"{side} at byte {each.byte_offset}, segment {each.segment_ordinal}"
        for side, each in (("before", change.before), ("after", change.after))
        if each
    )
    telling = _Telling(record.table, show_values=show_values)
    return ShownChange(change.kind, _thing(record), number, places, [telling.line(each) for each in change.differences])


class _Telling:
    def __init__(self, table: str, *, show_values: bool) -> None:
        self.table = table
        self.hidden = frozenset() if show_values else identifying_columns()

    def line(self, difference: Difference) -> str:
        inside = "".join(f"{_thing(part)} {self._name(part)}: " for part in difference.inside)
        if isinstance(difference.before, Record):
            return f"{inside}- {self._whole(difference.before)}"
        if isinstance(difference.after, Record):
            return f"{inside}+ {self._whole(difference.after)}"
        table = difference.inside[-1].table if difference.inside else self.table
        label = difference.column.replace("_", " ")
        values = (self._value(table, difference.column, value) for value in (difference.before, difference.after))
        return f"{inside}{label} {' -> '.join(values)}"

    def _whole(self, part: Record) -> str:
        told = (
            f"{name.replace('_', ' ')} {self._value(part.table, name, value)}" for name, value in part.facts.items()
        )
        return f"{_thing(part)}: {', '.join(told)}"

    def _name(self, part: Record) -> str:
        return " ".join(str(part.facts[name]) for name in NAMED_BY if name in part.facts) or str(part.segment_ordinal)

    def _value(self, table: str, column: str, value: object) -> str:
        if value is None:
            return "nothing"
        return Mask.DOTS if self._hides(table, column) else str(value)

    def _hides(self, table: str, column: str) -> bool:
        level, _, name = column.rpartition(" ")
        tables = {f"{table.rsplit('_', 1)[0]}_{level}s"} if level else {table}
        return any((each, name) in self.hidden for each in tables)


def _thing(record: Record) -> str:
    return record.table.split("_", 2)[2].removesuffix("s").replace("_", " ")
