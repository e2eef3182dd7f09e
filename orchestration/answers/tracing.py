"""From a figure back to the files: the rows counted in a KPI, each with the segment it was read from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from orchestration.answers.figures import plain, published_lake
from orchestration.exit_codes import NothingThereError, OverturnError
from orchestration.settings import Settings

if TYPE_CHECKING:
    from interchange.vault import Vault

SLICES = {
    "payer": "payer_id",
    "line_of_business": "line_of_business",
    "facility": "facility_code",
    "service_line": "service_line",
    "denial_category": "denial_category",
    "provider": "provider_id",
}
MEMBERS = """
    WITH members AS (
        SELECT * FROM marts.rpt_kpi_members
        WHERE kpi_id = $kpi_id AND coalesce(period_grain, $grain) = $grain AND ($all_rows OR numerator <> 0)
            AND ($first IS NULL OR period_date BETWEEN $first AND $last)
            AND ($value IS NULL OR {slice} = $value)
        ORDER BY period_date DESC, claim_id, denial_id, file_id, segment_ordinal
        LIMIT $limit
    ), files AS (
        SELECT file_id, min(file_name) AS file_name, min(type) AS file_type, min(sha256) AS sha256
        FROM raw.files WHERE status <> 'duplicate' GROUP BY file_id
    )
    SELECT m.kpi_id, m.claim_id, m.denial_id, m.remittance_id, m.period_date, m.numerator, m.denominator,
           f.file_name, f.file_type, f.sha256, m.byte_offset, m.segment_ordinal
    FROM members AS m LEFT JOIN files AS f USING (file_id)
    ORDER BY m.period_date DESC, m.claim_id, m.denial_id, m.file_id, m.segment_ordinal
"""


@dataclass(frozen=True)
class Cell:
    """One cell of a KPI: a period (its grain and a day in it) and a slice (a dimension and its value)."""

    grain: str = "all"
    day: dt.date | None = None
    dimension: str | None = None
    value: str | None = None

    def bounds(self) -> tuple[dt.date | None, dt.date | None]:
        """First and last day of the period, none for the whole history; weeks begin on Monday."""
        if self.grain == "all" or self.day is None:
            return None, None
        if self.grain == "month":
            first = self.day.replace(day=1)
            return first, (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
        back = self.day.weekday() if self.grain == "week" else 0
        first = self.day - dt.timedelta(days=back)
        return first, first + dt.timedelta(days=6 if self.grain == "week" else 0)


WHOLE = Cell()


def read_cell(*, grain: str, day: str, dimension: str | None, value: str) -> Cell:
    """A cell as the command line names it; OverturnError where a part of it is missing or is no day."""
    if (grain == "all") == bool(day):
        raise OverturnError("name a period other than all by --period and a day in it by --day, or neither")
    if (dimension is None) == bool(value):
        raise OverturnError("name a slice by --by and --value, or neither")
    try:
        return Cell(grain, dt.date.fromisoformat(day) if day else None, dimension, value or None)
    except ValueError:
        raise OverturnError(f"{day}: a day is written like 2026-01-31") from None


def trace_kpi(
    settings: Settings,
    kpi_id: str,
    *,
    cell: Cell = WHOLE,
    limit: int = 20,
    all_rows: bool = False,
    snapshot: int | None = None,
) -> list[dict[str, Any]]:
    """The newest rows behind a KPI's cell with file, byte offset and the segment's or line's own text.

    Rows that count in the denominator only are left out unless ``all_rows``. The text is a patient's data: it goes to
    the caller and into no log. Raises NothingThereError where the KPI does not exist or nothing was published.
    """
    from interchange.vault import Vault

    with published_lake(settings, snapshot=snapshot) as connection:
        _require_kpi(connection, kpi_id)
        first, last = cell.bounds()
        asked = {"kpi_id": kpi_id, "all_rows": all_rows, "limit": limit, "grain": cell.grain, "value": cell.value}
        statement = MEMBERS.format(slice=SLICES.get(cell.dimension or "", "NULL"))
        cursor = connection.execute(statement, {**asked, "first": first, "last": last})
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
