"""What the doctor looks at in the data's own house: who may read it, who writes to it, and which feed went silent."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from orchestration.settings import Settings

OTHERS = stat.S_IRWXG | stat.S_IRWXO
OF_THE_CHECKOUT = frozenset({"README.md"})
FEWEST_FILES = 5
# A sender is silent who has stayed away for three usual gaps, one and a half of the longest, and three days at least.
SILENT = """
    WITH arrivals AS (
        SELECT DISTINCT interchanges.sender_id, files.type, files.received_at
        FROM raw.files AS files
        INNER JOIN raw.x12_interchanges AS interchanges ON interchanges.file_id = files.file_id
        WHERE files.status = 'loaded'
    ),

    gaps AS (
        SELECT *, date_diff('hour', lag(received_at) OVER feed, received_at) / 24.0 AS gap_days
        FROM arrivals
        WINDOW feed AS (PARTITION BY sender_id, type ORDER BY received_at)
    ),

    feeds AS (
        SELECT sender_id, type, count(*) AS file_count, max(received_at) AS last_at,
               median(gap_days) AS usual_days, max(gap_days) AS longest_days,
               date_diff('hour', max(received_at), (SELECT max(received_at) FROM arrivals)) / 24.0 AS silent_days
        FROM gaps
        GROUP BY sender_id, type
    )

    SELECT sender_id, type, last_at, usual_days, silent_days FROM feeds
    WHERE file_count >= $fewest AND silent_days > greatest(3 * usual_days, 1.5 * longest_days, 3)
    ORDER BY silent_days DESC
"""


@dataclass(frozen=True)
class SilentFeed:
    """A sender's kind of file that has stopped: days since its last, and days between two of them as a rule."""

    sender: str
    type: str
    last_day: str
    silent_days: float
    usual_days: float


def silent_feeds(settings: Settings) -> list[SilentFeed] | None:
    """Feeds that stopped while others went on; None where nothing was landed yet."""
    from interchange.lake import Lake
    from interchange.raw_tables import raw_tables_exist

    lake = Lake(settings.home)
    if not lake.exists:
        return None
    with lake.connect() as connection:
        if not raw_tables_exist(connection):
            return None
        rows = connection.execute(SILENT, {"fewest": FEWEST_FILES}).fetchall()
    return [
        SilentFeed(sender, kind, f"{last:%Y-%m-%d}", float(silent), float(usual))
        for sender, kind, last, usual, silent in rows
    ]


def open_to_others(home: Path) -> Iterator[Path]:
    """Folders and files in home that somebody else on this machine may read or write."""
    for path in home.rglob("*"):
        try:
            mode = path.lstat().st_mode
        except FileNotFoundError:
            continue
        if not stat.S_ISLNK(mode) and mode & OTHERS and path.relative_to(home).as_posix() not in OF_THE_CHECKOUT:
            yield path


def lock_holder(lock: Path) -> int | None:
    """The process that holds a lock file, where the system says so."""
    try:
        number = lock.stat().st_ino
        lines = Path("/proc/locks").read_text().splitlines()
    except OSError:
        return None
    held = (line.split() for line in lines)
    return next((int(words[4]) for words in held if len(words) > 5 and words[5].endswith(f":{number}")), None)
