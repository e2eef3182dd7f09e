"""What needs doing: each step is skipped while what it was made from has not changed.

A step's record under ``<home>/state`` names its inputs. Landing looks at the inbox's listing, a build at the raw
tables and the dbt project, training at the build and the code of ``ml``, scoring at the build and the model,
publishing at the build and its scores.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orchestration.pipeline.state import hash_files, hash_listing, read_state
from orchestration.pipeline.warehouse import hash_project
from orchestration.settings import PROJECT, Settings

if TYPE_CHECKING:
    from interchange.lake import Lake


def pending_steps(settings: Settings) -> list[str]:
    """The names of the steps that have work to do, in order; a step with work gives work to all that follow it."""
    fresh = {
        "land": _is_landed,
        "build": _is_built,
        "train": _is_trained,
        "score": _is_scored,
        "evaluate": _is_evaluated,
        "publish": _is_published,
    }
    names = list(fresh)
    stale = next((index for index, name in enumerate(names) if not fresh[name](settings)), len(names))
    return names[stale:]


def _is_landed(settings: Settings) -> bool:
    landed = read_state(settings, "land")
    return landed is not None and landed["inbox_hash"] == hash_listing(settings.inbox)


def _is_built(settings: Settings) -> bool:
    from interchange.lake import Lake

    built, lake = read_state(settings, "build"), Lake(settings.home)
    if built is None or not built["passed"] or not has_files(lake):
        return False
    return bool(built["raw_state"] == raw_state(lake) and built["project_hash"] == hash_project(settings))


def _is_trained(settings: Settings) -> bool:
    built, trained = read_state(settings, "build"), read_state(settings, "train")
    if not built or not trained:
        return False
    return bool(trained["build_id"] == built["build_id"] and trained["code_hash"] == hash_models())


def _is_scored(settings: Settings) -> bool:
    trained, scored = read_state(settings, "train"), read_state(settings, "score")
    if not trained or not scored:
        return False
    same_model = scored["trained_version"] == trained.get("model_version")
    return bool(scored["build_id"] == trained["build_id"] and same_model)


def _is_evaluated(settings: Settings) -> bool:
    scored, judged = read_state(settings, "score"), read_state(settings, "evaluate")
    if not scored or not judged:
        return False
    return all(judged[name] == scored[name] for name in ("build_id", "trained_version"))


def _is_published(settings: Settings) -> bool:
    from interchange.lake import Lake

    published, judged = Lake(settings.home).read_publication(), read_state(settings, "evaluate")
    if published is None or judged is None:
        return False
    newest = max(each["snapshot_id"] for each in (judged, read_state(settings, "score")) if each)
    return (published.build_id, published.snapshot_id) == (judged["build_id"], newest)


def hash_models() -> str:
    """One hash over the code that trains and scores."""
    return hash_files(PROJECT / "ml", ("*.py",))


def has_files(lake: Lake) -> bool:
    """Whether the ledger names any delivery."""
    if not lake.exists:
        return False
    with lake.connect() as connection:
        tables = "SELECT count(*) FROM duckdb_columns() WHERE schema_name = 'raw' AND table_name = 'files'"
        return bool(_first(connection, tables) and _first(connection, "SELECT count(*) FROM raw.files"))


def raw_state(lake: Lake) -> dict[str, int]:
    """What the raw tables hold, in three numbers that change with every landing and every row put aside."""
    with lake.connect() as connection:
        return {
            "batch_id": _first(connection, "SELECT max(batch_id) FROM raw.files"),
            "file_count": _first(connection, "SELECT count(*) FROM raw.files"),
            "quarantined_row_count": _first(connection, "SELECT count(*) FROM raw.quarantined_rows"),
        }


def unchecked_batches(lake: Lake) -> list[int]:
    """Batches with a loaded file and no quality check on record."""
    query = """
        SELECT DISTINCT batch_id FROM raw.files WHERE status = 'loaded'
        AND batch_id NOT IN (SELECT batch_id FROM raw.quality_checks) ORDER BY batch_id
    """
    with lake.connect() as connection:
        return [int(row[0]) for row in connection.execute(query).fetchall()]


def data_through(lake: Lake) -> str | None:
    """The last day that a claim or a remittance in the marts speaks of, as text."""
    query = """
        SELECT greatest((SELECT max(submitted_date) FROM marts.fct_claims),
                        (SELECT max(remitted_date) FROM marts.fct_remittances))
    """
    with lake.connect() as connection:
        day = _first(connection, query)
    return None if day is None else str(day)


def _first(connection: Any, query: str) -> Any:
    row = connection.execute(query).fetchone()
    return row[0] if row else None
