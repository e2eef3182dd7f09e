"""What a reader has to say about a file: findings, set-aside transaction sets, and refusals of a whole file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True)
class Finding:
    """One remark on the data, told by place; it never repeats a value, which may be a patient's."""

    code: str
    severity: Severity
    message: str
    byte_offset: int
    segment_ordinal: int = 0
    segment_id: str = ""
    element: int = 0
    loop: str = ""
    set_control_number: str = ""


@dataclass(frozen=True)
class QuarantinedSet:
    """A transaction set that was put aside whole, with its own bytes so that it can be read again."""

    set_type: str
    set_control_number: str
    byte_offset: int
    byte_count: int
    segment_ordinal: int
    code: str
    reason: str
    content: bytes


class X12Error(Exception):
    """A whole file is refused: ``code`` is stable, ``byte_offset`` says where reading had to stop.

    ``segment_ordinal`` is the number of the segment there, 0 where it is not known.
    """

    def __init__(self, code: str, message: str, byte_offset: int = 0, segment_ordinal: int = 0) -> None:
        super().__init__(f"{code} at byte {byte_offset}: {message}")
        self.code = code
        self.message = message
        self.byte_offset = byte_offset
        self.segment_ordinal = segment_ordinal
