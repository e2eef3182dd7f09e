"""Few rows as Arrow arrays. ``pa.array`` would do it too, but imports pandas, which takes longer than most files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa


def array_of(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """Texts or whole numbers as an array; None where there is no value."""
    nulls = sum(value is None for value in values)
    valid = np.packbits([value is not None for value in values], bitorder="little") if nulls else None
    mask = None if valid is None else pa.py_buffer(valid)
    if pa.types.is_string(kind):
        texts = [(value or "").encode() for value in values]
        offsets = np.cumsum([0, *map(len, texts)], dtype=np.int32)
        buffers = [mask, pa.py_buffer(offsets), pa.py_buffer(b"".join(texts))]
    else:
        buffers = [mask, pa.py_buffer(np.array([value or 0 for value in values], f"i{kind.bit_width // 8}"))]
    return pa.Array.from_buffers(kind, len(values), buffers, null_count=nulls)


def batch_of(columns: Mapping[str, Sequence[Any]], schema: pa.Schema) -> pa.RecordBatch:
    """Columns of texts and whole numbers as a record batch of this schema."""
    return pa.RecordBatch.from_arrays([array_of(columns[field.name], field.type) for field in schema], schema=schema)
