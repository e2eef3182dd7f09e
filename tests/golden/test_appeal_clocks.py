"""Golden dates: when a clock starts and ends, by the SQL that dbt compiles, against answers counted day by day."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest

from orchestration.pipeline.warehouse import compile_models
from orchestration.settings import Settings

CASES = Path(__file__).parent / "appeal_clocks" / "cases.csv"
CANDIDATES = """
create table build.intermediate.int_appeal_candidates as
select "case" as denial_id, 'golden' as rule_id, 'appeal' as level_name, 'ok' as rule_status, 'counted' as rule_source,
       1 as level, * exclude ("case", received_at, window_length),
       cast(window_length as integer) as window_length, cast(received_at as timestamp) as received_at
from read_csv(?, nullstr = '')
"""


@pytest.fixture(scope="module")
def deadlines(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str, str]]:
    """By case: what started the clock, when, and the deadline."""
    models = ("int_calendar_days", "int_appeal_deadlines")
    compiled = compile_models(Settings(home=tmp_path_factory.mktemp("clocks")), models)
    connection = duckdb.connect()
    connection.execute("attach ':memory:' as build; create schema build.intermediate")
    connection.execute(f"create table build.intermediate.int_calendar_days as {compiled['int_calendar_days']}")
    connection.execute(CANDIDATES, [str(CASES)])
    found = connection.sql(compiled["int_appeal_deadlines"])
    rows = found.select("denial_id", "clock_start", "clock_start_date", "deadline_date").fetchall()
    return {row[0]: (row[1], str(row[2]), str(row[3])) for row in rows}


with CASES.open(newline="") as stream:
    GOLDEN = list(csv.DictReader(stream))


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case["case"])
def test_a_clock_ends_on_the_day_counted_by_hand(
    case: dict[str, str], deadlines: dict[str, tuple[str, str, str]]
) -> None:
    expected = (case["expected_clock_start"], case["expected_start_date"], case["expected_deadline_date"])
    assert deadlines[case["case"]] == expected


def test_there_are_sixty_dates() -> None:
    assert len({case["case"] for case in GOLDEN}) == 60
