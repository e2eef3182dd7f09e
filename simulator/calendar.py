"""The provider's calendar: seasons, weekends, holidays, and the next day on which work is done."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa

from simulator.columns import Bools, Floats, Ints

EPOCH = dt.date(1970, 1, 1)


class Calendar:
    """Days from ``start`` to ``end``, counted from 0; it also knows the year after, for answers still to come."""

    def __init__(self, start: dt.date, end: dt.date) -> None:
        self.start = start
        self.days = (end - start).days + 1
        span = np.arange(self.days + 900)
        self.dates = (start - EPOCH).days + span
        days = self.dates.astype("M8[D]")
        months = days.astype("M8[M]").astype(np.int64)
        self.month = months % 12 + 1
        self.month_number = months - months[0]
        self.is_open = ((self.dates + 3) % 7 < 5) & ~_is_holiday(days)
        open_days = np.flatnonzero(self.is_open)
        self._next_open = open_days[np.minimum(np.searchsorted(open_days, span), len(open_days) - 1)]
        last = np.searchsorted(self.month_number[open_days], np.arange(self.month_number[-1] + 1), side="right") - 1
        self._last_open = open_days[last]

    def on(self, day: int) -> dt.date:
        """The date of a day."""
        return self.start + dt.timedelta(days=int(day))

    def column(self, days: Ints) -> pa.Array:
        """Days as an Arrow column of dates."""
        return pa.array((days + (self.start - EPOCH).days).astype(np.int32)).cast(pa.date32())

    def next_open(self, days: Ints) -> Ints:
        """Each day, or the first open day after it."""
        return np.asarray(self._next_open[days])

    def month_close(self, days: Ints) -> Ints:
        """The last open day of each day's month."""
        return np.asarray(self._last_open[self.month_number[days]])

    def busyness(self) -> Floats:
        """How much service each day sees: seasons, slow growth, few on weekends and holidays."""
        day = np.arange(self.days)
        season = 1 + 0.12 * np.cos(2 * np.pi * (self.month[: self.days] - 2) / 12)
        return np.where(self.is_open[: self.days], 1.0, 0.28) * season * (1 + 0.1 * day / 365)


def _is_holiday(days: np.ndarray[tuple[int], np.dtype[np.datetime64]]) -> Bools:
    months = days.astype("M8[M]")
    month = months.astype(np.int64) % 12 + 1
    date = (days - months.astype("M8[D]")).astype(np.int64) + 1
    weekday = (days.astype(np.int64) + 3) % 7
    fixed = np.isin(month * 100 + date, [101, 619, 704, 1111, 1225])
    mondays = (weekday == 0) & (((month == 9) & (date <= 7)) | ((month == 5) & (date > 24)))
    thanksgiving = (month == 11) & (weekday == 3) & (date > 21) & (date <= 28)
    return np.asarray(fixed | mondays | thanksgiving)
