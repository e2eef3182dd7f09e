"""Where a column comes from: through the compiled SQL of every model, back to the columns that landed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from orchestration.exit_codes import NothingThereError
from orchestration.settings import Settings

if TYPE_CHECKING:
    from sqlglot import exp
    from sqlglot.lineage import Node

RAW = "raw"


class Place(NamedTuple):
    """A column of a table: ``raw.x12_835_claims.paid_amount``."""

    schema: str
    table: str
    column: str

    def __str__(self) -> str:
        return ".".join(self)


@dataclass(frozen=True)
class Warehouse:
    """Each model's compiled SQL by schema and name, and the columns of every table that one of them may read."""

    statements: Mapping[tuple[str, str], str]
    columns: Mapping[tuple[str, str], Mapping[str, str]]

    @cached_property
    def schema(self) -> dict[str, dict[str, dict[str, dict[str, str]]]]:
        """The same columns as sqlglot wants them: database, schema, table, column and type."""
        nested: dict[str, dict[str, dict[str, dict[str, str]]]] = {}
        for (schema, table), columns in self.columns.items():
            nested.setdefault("lake" if schema == RAW else "build", {}).setdefault(schema, {})[table] = dict(columns)
        return nested

    def find(self, table: str, column: str) -> Place:
        """The place that a table's name and a column's name mean. Raises NothingThereError where there is none."""
        for (schema, name), columns in self.columns.items():
            if name == table and column in columns:
                return Place(schema, table, column)
        raise NothingThereError(f"no model has a column {table}.{column}")

    def parents(self, place: Place) -> list[Place]:
        """The columns that a model's column is made of, one step back; none for a landed column or a seed's."""
        statement = self.statements.get((place.schema, place.table))
        if statement is None:
            return []
        from sqlglot.lineage import lineage

        node = lineage(place.column, _by_position(statement, self.schema), schema=self.schema, dialect="duckdb")
        return sorted(set(_tables_of(node)))


def _by_position(statement: str, schema: dict[str, Any]) -> exp.Expr:
    """The statement with its unions by name written by position, which is all that sqlglot's lineage reads."""
    from sqlglot import exp, parse_one
    from sqlglot.optimizer.qualify import qualify

    parsed = parse_one(statement, dialect="duckdb")
    if not any(union.args.get("by_name") for union in parsed.find_all(exp.SetOperation)):
        return parsed
    whole = qualify(parsed, schema=schema, dialect="duckdb", validate_qualify_columns=False)
    for union in reversed(list(whole.find_all(exp.SetOperation))):
        if union.args.get("by_name"):
            names = list(dict.fromkeys([*union.left.named_selects, *union.right.named_selects]))
            for arm in (union.left, union.right):
                own = {each.alias_or_name: each for each in arm.selects}
                arm.set("expressions", [own.get(name) or exp.alias_(exp.null(), name, quoted=True) for name in names])
            union.set("by_name", False)
    return whole


def _tables_of(node: Node) -> Iterator[Place]:
    from sqlglot import exp

    for each in node.walk():
        if isinstance(each.expression, exp.Table) and each.expression.db:
            column = each.name.rsplit(".", 1)[-1].strip('"')
            if column != "*":
                yield Place(each.expression.db, each.expression.name, column)


def read_warehouse(settings: Settings) -> Warehouse:
    """The warehouse as it was last built, by what dbt compiled. Raises NothingThereError where nothing was built."""
    import json

    from interchange.raw_tables import raw_columns

    if not settings.manifest.exists():
        raise NothingThereError("nothing was built yet: try `overturn build`")
    nodes: list[dict[str, Any]] = list(json.loads(settings.manifest.read_text())["nodes"].values())
    made = [node for node in nodes if node["resource_type"] in {"model", "seed"}]
    compiled = settings.dbt_target / "compiled"
    paths = {
        (node["schema"], node["name"]): compiled / node["package_name"] / node["original_file_path"] for node in made
    }
    statements = {name: path.read_text() for name, path in paths.items() if path.suffix == ".sql" and path.exists()}
    columns = {(node["schema"], node["name"]): dict.fromkeys(node["columns"], "unknown") for node in made}
    return Warehouse(statements, columns | {(RAW, table): dict(each) for table, each in raw_columns().items()})


def trace_column(warehouse: Warehouse, place: Place) -> dict[Place, list[Place]]:
    """Every column on the way back from one, each with the columns that it is made of, in the order of discovery."""
    found: dict[Place, list[Place]] = {}
    waiting = [place]
    while waiting:
        each = waiting.pop(0)
        if each not in found:
            found[each] = warehouse.parents(each)
            waiting += found[each]
    return found


def landed_columns(steps: Mapping[Place, list[Place]]) -> list[Place]:
    """The landed columns, and those of seeds, at the ends of a trace."""
    return sorted(place for place, parents in steps.items() if place.schema in {RAW, "reference"} and not parents)
