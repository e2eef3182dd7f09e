"""The compiler of programs: from a spec's loops and parts to the tables that the walk reads."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from interchange.x12.kernels import parsing, scan
from interchange.x12.kernels.instructions import (
    BIND,
    CONSTANT,
    GROUP,
    IGNORED,
    MISPLACED,
    OPEN,
    PARENT,
    PERIOD,
    REST,
    ROW,
    TAKE,
    UNKNOWN_SEGMENT,
    VALUE,
    Tables,
)
from interchange.x12.plan import Binder, LoopPlan, Where, compile_plan
from interchange.x12.program import MARKS, MOST_ELEMENTS, Program, Slots, preamble, segment_ids
from interchange.x12.schema import table_schemas
from interchange.x12.spec import Element, Kind, Repeat, TransactionSet
from interchange.x12.specs import SPECS
from interchange.x12.symbols import Assignment, number_symbols

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
FREE = 62  # the bit of parts that take every segment
NEVER = -1
NO_LOOP = 0xFFFF  # the owner of a repeat's rows


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
        coded, symbols = number_symbols(self.nodes)
        action = np.zeros((len(self.nodes), len(symbols)), np.uint32)
        for node, (number, (name, assigned)) in itertools.product(range(len(self.nodes)), enumerate(symbols)):
            action[node, number] = self._action(node, name, assigned)
        root = self._open(0, b"ST", {})
        last = (IGNORED, 0, len(self.operations))
        tables = Tables(
            *coded,
            action.ravel(),
            np.array([(*step, 0) for step in (*self.steps, last)], np.uint32).ravel(),
            np.array(self.operations, np.uint16).ravel(),
            np.array(self.groups or [0], np.uint32),
            preamble()[2],
            len(symbols),
            root,
        )
        loops = tuple(node.loop.id for node in self.nodes)
        slots, most = dict(self.slots.numbers), self._most_rows(symbols, action, tables)
        table_of = np.array([self.tables.index(table) for table, _ in slots], np.int64)
        return Program(self.plan, tables, slots, tuple(self.tables), loops, most, self._repeating(), table_of)

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
        out: list[tuple[int, ...]] = [(ROW, self.tables.index(table), 0, 0, owner, 0, marks[0], 0)]
        named = {self.nodes[n].loop.name: n for n in self.around[node] if self.nodes[n].loop.table}
        for name in above:
            if name in named and f"{name}_segment" in table_schemas()[table].names:
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
            end = self.slots.of(table, binder.period.to_column) if binder.period.to_column else 0
            return [(PERIOD, start, 3, 0, owner, 0, end, 0)]
        return [self._value(each, table, owner) for each in _filling(binder.elements)]

    def _repeat(self, node: int, part: Repeat) -> list[tuple[int, ...]]:
        loop, above = self.nodes[node].loop, self.nodes[node].parents
        above = (*above, loop.name) if loop.table and loop.id != "ST" else above
        inner = self._row(part.table, loop.id, node, NO_LOOP, above, part.constants)
        inner += [self._value(each, part.table, NO_LOOP) for each in _filling(part.leading)]
        inner += [self._value(each, part.table, NO_LOOP, 1) for each in _filling(part.elements)]
        start = len(self.groups)
        self.groups += part.groups
        position = self.slots.of(part.table, "position")
        head = (GROUP, position, 0, 0, start, len(self.groups), len(inner), int(part.repetitions))
        return [head, *inner]

    def _most_rows(
        self, symbols: list[tuple[bytes, Assignment]], action: NDArray[np.uint32], tables: Tables
    ) -> NDArray[np.int64]:
        most = np.zeros((len(self.tables), 256, MOST_ELEMENTS + 1), np.int64)
        made = np.array([self._rows_of(step, tables.group) for step in range(len(self.steps))])
        for number, (name, _) in enumerate(symbols):
            at = segment_ids().get(name.decode(), 0)
            most[:, at] = np.maximum(most[:, at], made[action[:, number]].max(axis=0))
        most[:, scan.ST] = made[tables.root]
        return most

    def _repeating(self) -> NDArray[np.bool_]:
        parts = [b.repeat for node in self.nodes for b in itertools.chain(node.opening, *node.binds.values())]
        names = {part.table for part in parts if part and part.repetitions}
        return np.array([name in names for name in self.tables], np.bool_)

    def _rows_of(self, step: int, group: NDArray[np.uint32]) -> NDArray[np.int64]:
        """The most rows that a step makes: by table, and by how many elements the segment has."""
        made = np.zeros((len(self.tables), MOST_ELEMENTS + 1), np.int64)
        starts = None
        end = self.steps[step + 1][2] if step + 1 < len(self.steps) else len(self.operations)
        for operation in self.operations[self.steps[step][2] : end]:
            if operation[0] == GROUP:
                starts = group[operation[4] : operation[5]]
            elif operation[0] == ROW and operation[4] != NO_LOOP:
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
