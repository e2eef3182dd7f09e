"""Every model, seed and column of the warehouse is described, also those that no YAML names; marts keep a contract."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.settings import Settings


@pytest.fixture(scope="module")
def nodes(published_home: Path) -> dict[str, dict[str, Any]]:
    """Models and seeds by schema and name, as dbt read them: descriptions with their doc blocks filled in."""
    manifest = json.loads(Settings(home=published_home).manifest.read_text())
    made = [node for node in manifest["nodes"].values() if node["resource_type"] in {"model", "seed"}]
    return {f"{node['schema']}.{node['alias']}": node for node in made}


@pytest.fixture(scope="module")
def built(published_home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The build beside the lake."""
    with duckdb.connect(str(Settings(home=published_home).build_file), read_only=True) as connection:
        yield connection


def test_every_relation_and_each_of_its_columns_is_described(
    nodes: dict[str, dict[str, Any]], built: duckdb.DuckDBPyConnection
) -> None:
    rows = built.execute(
        "SELECT DISTINCT schema_name || '.' || table_name, column_name FROM duckdb_columns()"
    ).fetchall()
    standing = [(relation, column) for relation, column in rows if relation in nodes]
    assert {relation for relation, _ in standing} == set(nodes)  # whatever is described stands, and the other way
    silent = [name for name, node in nodes.items() if not node["description"].strip()]
    silent += [
        f"{relation}.{column}"
        for relation, column in standing
        if not nodes[relation]["columns"].get(column, {}).get("description", "").strip()
    ]
    assert not silent


def test_no_description_names_a_column_that_is_not_there(
    nodes: dict[str, dict[str, Any]], built: duckdb.DuckDBPyConnection
) -> None:
    rows = built.execute(
        "SELECT DISTINCT schema_name || '.' || table_name, column_name FROM duckdb_columns()"
    ).fetchall()
    listed = {(relation, column) for relation, node in nodes.items() for column in node["columns"]}
    assert not listed - set(rows)


def test_marts_keep_their_contract_with_a_type_for_each_column(nodes: dict[str, dict[str, Any]]) -> None:
    marts = [node for node in nodes.values() if node["schema"] == "marts"]
    assert marts
    assert all(node["config"]["contract"]["enforced"] for node in marts)
    assert all(column["data_type"] for node in marts for column in node["columns"].values())
