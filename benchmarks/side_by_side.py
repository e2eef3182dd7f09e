"""A landed world laid side by side with itself: many claims without writing and reading gigabytes of files.

Each copy has its own files, claims, accounts, members, control numbers and traces; days, payers, providers, codes and
dollars are those of the first. What a build does with a claim is the same, at as many times the claims.
"""

from __future__ import annotations

import re

from interchange.lake import Lake

# What belongs to one provider as a whole, and is not had twice.
ONCE = ("finance_months", "ehr_contracts", "quality_checks")
SHIFT = 10_000_000
OWN = re.compile(
    r"(account|visit|coverage|payment|write_off|referral|patient|subscriber|member)_id"
    r"|.*(control|reference|trace|authorization|referral|record|claim)_number|sha256|file_name"
)
MEMBERS = ("x12_270_subscribers", "x12_271_subscribers", "x12_278_subscribers", "x12_277ca_patients")
COLUMNS = """
    SELECT table_name, list(column_name) FROM duckdb_columns()
    WHERE database_name = 'lake' AND schema_name = 'raw' GROUP BY table_name ORDER BY table_name
"""


def lay_side_by_side(lake: Lake, times: int) -> None:
    """Makes ``times`` worlds of the one that has landed, in one transaction; nothing may have been laid so before."""
    with lake.writing() as connection:
        connection.execute("SET preserve_insertion_order = false")
        connection.execute("BEGIN")
        for table, columns in connection.execute(COLUMNS).fetchall():
            if "file_id" in columns and table not in ONCE:
                copied = ", ".join(_copied(table, name) for name in columns)
                names = ", ".join(f'"{name}"' for name in columns)
                copies = f"SELECT {copied} FROM raw.{table}, range(1, {times}) AS k (k)"  # noqa: S608 - catalogue names
                connection.execute(f"INSERT INTO raw.{table} ({names}) {copies}")
        connection.execute("COMMIT")


def _copied(table: str, column: str) -> str:
    if column == "file_id":
        return f"file_id + k * {SHIFT}"
    if OWN.fullmatch(column) or (column == "id" and table in MEMBERS):
        return f"\"{column}\" || '.' || k"
    return f'"{column}"'
