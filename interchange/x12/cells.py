"""Columns of text, joined without a loop over rows; a ``str`` stands for a column that is the same in every row."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Cell: TypeAlias = "pa.Array | str"
Mask: TypeAlias = "pa.Array | bool"
_FILLED = {"null_handling": "replace", "null_replacement": ""}


def join(cells: list[Cell], separator: str) -> Cell:
    """The cells of each row with ``separator`` between; an absent value is an empty text."""
    folded: list[Cell] = []
    for cell in cells:
        if folded and isinstance(cell, str) and isinstance(folded[-1], str):
            folded[-1] = f"{folded[-1]}{separator}{cell}"
        else:
            folded.append(cell)
    if len(folded) == 1:
        return folded[0]
    given = [pa.scalar(cell) if isinstance(cell, str) else cell for cell in folded]
    return pc.binary_join_element_wise(*given, separator, **_FILLED)


def concatenate(cells: list[Cell]) -> Cell:
    """The cells of each row one after the other."""
    return join([cell for cell in cells if not (isinstance(cell, str) and not cell)] or [""], "")


def trim(cell: Cell, separator: str) -> Cell:
    """Each text without the separators at its end."""
    if isinstance(cell, str):
        return cell.rstrip(separator)
    return pc.ascii_rtrim(cell, characters=separator)


def filled(cell: Cell) -> Mask:
    """Which rows hold a text that is not empty."""
    if isinstance(cell, str):
        return bool(cell)
    lengths = pc.binary_length(cell)
    if not cell.null_count and len(cell) and pc.min(lengths).as_py() > 0:
        return True
    return pc.greater(lengths, 0).fill_null(False)


def either(masks: list[Mask]) -> Mask:
    """Where any of the masks holds."""
    if any(mask is True for mask in masks):
        return True
    varying = [mask for mask in masks if not isinstance(mask, bool)]
    if not varying:
        return False
    found = varying[0]
    for mask in varying[1:]:
        found = pc.or_(found, mask)
    return found


def where(mask: Mask, cell: Cell, otherwise: Cell = "") -> Cell:
    """The cell where the mask holds, and else the other."""
    if isinstance(mask, bool):
        return cell if mask else otherwise
    return pc.if_else(mask, cell, otherwise)


def spread(cell: Cell, rows: int) -> pa.Array:
    """The cell as an array of so many rows, with no row absent and no offset."""
    if isinstance(cell, str):
        return pa.repeat(pa.scalar(cell), rows)
    return cell if not cell.offset and not cell.null_count else pa.concat_arrays([cell.fill_null("")])


def gather(cell: Cell, parent: npt.NDArray[np.int64], parents: int) -> pa.Array:
    """Rows' texts run together per parent (rows stand in their parents' order): new offsets over the same bytes."""
    array = spread(cell, len(parent))
    offsets = np.frombuffer(array.buffers()[1], np.int32, len(array) + 1) if len(array) else np.zeros(1, np.int32)
    edges = offsets[np.searchsorted(parent, np.arange(parents + 1))].astype(np.int32)
    return pa.StringArray.from_buffers(parents, pa.py_buffer(edges), array.buffers()[2] or pa.py_buffer(b""))


def numbers(values: npt.NDArray[np.int64]) -> pa.Array:
    """Whole numbers as text."""
    return pa.array(values).cast(pa.string())


def content_of(texts: pa.Array) -> bytes:
    """The bytes of all texts, one after the other."""
    _, offsets, content = texts.buffers()
    if content is None:
        return b""
    edges = np.frombuffer(offsets, np.int32, len(texts) + texts.offset + 1)[texts.offset :]
    return bytes(content[int(edges[0]) : int(edges[-1])])
