"""National provider identifiers: ten digits of which the last one checks the others."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyarrow.compute as pc

from interchange.x12.judgement.codes import unknown
from interchange.x12.judgement.remarks import Remark, Tables, rows_where

NPI = re.compile(r"\d{10}")
NUMBERS = (
    ("x12_837_billing_providers", "id_qualifier", "npi"),
    ("x12_837_claims", "rendering_id_qualifier", "rendering_npi"),
    ("x12_835_claims", "rendering_id_qualifier", "rendering_npi"),
)


def check(tables: Tables) -> Iterator[Remark]:
    """Numbers that are said to be NPIs and are none."""
    message = "this is no NPI: its check digit does not hold; check it in the provider's record"
    for table, qualifier, column in NUMBERS:
        if table in tables:
            numbers = tables[table][column].fill_null("")
            wrong = pc.and_(pc.equal(tables[table][qualifier], "XX"), unknown(numbers, is_npi))
            yield Remark("X12-NPI", message, table, column, rows_where(wrong))


def is_npi(number: str) -> bool:
    """Whether ten digits end in the check digit that a national provider identifier has.

    >>> is_npi("1234567893"), is_npi("1234567890")
    (True, False)
    """
    if not NPI.fullmatch(number):
        return False
    doubled = [int(digit) * (2 - at % 2) for at, digit in enumerate(number[:9])]
    return (24 + sum(n // 10 + n % 10 for n in doubled) + int(number[9])) % 10 == 0
