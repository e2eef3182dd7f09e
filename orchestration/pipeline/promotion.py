"""From the build beside the lake into the lake: what readers may see and what changed of it, in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from orchestration.settings import Settings

if TYPE_CHECKING:
    import duckdb

    from orchestration.pipeline.warehouse import NodeOutcome

SHOWN = ("reference", "marts")
LAYERS = ("reference", "staging", "intermediate", "marts")
# What each relation in the lake was copied from, as a hash of its columns and rows, or of its view's text.
PRINTS = "lake.promoted.relations"


def promote(settings: Settings, outcomes: Sequence[NodeOutcome]) -> list[str]:
    """Copies what a passed build made otherwise into the lake, and drops there what the dbt project no longer has.

    One transaction: a reader of the lake's head sees the build before or this one. A relation with the same columns and
    rows as the one copied last is left as it is, with its files. The caller holds the lake's lock.
    Returns schema and name of each relation copied, in the order of their making.
    """
    from interchange.lake import Lake

    connection = Lake(settings.home).connect(read_only=False)
    try:
        connection.execute(f"ATTACH '{settings.build_file}' AS build (READ_ONLY)")
        connection.execute("BEGIN")
        for schema in (*LAYERS, "promoted"):
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS lake.{schema}")
        wanted = shown(outcomes)
        _drop_outdated(connection, wanted)
        copied = _copy_changed(connection, wanted)
        connection.execute("COMMIT")
    finally:
        connection.close()
    return [each.relation for each in copied]


def _copy_changed(connection: duckdb.DuckDBPyConnection, wanted: Sequence[NodeOutcome]) -> list[NodeOutcome]:
    """Makes in the lake what is not there, or was copied from something else; notes what each was copied from."""
    connection.execute(f"CREATE TABLE IF NOT EXISTS {PRINTS} (relation VARCHAR, fingerprint VARCHAR)")
    known = dict(connection.execute(f"FROM {PRINTS}").fetchall())
    there = {relation for relation, _ in _relations(connection, "lake")}
    prints = _fingerprints(connection, wanted)
    copied = [
        each for each in wanted if each.relation not in there or known.get(each.relation) != prints[each.relation]
    ]
    for each in copied:
        connection.execute(_statement(each))
    if known != known | prints:
        noted = known | prints
        query = f"CREATE OR REPLACE TABLE {PRINTS} AS SELECT unnest($1) AS relation, unnest($2) AS fingerprint"
        connection.execute(query, [list(noted), list(noted.values())])
    return copied


def _fingerprints(connection: duckdb.DuckDBPyConnection, nodes: Sequence[NodeOutcome]) -> dict[str, str]:
    """By relation: a hash of a view's text, or of a table's columns and rows in any order."""
    shapes = """
        SELECT schema_name || '.' || table_name,
               md5(string_agg(column_name || ' ' || data_type, ',' ORDER BY column_index))
        FROM duckdb_columns() WHERE database_name = 'build' GROUP BY ALL
    """
    prints = dict(connection.execute(shapes).fetchall())
    for each in nodes:
        if each.view_query is None:
            rows = f"SELECT count(*) || '-' || sum(CAST(hash(rows) AS HUGEINT)) FROM build.{each.relation} AS rows"  # noqa: S608
            content = str((connection.execute(rows).fetchone() or ("",))[0])
        else:
            content = hashlib.md5(each.view_query.encode(), usedforsecurity=False).hexdigest()
        prints[each.relation] = f"{prints[each.relation]}-{content}"
    return {each.relation: prints[each.relation] for each in nodes}


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
