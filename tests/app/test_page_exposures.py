"""A page reads what its exposure names, no more and no less: followed through the page's code to its SQL.

The code is read, not run: from a page's ``show`` over every function, class and constant that it names, to the tables
in their texts.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
EXPOSURES = yaml.safe_load((ROOT / "dbt_project" / "models" / "exposures.yml").read_text())["exposures"]
TABLE = re.compile(r"\b(marts|reference|raw|ml)\.([a-z_0-9]+)\b")
READ = re.compile(r"(?:ref\('|source\('raw', ')(\w+)'\)")


@cache
def definitions(module: str) -> dict[str, ast.AST]:
    """What a module defines or imports at its top level, by name."""
    path = ROOT / (module.replace(".", "/") + ".py")
    path = path if path.exists() else ROOT / module.replace(".", "/") / "__init__.py"
    found: dict[str, ast.AST] = {}
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "app":
            found |= {alias.asname or alias.name: node for alias in node.names}
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found[node.name] = node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {name.id: node for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)}
    return found


def named(node: ast.AST) -> Iterator[tuple[str, str | None]]:
    """Names that a piece of code uses, with the attribute asked of each: ``denials.totals``, or ``SCOPE`` alone."""
    for each in ast.walk(node):
        if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name):
            yield each.value.id, each.attr
        elif isinstance(each, ast.Name):
            yield each.id, None


def followed(module: str, name: str, attribute: str | None) -> tuple[str, str] | None:
    """Where a name leads: module and definition, through an import; None outside the app."""
    node = definitions(module).get(name)
    if isinstance(node, ast.ImportFrom):
        original = next(alias.name for alias in node.names if (alias.asname or alias.name) == name)
        if (ROOT / str(node.module).replace(".", "/") / f"{original}.py").exists():
            return (f"{node.module}.{original}", attribute) if attribute else None
        return str(node.module), original
    return (module, name) if node is not None else None


def tables_read(module: str, name: str) -> set[str]:
    """Schema and name of every table in the texts that a definition reaches."""
    seen, waiting, read = set(), [(module, name)], set()
    while waiting:
        place = waiting.pop()
        node = definitions(place[0]).get(place[1])
        if place in seen or node is None:
            continue
        seen.add(place)
        texts = [
            each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)
        ]
        read |= {match.group(0) for text in texts for match in TABLE.finditer(text)}
        waiting += [found for used in named(node) if (found := followed(place[0], *used))]
    return read


def exposed(exposure: dict[str, Any]) -> set[str]:
    """The tables that an exposure names, of the warehouse and of the models."""
    read = {READ.search(each).group(1) for each in exposure["depends_on"]}  # type: ignore[union-attr]
    return read | set(exposure.get("config", {}).get("meta", {}).get("ml_tables", ()))


PAGES = {each["config"]["meta"]["page"]: each for each in EXPOSURES if each["type"] == "dashboard"}


def test_every_page_of_the_router_has_its_exposure() -> None:
    views = {path.stem for path in (ROOT / "app" / "views").glob("*.py")} - {"__init__"}
    assert set(PAGES) == views


@pytest.mark.parametrize("page", sorted(PAGES))
def test_a_page_reads_what_its_exposure_names(page: str) -> None:
    read = {table.split(".")[1] for table in tables_read(f"app.views.{page}", "show")}
    assert read == exposed(PAGES[page]), f"name in dbt_project/models/exposures.yml what {page} reads"
