"""Element bytes to typed cells, exactly as ``values.convert`` reads them: the kernels that the walk calls."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from interchange.x12.kernels import kernel, step

TEXT, MONEY, NUMBER, DATE, INTEGER, FROM, TO, TIME = range(8)
FINE, BAD_DATE, BAD_INTEGER, BAD_MONEY, BAD_NUMBER, CENT_FRACTION, ODD_TEXT = range(7)
_LOW = np.array([(1 << 8 * min(n, 8)) - 1 for n in range(13)], np.uint64)
_HIGH = np.array([(1 << 8 * max(n - 4, 0)) - 1 for n in range(13)], np.uint64)
_FIRST_FOUR = np.uint64(0xFFFFFFFF)
_SPACES = np.uint64(0x2020202020202020)
_ONES = np.uint64(0x0101010101010101)
_TOPS = np.uint64(0x8080808080808080)
_MONTHS = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], np.int64)


class Cells(NamedTuple):
    """Column storage of one walk: the cell of a row = ``base`` of its slot + row.

    ``wide`` holds Arrow string views and 128-bit decimals, ``narrow`` days and ordinals; untouched pages of either
    cost nothing. ``notes`` has in row 0 how many follow: (what, segment, element, loop) or (ODD_TEXT, cell, a, b).
    """

    wide: NDArray[np.uint64]
    narrow: NDArray[np.int32]
    valid: NDArray[np.bool_]
    base: NDArray[np.int64]
    notes: NDArray[np.int64]


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
    while a < b and (buf[a] <= 32 or buf[a] == 127):
        a += 1
    while a < b and (buf[b - 1] <= 32 or buf[b - 1] == 127):
        b -= 1
    return a, b


@kernel
def component_of(buf, a, b, number, separator):
    """The slice of one component, 1-based; an empty slice where there are fewer."""
    while number > 1:
        while a < b and buf[a] != separator:
            a += 1
        if a >= b:
            return b, b
        a += 1
        number -= 1
    e = a
    while e < b and buf[e] != separator:
        e += 1
    return a, e


@step
def _is_odd(word):
    """Whether any of eight bytes is a control byte, DEL or beyond ASCII."""
    low = (word - _SPACES) & ~word
    delete = word ^ np.uint64(0x7F7F7F7F7F7F7F7F)
    return ((low | word | ((delete - _ONES) & ~delete)) & _TOPS) != 0


@step
def _put_text(words, a, b, cell, wide, valid, notes):
    n = b - a
    short = min(n, 12)
    head, rest = words[a] & _LOW[short], words[a + 4] & _HIGH[short]
    odd = _is_odd(head | (_SPACES & ~_LOW[short])) or _is_odd(rest | (_SPACES & ~_HIGH[short]))
    wide[cell, 0] = np.uint64(n) | (head & _FIRST_FOUR) << np.uint64(32)
    wide[cell, 1] = rest if n <= 12 else np.uint64(a) << np.uint64(32)
    at = a + 12
    while at < b and not odd:
        odd = _is_odd(words[at] | (_SPACES & ~_LOW[min(b - at, 8)]) if b - at < 8 else words[at])
        at += 8
    valid[cell] = True
    if odd:
        note(notes, ODD_TEXT, cell, a, b)


@kernel
def parse_decimal(buf, a, b, places, most):
    """(value in units of 10**-places, digits beyond them that are not zero, rounding digit), or refused.

    Returns (ok, value, exact): ``value`` is rounded half to even.
    """
    negative = buf[a] == 45
    if negative or buf[a] == 43:
        a += 1
    value, digits, after, half, sticky = np.int64(0), 0, -1, 0, False
    for i in range(a, b):
        byte = np.int64(buf[i]) - 48
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
def _put_decimal(buf, a, b, cell, wide, valid, money):
    ok, value, exact = parse_decimal(buf, a, b, 2 if money else 4, 15 if money else 14)
    if not ok:
        return BAD_MONEY if money else BAD_NUMBER
    if money and not exact:
        return CENT_FRACTION
    wide[cell, 0] = np.uint64(value)
    wide[cell, 1] = np.uint64(value >> 63)
    valid[cell] = True
    return FINE


@step
def _digits(buf, a, b):
    value = 0
    for i in range(a, b):
        byte = np.int64(buf[i]) - 48
        if byte < 0 or byte > 9:
            return -1
        value = value * 10 + byte
    return value


@kernel
def parse_day(buf, a, b):
    """(whether it is a date, days since 1970) of CCYYMMDD and whatever follows, or of YYMMDD."""
    n = min(b - a, 8)
    value = _digits(buf, a, a + n)
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
def _put_day(buf, a, b, cell, narrow, valid):
    ok, day = parse_day(buf, a, b)
    if not ok:
        return BAD_DATE
    narrow[cell] = day
    valid[cell] = True
    return FINE


@step
def _dash(buf, a, b):
    while a < b and buf[a] != 45:
        a += 1
    return a


@step
def put_period(buf, a, b, from_cell, to_cell, narrow, valid):
    """A D8 date or an RD8 range into one or two day cells (``to_cell`` < 0: none)."""
    dash = _dash(buf, a, b)
    start, end = 0, 0
    if dash > a:
        ok, start = parse_day(buf, a, dash)
        if not ok:
            return BAD_DATE
    if dash + 1 < b:
        ok, end = parse_day(buf, dash + 1, b)
        if not ok:
            return BAD_DATE
    if dash > a:
        narrow[from_cell] = start
        valid[from_cell] = True
    if dash + 1 < b and to_cell >= 0:
        narrow[to_cell] = end
        valid[to_cell] = True
    return FINE


@step
def _put_narrow(buf, a, b, kind, cell, narrow, valid):
    if kind == INTEGER:
        value = _digits(buf, a, b)
        if value < 0 or b - a > 9:
            return BAD_INTEGER
        narrow[cell] = value
        valid[cell] = True
        return FINE
    if kind == DATE:
        return _put_day(buf, a, b, cell, narrow, valid)
    dash = _dash(buf, a, b)
    if kind == TO:
        return _put_day(buf, dash + 1, b, cell, narrow, valid) if dash + 1 < b else FINE
    return _put_day(buf, a, dash, cell, narrow, valid) if dash - a != 4 else FINE


@step
def put(buf, words, a, b, kind, cell, wide, narrow, valid, notes):
    """One element's slice into its cell, unless that is filled already; returns FINE or what is wrong with it."""
    a, b = trim(buf, a, b)
    if a == b:
        return FINE
    if kind == TEXT:
        if not valid[cell]:
            _put_text(words, a, b, cell, wide, valid, notes)
        return FINE
    if kind in (MONEY, NUMBER):
        return FINE if valid[cell] else _put_decimal(buf, a, b, cell, wide, valid, kind == MONEY)
    if kind == TIME:
        if not valid[cell]:
            dash = _dash(buf, a, b)
            if dash - a != 4:
                a, dash = min(a + 8, dash), min(a + 12, dash)
            if a < dash and _digits(buf, a, dash) >= 0:
                _put_text(words, a, dash, cell, wide, valid, notes)
        return FINE
    return FINE if valid[cell] else _put_narrow(buf, a, b, kind, cell, narrow, valid)
