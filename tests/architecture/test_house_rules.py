"""The rules of the house, held by machine: what they are for stands in CONTRIBUTING.md."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("models", "interchange", "simulator", "workflow", "ml", "orchestration", "app")
MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 60
MOST_LINES_OF_A_MODEL = 100


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", *patterns],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def package_files() -> list[Path]:
    return [path for path in tracked("*.py") if path.relative_to(ROOT).parts[0] in PACKAGES]


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_every_room_of_the_design_stands() -> None:
    rooms = [*PACKAGES, "dbt_project", "tests", "data", "docs", "benchmarks"]
    missing = [room for room in rooms if not (ROOT / room).is_dir()]
    assert not missing


def test_no_file_has_outgrown_its_room() -> None:
    long = {
        str(p.relative_to(ROOT)): n
        for p in package_files()
        if (n := len(p.read_text().splitlines())) > MOST_LINES_OF_A_FILE
    }
    assert not long


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in package_files()
        for node in functions(path)
        if (node.end_lineno or 0) - node.lineno + 1 > MOST_LINES_OF_A_FUNCTION
    ]
    assert not long


def test_no_dbt_model_is_longer_than_a_page() -> None:
    models = tracked("dbt_project/models/**/*.sql", "dbt_project/models/*.sql")
    long = {
        str(p.relative_to(ROOT)): n for p in models if (n := len(p.read_text().splitlines())) > MOST_LINES_OF_A_MODEL
    }
    assert not long


def test_modules_are_named_by_nouns_that_say_something() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "misc"}
    assert not [path for path in package_files() if path.stem in vague]


def test_public_modules_functions_and_classes_say_what_they_are_for() -> None:
    silent = []
    for path in package_files():
        tree = ast.parse(path.read_text())
        if path.stat().st_size and ast.get_docstring(tree) is None:
            silent.append(str(path.relative_to(ROOT)))
        for node in tree.body:
            named = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if named and ast.get_docstring(node) is None:  # type: ignore[arg-type]
                silent.append(f"{path.relative_to(ROOT)}:{node.name}")  # type: ignore[attr-defined]
    assert not silent


@pytest.mark.parametrize("package", [name for name in PACKAGES if name != "orchestration"])
def test_only_the_settings_read_the_environment(package: str) -> None:
    readers = [
        path
        for path in package_files()
        if path.relative_to(ROOT).parts[0] == package
        and ("os.environ" in path.read_text() or "getenv" in path.read_text())
    ]
    assert not readers


def test_nothing_but_the_simulator_knows_where_the_truth_lies() -> None:
    knowing = [
        path
        for path in package_files()
        if path.relative_to(ROOT).parts[0] in {"ml", "app", "interchange", "models", "workflow"}
        and "truth/" in path.read_text()
    ]
    knowing += [
        path for path in tracked("dbt_project/*") if path.suffix in {".sql", ".yml"} and "truth" in path.read_text()
    ]
    assert not knowing


def test_no_address_of_a_package_registry_is_written_down() -> None:
    texts = [p for p in tracked() if p.suffix in {".py", ".sql", ".md", ".yml", ".toml", ".lock", ".csv", ""}]
    hosts = ("pypi" + ".org", "pythonhosted" + ".org", "registry.npmjs" + ".org", "deb.debian" + ".org")
    assert not [p for p in texts if any(host in p.read_text(errors="replace") for host in hosts)]


def test_no_lock_file_with_addresses_is_kept() -> None:
    assert not tracked("uv.lock", "poetry.lock", "pdm.lock")
