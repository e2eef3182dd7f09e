"""The X12 commands on real files: what they print, what they write, how they end."""

from __future__ import annotations

import csv
import gzip
import json
import stat
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from interchange import x12
from orchestration.exit_codes import ExitCode
from orchestration.settings import PROJECT, Settings

GOLDEN = Path(__file__).parents[1] / "golden" / "835" / "full_denial" / "input"
REMITTANCE = GOLDEN / "remittance.835"
Run = Callable[..., Any]


def lines(said: str) -> list[dict[str, Any]]:
    return [json.loads(line, parse_float=Decimal) for line in said.splitlines()]


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A remittance whose set counts its segments wrongly."""
    path = tmp_path / "broken.835"
    path.write_bytes(REMITTANCE.read_bytes().replace(b"SE*35*", b"SE*36*"))
    return path


def deliveries(tmp_path: Path) -> dict[str, tuple[object, bytes | None]]:
    content = REMITTANCE.read_bytes()
    (tmp_path / "a.gz").write_bytes(gzip.compress(content))
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.835").write_bytes(content)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("inner/a.835", content)
    given = {name: (tmp_path / name, None) for name in ("a.gz", "a.zip", "folder")}
    return {**given, "stdin": ("-", content), "packed stdin": ("-", gzip.compress(content))}


def test_every_way_of_giving_a_file_gives_the_same_rows(overturn: Run, tmp_path: Path) -> None:
    expected = [
        (row["patient_control_number"], row["charge_amount"])
        for row in x12.read(REMITTANCE.read_bytes()).tables["x12_835_claims"].to_pylist()
    ]
    for name, (path, stdin) in deliveries(tmp_path).items():
        ended = overturn("x12", "parse", path, "--table", "x12_835_claims", stdin=stdin)
        found = [(row["patient_control_number"], row["charge_amount"]) for row in lines(ended.out)]
        assert (ended.code, found) == (ExitCode.OK, expected), name


@pytest.mark.parametrize("form", ["parquet", "csv", "jsonl"])
def test_parsing_to_a_folder_keeps_every_row_with_its_place_and_cents(overturn: Run, tmp_path: Path, form: str) -> None:
    ended = overturn("x12", "parse", GOLDEN, "--out", tmp_path / "rows", "--format", form)
    assert ended.code == ExitCode.OK
    wanted = x12.read(REMITTANCE.read_bytes()).tables["x12_835_adjustments"].to_pylist()
    path = tmp_path / "rows" / f"x12_835_adjustments.{form}"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    if form == "parquet":
        found = pq.read_table(path).to_pylist()
    elif form == "csv":
        found = list(csv.DictReader(path.read_text().splitlines()))
    else:
        found = lines(path.read_text())
    assert {row["file"] for row in found} == {str(REMITTANCE)}
    for name in ("byte_offset", "segment_ordinal", "claim_segment"):
        assert [int(row[name]) for row in found] == [row[name] for row in wanted]
    assert [str(row["amount"]) for row in found] == [str(row["amount"]) for row in wanted]


def test_several_files_with_a_table_end_in_one_file(overturn: Run, tmp_path: Path) -> None:
    case = Path(__file__).parents[1] / "golden" / "835" / "denied_then_paid" / "input"
    overturn("x12", "parse", case, "--out", tmp_path)
    rows = pq.read_table(tmp_path / "x12_835_payments.parquet").to_pylist()
    assert {row["file"] for row in rows} == {str(path) for path in case.glob("*.835")}
    assert not list(tmp_path.glob(".*"))


def test_text_of_a_file_is_never_a_formula_in_the_csv(overturn: Run, tmp_path: Path) -> None:
    source = tmp_path / "formula.835"
    source.write_bytes(REMITTANCE.read_bytes().replace(b"*ALDER*", b"*=1+1*").replace(b"*BIRCH*", b"*@SUM(A1)*"))
    overturn("x12", "parse", source, "--out", tmp_path / "rows", "--format", "csv")
    rows = list(csv.DictReader((tmp_path / "rows" / "x12_835_claims.csv").read_text().splitlines()))
    assert [row["patient_last_name"] for row in rows] == ["'=1+1", "'@SUM(A1)"]


def test_a_wrong_count_is_a_warning_and_an_error_when_strict(overturn: Run, broken: Path) -> None:
    mild = overturn("x12", "validate", broken, "--format", "json")
    assert mild.code == ExitCode.OK
    assert [(each["code"], each["severity"]) for each in lines(mild.out)] == [("X12-SE01-COUNT", "warning")]
    strict = overturn("x12", "validate", broken, "--strict", "--format", "json")
    assert strict.code == ExitCode.FILE_REFUSED
    (first, *_) = lines(strict.out)
    assert first["file"] == str(broken)
    assert (first["code"], first["severity"]) == ("X12-SE01-COUNT", "error")


def test_a_sound_file_is_said_to_be_sound(overturn: Run) -> None:
    ended = overturn("x12", "validate", REMITTANCE, "--strict")
    assert ended.code == ExitCode.OK
    assert "sound" in ended.out


def test_the_table_of_findings_names_code_and_place(overturn: Run, broken: Path) -> None:
    said = " ".join(overturn("x12", "validate", broken).out.split())
    assert "warning" in said
    assert "SE01" in said


def test_sarif_points_at_the_bytes(overturn: Run, broken: Path) -> None:
    ended = overturn("x12", "validate", broken, PROJECT / "LICENSE", "--strict", "--format", "sarif")
    assert ended.code == ExitCode.FILE_REFUSED
    log = json.loads(ended.out)
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    for result in run["results"]:
        assert result["level"] in {"error", "warning", "note"}
        assert rules[result["ruleIndex"]] == result["ruleId"]
    count = next(each for each in run["results"] if each["ruleId"] == "X12-SE01-COUNT")
    place = count["locations"][0]["physicalLocation"]
    start, length = place["region"]["byteOffset"], place["region"]["byteLength"]
    assert place["artifactLocation"]["uri"] == str(broken)
    assert broken.read_bytes()[start : start + length] in (b"ST", b"SE")
    assert "X12-NOT-X12" in rules


def test_a_file_that_is_not_x12_is_refused_by_name_code_and_place(overturn: Run) -> None:
    for command in ("inspect", "parse", "validate"):
        ended = overturn("x12", command, PROJECT / "LICENSE", REMITTANCE)
        assert ended.code == ExitCode.FILE_REFUSED
        assert "LICENSE: X12-NOT-X12 at byte 0, segment 1" in ended.err
        assert "remittance.835" in ended.out


def test_links_and_bombs_are_refused_by_code(overturn: Run, tmp_path: Path) -> None:
    (tmp_path / "link.835").symlink_to(REMITTANCE)
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(b"\0" * (8 << 20)))
    ended = overturn("x12", "parse", tmp_path)
    assert ended.code == ExitCode.FILE_REFUSED
    assert "LAND-UNREADABLE" in ended.err
    assert "LAND-ARCHIVE-BOMB" in ended.err


def test_a_path_that_is_not_there_is_a_mistake_of_the_command_line(overturn: Run) -> None:
    assert overturn("x12", "parse", "no/such/file").code == ExitCode.USAGE


def test_a_folder_that_cannot_be_written_ends_in_one_line(overturn: Run, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    ended = overturn("x12", "parse", REMITTANCE, "--out", tmp_path / "taken")
    assert ended.code == ExitCode.FAILED
    assert len(ended.err.splitlines()) == 1


def test_a_summary_counts_segments_and_rows(overturn: Run) -> None:
    summary = json.loads(overturn("x12", "inspect", REMITTANCE, "--format", "json").out)
    assert summary["segments"]["CLP"] == REMITTANCE.read_bytes().count(b"\nCLP*")
    assert summary["rows"]["x12_835_claims"] == summary["segments"]["CLP"]


def test_the_tree_shows_every_segment_and_says_what_codes_mean(overturn: Run) -> None:
    said = overturn("x12", "inspect", REMITTANCE).out
    numbered = [line for line in said.splitlines() if line[:7].strip().isdigit()]
    assert len(numbered) == REMITTANCE.read_bytes().count(b"~")
    assert "2100 claim" in said
    assert "claim status code 4 (denied)" in said
    assert "group code CO (contractual obligation)" in said
    assert "(Payer did not consider the service medically necessary)" in said


def test_amounts_of_the_tree_stand_in_one_column(overturn: Run) -> None:
    said = overturn("x12", "inspect", REMITTANCE).out
    ends = {line.index(amount) + len(amount) for line in said.splitlines() for amount in (" 500.00", " 70.00")
            if amount in line.split("·")[0]}  # fmt: skip
    assert len(ends) == 1


def test_the_tree_hides_people_until_asked(overturn: Run) -> None:
    hidden = overturn("x12", "inspect", GOLDEN).out
    shown = overturn("x12", "inspect", GOLDEN, "--show-values").out
    for value in ("ALDER", "ROWAN", "MG01A77", "G01A", "1902844178", "9 PAYER ROAD", "1980-02-15"):
        assert value not in hidden
        assert value in shown


def test_findings_stand_under_their_segment(overturn: Run, broken: Path) -> None:
    lines = overturn("x12", "inspect", broken).out.splitlines()
    (at,) = [number for number, line in enumerate(lines) if "! warning X12-SE01-COUNT" in line]
    assert "SE " in lines[at - 1]


def test_a_long_tree_stops_and_says_so(overturn: Run) -> None:
    said = overturn("x12", "inspect", REMITTANCE, "--limit", 5).out
    assert "CLP" not in said
    assert "--limit 0" in said


def test_every_published_sample_ends_in_a_code(overturn: Run, samples: Path) -> None:
    ended = overturn("x12", "validate", samples / "x12", "--format", "json")
    assert ended.code in (ExitCode.OK, ExitCode.FILE_REFUSED)
    assert all(each["code"] and each["severity"] for each in lines(ended.out))
    assert "Traceback" not in ended.err


def test_a_deidentified_file_says_nobody_and_balances(overturn: Run, settings: Settings, tmp_path: Path) -> None:
    out = tmp_path / "shared.835"
    first = overturn("x12", "deidentify", REMITTANCE, "--out", out)
    assert first.code == ExitCode.OK, first.err
    assert b"ALDER" not in out.read_bytes()
    assert overturn("x12", "validate", out, "--strict").code == ExitCode.OK
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    key = settings.home / "secrets" / "deidentification.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    again = overturn("x12", "deidentify", "-", "--out", "-", stdin=REMITTANCE.read_bytes())
    assert again.out.encode() == out.read_bytes()


def test_files_of_a_folder_are_shared_under_names_that_say_nothing(
    overturn: Run, settings: Settings, tmp_path: Path
) -> None:
    ended = overturn("x12", "deidentify", GOLDEN, PROJECT / "LICENSE", "--out", tmp_path / "shared")
    assert ended.code == ExitCode.FILE_REFUSED
    shared = sorted((tmp_path / "shared").iterdir())
    assert sorted(x12.read(path.read_bytes()).type for path in shared) == ["835", "837P"]
    assert not any(path.stem in ("claims", "remittance") for path in shared)


def test_one_file_is_not_written_over_another(overturn: Run, settings: Settings, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("a", REMITTANCE.read_bytes())
        archive.writestr("b", (GOLDEN / "claims.837").read_bytes())
    ended = overturn("x12", "deidentify", tmp_path / "two.zip", "--out", tmp_path / "one.835")
    assert ended.code == ExitCode.FAILED
    assert "name a folder" in ended.err


def test_a_short_key_is_refused(overturn: Run, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("short")
    ended = overturn("x12", "deidentify", REMITTANCE, "--out", tmp_path / "x", "--key-file", tmp_path / "key")
    assert ended.code == ExitCode.FAILED
    assert "X12-DEIDENTIFY-KEY" in ended.err


def test_a_difference_is_told_by_claim_and_hides_people(overturn: Run, tmp_path: Path) -> None:
    changed = tmp_path / "changed.835"
    changed.write_bytes(REMITTANCE.read_bytes().replace(b"CAS*CO*45*70", b"CAS*CO*97*70").replace(b"BIRCH", b"OAK"))
    told = json.loads(overturn("x12", "diff", REMITTANCE, changed, "--format", "json").out)
    (change,) = told["changes"]
    assert told["same"] == 2
    assert change["lines"] == ["patient last name ••• -> •••", "line 99214: adjustment 97: carc 45 -> 97"]
    shown = overturn("x12", "diff", REMITTANCE, changed, "--show-values").out
    assert "claim G01B" in shown
    assert "BIRCH -> OAK" in shown
    assert "0 added, 0 removed, 1 changed, 2 the same" in shown


def test_a_difference_needs_two_single_files(overturn: Run) -> None:
    ended = overturn("x12", "diff", GOLDEN, REMITTANCE)
    assert ended.code == ExitCode.FILE_REFUSED
    assert "one file is wanted" in ended.err


def test_what_came_in_is_answered_by_a_999_and_a_ta1(overturn: Run, tmp_path: Path) -> None:
    ended = overturn("x12", "ack", REMITTANCE, "--out", tmp_path, "--control-number", 41)
    assert ended.code == ExitCode.OK, ended.err
    (told,) = lines(ended.out)
    answered = x12.read(Path(told["999"]).read_bytes())
    (group,) = answered.tables["x12_999_groups"].to_pylist()
    assert (group["functional_id"], group["group_control_number"], group["group_status_code"]) == ("HP", "102", "A")
    (interchange,) = answered.tables["x12_interchanges"].to_pylist()
    assert (interchange["sender_id"], interchange["receiver_id"]) == ("OTCLINIC", "GP01")
    assert interchange["control_number"] == "000000041"
    assert b"TA1*000000102*260210*0900*A*000~" in Path(told["TA1"]).read_bytes()
    assert overturn("x12", "validate", tmp_path, "--strict").code == ExitCode.OK


def test_a_set_that_is_put_aside_is_rejected_in_its_answer(overturn: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.835"
    broken.write_bytes(REMITTANCE.read_bytes().replace(b"CLP*G01A*4*500", b"CLP*G01A*4*5OO"))
    (told,) = lines(overturn("x12", "ack", broken, "--out", tmp_path / "answers").out)
    (answer,) = x12.read(Path(told["999"]).read_bytes()).tables["x12_999_sets"].to_pylist()
    assert answer["status_code"] == "R"


def test_an_answer_is_not_answered_by_a_999_nor_written_over_another(overturn: Run, tmp_path: Path) -> None:
    (told,) = lines(overturn("x12", "ack", REMITTANCE, "--out", tmp_path).out)
    (again,) = lines(overturn("x12", "ack", told["999"], "--out", tmp_path).out)
    assert set(again) == {"file", "TA1"}
    ended = overturn("x12", "ack", REMITTANCE, "--out", tmp_path)
    assert ended.code == ExitCode.FAILED
    assert "is there already" in ended.err


def test_a_refused_file_is_rejected_by_a_ta1_and_files_of_one_name_are_answered_apart(
    overturn: Run, tmp_path: Path
) -> None:
    for folder, content in (("a", REMITTANCE.read_bytes()), ("b", REMITTANCE.read_bytes()[:106] + b"~" * 2_000)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "in.835").write_bytes(content)
    ended = overturn("x12", "ack", tmp_path, "--out", tmp_path / "answers")
    assert ended.code == ExitCode.FILE_REFUSED
    assert "X12-EMPTY-SEGMENTS" in ended.err
    accepted, rejected = lines(ended.out)
    assert set(accepted) == {"file", "999", "TA1"}
    assert set(rejected) == {"file", "TA1"}
    (row,) = x12.read(Path(rejected["TA1"]).read_bytes()).tables["x12_ta1_acknowledgements"].to_pylist()
    assert (row["status_code"], row["note_code"]) == ("R", "024")


def test_validation_looks_into_code_lists_too(overturn: Run, tmp_path: Path) -> None:
    odd = tmp_path / "odd.835"
    odd.write_bytes(REMITTANCE.read_bytes().replace(b"CAS*CO*45*70", b"CAS*ZZ*45*70"))
    found = lines(overturn("x12", "validate", odd, "--format", "json").out)
    assert "X12-CODE-GROUP" in {each["code"] for each in found}
