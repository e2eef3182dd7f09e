"""Writing: rows to X12 from the same specs that read it.

>>> from datetime import UTC, datetime
>>> from decimal import Decimal
>>> payment = Node("ST", {"handling_code": "I", "payment_amount": Decimal("80"), "credit_debit_code": "C",
...     "payment_method_code": "CHK", "trace_number": "1", "payer_name": "A PAYER"}, [
...     Node("2100", {"patient_control_number": "A1", "claim_status_code": "1", "charge_amount": Decimal("100"),
...         "paid_amount": Decimal("80"),
...         "adjustments": [{"group_code": "CO", "carc": "45", "amount": Decimal("20")}]})])
>>> head = Envelope("SENDER", "RECEIVER", 1, 1, datetime(2026, 1, 5, tzinfo=UTC))
>>> [each.strip() for each in write("835", [payment], envelope=head).split(b"~") if b"CAS" in each]
[b'CAS*CO*45*20']
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from interchange.x12.batches import ROOT, Batch, Batches, Column, Node, lay_out, texts
from interchange.x12.cells import Cell, content_of, filled, join, numbers, spread, where
from interchange.x12.findings import X12Error
from interchange.x12.rendering import Renderer
from interchange.x12.spec import TransactionSet
from interchange.x12.specs import spec_of_type
from interchange.x12.tokens import UNUSABLE, Delimiters

__all__ = ["Batch", "Batches", "Envelope", "Node", "enclose", "render", "write"]

STANDARD = Delimiters()
LONGEST_ID, LARGEST_CONTROL_NUMBER = 15, 999_999_999


@dataclass(frozen=True)
class Envelope:
    """Who sends to whom, the control numbers and the time; ``usage`` is T for test, P for production."""

    sender_id: str
    receiver_id: str
    interchange_control_number: int
    group_control_number: int
    created: dt.datetime
    sender_qualifier: str = "ZZ"
    receiver_qualifier: str = "ZZ"
    usage: str = "T"


def write(
    set_type: str,
    sets: Iterable[Node] | Batches,
    *,
    envelope: Envelope,
    delimiters: Delimiters = STANDARD,
    line_end: str = "\n",
) -> bytes:
    """One interchange with one group of sets, every count and control number filled in.

    ``set_type`` is our own name such as 837P; ``sets`` are trees of nodes or, for many, batches.
    Raises X12Error where a value holds a delimiter (X12-DELIMITER-IN-DATA) or a control character
    (X12-CONTROL-IN-DATA), and where no header can hold the delimiters (X12-DELIMITERS) or the envelope (X12-ENVELOPE).
    """
    rendered = render(set_type, sets, delimiters=delimiters, line_end=line_end)
    return enclose(set_type, rendered, envelope=envelope, delimiters=delimiters, line_end=line_end)


def render(
    set_type: str, sets: Iterable[Node] | Batches, *, delimiters: Delimiters = STANDARD, line_end: str = "\n"
) -> pa.Array:
    """The text of each set from ST to SE, for :func:`enclose`; one call may render the sets of many files."""
    _check_delimiters(delimiters, line_end)
    spec = spec_of_type(set_type)
    batches = dict(sets) if isinstance(sets, Mapping) else lay_out(sets)
    root = batches[ROOT]
    control = _control_numbers(root)
    numbered = {"implementation": spec.implementation, **root.columns, "set_control_number": control}
    batches[ROOT] = Batch(root.parent, numbered)
    opened = Renderer(spec, batches, delimiters, line_end).sets()
    counts = _segment_counts(opened, delimiters)
    closing = join(["SE", numbers(counts + 1), control], delimiters.element)
    return spread(join([opened, closing, delimiters.segment + line_end], ""), len(root))


def enclose(
    set_type: str,
    rendered: pa.Array,
    *,
    envelope: Envelope,
    delimiters: Delimiters = STANDARD,
    line_end: str = "\n",
) -> bytes:
    """Rendered sets in one group of one interchange."""
    _check_envelope(envelope, delimiters)
    end = delimiters.segment + line_end
    head = [_isa(envelope, delimiters), _gs(spec_of_type(set_type), envelope)]
    foot = [
        ["GE", str(len(rendered)), str(envelope.group_control_number)],
        ["IEA", "1", f"{envelope.interchange_control_number:09d}"],
    ]
    before, after = ("".join(delimiters.element.join(cells) + end for cells in each) for each in (head, foot))
    return before.encode() + content_of(rendered) + after.encode()


def enclose_ta1(segments: list[list[str]], *, envelope: Envelope, delimiters: Delimiters = STANDARD) -> bytes:
    """TA1 segments in an interchange without groups."""
    _check_envelope(envelope, delimiters)
    rows = [_isa(envelope, delimiters), *segments, ["IEA", "0", f"{envelope.interchange_control_number:09d}"]]
    return "".join(delimiters.element.join(row) + delimiters.segment + "\n" for row in rows).encode()


def _check_delimiters(d: Delimiters, line_end: str) -> None:
    signs = [sign for sign in (d.element, d.component, d.segment, d.repetition) if sign]
    fit = all(len(sign) == 1 and sign.isascii() and ord(sign) not in UNUSABLE for sign in signs)
    if not fit or len(set(signs)) < len(signs) or not (d.element and d.component and d.segment) or line_end.strip():
        raise X12Error("X12-DELIMITERS", "delimiters are single ASCII signs, each another; lines end in blanks")


def _check_envelope(e: Envelope, d: Delimiters) -> None:
    _check_delimiters(d, "")
    names = (e.sender_id, e.receiver_id, e.sender_qualifier, e.receiver_qualifier, e.usage)
    if any(sign in name for name in names for sign in (d.element, d.component, d.segment, d.repetition) if sign):
        raise X12Error("X12-DELIMITER-IN-DATA", "a name in the envelope holds a delimiter")
    fit = all(name.isascii() and name.isprintable() for name in names)
    fit &= all(len(name) <= LONGEST_ID for name in names[:2]) and [len(name) for name in names[2:]] == [2, 2, 1]
    fit &= all(0 <= n <= LARGEST_CONTROL_NUMBER for n in (e.interchange_control_number, e.group_control_number))
    if not fit:
        raise X12Error("X12-ENVELOPE", "a sender, a receiver or a control number does not fit into the header")


def _control_numbers(root: Batch) -> Cell:
    counted = pc.utf8_lpad(numbers(np.arange(1, len(root) + 1)), 4, padding="0")
    given: Column = root.columns.get("set_control_number", "")
    cell = texts(given)
    return where(filled(cell), cell, counted)


def _segment_counts(sets: pa.Array, delimiters: Delimiters) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    content = np.frombuffer(content_of(sets), np.uint8)
    ends = np.flatnonzero(content == ord(delimiters.segment))
    edges = np.concatenate(([0], np.cumsum(pc.binary_length(sets).to_numpy())))
    return np.diff(np.searchsorted(ends, edges))


def _isa(e: Envelope, d: Delimiters) -> list[str]:
    return [
        *("ISA", "00", " " * 10, "00", " " * 10, e.sender_qualifier, f"{e.sender_id:<15}", e.receiver_qualifier),
        *(f"{e.receiver_id:<15}", f"{e.created:%y%m%d}", f"{e.created:%H%M}", d.repetition or "U", "00501"),
        *(f"{e.interchange_control_number:09d}", "0", e.usage, d.component),
    ]


def _gs(spec: TransactionSet, e: Envelope) -> list[str]:
    head = ["GS", spec.functional_id, e.sender_id, e.receiver_id, f"{e.created:%Y%m%d}", f"{e.created:%H%M}"]
    return [*head, str(e.group_control_number), "X", spec.implementation]
