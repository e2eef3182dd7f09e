"""What a landed row must look like to be believed: per raw table, a few plain rules on shapes and bounds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["warn", "error"]


@dataclass(frozen=True)
class Rule:
    """One expectation of Great Expectations, on one column; a row that breaks an ``error`` rule is put aside."""

    expectation: str
    column: str
    arguments: dict[str, object] = field(default_factory=dict)
    severity: Severity = "error"


LARGEST_AMOUNT = 100_000_000
CARC_SHAPE = r"^[A-Z]{0,2}[0-9]{1,3}$"
NPI_SHAPE = r"^[12][0-9]{9}$"
GROUPS = ["CO", "OA", "PI", "PR", "CR"]


def _present(column: str) -> Rule:
    return Rule("ExpectColumnValuesToNotBeNull", column)


def _within(column: str, low: int, high: int = LARGEST_AMOUNT) -> Rule:
    return Rule("ExpectColumnValuesToBeBetween", column, {"min_value": low, "max_value": high})


def _shaped(column: str, regex: str, *, severity: Severity = "error") -> Rule:
    return Rule("ExpectColumnValuesToMatchRegex", column, {"regex": regex}, severity)


SUITES: dict[str, tuple[Rule, ...]] = {
    "x12_835_claims": (
        _present("patient_control_number"),
        _present("charge_amount"),
        _within("charge_amount", -LARGEST_AMOUNT),
        _within("paid_amount", -LARGEST_AMOUNT),
        _shaped("claim_status_code", r"^[0-9]{1,2}$"),
        _shaped("rendering_npi", NPI_SHAPE, severity="warn"),
    ),
    "x12_835_lines": (_present("charge_amount"), _within("charge_amount", -LARGEST_AMOUNT)),
    "x12_835_adjustments": (
        Rule("ExpectColumnValuesToBeInSet", "group_code", {"value_set": GROUPS}),
        _shaped("carc", CARC_SHAPE),
        _within("amount", -LARGEST_AMOUNT),
    ),
    "x12_837_claims": (
        _present("patient_control_number"),
        _present("charge_amount"),
        _within("charge_amount", 0),
        _shaped("rendering_npi", NPI_SHAPE, severity="warn"),
    ),
    "x12_837_lines": (_present("charge_amount"), _within("charge_amount", 0)),
}
CHECKED_TABLES = tuple(SUITES)
