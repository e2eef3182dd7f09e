"""A model reads the tables that its exposure names, as the modules say that it names; no other module reads any."""

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


def test_every_module_that_reads_a_table_belongs_to_a_model() -> None:
    reading = {path.stem for path in (ROOT / "ml").glob("*.py") if tables_of(path.stem)}
    assert reading == {module for each in MODELS.values() for module in each["config"]["meta"]["modules"]}


def test_what_a_model_writes_is_a_table_of_its_schema() -> None:
    written = {table for each in MODELS.values() for table in each["config"]["meta"]["ml_tables"]}
    assert written <= set(describe_tables())
