"""No mart and no feature can reach the truth: by its folder, columns, code, or by mistake."""

from __future__ import annotations

import ast
import datetime as dt
import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from interchange.lake import Lake
from interchange.landing import land
from interchange.vault import Vault
from simulator import simulate

ROOT = Path(__file__).parents[2]
READERS = ("models", "interchange", "ml", "app", "workflow", "orchestration")
# Names that a warehouse or a model has of its own accord; every other column of the truth is the truth's alone.
COMMON = {
    "patient_control_number", "submitted_date", "line_number", "is_denied", "denied_date", "reason", "group_code",
    "carc", "denied_amount", "net_collectible_amount", "was_worked", "highest_level", "is_overturned",
    "expected_minutes",
    "change", "fault", "expected_allowed_amount", "allowed_amount", "cause", "payer_id", "service_line", "procedures",
    "start_date", "end_date", "chance", "kind", "path",
}  # fmt: skip


@pytest.fixture(scope="module")
def mislaid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds a drop and, as it never should, the truth beside it."""
    root = tmp_path_factory.mktemp("mislaid")
    days = {"start": dt.date(2025, 1, 1), "end": dt.date(2025, 3, 31)}
    simulate(claims=120, seed=8, profile="hospital", out=root / "in" / "drop", truth=root / "in" / "truth", **days)
    return root


def truth_columns(folder: Path) -> set[str]:
    """Every column of the truth that nothing else is called by."""
    return {name for path in folder.glob("*.parquet") for name in pq.read_schema(path).names} - COMMON


def test_a_truth_that_is_landed_by_mistake_is_put_aside_and_fills_no_table(mislaid: Path) -> None:
    lake = Lake(mislaid / "home")
    landed = land([mislaid / "in"], lake=lake, vault=Vault(lake.home))
    of_truth = [each for each in landed if each.file.endswith(".parquet")]
    assert len(of_truth) == len(list((mislaid / "in" / "truth").glob("*.parquet")))
    assert {each.status for each in of_truth} == {"quarantined"}
    with lake.connect() as connection:
        rows = connection.execute("SELECT column_name FROM duckdb_columns() WHERE schema_name = 'raw'").fetchall()
    assert rows
    assert not {name for (name,) in rows} & truth_columns(mislaid / "in" / "truth")


def test_no_model_and_no_package_but_the_simulator_names_a_column_of_the_truth(mislaid: Path) -> None:
    alone = truth_columns(mislaid / "in" / "truth")
    assert {"best_probability", "would_be_overturned", "best_fix"} <= alone
    named = re.compile(r"\b(" + "|".join(sorted(alone)) + r")\b")
    texts = [
        path for folder in ("models", "macros", "tests") for path in (ROOT / "dbt_project" / folder).rglob("*.sql")
    ]
    texts += [path for package in READERS for path in (ROOT / package).rglob("*.py")]
    assert len(texts) > 200
    assert not [str(path.relative_to(ROOT)) for path in texts if named.search(path.read_text())]


def test_nobody_imports_what_writes_the_truth() -> None:
    for package in READERS:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                names += [each.name for each in node.names] if isinstance(node, ast.Import) else []
                assert not [name for name in names if name.startswith("simulator.truth")], path
