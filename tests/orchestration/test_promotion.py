"""What passed is copied into the lake whole, in one transaction; what did not pass never comes there."""

from __future__ import annotations

from pathlib import Path

import pytest

from interchange.lake import Lake
from orchestration.exit_codes import ChecksFailedError
from orchestration.pipeline import steps
from orchestration.pipeline.warehouse import run_build
from orchestration.settings import Settings

GOLDEN = Path(__file__).parents[1] / "golden" / "835" / "full_denial" / "input"


def relations(settings: Settings) -> dict[str, str]:
    """Kind by name, of what the lake's head shows of the models."""
    query = """
        SELECT table_schema || '.' || table_name, table_type FROM information_schema.tables
        WHERE table_catalog = 'lake' AND table_schema <> 'raw'
    """
    with Lake(settings.home).connect() as connection:
        return dict(connection.execute(query).fetchall())


def write_model(settings: Settings, name: str, text: str) -> None:
    """A model of the small project, new or in the place of the old."""
    (settings.dbt_project / "models" / f"{name}.sql").write_text(text)


def tables(settings: Settings) -> dict[str, str]:
    """The catalogue's own id of each table, by name: another one where the table was written anew."""
    with Lake(settings.home).connect() as connection:
        rows = connection.execute("SELECT table_name, table_uuid::VARCHAR FROM ducklake_table_info('lake')").fetchall()
    return dict(rows)


def rebuild(settings: Settings) -> None:
    """A build through the steps' own doors; what has landed is not checked again."""
    record = steps.begin_build(settings)
    with Lake(settings.home).lock():
        steps.finish_build(settings, record, run_build(settings))


@pytest.fixture
def built(settings: Settings) -> Settings:
    """The small project, built once."""
    steps.land_files(settings, paths=[GOLDEN])
    rebuild(settings)
    return settings


def test_a_build_that_fails_adds_nothing_to_the_lake(built: Settings) -> None:
    before = Lake(built.home).snapshot_id()
    write_model(built, "fct_new", "select 1 as found")
    (built.dbt_project / "tests").mkdir()
    (built.dbt_project / "tests" / "assert_never.sql").write_text("select * from {{ ref('fct_new') }}")
    rebuild(built)
    with pytest.raises(ChecksFailedError, match="assert_never"):
        steps.publish(built)
    assert Lake(built.home).snapshot_id() == before


def test_what_changed_is_copied_alone_and_in_one_snapshot(built: Settings) -> None:
    before, first = Lake(built.home).snapshot_id(), tables(built)
    rebuild(built)
    assert Lake(built.home).snapshot_id() == before

    write_model(built, "rpt_payer_trends", "select 'P0' as payer_name")
    rebuild(built)
    assert Lake(built.home).snapshot_id() == before + 1
    now = tables(built)
    assert {name for name in first if first[name] != now[name]} == {"rpt_payer_trends", "relations"}


def test_a_view_comes_with_what_it_reads_and_a_lost_model_goes(built: Settings) -> None:
    assert "marts.rpt_payer_trends" in relations(built)
    (built.dbt_project / "models" / "rpt_payer_trends.sql").unlink()
    write_model(
        built,
        "int_answers",
        "{{ config(schema='intermediate', materialized='view') }} select claim_id from {{ ref('fct_remittances') }}",
    )
    write_model(built, "int_unread", "{{ config(schema='intermediate') }} select 1 as found")
    write_model(built, "fct_claims_seen", "{{ config(materialized='view') }} select * from {{ ref('int_answers') }}")
    write_model(built, "rpt_kpi_version_members", "{{ config(materialized='view') }} select 1 as became_a_view")
    (built.build_file).unlink()

    rebuild(built)

    shown = relations(built)
    assert "marts.rpt_payer_trends" not in shown
    assert "intermediate.int_unread" not in shown
    assert (shown["intermediate.int_answers"], shown["marts.fct_claims_seen"]) == ("VIEW", "VIEW")
    assert shown["marts.rpt_kpi_version_members"] == "VIEW"
    with Lake(built.home).connect(snapshot=Lake(built.home).snapshot_id()) as connection:
        counts = "SELECT (SELECT count(*) FROM marts.fct_claims_seen), (SELECT count(*) FROM marts.fct_remittances)"
        seen, remitted = connection.execute(counts).fetchone() or (0, None)
    assert seen == remitted > 0
