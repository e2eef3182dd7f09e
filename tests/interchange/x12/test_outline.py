"""The outline places every segment where the reader places its rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from interchange import x12
from interchange.x12 import X12Error
from interchange.x12.content import normalise
from interchange.x12.outline import outline
from interchange.x12.tokens import tokenize

GOLDEN = Path(__file__).parents[2] / "golden" / "835"
FILES = sorted(path for path in GOLDEN.glob("*/input/*") if path.suffix in (".835", ".837"))


def assert_as_read(path: Path) -> int:
    content, _ = normalise(path.read_bytes())
    placed = {each.token.ordinal: each for each in outline(content)}
    assert list(placed) == [token.ordinal for token in tokenize(content)]
    compared = 0
    for name, table in x12.read(content).tables.items():
        for row in table.to_pylist():
            found = placed[row["segment_ordinal"]]
            assert found.token.offset == row["byte_offset"]
            if found.loops:
                assert found.loops[-1].id == row["loop"], (path, name, row["segment_ordinal"])
                compared += 1
    return compared


@pytest.mark.parametrize("path", FILES[::7], ids=lambda path: f"{path.parts[-3]}/{path.name}")
def test_rows_stand_in_the_loops_of_the_outline(path: Path) -> None:
    assert assert_as_read(path)


def test_rows_of_published_samples_stand_in_the_loops_of_the_outline(samples: Path) -> None:
    compared = 0
    for path in sorted((samples / "x12").rglob("*.*")):
        try:
            compared += assert_as_read(path)
        except X12Error:
            continue
    assert compared


def test_loops_are_told_from_the_outside_in() -> None:
    content = (GOLDEN / "full_denial" / "input" / "claims.837").read_bytes()
    service = next(each for each in outline(content) if each.token.id == "SV1")
    assert [loop.id for loop in service.loops] == ["ST", "2000A", "2000B", "2300", "2400"]
    assert service.spec
    assert service.spec.type == "837P"


def test_a_set_without_a_spec_has_no_loops() -> None:
    content = (GOLDEN / "full_denial" / "input" / "remittance.835").read_bytes()
    unknown = content.replace(b"ST*835*", b"ST*820*")
    assert not any(each.loops for each in outline(unknown))
