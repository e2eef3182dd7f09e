"""A model reads the tables that its exposure names, as its modules say; no other module reads any else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from ml.tables import describe_tables

ROOT = Path(__file__).parents[2]
EXPOSURES = yaml.safe_load((ROOT / "dbt_project" / "models" / "exposures.yml").read_text())["exposures"]
MODELS = {each["name"]: each for each in EXPOSURES if each["type"] == "ml"}
TABLE = re.compile(r"\b(?:marts|reference|staging|intermediate)\.([a-z_0-9]+)\b")


def tables_of(module: str) -> set[str]:
    return set(TABLE.findall((ROOT / "ml" / f"{module}.py").read_text()))


@pytest.mark.parametrize("model", sorted(MODELS))
def test_a_model_reads_what_its_exposure_names(model: str) -> None:
    named = {re.search(r"'(\w+)'", each).group(1) for each in MODELS[model]["depends_on"]}  # type: ignore[union-attr]
    assert set().union(*map(tables_of, MODELS[model]["config"]["meta"]["modules"])) == named


def test_no_module_reads_a_table_that_no_model_names() -> None:
    read = set().union(*(tables_of(path.stem) for path in (ROOT / "ml").glob("*.py")))
    named = {re.search(r"'(\w+)'", each).group(1) for model in MODELS.values() for each in model["depends_on"]}  # type: ignore[union-attr]
    assert read == named


def test_what_a_model_writes_is_a_table_of_its_schema() -> None:
    written = {table for each in MODELS.values() for table in each["config"]["meta"]["ml_tables"]}
    assert written <= set(describe_tables())
