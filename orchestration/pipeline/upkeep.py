"""The lake's old snapshots, and the files that only they name: gone after a month, but for what was published."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interchange.lake import Lake

KEPT = dt.timedelta(days=30)


def expire_snapshots(lake: Lake, *, before: dt.datetime) -> list[int]:
    """Forgets the snapshots made before a moment, and deletes the files that no other one names; returns their ids.

    Kept are the newest, the published one, and every one that was published since that moment, so no reader loses what
    it reads. The caller holds the lake's lock.
    """
    published = lake.read_publication()
    kept = {each.snapshot_id for each in lake.publications() if each.published_at >= before}
    kept |= {published.snapshot_id} if published else set()
    with lake.connect(read_only=False) as connection:
        query = "SELECT snapshot_id, epoch(snapshot_time) FROM ducklake_snapshots('lake') ORDER BY snapshot_id"
        *older, _newest = connection.execute(query).fetchall()
        expired = [int(each) for each, made in older if made < before.timestamp() and each not in kept]
        if expired:
            connection.execute(f"CALL ducklake_expire_snapshots('lake', versions => {expired})")
            connection.execute("CALL ducklake_cleanup_old_files('lake', cleanup_all => true)")
    return expired
