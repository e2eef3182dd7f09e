"""Element text to typed values, exactly: money as Decimal, dates as dates, codes as they were sent."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from interchange.x12.spec import Kind
from interchange.x12.tokens import decode_value

CENT = Decimal("0.01")
MONEY = re.compile(rb"[+-]?(\d{1,15}(\.\d*)?|\.\d+)")
NUMBER = re.compile(rb"[+-]?(\d{1,14}(\.\d*)?|\.\d+)")
TIME_LENGTH = 4
MOST_DIGITS = 9
BLANK = bytes(range(33)) + b"\x7f"
CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class BadValueError(ValueError):
    """An element does not hold what its type asks for; the message names the kind, not the value."""


def convert(value: bytes, kind: Kind) -> object:
    """A typed value, or None where the element is blank; BadValueError where it is malformed."""
    value = value.strip(BLANK)
    if not value:
        return None
    if kind == "text":
        return CONTROL.sub("", decode_value(value))
    if kind == "date":
        return _date(value)
    if kind in ("from", "to", "time"):
        return _moment(value, kind)
    return _integer(value) if kind == "integer" else _decimal(value, kind)


def _moment(value: bytes, kind: Kind) -> object:
    """One part of CCYYMMDD, CCYYMMDD-CCYYMMDD, CCYYMMDDHHMM or HHMM: the first day, the last one, or the time."""
    start, _, end = value.partition(b"-")
    if kind == "to":
        return _date(end) if end else None
    if kind == "from":
        return _date(start) if len(start) != TIME_LENGTH else None
    clock = start if len(start) == TIME_LENGTH else start[8:12]
    return clock.decode("ascii") if clock.isdigit() else None


def _integer(value: bytes) -> int:
    if len(value) > MOST_DIGITS or not value.isdigit():
        raise BadValueError("integer")
    return int(value)


def _decimal(value: bytes, kind: Kind) -> Decimal:
    if not (MONEY if kind == "money" else NUMBER).fullmatch(value):
        raise BadValueError(kind)
    amount = Decimal(value.decode("ascii"))
    exact = amount.quantize(CENT if kind == "money" else Decimal("0.0001"))
    if kind == "money" and exact != amount:
        raise BadValueError("money with fractions of a cent")
    return exact


def _date(value: bytes) -> dt.date:
    digits = value[:8]
    if len(digits) == 6 and digits.isdigit():
        digits = (b"19" if digits[:2] > b"50" else b"20") + digits
    if len(digits) != 8 or not digits.isdigit() or not 1850 <= int(digits[:4]) <= 2200:
        raise BadValueError("date")
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        raise BadValueError("date") from None


def convert_period(value: bytes) -> tuple[dt.date | None, dt.date | None]:
    """A D8 date, or the two ends of an RD8 range (to = None for a single date)."""
    start, _, end = value.strip(BLANK).partition(b"-")
    return (_date(start) if start else None), (_date(end) if end else None)
