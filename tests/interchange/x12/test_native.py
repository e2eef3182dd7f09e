"""The store of compiled kernels: damaged, unwritable, shared, and pruned."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from interchange.x12 import read
from interchange.x12.kernels import native
from tests.interchange.x12.campaign import golden_files

MACHINE = native.Machine({"first": "_first", "second": "_second"}, [b"\x7fELF one", b"\x7fELF two\n"])
# A fresh process whose kernels live in the folder of its first argument; it says what it read and what it imported.
READ_ONE_FILE = """
import sys
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
name = "interchange.x12.kernels.native"
spec = spec_from_file_location(name, Path(find_spec("interchange").origin).parent / "x12" / "kernels" / "native.py")
native = sys.modules[name] = module_from_spec(spec)
spec.loader.exec_module(native)
native._folders = lambda: iter([Path(sys.argv[1])])
from interchange.x12 import read
reading = read(Path(sys.argv[2]).read_bytes())
print(sum(table.num_rows for table in reading.tables.values()), "numba" in sys.modules)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(native, "_folders", lambda: iter([tmp_path]))
    return tmp_path


def stored() -> native.Machine | None:
    return native._stored.__wrapped__()


def test_what_is_stored_is_found_again_and_for_its_owner_alone(folder: Path) -> None:
    assert stored() is None
    native._store(MACHINE)
    (kept,) = folder.iterdir()
    assert stored() == MACHINE
    assert kept.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("damage", [b"", b"\n", b"one line", b"00\n[]\n\x7fELF"])
def test_a_damaged_store_is_taken_for_none(folder: Path, damage: bytes) -> None:
    native._store(MACHINE)
    (kept,) = folder.iterdir()
    for content in (damage, kept.read_bytes()[:-1], kept.read_bytes().replace(b"one", b"two")):
        kept.write_bytes(content)
        assert stored() is None


def test_a_folder_that_takes_nothing_is_passed_over(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    second = tmp_path / "second"
    monkeypatch.setattr(native, "_folders", lambda: iter([tmp_path / "file" / "under", second]))
    native._store(MACHINE)
    assert stored() == MACHINE
    assert [path.name for path in second.iterdir()] == [native._name()]
    monkeypatch.setattr(native, "_folders", lambda: iter([tmp_path / "file" / "under"]))
    native._store(MACHINE)
    assert stored() is None


def test_a_full_disk_leaves_no_part_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / native._name()).mkdir()  # nothing can take this name
    native._store(MACHINE)
    assert [path.name for path in folder.iterdir()] == [native._name()]


def test_many_who_compile_at_once_leave_one_whole_store(folder: Path) -> None:
    large = native.Machine({"one": "_one"}, [os.urandom(1 << 20)])
    with ThreadPoolExecutor(8) as pool:
        writers = [pool.submit(native._store, large) for _ in range(24)]
        seen = {found == large for found in pool.map(lambda _: stored(), range(24)) if found is not None}
        assert not [each.exception() for each in writers if each.exception()]
    assert seen <= {True}
    assert stored() == large
    assert [path.name for path in folder.iterdir()] == [native._name()]


def test_what_earlier_sources_left_is_taken_away_but_for_the_newest(folder: Path) -> None:
    for age in range(9):
        old = folder / f"kernels-{age}.bin"
        old.write_bytes(b"")
        os.utime(old, (age, age))
    native._store(MACHINE)
    newest = {f"kernels-{age}.bin" for age in range(9)[-(native.MOST_KEPT - 1) :]}
    assert {path.name for path in folder.iterdir()} == {native._name(), *newest}


def test_a_process_that_finds_a_damaged_store_compiles_anew_and_the_next_one_need_not(tmp_path: Path) -> None:
    source = golden_files()[0]
    damaged = tmp_path / native._name()
    damaged.write_bytes(b"00\n[]\n\x7fELF")
    expected = sum(table.num_rows for table in read(source.read_bytes()).tables.values())
    said = []
    for _ in range(2):
        command = [sys.executable, "-c", READ_ONE_FILE, str(tmp_path), str(source)]
        said.append(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())
    assert said == [[str(expected), "True"], [str(expected), "False"]]
    assert damaged.read_bytes().startswith(b"00\n") is False
