"""Healthcare X12, read and written from one declarative spec per transaction set.

>>> from interchange import x12
>>> x12.sniff(b"not x12") is None
True
"""

from __future__ import annotations

from interchange.x12.acknowledgements import reply_envelope, write_999, write_ta1, write_ta1_of_refusal
from interchange.x12.findings import Finding, QuarantinedSet, X12Error
from interchange.x12.judgement import judge, validate
from interchange.x12.matching import Match, match
from interchange.x12.reader import Reading, Stream, open_stream, place_of, read, sniff
from interchange.x12.tokens import Delimiters
from interchange.x12.trees import to_trees
from interchange.x12.writer import Batch, Batches, Envelope, Node, enclose, render, write

__all__ = [
    "Batch",
    "Batches",
    "Delimiters",
    "Envelope",
    "Finding",
    "Match",
    "Node",
    "QuarantinedSet",
    "Reading",
    "Stream",
    "X12Error",
    "enclose",
    "judge",
    "match",
    "open_stream",
    "place_of",
    "read",
    "render",
    "reply_envelope",
    "sniff",
    "to_trees",
    "validate",
    "write",
    "write_999",
    "write_ta1",
    "write_ta1_of_refusal",
]
