"""Rollups stay as they were published; what came out otherwise later is listed beside them, with what had landed."""

from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from interchange.lake import Lake
from orchestration.answers.rollups import Rollup, read_day, read_rollup
from orchestration.exit_codes import NothingThereError, OverturnError
from orchestration.pipeline import steps
from orchestration.pipeline.warehouse import run_build
from orchestration.settings import PROJECT, Settings

HERE = Path(__file__).parent
GOLDEN = HERE.parent / "golden" / "835" / "full_denial" / "input" / "remittance.835"
COLUMNS = {
    "files": ("file_id", "batch_id"),
    "submissions": ("file_id", "claim_id", "payer_id", "charge_amount", "submitted_date"),
    "remittances": ("file_id", "claim_id", "payer_id", "paid_amount", "is_reversal", "remitted_date"),
    "quarantined": ("file_id",),
    "version": ("definition_version",),
}


class World:
    """What has landed, as the marts would say it, under the real models that freeze and restate."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.rows: dict[str, list[tuple[object, ...]]] = {name: [] for name in COLUMNS}
        self.rows["version"] = [(1,)]

    def land(self, file_id: int, **rows: list[tuple[object, ...]]) -> None:
        """One file, in a batch of its own."""
        self.rows["files"].append((file_id, file_id))
        for name, each in rows.items():
            self.rows[name] += [(file_id, *row) for row in each]

    def build(self, *, publish: bool = True) -> Lake:
        """One build through the steps' own doors."""
        folder = self.settings.home / "world"
        folder.mkdir(exist_ok=True)
        for name, columns in COLUMNS.items():
            with (folder / f"{name}.csv").open("w", newline="") as stream:
                csv.writer(stream).writerows([columns, *self.rows[name]])
        lake = Lake(self.settings.home)
        record = steps.begin_build(self.settings)
        with lake.lock():
            outcomes = run_build(self.settings, build_id=record["build_id"])
            finished = steps.finish_build(self.settings, record, outcomes)
        assert finished["passed"], finished["failures"]
        if publish:
            steps.publish(self.settings)
        return lake


@pytest.fixture
def world(settings: Settings) -> World:
    """Two claims of January and one of February, answered in February but for one; first seen on 20 February."""
    shutil.rmtree(settings.dbt_project / "models")
    shutil.copytree(HERE / "rollup_project" / "models", settings.dbt_project / "models")
    real, copied = PROJECT / "dbt_project", settings.dbt_project
    for name in ("rollups", "periods"):
        shutil.copy(real / "macros" / f"{name}.sql", copied / "macros")
    for path in (real / "models" / "intermediate" / "rollups").iterdir():
        shutil.copy(path, copied / "models")
    for name in ("rpt_rollups", "rpt_restatements"):
        for suffix in ("sql", "yml"):
            shutil.copy(real / "models" / "marts" / f"{name}.{suffix}", copied / "models")
    for folder, kind in (("generic", "unique_together"), ("singular", "assert_restatements_are_revisions")):
        (copied / "tests" / folder).mkdir(parents=True, exist_ok=True)
        shutil.copy(real / "tests" / folder / f"{kind}.sql", copied / "tests" / folder)
    shutil.copy(real / "models" / "columns.md", copied / "models")
    steps.land_files(settings, paths=[GOLDEN])
    made = World(settings)
    made.land(
        1, submissions=[("a", "P", 100, "2026-01-05"), ("b", "Q", 200, "2026-01-06"), ("c", "P", 50, "2026-02-20")]
    )
    made.land(2, remittances=[("a", "P", 80, False, "2026-02-10")])
    return made


def figure(rollup: Rollup, kpi_id: str, period: str) -> Any:
    return next(row["value"] for row in rollup.figures if (row["kpi_id"], row["period"]) == (kpi_id, period))


def restated(rollup: Rollup) -> dict[tuple[str, str], tuple[Any, Any, str]]:
    """Old, new and cause by KPI and period."""
    return {
        (row["kpi_id"], row["period"]): (row["previous_value"], row["value"], row["cause"])
        for row in rollup.restatements
    }


def frozen(world: World) -> list[tuple[Any, ...]]:
    """Everything that the lake's head holds frozen."""
    with Lake(world.settings.home).connect() as connection:
        kept = "SELECT figure_id, revision, build_id, value FROM marts.rpt_rollups ORDER BY ALL"
        return connection.execute(kept).fetchall()


def test_a_late_file_restates_a_closed_month_and_leaves_the_frozen_rollup_as_it_was(
    world: World, overturn: Callable[..., Any]
) -> None:
    world.build()
    first = read_rollup(world.settings)
    assert (first.day, figure(first, "K1", "2026-01"), figure(first, "K5", "all")) == ("2026-02-20", 0.5, 80)
    assert first.restatements == []
    assert "nothing was restated since" in overturn("rollup").out

    world.land(3, submissions=[("late", "Q", 1200, "2026-01-30")])
    world.land(4, submissions=[("d", "P", 70, "2026-02-21")])
    world.build()

    again = read_rollup(world.settings, day=dt.date(2026, 2, 20))
    assert again.figures == first.figures
    assert restated(again) == {("K1", "2026-01"): (0.5, pytest.approx(0.666667), "late_claims")}
    assert again.restatements[0]["explanation"] == "1 late claims ($1200.00); seen from a later day"
    assert read_rollup(world.settings).day == "2026-02-21"
    assert read_rollup(world.settings).restatements == []
    said = json.loads(overturn("rollup", "--day", "2026-02-20", "--format", "json").out)
    assert said["restatements"] == again.restatements
    assert "late_claims" in overturn("rollup", "--day", "2026-02-20").out
    with pytest.raises(NothingThereError, match="2025-01-01"):
        read_rollup(world.settings, day=dt.date(2025, 1, 1))


def test_the_same_inputs_freeze_nothing_twice_and_an_unseen_build_freezes_nothing(world: World) -> None:
    world.build()
    once = frozen(world)
    world.build()
    assert frozen(world) == once
    world.land(3, submissions=[("late", "Q", 1200, "2026-01-30")])
    world.build(publish=False)
    assert {revision for _, revision, _, _ in frozen(world)} == {1, 2}
    world.rows["submissions"].pop()
    world.build()
    assert frozen(world) == once


def test_reversals_definitions_and_lost_claims_are_told_apart(world: World) -> None:
    world.build()
    world.land(3, remittances=[("a", "P", Decimal("-80.00"), True, "2026-02-20")])
    world.build()
    found = read_rollup(world.settings, by_payer=True)
    assert {(row["payer_id"], row["kpi_id"], row["period"]) for row in found.restatements} == {
        ("P", "K1", "2026-01"), ("P", "K1", "all"), ("P", "K5", "2026-02"), ("P", "K5", "all"),
    }  # fmt: skip
    assert {(row["cause"], row["explanation"]) for row in found.restatements} == {
        ("reversals", "1 reversals ($-80.00)")
    }
    assert figure(found, "K5", "2026-02") == 80, "the day's rollup shows what was first published"

    world.rows["version"] = [(2,)]
    world.rows["submissions"] = [row for row in world.rows["submissions"] if row[1] != "b"]
    world.build()
    rows = read_rollup(world.settings).restatements
    steps_of = [row for row in rows if (row["kpi_id"], row["period"]) == ("K1", "2026-01")]
    assert [(row["revision"], row["previous_value"], row["value"], row["cause"]) for row in steps_of] == [
        (2, 0.5, 1, "reversals"),
        (3, 1, 0.5, "definition"),
    ]
    by_payer = read_rollup(world.settings, by_payer=True).restatements
    (gone,) = [row for row in by_payer if (row["payer_id"], row["kpi_id"], row["period"]) == ("Q", "K1", "2026-01")]
    assert (gone["previous_value"], gone["value"], gone["cause"]) == (1, None, "ageing")


def test_a_day_is_read_or_refused() -> None:
    assert read_day("2026-01-31") == dt.date(2026, 1, 31)
    assert read_day("") is None
    with pytest.raises(OverturnError, match="2026-01-31"):
        read_day("yesterday")
