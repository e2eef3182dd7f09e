"""Healthcare X12, read and written from one declarative spec per transaction set.

>>> from interchange import x12
>>> x12.sniff(b"not x12") is None
True
"""

from __future__ import annotations

from interchange.x12.findings import Finding, QuarantinedSet, X12Error
from interchange.x12.reader import Reading, read, sniff
from interchange.x12.tokens import Delimiters
from interchange.x12.writer import Batch, Batches, Envelope, Node, enclose, render, write

__all__ = [
    "Batch",
    "Batches",
    "Delimiters",
    "Envelope",
    "Finding",
    "Node",
    "QuarantinedSet",
    "Reading",
    "X12Error",
    "enclose",
    "read",
    "render",
    "sniff",
    "write",
]
