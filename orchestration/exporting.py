"""What the command line exports: marts as CSV, Excel or Parquet, with what each column means."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from interchange.table_files import FORMATS, Stamp, write_table
from orchestration.exit_codes import OverturnError
from orchestration.figures import published_lake
from orchestration.settings import Settings


def export_payer_trends(settings: Settings, out: Path, *, snapshot: int | None = None) -> int:
    """Writes the payer trends to a file of the kind its name says; returns the number of rows.

    Raises OverturnError for another kind of file, NothingThereError where nothing was published.
    """
    if out.suffix.lower() not in FORMATS:
        raise OverturnError(f"{out.name}: the name must end in one of {', '.join(FORMATS)}")
    with published_lake(settings, snapshot=snapshot) as connection:
        table = connection.execute("SELECT * FROM marts.rpt_payer_trends ORDER BY ALL").to_arrow_table()
    definitions, stamp = describe_columns(settings, "rpt_payer_trends"), _stamp(settings, snapshot)
    write_table(table, out, definitions=definitions, stamp=stamp, title="payer trends")
    return int(table.num_rows)


def _stamp(settings: Settings, snapshot: int | None) -> Stamp:
    from interchange.lake import Lake

    published = Lake(settings.home).read_publication()
    if published is None or (snapshot is not None and snapshot != published.snapshot_id):
        return Stamp(snapshot or 0, "", "", "")
    through = published.data_through.isoformat() if published.data_through else ""
    return Stamp(published.snapshot_id, published.build_id, published.published_at.isoformat(), through)


def describe_columns(settings: Settings, model: str) -> dict[str, str]:
    """What each column of a model means, as the dbt project says it; empty where there is no manifest yet."""
    import json

    try:
        nodes = json.loads(settings.manifest.read_text())["nodes"].values()
    except FileNotFoundError:
        return {}
    columns: dict[str, Any] = next((node["columns"] for node in nodes if node["name"] == model), {})
    return {name: " ".join(column["description"].split()) for name, column in columns.items()}
