"""From the build beside the lake into the lake: what readers may see, in one transaction, once every test passed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from orchestration.settings import Settings

if TYPE_CHECKING:
    import duckdb

    from orchestration.warehouse import NodeOutcome

SHOWN = ("reference", "marts")
LAYERS = ("reference", "staging", "intermediate", "marts")


def promote(settings: Settings, outcomes: Sequence[NodeOutcome]) -> list[str]:
    """Copies a build that passed into the lake, and drops there what the dbt project no longer has.

    One transaction: a reader of the lake's head sees the build before or this one. The caller holds the lake's lock.
    Returns schema and name of each relation copied, in the order of their making.
    """
    from interchange.lake import Lake

    connection = Lake(settings.home).connect(read_only=False)
    try:
        connection.execute(f"ATTACH '{settings.build_file}' AS build (READ_ONLY)")
        connection.execute("BEGIN")
        for schema in LAYERS:
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS lake.{schema}")
        copied = shown(outcomes)
        _drop_outdated(connection, copied)
        for each in copied:
            connection.execute(_statement(each))
        connection.execute("COMMIT")
    finally:
        connection.close()
    return [each.relation for each in copied]


def shown(outcomes: Sequence[NodeOutcome]) -> list[NodeOutcome]:
    """Seeds and marts, and whatever a view among them reads, down to tables."""
    nodes = {each.unique_id: each for each in outcomes if each.relation}
    found: set[str] = set()
    waiting = [name for name, each in nodes.items() if each.relation.split(".")[0] in SHOWN]
    while waiting:
        name = waiting.pop()
        found.add(name)
        if nodes[name].view_query:
            waiting += [read for read in nodes[name].reads if read in nodes and read not in found]
    return [each for each in nodes.values() if each.unique_id in found]


def _statement(node: NodeOutcome) -> str:
    if node.view_query is None:
        return f"CREATE OR REPLACE TABLE lake.{node.relation} AS FROM build.{node.relation}"
    query = node.view_query.replace('"build".', '"lake".')
    return f"CREATE OR REPLACE VIEW lake.{node.relation} AS {query}"


def _drop_outdated(connection: duckdb.DuckDBPyConnection, copied: Sequence[NodeOutcome]) -> None:
    """What is not in the build any more, and what was a table and is a view now, or the other way."""
    kinds = {each.relation: "VIEW" if each.view_query else "TABLE" for each in copied}
    built = dict(_relations(connection, "build"))
    for relation, kind in _relations(connection, "lake"):
        if relation not in built or kinds.get(relation, kind) != kind:
            connection.execute(f"DROP {kind} lake.{relation}")


def _relations(connection: duckdb.DuckDBPyConnection, database: str) -> list[tuple[str, str]]:
    # duckdb_tables() would count the rows of every table of the lake.
    query = """
        SELECT DISTINCT c.schema_name || '.' || c.table_name, CASE WHEN v.view_name IS NULL THEN 'TABLE' ELSE 'VIEW' END
        FROM duckdb_columns() AS c LEFT JOIN duckdb_views() AS v
            ON (c.database_name, c.schema_name, c.table_name) = (v.database_name, v.schema_name, v.view_name)
        WHERE c.database_name = $database AND list_contains($layers, c.schema_name)
        ORDER BY ALL
    """
    return connection.execute(query, {"database": database, "layers": list(LAYERS)}).fetchall()
