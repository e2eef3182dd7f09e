"""Element bytes to typed cells, exactly as ``values.convert`` reads them: the steps that the walk calls."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from interchange.x12.kernels.native import Bytes, Longs, LongTable, Overlapping, Shorts, routine, step

TEXT, MONEY, NUMBER, DATE, INTEGER, FROM, TO, TIME = range(8)
FINE, BAD_DATE, BAD_INTEGER, BAD_MONEY, BAD_NUMBER, CENT_FRACTION = range(6)
_LOW = np.array([(1 << 8 * n) - 1 for n in range(9)], np.uint64)
_HIGH = ~_LOW
_TENS = np.array([1, 10, 100, 1_000, 10_000], np.int64)
_ZEROS = np.uint64(0x3030303030303030)
_TO_TOP = np.uint64(0x7676767676767676)
_TOPS = np.uint64(0x8080808080808080)
_MONTHS = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], np.int64)


class Text(NamedTuple):
    """A padded buffer: its bytes, and the same as overlapping 64-bit words."""

    bytes: Bytes
    words: Overlapping


class Cells(NamedTuple):
    """Column storage of one walk: the cell of a row = ``base`` of its slot + row.

    A text is its first byte and, from bit 32 on, its length; an amount its units of the last place; a date its days
    since 1970. Per slot: how many cells are ``filled``, and with how many bytes of text. ``notes`` has in row 0 how
    many follow: (what, segment, element, loop).
    """

    value: Longs
    valid: Bytes
    base: Shorts
    filled: Longs
    size: Longs
    notes: LongTable


@step
def hold(cells, slot, row, value):
    """A value into a cell that may be filled already."""
    cell = np.int64(cells.base[slot]) + row
    cells.value[cell] = value
    cells.filled[slot] += 1 - cells.valid[cell]
    cells.valid[cell] = 1


@step
def hold_text(cells, slot, row, a, b):
    """A slice of the text into a cell that is empty so far."""
    cells.size[slot] += b - a
    hold(cells, slot, row, np.int64(a) | np.int64(b - a) << 32)


@step
def _are_digits(word):
    """Whether each of eight bytes, a digit's having become its value, is 0 to 9."""
    return ((word + _TO_TOP) | word) & _TOPS == np.uint64(0)


@step
def _number_of(word):
    """Eight digits as a number, two and then four at a time; the first of them stands in the lowest byte."""
    word = word * np.uint64(10 << 8 | 1) >> np.uint64(8)
    word = (word & np.uint64(0x00FF00FF00FF00FF)) * np.uint64(100 << 16 | 1) >> np.uint64(16)
    return np.int64((word & np.uint64(0x0000FFFF0000FFFF)) * np.uint64(10_000 << 32 | 1) >> np.uint64(32))


@step
def _short_decimal(words, a, b, places):
    """What :func:`parse_decimal` gives, of up to eight bytes without a sign and with one or two places or none."""
    n = b - a
    if n > 8:
        return False, np.int64(0)
    word, missing = words[np.uint32(b - 8)], places
    if n > 2 and word >> np.uint64(40) & np.uint64(0xFF) == np.uint64(46):
        word = word & _HIGH[6] | (word & _LOW[5]) << np.uint64(8)
        n, missing = n - 1, places - 2
    elif n > 1 and word >> np.uint64(48) & np.uint64(0xFF) == np.uint64(46):
        word = word & _HIGH[7] | (word & _LOW[6]) << np.uint64(8)
        n, missing = n - 1, places - 1
    word = (word ^ _ZEROS) & _HIGH[np.uint32(8 - n)]
    return _are_digits(word), _number_of(word) * _TENS[np.uint32(missing)]


@step
def note(notes, what, x, y, z):
    """Adds a note; one beyond the room is only counted."""
    notes[0, 0] += 1
    at = notes[0, 0]
    if at < len(notes):
        notes[at, 0], notes[at, 1], notes[at, 2], notes[at, 3] = what, x, y, z


@step
def trim(buf, a, b):
    """A slice without blanks and control bytes at its ends."""
    while a < b and (buf[np.uint32(a)] <= 32 or buf[np.uint32(a)] == 127):
        a += 1
    while a < b and (buf[np.uint32(b - 1)] <= 32 or buf[np.uint32(b - 1)] == 127):
        b -= 1
    return a, b


@step
def component_of(buf, a, b, number, separator):
    """The slice of one component, 1-based; an empty slice where there are fewer."""
    while number > 1:
        while a < b and buf[np.uint32(a)] != separator:
            a += 1
        if a >= b:
            return b, b
        a += 1
        number -= 1
    e = a
    while e < b and buf[np.uint32(e)] != separator:
        e += 1
    return a, e


@routine
def parse_decimal(buf, a, b, places, most):
    """(value in units of 10**-places, digits beyond them that are not zero, rounding digit), or refused.

    Returns (ok, value, exact): ``value`` is rounded half to even.
    """
    negative = buf[np.uint32(a)] == 45
    if negative or buf[np.uint32(a)] == 43:
        a += 1
    value, digits, after, half, sticky = np.int64(0), 0, -1, 0, False
    for i in range(a, b):
        byte = np.int64(buf[np.uint32(i)]) - 48
        if byte == -2 and after < 0:
            after = 0
            continue
        if byte < 0 or byte > 9:
            return False, np.int64(0), False
        digits += 1
        if after < 0:
            if digits > most:
                return False, np.int64(0), False
            value = value * 10 + byte
        else:
            after += 1
            if after <= places:
                value = value * 10 + byte
            elif after == places + 1:
                half = byte
            else:
                sticky = sticky or byte > 0
    if digits == 0:
        return False, np.int64(0), False
    for _ in range(max(after, 0), places):
        value *= 10
    exact = half == 0 and not sticky
    if half > 5 or (half == 5 and (sticky or value & 1)):
        value += 1
    return True, -value if negative else value, exact


@step
def _put_decimal(text, a, b, kind, slot, row, cells):
    ok, value = _short_decimal(text.words, a, b, 2 if kind == MONEY else 4)
    if ok:
        hold(cells, slot, row, value)
        return FINE
    ok, value, exact = parse_decimal(text.bytes, a, b, 2 if kind == MONEY else 4, 15 if kind == MONEY else 14)
    if not ok:
        return BAD_MONEY if kind == MONEY else BAD_NUMBER
    if kind == MONEY and not exact:
        return CENT_FRACTION
    hold(cells, slot, row, value)
    return FINE


@step
def _digits(buf, a, b):
    value = 0
    for i in range(a, b):
        byte = np.int64(buf[np.uint32(i)]) - 48
        if byte < 0 or byte > 9:
            return -1
        value = value * 10 + byte
    return value


@routine
def parse_day(text, a, b):
    """(whether it is a date, days since 1970) of CCYYMMDD and whatever follows, or of YYMMDD."""
    n = min(b - a, 8)
    if n == 8:
        word = text.words[np.uint32(a)] ^ _ZEROS
        value = _number_of(word) if _are_digits(word) else -1
    else:
        value = _digits(text.bytes, a, a + n)
    if value < 0 or (n != 8 and n != 6):
        return False, 0
    if n == 6:
        value += 19_000_000 if value // 10_000 > 50 else 20_000_000
    year, month, day = value // 10_000, value // 100 % 100, value % 100
    if year < 1850 or year > 2200 or month < 1 or month > 12 or day < 1:
        return False, 0
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if day > _MONTHS[month] + leap:
        return False, 0
    y = year - (month <= 2)
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return True, 365 * y + y // 4 - y // 100 + y // 400 + of_year - 719_468


@step
def _put_day(text, a, b, slot, row, cells):
    ok, day = parse_day(text, a, b)
    if not ok:
        return BAD_DATE
    hold(cells, slot, row, day)
    return FINE


@step
def _dash(buf, a, b):
    while a < b and buf[np.uint32(a)] != 45:
        a += 1
    return a


@step
def put_period(text, a, b, from_slot, to_slot, row, cells):
    """A D8 date or an RD8 range into one or two cells of a row (no ``to_slot``: 0)."""
    dash = _dash(text.bytes, a, b)
    start, end = 0, 0
    if dash > a:
        ok, start = parse_day(text, a, dash)
        if not ok:
            return BAD_DATE
    if dash + 1 < b:
        ok, end = parse_day(text, dash + 1, b)
        if not ok:
            return BAD_DATE
    if dash > a:
        hold(cells, from_slot, row, start)
    if dash + 1 < b and to_slot:
        hold(cells, to_slot, row, end)
    return FINE


@step
def _put_integer(buf, a, b, slot, row, cells):
    value = _digits(buf, a, b)
    if value < 0 or b - a > 9:
        return BAD_INTEGER
    hold(cells, slot, row, value)
    return FINE


@step
def _put_time(buf, a, b, slot, row, cells):
    dash = _dash(buf, a, b)
    if dash - a != 4:
        a, dash = min(a + 8, dash), min(a + 12, dash)
    if a < dash and _digits(buf, a, dash) >= 0:
        hold_text(cells, slot, row, a, dash)


@step
def put(text, a, b, kind, slot, row, cells):
    """One element's slice into its cell, unless that is filled already; returns FINE or what is wrong with it."""
    a, b = trim(text.bytes, a, b)
    if a == b or cells.valid[np.int64(cells.base[slot]) + row]:
        return FINE
    if kind == TEXT:
        hold_text(cells, slot, row, a, b)
        return FINE
    if kind in (MONEY, NUMBER):
        return _put_decimal(text, a, b, kind, slot, row, cells)
    if kind == INTEGER:
        return _put_integer(text.bytes, a, b, slot, row, cells)
    if kind == TIME:
        _put_time(text.bytes, a, b, slot, row, cells)
        return FINE
    dash = b if kind == DATE else _dash(text.bytes, a, b)
    if kind == TO:
        return _put_day(text, dash + 1, b, slot, row, cells) if dash + 1 < b else FINE
    return _put_day(text, a, dash, slot, row, cells) if kind == DATE or dash - a != 4 else FINE
