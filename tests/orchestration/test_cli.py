"""The command line: quick, documented, and plain about how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from orchestration.cli import app
from orchestration.documents.reference import list_commands, render_reference
from orchestration.exit_codes import ExitCode
from orchestration.settings import PROJECT, Settings

GOLDEN = Path(__file__).parents[1] / "golden" / "835" / "full_denial" / "input"
COMMANDS = dict(list_commands(typer.main.get_command(app)))
HEAVY = ("dagster", "dbt", "great_expectations", "xgboost", "mlflow", "pandas", "duckdb", "pyarrow", "streamlit")


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output, standard error."""
    result = CliRunner().invoke(app, list(arguments))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def test_help_loads_nothing_heavy() -> None:
    probe = f"import sys; from orchestration.cli import app; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", probe], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_helps_with_an_example(name: str) -> None:
    code, said, _ = run(*name.split()[1:], "--help")
    assert code == ExitCode.OK
    assert f"Example: {name}" in " ".join(said.split())


def test_the_reference_in_the_docs_is_the_codes_own() -> None:
    written = (PROJECT / "docs" / "cli.md").read_text()
    assert written == render_reference(), "run `python -m orchestration.documents.reference`"


def test_every_exit_code_has_a_meaning() -> None:
    assert all(code.meaning for code in ExitCode)


def test_landing_says_one_json_line_a_file(settings: Settings) -> None:
    code, said, _ = run("land", str(GOLDEN), str(PROJECT / "LICENSE"))
    lines = [json.loads(line) for line in said.splitlines()]
    assert code == ExitCode.OK
    assert [line["status"] for line in lines] == ["loaded", "loaded", "quarantined"]
    by_type = {line["type"]: line for line in lines}
    assert set(lines[0]) >= {"file", "sha256", "type", "status", "counts", "findings"}
    assert by_type["835"]["counts"] == {
        "claims": 2, "lines": 3, "adjustments": 3, "remarks": 2, "provider_adjustments": 0, "rows": 0
    }  # fmt: skip


def test_what_is_not_there_is_said_with_its_code(settings: Settings) -> None:
    for arguments in (["kpis"], ["trace", "K1"], ["build"], ["publish"], ["train"]):
        code, _, complaint = run(*arguments)
        assert code == ExitCode.NOTHING_THERE, arguments
        assert "try `overturn" in complaint
    assert run("land", "no/such/file")[0] == ExitCode.USAGE


def test_kpis_are_objects_with_what_the_contract_names(published: Settings) -> None:
    code, said, _ = run("kpis", "--format", "json")
    assert code == ExitCode.OK
    rows = json.loads(said)
    assert [row["kpi_id"] for row in rows] == ["K1"]
    named = {"kpi_id", "name", "period", "slice", "numerator", "denominator", "value", "unit", "target"}
    assert set(rows[0]) >= {*named, "is_mature", "definition_version"}
    assert rows[0]["slice"] is None
    assert rows[0]["period"] == "all"
    assert rows[0]["value"] == pytest.approx(rows[0]["numerator"] / rows[0]["denominator"], abs=1e-6)


def test_a_snapshot_that_never_was_is_refused(published: Settings) -> None:
    assert run("kpis", "--snapshot", "99999")[0] == ExitCode.NOTHING_THERE


def test_tables_and_csv_show_the_same_figure(published: Settings) -> None:
    assert "K1" in run("kpis")[1]
    header, row = run("kpis", "--format", "csv")[1].splitlines()
    assert header.startswith("kpi_id,name,period")
    assert row.startswith("K1,")


def test_the_doctor_finds_an_installation_well(published: Settings) -> None:
    code, said, complaint = run("doctor", "--json")
    findings = {each["subject"]: each for each in json.loads(said)}
    assert code == ExitCode.OK, complaint
    assert findings["extensions"]["seen"] == "load offline"
    assert "passed" in findings["last build"]["seen"]


def test_the_doctor_names_the_mend_of_a_failed_build(settings: Settings, drop: Path) -> None:
    from orchestration.pipeline import steps

    steps.land_files(settings, paths=[drop])
    steps.begin_build(settings)
    code, said, _ = run("doctor", "--json")
    build = next(each for each in json.loads(said) if each["subject"] == "last build")
    assert code == ExitCode.FAILED
    assert not build["is_well"]
    assert "dbt.log" in build["mend"]
