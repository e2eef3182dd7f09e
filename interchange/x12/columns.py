"""One program over many sets: cells allocated, walked, and handed to Arrow without copying what they hold."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from interchange.x12.machine import Memory, tally, walk
from interchange.x12.parsing import ODD_TEXT, Cells
from interchange.x12.program import MARKS, MOST_ELEMENTS, Program, preamble, string_view
from interchange.x12.scan import PAD, Tokens
from interchange.x12.schema import table_schemas
from interchange.x12.values import convert

FEW = 256


class Text(NamedTuple):
    """A padded buffer: its bytes, and the same as overlapping 64-bit words."""

    bytes: NDArray[np.uint8]
    words: NDArray[np.uint64]


@dataclass(frozen=True)
class Walked:
    """What a walk filled: cells by slot, rows by table, where each set's rows begin, and what was irregular."""

    program: Program
    text: Text
    cells: Cells
    rows: NDArray[np.int64]
    rows_at: NDArray[np.int64]
    offsets: NDArray[np.int64]


def buffer_for(length: int) -> Text:
    """A buffer with the programs' own texts first, then room for ``length`` bytes at ``start()``."""
    head = preamble()[0]
    content = np.empty(len(head) + length + PAD, np.uint8)
    content[: len(head)] = np.frombuffer(head, np.uint8)
    content[len(content) - PAD :] = 0
    return Text(content, np.ndarray((len(content) - 7,), "<u8", content, strides=(1,)))


def start() -> int:
    """Where the text begins in every buffer."""
    return len(preamble()[0])


def walk_sets(
    text: Text,
    tokens: Tokens,
    program: Program,
    sets: NDArray[np.int64],
    bases: tuple[int, int],
    separators: tuple[int, int],
) -> Walked:
    """Walks the sets (rows of first segment and end) with room for whatever they hold."""
    few = FEW
    few = FEW
    while True:
        walked = _walk(text, tokens, program, sets, bases, separators, few)
        if walked.cells.notes[0, 0] < few:
            return walked
        few = int(walked.cells.notes[0, 0]) + 1


def _walk(
    text: Text,
    tokens: Tokens,
    program: Program,
    sets: NDArray[np.int64],
    bases: tuple[int, int],
    separators: tuple[int, int],
    few: int,
) -> Walked:
    room = _room(text, tokens, program, sets, separators)
    cells, nodes = _allocate(program, room, few), len(program.loops)
    memory = Memory(
        np.zeros(nodes, np.int64),
        np.zeros(nodes, np.int32),
        np.zeros(nodes, np.int64),
        np.zeros(len(room), np.int64),
        np.empty((len(room), int(room.max(initial=0))), np.int64),
    )
    rows_at = np.zeros((len(sets), len(room)), np.int64)
    walk(text, tokens, program.tables, sets, np.array(bases, np.int64), separators, cells, memory, rows_at)
    return Walked(program, text, cells, memory.rows, rows_at, memory.offsets)


def _room(
    text: Text, tokens: Tokens, program: Program, sets: NDArray[np.int64], separators: tuple[int, int]
) -> NDArray[np.int64]:
    """The most rows that each table can get from these sets."""
    counts = np.zeros((256, MOST_ELEMENTS + 1), np.int64)
    tally(tokens, int(sets[0, 0]), int(sets[-1, 1]), counts)
    room = np.tensordot(program.most_rows, counts, axes=2)
    if separators[1] and program.repeating.any():
        room += program.repeating * int(np.count_nonzero(text.bytes == separators[1]))
    return room


def _allocate(program: Program, room: NDArray[np.int64], few: int) -> Cells:
    rooms = [int(room[program.names.index(table)]) for table, _ in program.slots]
    base = np.cumsum([0, *rooms], dtype=np.int64)
    size = int(base[-1])
    notes = np.zeros((few, 4), np.int64)
    return Cells(np.zeros((size, 2), np.uint64), np.zeros(size, np.int32), np.zeros(size, np.bool_), base, notes)


def to_arrow(walked: Walked) -> dict[str, pa.RecordBatch]:
    """A record batch for each table that has rows, in the columns and types of its schema, texts as string views."""
    extra = _mend_odd_texts(walked)
    buffers = [pa.py_buffer(walked.text.bytes), *([pa.py_buffer(extra)] if extra else [])]
    batches = {}
    for number, name in enumerate(walked.program.names):
        if count := int(walked.rows[number]):
            schema = view_schemas()[name]
            columns = [_column(walked, number, name, field, count, buffers) for field in schema]
            batches[name] = pa.RecordBatch.from_arrays(columns, schema=schema)
    return batches


@lru_cache(maxsize=1)
def view_schemas() -> dict[str, pa.Schema]:
    """The raw tables' schemas with string views in the place of strings."""
    return {
        name: pa.schema([pa.field(f.name, pa.string_view() if pa.types.is_string(f.type) else f.type) for f in schema])
        for name, schema in table_schemas().items()
    }


def _column(walked: Walked, table: int, name: str, field: pa.Field, count: int, buffers: list[pa.Buffer]) -> pa.Array:
    if field.name == "byte_offset":
        return pa.Array.from_buffers(field.type, count, [None, pa.py_buffer(walked.offsets[table, :count])])
    slot = walked.program.slots.get((name, field.name))
    if slot is None:
        return pa.nulls(count, field.type)
    cells, base = walked.cells, walked.cells.base[slot]
    wide = not (pa.types.is_int32(field.type) or pa.types.is_date32(field.type))
    valid = cells.valid[base : base + count]
    nulls = 0 if field.name in MARKS else count - int(np.count_nonzero(valid))
    mask = pa.py_buffer(np.packbits(valid, bitorder="little")) if nulls else None
    data = pa.py_buffer((cells.wide if wide else cells.narrow)[base : base + count])
    texts = buffers if field.type == pa.string_view() else []
    return pa.Array.from_buffers(field.type, count, [mask, data, *texts], null_count=nulls)


def _mend_odd_texts(walked: Walked) -> bytes:
    """Gives the texts that are not plain ASCII a buffer of their own, in UTF-8 and without control characters."""
    extra = bytearray()
    notes = walked.cells.notes[1 : walked.cells.notes[0, 0] + 1]
    for _, cell, a, b in notes[notes[:, 0] == ODD_TEXT].tolist():
        value = str(convert(walked.text.bytes[a:b].tobytes(), "text")).encode()
        view = string_view(value, 1, len(extra))
        extra += value
        walked.cells.wide[cell] = np.frombuffer(view, np.uint64)
    return bytes(extra)
