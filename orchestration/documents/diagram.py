"""The star schema as a Mermaid diagram; ``python -m orchestration.documents.diagram`` rewrites docs/erd.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from orchestration.settings import PROJECT

MARTS = PROJECT / "dbt_project" / "models" / "marts"
HEAD = """\
# The star schema

Generated from the marts' contracts and relationship tests by `python -m orchestration.documents.diagram`; a test
holds the two together. An edge is a relationship that dbt tests on every build. Keys only; `make docs` writes every
column.

"""


def render_diagram() -> str:
    """The whole page."""
    models = list(read_marts())
    edges = [edge for model in models for edge in _edges(model)]
    shown = {name for one, other, _ in edges for name in (one, other)}
    lines = ["```mermaid", "erDiagram"]
    lines += [f'    {one} }}o--|| {other} : "{column}"' for one, other, column in edges]
    lines += [line for model in models if model["name"] in shown for line in _entity(model)]
    alone = sorted(model["name"] for model in models if model["name"] not in shown)
    return HEAD + "\n".join([*lines, "```", ""]) + "\nWithout a tested relation: " + ", ".join(alone) + ".\n"


def read_marts() -> Iterator[dict[str, Any]]:
    """Every mart as its YAML describes it, by name."""
    import yaml

    for path in sorted(MARTS.glob("*.yml")):
        yield from yaml.safe_load(path.read_text()).get("models", [])


def _edges(model: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for column in model["columns"]:
        for test in column.get("data_tests", []):
            if isinstance(test, dict) and "relationships" in test:
                target = test["relationships"]["arguments"]["to"].split("'")[1]
                yield model["name"], target, column["name"]


def _entity(model: dict[str, Any]) -> list[str]:
    keys = [column for column in model["columns"] if column["name"].endswith(("_id", "_code", "_day"))]
    rows = [f"        {column['data_type'].split('(')[0]} {column['name']}" for column in keys]
    return [f"    {model['name']} {{", *rows, "    }"]


if __name__ == "__main__":
    (PROJECT / "docs" / "erd.md").write_text(render_diagram())
