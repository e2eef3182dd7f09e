"""The specs themselves: nothing is filled twice, no qualifier is lost, and the page that describes them is theirs."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from interchange.x12.code_lists import CARC, COLUMNS, FOLDER, code_list
from interchange.x12.guide import describe
from interchange.x12.judgement.codes import LISTED
from interchange.x12.judgement.requirements import REQUIRED
from interchange.x12.places import places
from interchange.x12.schema import table_schemas
from interchange.x12.spec import Element, Loop, Period, Repeat, Segment, TransactionSet
from interchange.x12.specs import SPECS

PAGE = Path(__file__).parents[3] / "docs" / "x12.md"
CODE = re.compile(r'"(X12-[A-Z0-9-]+[A-Z0-9])"')
MARK = "is component 2 of element 4.\n\n"


def own_parts(loop: Loop) -> Iterator[Segment | Period | Repeat]:
    """What gives to the loop's own row: its parts and those of its loops without a table."""
    yield loop.trigger
    for part in loop.body:
        if isinstance(part, Loop):
            yield from () if part.table else own_parts(part)
        else:
            yield part


def columns(part: Segment | Period | Repeat) -> list[str]:
    if isinstance(part, Period):
        return [name for name in (part.from_column, part.to_column, part.time_column) if name]
    if isinstance(part, Repeat):
        return [part.name]
    return [each.column for each in part.elements if each.column and not is_alternative(part)]


def is_alternative(part: Segment) -> bool:
    return any(each.position == 0 for each in part.elements)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.type)
def test_no_column_and_no_repeat_of_a_row_is_filled_by_two_parts(spec: TransactionSet) -> None:
    for loop, _ in spec.loops():
        if loop.table:
            filled = Counter(name for part in own_parts(loop) for name in columns(part))
            assert not {name for name, times in filled.items() if times > 1}, (spec.type, loop.id)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.type)
def test_a_segment_that_takes_several_qualifiers_keeps_which_it_was(spec: TransactionSet) -> None:
    for loop, _ in spec.loops():
        for part in own_parts(loop):
            if isinstance(part, Segment) and part.where and len(part.where[1]) > 1 and kept(part):
                assert part.where[0] in {each.position for each in part.elements if each.column}, (loop.id, part.id)


def kept(part: Segment) -> list[Element]:
    return [each for each in part.elements if each.column]


def test_the_page_tells_every_loop_segment_and_element() -> None:
    assert PAGE.read_text().split(MARK)[1] == describe(), "run python -m tests.interchange.x12.write_guide"


def test_the_page_has_every_code_that_a_finding_or_a_refusal_can_have() -> None:
    sources = [path for room in ("interchange", "orchestration") for path in (PAGE.parents[1] / room).rglob("*.py")]
    used = {code for path in sources for code in CODE.findall(path.read_text())}
    assert used
    assert not used - set(re.findall(r"X12-[A-Z0-9-]+", PAGE.read_text().split(MARK)[0]))


def test_what_judgement_asks_for_stands_in_the_tables_and_has_a_place() -> None:
    schemas = table_schemas()
    asked = [(table, column) for table, names in REQUIRED.items() for column in names.split()]
    asked += [pair for listed in LISTED for pair in listed.columns]
    assert not [pair for pair in asked if pair[1] not in schemas[pair[0]].names or pair not in places()]


def test_each_code_list_has_codes_once() -> None:
    for path in (*FOLDER.glob("*.csv"), CARC):
        with path.open(newline="") as stream:
            names = [(row.get("list", ""), row.get("code") or row["carc"]) for row in csv.DictReader(stream)]
        assert names
        assert len(names) == len(set(names)), path.stem


def test_every_column_that_is_explained_stands_in_some_table_and_its_list_has_codes() -> None:
    known = {name for schema in table_schemas().values() for name in schema.names} | {"party", "level"}
    assert not set(COLUMNS) - known
    assert all(code_list(name) for name in COLUMNS.values())
