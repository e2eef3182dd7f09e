"""Code lists as data: numbers are facts, the meanings are our own words. No list ever keeps a file from loading.

CARC stands in the project's own seed, where each code also has its owner and what to do first; the others are here.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "codes"
SHORT = FOLDER / "short_lists.csv"
CARC = Path(__file__).parents[2] / "dbt_project" / "seeds" / "carc_mapping.csv"
COLUMNS = {
    "carc": "carc",
    "group_code": "adjustment_groups",
    "claim_status_code": "claim_payment_statuses",
    "category_code": "claim_status_categories",
    "frequency_code": "claim_frequencies",
    "place_of_service": "places_of_service",
    "reason_code": "provider_adjustment_reasons",
    "filing_indicator_code": "claim_filing_indicators",
    "payer_responsibility_code": "payer_responsibilities",
    "relationship_code": "relationships",
    "handling_code": "payment_handling",
    "credit_debit_code": "credit_or_debit",
    "payment_method_code": "payment_methods",
    "transaction_type_code": "claim_purposes",
    "status_code": "acknowledgements",
    "group_status_code": "acknowledgements",
    "action_code": "review_decisions",
    "sex": "sexes",
    "party": "parties",
    "level": "levels",
    **dict.fromkeys(("way_1", "way_2", "way_3"), "contact_ways"),
}
ENDINGS = {"id_qualifier": "id_qualifiers", "_sex": "sexes"}
PLACES_OR_BILLS = ("places_of_service", "types_of_bill")


@cache
def code_list(name: str) -> dict[str, str]:
    """A list by its name, such as carc: each code with its meaning, "" where we have no words for it.

    >>> code_list("adjustment_groups")["PR"]
    'patient responsibility'
    """
    if name == "carc":
        return {row["carc"]: row["plain_meaning"] for row in _rows(CARC)}
    own = FOLDER / f"{name}.csv"
    rows = _rows(own) if own.exists() else (row for row in _rows(SHORT) if row["list"] == name)
    return {row["code"]: row["meaning"] for row in rows}


def meaning_of(column: str, code: str, qualifier: str = "") -> str:
    """A few words for a code by the column that it stands in, "" where we have none.

    A facility is a place of service or a type of bill, as its ``qualifier`` says (B, A); else it may be either.

    >>> meaning_of("facility_code", "11", "B"), meaning_of("facility_type_code", "11")
    ('office', 'office, or hospital inpatient, part A')
    """
    if column in ("facility_code", "facility_type_code"):
        lists = {"A": PLACES_OR_BILLS[1:], "B": PLACES_OR_BILLS[:1]}.get(qualifier, PLACES_OR_BILLS)
        return ", or ".join(filter(None, (code_list(name).get(code, "") for name in lists)))
    name = COLUMNS.get(column) or next((each for end, each in ENDINGS.items() if column.endswith(end)), None)
    return code_list(name).get(code, "") if name else ""


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as stream:
        return list(csv.DictReader(stream))
