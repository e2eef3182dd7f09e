"""From a figure back to the files: the rows counted in a KPI, each with the segment it was read from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from orchestration.exit_codes import NothingThereError
from orchestration.figures import plain, published_lake
from orchestration.settings import Settings

if TYPE_CHECKING:
    from interchange.vault import Vault

MEMBERS = """
    WITH members AS (
        SELECT * FROM marts.rpt_kpi_members
        WHERE kpi_id = $kpi_id AND coalesce(period_grain, 'all') = 'all' AND ($all_rows OR numerator <> 0)
        ORDER BY period_date DESC, claim_id, denial_id, file_id, segment_ordinal
        LIMIT $limit
    ), files AS (
        SELECT file_id, min(file_name) AS file_name, min(sha256) AS sha256
        FROM raw.files WHERE status <> 'duplicate' GROUP BY file_id
    )
    SELECT m.kpi_id, m.claim_id, m.denial_id, m.remittance_id, m.period_date, m.numerator, m.denominator,
           f.file_name, f.sha256, m.byte_offset, m.segment_ordinal
    FROM members AS m LEFT JOIN files AS f USING (file_id)
    ORDER BY m.period_date DESC, m.claim_id, m.denial_id, m.file_id, m.segment_ordinal
"""


def trace_kpi(
    settings: Settings, kpi_id: str, *, limit: int = 20, all_rows: bool = False, snapshot: int | None = None
) -> list[dict[str, Any]]:
    """The newest rows behind a KPI with file, byte offset and the segment's own text out of the vault.

    Rows that count in the denominator only are left out unless ``all_rows``. The text is a patient's data: it goes to
    the caller and into no log. Raises NothingThereError where the KPI does not exist or nothing was published.
    """
    from interchange.vault import Vault

    with published_lake(settings, snapshot=snapshot) as connection:
        _require_kpi(connection, kpi_id)
        cursor = connection.execute(MEMBERS, {"kpi_id": kpi_id, "all_rows": all_rows, "limit": limit})
        names = [column[0] for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return list(_with_segments(rows, Vault(settings.home)))


def _require_kpi(connection: Any, kpi_id: str) -> None:
    known = [row[0] for row in connection.execute("SELECT DISTINCT kpi_id FROM marts.rpt_kpis ORDER BY 1").fetchall()]
    if kpi_id not in known:
        raise NothingThereError(f"there is no KPI {kpi_id}; published are {', '.join(known)}")


def _with_segments(rows: list[dict[str, Any]], vault: Vault) -> Iterator[dict[str, Any]]:
    from interchange.provenance import SegmentReader

    reader = SegmentReader(vault)
    for row in rows:
        segment = reader.read(row["sha256"], row["byte_offset"])
        yield {**{name: plain(value) for name, value in row.items()}, "segment": segment}
