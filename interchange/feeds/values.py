"""From text to typed values, exactly: no float, no guess. Each raises ValueError for what it cannot read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from interchange.feeds.columns import Kind

Value = str | int | bool | Decimal | dt.date | dt.datetime
CONTROL = dict.fromkeys([*range(32), 127])
MONTHS = {
    name: number
    for number, name in enumerate(
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"], start=1
    )
}
YES, NO = frozenset({"Y", "YES", "TRUE", "T", "1"}), frozenset({"N", "NO", "FALSE", "F", "0"})
EARLIEST, LATEST = dt.date(1850, 1, 1), dt.date(2200, 1, 1)
LARGEST_MONEY, LARGEST_INTEGER = Decimal(10) ** 16, 2**31
TIME = r"(?:[T ](?P<time>\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?)(?: ?(?P<half>[AP]M))?(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
DATES = tuple(
    re.compile(pattern + TIME, re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})",
        r"(?P<day>\d{1,2})-(?P<month>[A-Z]{3})-(?P<year>\d{4})",
    )
)
MONEY = re.compile(r"(?P<minus>-?)\$? ?(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<cents>\.\d+)?")


def convert(kind: Kind, text: str) -> Value:
    """A value of a kind out of text that is not blank; ValueError where it is none."""
    return CONVERTERS[kind](text)


def _text(text: str) -> str:
    return text if text.isprintable() else text.translate(CONTROL)


@lru_cache(maxsize=1 << 16)
def _timestamp(text: str) -> dt.datetime:
    """A day, month first where it is written with slashes, with or without a time; a zone is turned into UTC."""
    found = next((match for pattern in DATES if (match := pattern.fullmatch(text))), None)
    if found is None:
        raise ValueError("no date")
    month = MONTHS[found["month"].upper()] if found["month"].upper() in MONTHS else int(found["month"])
    day = dt.date(int(found["year"]), month, int(found["day"]))
    if not EARLIEST <= day < LATEST:
        raise ValueError("a date out of all bounds")
    return _in_utc(dt.datetime.combine(day, _clock(found["time"], found["half"])), found["zone"])


def _clock(time: str | None, half: str | None) -> dt.time:
    if time is None:
        return dt.time()
    hour, minute, second = (int(part) for part in f"{time.partition('.')[0]}:0".split(":")[:3])
    return dt.time(hour % 12 + 12 * (half.upper() == "PM") if half else hour, minute, second)


def _in_utc(moment: dt.datetime, zone: str | None) -> dt.datetime:
    if zone is None or zone.upper() == "Z":
        return moment
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    return moment - dt.timedelta(minutes=minutes if zone[0] == "+" else -minutes)


@lru_cache(maxsize=1 << 16)
def _date(text: str) -> dt.date:
    """The day as written: a zone beside a time does not move it."""
    return _timestamp(re.sub(r"(?:Z|[+-]\d{2}:?\d{2})$", "", text) if ":" in text else text).date()


@lru_cache(maxsize=1 << 16)
def _money(text: str) -> Decimal:
    """Dollars and whole cents; thousands may be parted, a negative amount may stand in brackets."""
    bracketed = text.startswith("(") and text.endswith(")")
    found = MONEY.fullmatch(text[1:-1] if bracketed else text)
    if found is None or (bracketed and found["minus"]):
        return _scientific(text)
    amount = Decimal(found["digits"].replace(",", "") + (found["cents"] or ""))
    return _whole_cents(-amount if bracketed or found["minus"] else amount)


def _scientific(text: str) -> Decimal:
    """JSON may write 1.5E+3; a spreadsheet does so too."""
    if not re.fullmatch(r"-?\d+(\.\d+)?[eE][+-]?\d{1,2}", text):
        raise ValueError("no amount")
    return _whole_cents(Decimal(text))


def _whole_cents(amount: Decimal) -> Decimal:
    try:
        cents = amount.quantize(Decimal("0.01"))
    except InvalidOperation:
        raise ValueError("an amount too large") from None
    if cents != amount or abs(cents) >= LARGEST_MONEY:
        raise ValueError("parts of a cent, or an amount too large")
    return cents


def _number(text: str) -> Decimal:
    """A number with four decimals at most."""
    if not re.fullmatch(r"-?\d{1,14}(\.\d{1,4}0*)?", text):
        raise ValueError("no number of four decimals")
    return Decimal(text).quantize(Decimal("0.0001"))


def _integer(text: str) -> int:
    if not re.fullmatch(r"-?\d{1,10}(\.0+)?", text):
        raise ValueError("no whole number")
    number = int(text.partition(".")[0])
    if abs(number) >= LARGEST_INTEGER:
        raise ValueError("a number too large")
    return number


def _flag(text: str) -> bool:
    if text.upper() not in YES | NO:
        raise ValueError("neither yes nor no")
    return text.upper() in YES


CONVERTERS: dict[Kind, Callable[[str], Value]] = {
    "text": _text,
    "date": _date,
    "timestamp": _timestamp,
    "money": _money,
    "number": _number,
    "integer": _integer,
    "flag": _flag,
}
