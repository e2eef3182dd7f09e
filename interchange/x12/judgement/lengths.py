"""How long elements may be, as the guides' data elements say: texts and codes whose kind alone does not bound them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pyarrow.compute as pc

from interchange.x12.judgement.remarks import Remark, Tables, rows_where
from interchange.x12.places import places

PROCEDURE = "2-2 1-48 2-2 2-2 2-2 2-2 1-80"
# Of each segment the least and most characters, element by element, / between components; a dash bounds nothing.
LIMITS = {
    "NM1": "- - 1-60 1-35 1-25 - 1-10 1-2 2-80",
    "N1": "- 1-60 1-2 2-80",
    "N3": "1-55 1-55",
    "N4": "2-30 2-2 3-15 2-3 - - 1-3",
    "REF": "2-3 1-50 1-80",
    "PER": "2-2 1-60 2-2 1-256 2-2 1-256 2-2 1-256",
    "BHT": "4-4 2-2 1-50 - 4-8 2-2",
    "TRN": "1-2 1-50 10-10 1-50",
    "BPR": "1-2 - 1-1 3-3 1-10 2-2 3-12 1-3 1-35 10-10 9-9 2-2 3-12 1-3 1-35",
    "CLP": "1-38 1-2 - - - 1-2 1-50 1-2 1-1 1-2 1-4",
    "CLM": "1-38 - - - 1-2/1-2/1-1 1-1 1-1 1-1 1-1 1-1 2-3/2-3/2-3/2-2/2-3 2-3 - - - 1-1 - 1-1 2-2 1-2",
    "CAS": "1-2 1-5",
    "SVC": f"{PROCEDURE.replace(' ', '/')} - - 1-48 - {PROCEDURE.replace(' ', '/')}",
    "SV1": f"{PROCEDURE.replace(' ', '/')} - 2-2 - 1-2 1-2 1-2/1-2/1-2/1-2 - 1-1 - 1-1 1-1 - - 1-1",
    "SV2": f"1-48 {PROCEDURE.replace(' ', '/')} - 2-2",
    "SV3": f"{PROCEDURE.replace(' ', '/')} - 1-2",
    "SVD": f"2-80 - {PROCEDURE.replace(' ', '/')} 1-48",
    "PLB": "1-50 - 2-2/1-50",
    "SBR": "1-1 2-2 1-50 1-60 1-3 - - - 1-2",
    "DMG": "- - 1-1",
    "PRV": "1-3 2-3 1-50",
    "HI": "1-3/1-30",
    "LQ": "1-3 1-30",
    "NTE": "3-3 1-80",
    "MSG": "1-264",
    "STC": "1-30/1-30/2-3/1-3 - 1-2 - - - 3-3 - 1-16 - - 1-264",
    "EB": "1-3 3-3 - 1-3 1-50 1-2",
    "AAA": "1-1 - 2-2 1-1",
    "HCR": "1-2 1-50 1-30",
    "UM": "2-2 1-1 1-2 1-2/1-2",
    "CL1": "1-1 1-1 1-2",
    "PWK": "2-2 1-2 - - 1-2 2-80 1-80",
    "AK1": "2-2 1-9 1-12",
    "AK2": "3-3 4-9 1-35",
    "IK3": "2-3 - 1-4",
    "IK5": "1-1 1-3 1-3 1-3 1-3 1-3",
    "AK9": "1-1 - - - 1-3 1-3 1-3 1-3 1-3",
}
SEPARATORS = r"[:>^<|\\&]"
OTHER_SIGN = "its components seem to be parted by another sign than ISA16 names; make them the same"
ALIKE = {"MIA": (1, 50), "MOA": (1, 50)}


def check(tables: Tables) -> Iterator[Remark]:
    """Values that are longer or shorter than their element may be."""
    for (table, column), (least, most, is_composite) in _bounds().items():
        values = tables[table][column] if table in tables else None
        if values is None or values.null_count == len(values):
            continue
        sizes = pc.utf8_length(values)
        long, short = pc.greater(sizes, most), rows_where(pc.less(sizes, least))
        if is_composite:
            parted = pc.and_(long, pc.match_substring_regex(values, SEPARATORS))
            yield Remark("X12-COMPONENT-SEPARATOR", OTHER_SIGN, table, column, rows_where(parted))
            long = pc.and_(long, pc.invert(parted))
        message = f"this element holds at most {most} characters"
        yield Remark("X12-ELEMENT-TOO-LONG", message, table, column, rows_where(long))
        yield Remark("X12-ELEMENT-TOO-SHORT", f"this element holds at least {least} characters", table, column, short)


@cache
def _bounds() -> dict[tuple[str, str], tuple[int, int, bool]]:
    """The least and most characters of each text column whose element is bounded, and whether it begins a composite."""
    limits = {place: bound for segment in LIMITS for place, bound in _limits(segment)}
    found = {}
    for key, place in places().items():
        bound = ALIKE.get(place.segment_id) or limits.get((place.segment_id, place.element, place.component or 1))
        if bound and place.kind == "text":
            found[key] = (*bound, place.component == 1)
    return found


def _limits(segment: str) -> Iterator[tuple[tuple[str, int, int], tuple[int, int]]]:
    for element, told in enumerate(LIMITS[segment].split(), start=1):
        for component, bound in enumerate(told.split("/"), start=1):
            least, _, most = bound.partition("-")
            if most:
                yield (segment, element, component), (int(least), int(most))
