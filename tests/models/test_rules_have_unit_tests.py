"""Each counting rule R1 to R23 and each detector has a dbt unit test, found by its name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

MODELS = Path(__file__).parents[2] / "dbt_project" / "models"
UNIT_TESTS: list[dict[str, Any]] = [
    test
    for path in sorted(MODELS.rglob("*unit_tests.yml"))
    for test in yaml.safe_load(path.read_text()).get("unit_tests", [])
]


@pytest.mark.parametrize("rule", range(1, 24))
def test_a_rule_has_a_unit_test_of_its_name(rule: int) -> None:
    named = [test["name"] for test in UNIT_TESTS if f"r{rule}" in re.findall(r"(?<![a-z0-9])r\d+(?=_)", test["name"])]
    assert named


def test_every_detector_has_a_unit_test() -> None:
    detectors = {path.stem for path in MODELS.rglob("int_signals_*.sql")}
    assert detectors
    assert detectors <= {test["model"] for test in UNIT_TESTS}


def test_names_of_unit_tests_tell_them_apart() -> None:
    names = [test["name"] for test in UNIT_TESTS]
    assert len(names) == len(set(names))
