"""What the Tuva project is given has the columns of its input layer: their names, order and types."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import yaml

LISTED = Path(__file__).parent / "tuva_input_layer.csv"
MODELS = Path(__file__).parents[2] / "dbt_project" / "models" / "tuva"
# Money is decimal here, as the dictionary's own text has it (numeric with two places); the engine casts it on.
FITS = {
    "varchar": "varchar",
    "integer": "integer",
    "date": "date",
    "timestamp": "timestamp",
    "boolean": "boolean",
    "float": "decimal(18,2)",
    "number": "decimal(18,4)",
}


def listed(table: str) -> list[tuple[str, str]]:
    with LISTED.open() as file:
        rows = [row for row in csv.DictReader(file) if row["table_name"] == table]
    assert all(FITS[row["tuva_type"]] == row["our_type"] for row in rows)
    return [(row["column_name"], row["our_type"]) for row in rows]


@pytest.mark.parametrize(("table", "count"), [("medical_claim", 148), ("eligibility", 39)])
def test_a_view_has_the_input_layers_columns_in_its_order(table: str, count: int) -> None:
    (model,) = yaml.safe_load((MODELS / f"{table}.yml").read_text())["models"]
    assert model["config"]["contract"]["enforced"]  # dbt holds the view itself to what its YAML says
    assert [(column["name"], column["data_type"]) for column in model["columns"]] == listed(table)
    assert len(listed(table)) == count
