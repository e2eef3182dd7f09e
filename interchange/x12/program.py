"""A spec compiled into tables of numbers: an automaton over loops, and what each of its steps puts where.

The loops around a loop are fixed by its place in the spec, so the innermost open loop is the whole state of a walk.
A *symbol* is a segment id together with its qualifiers; ``action[node, symbol]`` says what that segment does in that
loop: which loop it opens, or that it is bound where it stands, and the operations that fill columns and make rows.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from interchange.x12 import parsing, scan
from interchange.x12.plan import Binder, LoopPlan, SetPlan, Where, compile_plan
from interchange.x12.spec import Element, Kind, Repeat, TransactionSet
from interchange.x12.specs import SPECS

ROW, PARENT, CONSTANT, VALUE, PERIOD, GROUP, TAKE, REST = range(8)
BIND, OPEN, IGNORED, UNKNOWN_SEGMENT, MISPLACED = range(5)
KINDS: dict[Kind, int] = {
    "text": parsing.TEXT,
    "money": parsing.MONEY,
    "number": parsing.NUMBER,
    "date": parsing.DATE,
    "integer": parsing.INTEGER,
    "from": parsing.FROM,
    "to": parsing.TO,
    "time": parsing.TIME,
}
CODE_SLOTS = 4096
LONGEST_CODE = 7
CODE_FACTOR = 0x9E3779B97F4A7C15
MOST_ELEMENTS = 40  # segments with more count as such with this many
FREE = 62  # the bit of parts that take every segment
NEVER = -1
MARKS = ("set_segment", "segment_ordinal")
Assignment = dict[int, bytes | None]
Symbols = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], NDArray[np.uint64]]


@lru_cache(maxsize=1)
def segment_ids() -> dict[str, int]:
    """A number for every segment id that any spec knows; the envelope's come first."""
    names = {name for spec in SPECS for name in spec.segment_ids()} - set(scan.ENVELOPE)
    return {name: number for number, name in enumerate((*scan.ENVELOPE, *sorted(names)), start=1)}


@lru_cache(maxsize=1)
def preamble() -> tuple[bytes, dict[str, int], NDArray[np.uint64]]:
    """Every text that programs put into rows: as it stands in each buffer before what was read, the number of each,
    and each as an Arrow string view into such a buffer."""
    texts: dict[str, int] = {}
    content, views = bytearray(scan.PAD), bytearray()
    for loop in (loop for spec in SPECS for loop, _ in spec.loops()):
        repeats = [part for part in loop.body if isinstance(part, Repeat)]
        for _, value in (("loop", loop.id), *loop.constants, *(c for part in repeats for c in part.constants)):
            if value not in texts:
                texts[value] = len(texts)
                views += string_view(value.encode("ascii"), 0, len(content))
                content += value.encode("ascii")
    return bytes(content) + bytes(scan.PAD), texts, np.frombuffer(bytes(views), np.uint64).reshape(-1, 2)


def string_view(value: bytes, buffer: int, offset: int) -> bytes:
    """Arrow's sixteen bytes for a text: its length, and the text itself or where it stands."""
    where = value[:4] + buffer.to_bytes(4, "little") + offset.to_bytes(4, "little")
    return len(value).to_bytes(4, "little") + (value.ljust(12, b"\0") if len(value) <= 12 else where)


class Tables(NamedTuple):
    """The program as the walk reads it.

    Rows of ``operation`` are: code, slot, position, component, loop that owns the row, shift, and two for the code.
    """

    rules: NDArray[np.int32]  # per segment number: first rule
    rule: NDArray[np.int32]  # per rule: element position, stride
    symbol: NDArray[np.int32]  # per segment number: its first symbol
    codes: NDArray[np.uint64]  # open-addressed: packed code, rule + 1, class
    action: NDArray[np.int32]  # node, symbol
    step: NDArray[np.int32]  # per action: what kind, loop opened, first operation
    operation: NDArray[np.int32]
    group: NDArray[np.int32]  # first positions of the groups of repeats
    constant: NDArray[np.uint64]  # string views
    root: int


@dataclass
class Slots:
    """Columns of the program's tables, numbered; wide ones are texts and decimals, narrow ones days and ordinals."""

    numbers: dict[tuple[str, str], int] = field(default_factory=dict)

    def of(self, table: str, column: str) -> int:
        """The number of a column, given at its first use."""
        return self.numbers.setdefault((table, column), len(self.numbers))


@dataclass(frozen=True)
class Program:
    """A compiled spec: its tables, its slots, loop names by node, and the most rows a segment can make."""

    plan: SetPlan
    tables: Tables
    slots: dict[tuple[str, str], int]
    names: tuple[str, ...]
    loops: tuple[str, ...]
    most_rows: NDArray[np.int64]  # table, segment number, number of elements
    repeating: NDArray[np.bool_]  # per table: whether repetitions of an element make its rows


@lru_cache(maxsize=64)
def program_of(spec_type: str) -> Program:
    """The program of a spec, by its type; compiled at first use."""
    spec = next(each for each in SPECS if each.type == spec_type)
    return _Compiler(spec).compile()


class _Compiler:
    def __init__(self, spec: TransactionSet) -> None:
        self.plan = compile_plan(spec)
        self.slots = Slots()
        self.nodes: list[LoopPlan] = []
        self.around: list[list[int]] = []
        self.owner: list[int] = []
        self.operations: list[tuple[int, ...]] = []
        self.groups: list[int] = []
        self.steps: list[tuple[int, int, int]] = []
        self.known_steps: dict[object, int] = {}
        self.ids = segment_ids()
        self._number(self.plan.root, [])
        self.tables = list(dict.fromkeys(self._table_names()))

    def _number(self, plan: LoopPlan, around: list[int]) -> None:
        node = len(self.nodes)
        self.nodes.append(plan)
        self.around.append([*around, node])
        self.owner.append(node if plan.loop.table else self.owner[around[-1]])
        for inner in itertools.chain.from_iterable(plan.opens.values()):
            self._number(inner, [*around, node])

    def _table_names(self) -> Iterator[str]:
        for node in self.nodes:
            if node.loop.table:
                yield node.loop.table
            yield from (b.repeat.table for b in itertools.chain(node.opening, *node.binds.values()) if b.repeat)

    def compile(self) -> Program:
        coded, symbols = self._symbols()
        action = np.zeros((len(self.nodes), len(symbols)), np.int32)
        for node, (number, (name, assigned)) in itertools.product(range(len(self.nodes)), enumerate(symbols)):
            action[node, number] = self._action(node, name, assigned)
        root = self._open(0, b"ST", {})
        last = (IGNORED, 0, len(self.operations))
        tables = Tables(
            *coded,
            action,
            np.array([*self.steps, last], np.int32),
            np.array(self.operations, np.int32).reshape(-1, 8),
            np.array(self.groups or [0], np.int32),
            np.array(preamble()[2]),
            root,
        )
        loops = tuple(node.loop.id for node in self.nodes)
        slots, most = dict(self.slots.numbers), self._most_rows(symbols, tables)
        return Program(self.plan, tables, slots, tuple(self.tables), loops, most, self._repeating())

    def _wheres(self, name: bytes) -> dict[int, list[bytes]]:
        """The qualifier positions of a segment id, with every code that any part of the spec asks for there."""
        found: dict[int, dict[bytes, None]] = {}
        for node in self.nodes:
            parts: Iterable[LoopPlan | Binder] = itertools.chain(node.binds.get(name, ()), node.opens.get(name, ()))
            for where in (part.where for part in parts):
                if where:
                    found.setdefault(where[0], {}).update(dict.fromkeys(sorted(where[1])))
        return {position: list(codes) for position, codes in found.items()}

    def _symbols(self) -> tuple[Symbols, list[tuple[bytes, Assignment]]]:
        rule: list[tuple[int, int]] = []
        rules, firsts, codes = [0, 0], [0], np.zeros((CODE_SLOTS, 3), np.uint64)
        symbols: list[tuple[bytes, Assignment]] = [(b"", {})]
        for name in self.ids:
            wheres = self._wheres(name.encode())
            firsts.append(len(symbols))
            stride = 1
            for position, listed in wheres.items():
                for number, code in enumerate(listed, start=1):
                    _add_code(codes, code, len(rule), number)
                rule.append((position, stride))
                stride *= len(listed) + 1
            choices = [[(p, c) for c in (None, *listed)] for p, listed in reversed(wheres.items())]
            symbols += [(name.encode(), dict(chosen)) for chosen in itertools.product(*choices)]
            rules.append(len(rule))
        shaped = np.array(rule or [(0, 0)], np.int32)
        return (np.array(rules, np.int32), shaped, np.array(firsts, np.int32), codes), symbols

    def _action(self, node: int, name: bytes, assigned: Assignment) -> int:
        if self._fitting(node, name, assigned):
            return self._bind(node, name, assigned)
        for outer in reversed(self.around[node]):
            for plan in self.nodes[outer].opens.get(name, ()):
                if _fits(plan.where, assigned):
                    return self._open(self._node_of(plan), name, assigned)
        if name in self.plan.critical:
            return self._step((MISPLACED,), MISPLACED, 0, [])
        known = bool(name) and name in self.plan.known
        return self._step((known,), IGNORED if known else UNKNOWN_SEGMENT, 0, [])

    def _node_of(self, plan: LoopPlan) -> int:
        return next(number for number, node in enumerate(self.nodes) if node is plan)

    def _fitting(self, node: int, name: bytes, assigned: Assignment) -> list[Binder]:
        return [b for b in self.nodes[node].binds.get(name, ()) if _fits(b.where, assigned)]

    def _step(self, key: tuple[object, ...], kind: int, node: int, operations: list[tuple[int, ...]]) -> int:
        if key not in self.known_steps:
            self.known_steps[key] = len(self.steps)
            self.steps.append((kind, node, len(self.operations)))
            self.operations += _resolved(operations, len(self.operations))
        return self.known_steps[key]

    def _bind(self, node: int, name: bytes, assigned: Assignment) -> int:
        key = ("bind", node, name, tuple(assigned.items()))
        if key in self.known_steps:
            return self.known_steps[key]
        return self._step(key, BIND, node, self._bind_operations(node, name, assigned))

    def _open(self, node: int, name: bytes, assigned: Assignment) -> int:
        key = ("open", node, name, tuple(assigned.items()))
        if key in self.known_steps:
            return self.known_steps[key]
        loop, operations = self.nodes[node].loop, list[tuple[int, ...]]()
        if loop.table:
            operations += self._row(loop.table, loop.id, node, node, self.nodes[node].parents, loop.constants)
        table, owner = self._table_of(node), self.owner[node]
        operations += [self._value(each, table, owner) for each in _filling(loop.trigger.elements)]
        for binder in self.nodes[node].opening:
            operations += self._binder(node, binder)
        return self._step(key, OPEN, node, operations)

    def _table_of(self, node: int) -> str:
        return self.nodes[self.owner[node]].loop.table

    def _row(
        self, table: str, loop: str, node: int, owner: int, above: Iterable[str], constants: Iterable[tuple[str, str]]
    ) -> list[tuple[int, ...]]:
        """A new row of ``table``: its marks, its loop, the rows around it, its constants."""
        marks = [self.slots.of(table, name) for name in MARKS]
        out: list[tuple[int, ...]] = [(ROW, self.tables.index(table), 0, 0, owner, 0, *marks)]
        named = {self.nodes[n].loop.name: n for n in self.around[node] if self.nodes[n].loop.table}
        for name in above:
            if name in named and not (owner >= 0 and named[name] == owner):
                out.append((PARENT, self.slots.of(table, f"{name}_segment"), 0, 0, owner, 0, named[name], 0))
        for column, value in (("loop", loop), *constants):
            out.append((CONSTANT, self.slots.of(table, column), 0, 0, owner, 0, preamble()[1][value], 0))
        return out

    def _value(self, element: Element, table: str, owner: int, shift: int = 0) -> tuple[int, ...]:
        slot = self.slots.of(table, element.column)
        kind = KINDS[element.kind]
        return (VALUE, slot, element.position, element.component, owner, shift, kind, 0)

    def _bind_operations(self, node: int, name: bytes, assigned: Assignment) -> list[tuple[int, ...]]:
        """What every fitting part does; where one takes what others leave, each says first whether it takes."""
        fitting, all_of_it = self._fitting(node, name, assigned), self.nodes[node].binds[name]
        parts = [(binder, self._binder(node, binder)) for binder in fitting]
        if not any(binder.otherwise for binder in all_of_it):
            return list(itertools.chain.from_iterable(made for _, made in parts))
        out: list[tuple[int, ...]] = []
        rest = any(binder.otherwise for binder in fitting)
        for binder, made in sorted(parts, key=lambda part: part[0].otherwise):
            skip = len(made) if rest else NEVER
            if binder.otherwise:
                out.append((REST, 0, 0, 0, 0, 0, 0, skip))
            else:
                bit = FREE if binder.repeat else self._bit(node, binder)
                out.append((TAKE, 0, 0, 0, 0, 0, bit, NEVER if binder.repeat else skip))
            out += made
        return out

    def _bit(self, node: int, binder: Binder) -> int:
        filling = [b for b in itertools.chain.from_iterable(self.nodes[node].binds.values()) if not b.repeat]
        return next(number for number, each in enumerate(filling) if each is binder)

    def _binder(self, node: int, binder: Binder) -> list[tuple[int, ...]]:
        table, owner = self._table_of(node), self.owner[node]
        if binder.repeat:
            return self._repeat(node, binder.repeat)
        if binder.period and binder.period.time_column:
            return [self._value(each, table, owner) for each in binder.period.moment()]
        if binder.period:
            start = self.slots.of(table, binder.period.from_column)
            end = self.slots.of(table, binder.period.to_column) if binder.period.to_column else -1
            return [(PERIOD, start, 3, 0, owner, 0, end, 0)]
        return [self._value(each, table, owner) for each in _filling(binder.elements)]

    def _repeat(self, node: int, part: Repeat) -> list[tuple[int, ...]]:
        loop, above = self.nodes[node].loop, self.nodes[node].parents
        above = (*above, loop.name) if loop.table and loop.id != "ST" else above
        inner = self._row(part.table, loop.id, node, -1, above, part.constants)
        inner += [self._value(each, part.table, -1) for each in _filling(part.leading)]
        inner += [self._value(each, part.table, -1, 1) for each in _filling(part.elements)]
        start = len(self.groups)
        self.groups += part.groups
        position = self.slots.of(part.table, "position")
        head = (GROUP, position, 0, 0, start, len(self.groups), len(inner), int(part.repetitions))
        return [head, *inner]

    def _most_rows(self, symbols: list[tuple[bytes, Assignment]], tables: Tables) -> NDArray[np.int64]:
        most = np.zeros((len(self.tables), 256, MOST_ELEMENTS + 1), np.int64)
        made = np.array([self._rows_of(step, tables) for step in range(len(self.steps))])
        for number, (name, _) in enumerate(symbols):
            at = self.ids.get(name.decode(), 0)
            most[:, at] = np.maximum(most[:, at], made[tables.action[:, number]].max(axis=0))
        most[:, scan.ST] = made[tables.root]
        return most

    def _repeating(self) -> NDArray[np.bool_]:
        parts = [b.repeat for node in self.nodes for b in itertools.chain(node.opening, *node.binds.values())]
        names = {part.table for part in parts if part and part.repetitions}
        return np.array([name in names for name in self.tables], np.bool_)

    def _rows_of(self, step: int, tables: Tables) -> NDArray[np.int64]:
        """The most rows that a step makes: by table, and by how many elements the segment has."""
        made = np.zeros((len(self.tables), MOST_ELEMENTS + 1), np.int64)
        starts = None
        for operation in tables.operation[tables.step[step, 2] : tables.step[step + 1, 2]]:
            if operation[0] == GROUP:
                starts = tables.group[operation[4] : operation[5]]
            elif operation[0] == ROW and operation[4] >= 0:
                made[operation[1]] += 1
            elif operation[0] == ROW:
                assert starts is not None
                made[operation[1], :-1] += (starts[:, None] < np.arange(MOST_ELEMENTS)).sum(axis=0)
                made[operation[1], -1] += len(starts)
        return made


def _resolved(operations: list[tuple[int, ...]], at: int) -> list[tuple[int, ...]]:
    """Operations with the lengths of groups and of what may be skipped made into the number of the one after them."""
    out = []
    for number, op in enumerate(operations, start=at + 1):
        if op[0] == GROUP:
            op = (*op[:6], number + op[6], op[7])
        elif op[0] in (TAKE, REST):
            op = (*op[:7], 0 if op[7] == NEVER else number + op[7])
        out.append(op)
    return out


def _filling(elements: Iterable[Element]) -> list[Element]:
    return [each for each in elements if each.column]


def _fits(where: Where, assigned: Assignment) -> bool:
    return where is None or assigned.get(where[0]) in where[1]


def _add_code(table: NDArray[np.uint64], code: bytes, rule: int, number: int) -> None:
    assert 0 < len(code) <= LONGEST_CODE, f"a qualifier of {len(code)} bytes does not fit"
    key = int.from_bytes(code, "little") | len(code) << 56
    at = code_slot(key, rule)
    while table[at, 1]:
        at = at + 1 & CODE_SLOTS - 1
    table[at] = key, rule + 1, number


def code_slot(key: int, rule: int) -> int:
    """Where a code of a rule is looked for first."""
    return ((key ^ rule << 40) * CODE_FACTOR >> 40) & CODE_SLOTS - 1
