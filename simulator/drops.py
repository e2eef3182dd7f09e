"""When files are dropped and how the sets of many files are rendered at once: the layout of the inbox."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from interchange.x12 import Batch, Batches, Envelope, enclose, render
from simulator.calendar import Calendar
from simulator.columns import Ints
from simulator.texts import numbered

DAILY_FROM = 100
# The interchange control number of each kind's first file; the next drop's is one more.
FIRST_CONTROL = {
    "837P": 1, "837I": 100_001, "835": 200_001, "999": 300_001, "277CA": 400_001, "270": 500_001, "271": 600_001,
    "278_request": 700_001, "278_answer": 800_001, "TA1": 900_001,
}  # fmt: skip
# Rows of one rendering: enough that its fixed cost vanishes, few enough to stay small in memory.
ROWS_AT_ONCE = 60_000


@dataclass(frozen=True)
class Drop:
    """A day on which files are dropped, with every event since the drop before."""

    number: int
    date: dt.date

    @property
    def folder(self) -> str:
        """The folder's name in the inbox."""
        return self.date.isoformat()

    @property
    def created(self) -> dt.datetime:
        """When the files were made."""
        return dt.datetime.combine(self.date, dt.time(6), dt.UTC)


@dataclass(frozen=True)
class Feed:
    """One kind of file: its set's type, what begins its name, who sends it to whom."""

    set_type: str
    name: str
    sender: str
    receiver: str


@dataclass(frozen=True)
class Group:
    """Sets of events: the drop and key of each, its first event; and the set of each event, in order of set."""

    drops: Ints
    key: Ints
    set_of: Ints
    first: Ints

    def __len__(self) -> int:
        return len(self.drops)


class Schedule:
    """The days of dropping: every day where there is much to drop, else every seventh."""

    def __init__(self, calendar: Calendar, claims: int) -> None:
        self.calendar = calendar
        self.every = 1 if claims / calendar.days >= DAILY_FROM else 7

    def of(self, days: Ints) -> Ints:
        """The drop in which each day's events go out."""
        return days // self.every

    def last_days(self, drops: Ints) -> Ints:
        """The day on which each drop's files are made: the last one of its events."""
        return np.minimum((drops + 1) * self.every - 1, self.calendar.days - 1)

    def drop(self, number: int) -> Drop:
        """The drop of a number."""
        return Drop(int(number), self.calendar.on(int(self.last_days(np.array(number)))))


def grouped(drops: Ints, keys: Ints) -> tuple[Ints, Group]:
    """The order that brings events of one drop and key together, and the sets they make in that order."""
    order = np.lexsort((keys, drops))
    drop, key = drops[order], keys[order]
    starts = np.ones(len(order), bool)
    starts[1:] = (drop[1:] != drop[:-1]) | (key[1:] != key[:-1])
    first = np.flatnonzero(starts)
    return order, Group(drop[first], key[first], np.cumsum(starts) - 1, first)


def chunks(drops: Ints) -> Iterator[slice]:
    """Slices of events, which stand in order of drop, that never part a drop."""
    start = 0
    while start < len(drops):
        end = min(start + ROWS_AT_ONCE, len(drops))
        if end < len(drops):
            end = max(int(np.searchsorted(drops, drops[end])), start)
            if end == start:
                end = int(np.searchsorted(drops, drops[start], side="right"))
        yield slice(start, end)
        start = end


def write_feed(out: Path, feed: Feed, batches: Batches, drops: Ints, schedule: Schedule) -> Iterator[tuple[Path, int]]:
    """Writes the file of every drop that has sets (``drops``: of each set); gives each path and its size."""
    within = np.arange(len(drops)) - np.searchsorted(drops, drops) + 1
    columns = {**batches["ST"].columns, "set_control_number": numbered("", within, 4)}
    rendered = render(feed.set_type, {**batches, "ST": Batch(batches["ST"].parent, columns)})
    for number, rows in runs(drops):
        drop = schedule.drop(number)
        content = enclose(feed.set_type, rendered[rows], envelope=envelope_of(feed, drop))
        yield write_file(out, feed, drop, content)


def runs(drops: Ints) -> Iterator[tuple[int, slice]]:
    """Each drop's number and its rows, which stand in order of drop."""
    starts = np.flatnonzero(np.diff(drops, prepend=-1))
    for start, end in pairwise([*starts.tolist(), len(drops)]):
        yield int(drops[start]), slice(start, end)


def stamp(path: Path, drop: Drop) -> int:
    """Dates a file as its drop; gives its size."""
    os.utime(path, (drop.created.timestamp(), drop.created.timestamp()))
    return path.stat().st_size


def envelope_of(feed: Feed, drop: Drop) -> Envelope:
    """The envelope of a kind's file in a drop."""
    control = FIRST_CONTROL[feed.name] + drop.number
    return Envelope(feed.sender, feed.receiver, control, control, drop.created)


def write_file(out: Path, feed: Feed, drop: Drop, content: bytes) -> tuple[Path, int]:
    """One interchange into its drop's folder, dated as the drop."""
    path = out / drop.folder / f"{feed.name}_{drop.date:%Y%m%d}.edi"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path, stamp(path, drop)
