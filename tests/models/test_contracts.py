"""Each published mart's dbt contract and its record have the same columns and compatible types."""

from __future__ import annotations

import datetime as dt
import types
import typing
from decimal import Decimal
from enum import Enum
from pathlib import Path

import pytest
import yaml

from interchange.lake import Lake
from models import Adjustment, Claim, ClaimLine, Denial, KpiFigure, KpiMember, Prediction, Record, Remittance

MARTS = Path(__file__).parents[2] / "dbt_project" / "models" / "marts"
RECORDS: dict[str, type[Record]] = {
    "fct_claims": Claim,
    "fct_claim_lines": ClaimLine,
    "fct_remittances": Remittance,
    "fct_adjustments": Adjustment,
    "fct_denials": Denial,
    "rpt_kpis": KpiFigure,
    "rpt_kpi_members": KpiMember,
}
FITS: dict[type, tuple[str, ...]] = {
    str: ("varchar",),
    int: ("integer", "bigint"),
    bool: ("boolean",),
    Decimal: ("decimal",),
    float: ("double",),
    dt.date: ("date",),
    dt.datetime: ("timestamp",),
}


def plain_type(annotation: object) -> type:
    if typing.get_origin(annotation) is typing.Annotated:
        return plain_type(typing.get_args(annotation)[0])
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        return plain_type(next(each for each in typing.get_args(annotation) if each is not type(None)))
    kind = annotation if isinstance(annotation, type) else type(annotation)
    return str if issubclass(kind, Enum) else kind


def assert_same(record: type[Record], columns: dict[str, str]) -> None:
    fields = {name: plain_type(field.annotation) for name, field in record.model_fields.items()}
    assert set(fields) == set(columns)
    wrong = {name: kind for name, kind in fields.items() if not columns[name].lower().startswith(FITS[kind])}
    assert not wrong


@pytest.mark.parametrize("mart", RECORDS)
def test_a_mart_and_its_record_agree(mart: str) -> None:
    (model,) = yaml.safe_load((MARTS / f"{mart}.yml").read_text())["models"]
    assert_same(RECORDS[mart], {column["name"]: column["data_type"] for column in model["columns"]})


def test_predictions_and_their_record_agree(published_home: Path) -> None:
    with Lake(published_home).connect() as connection:
        columns = connection.execute(
            """SELECT column_name, data_type FROM duckdb_columns()
               WHERE schema_name = 'ml' AND table_name = 'predictions'"""
        ).fetchall()
    assert_same(Prediction, dict(columns))


@pytest.mark.parametrize("mart", RECORDS)
def test_published_rows_are_valid_records(mart: str, published_home: Path) -> None:
    with Lake(published_home).published() as connection:
        cursor = connection.execute(f"SELECT * FROM marts.{mart} LIMIT 50")  # noqa: S608 - our own names
        names = [column[0] for column in cursor.description or ()]
        found = [RECORDS[mart](**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]
    assert found
