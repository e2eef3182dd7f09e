"""Two versions of a KPI over the same claims differ by claims that can be named."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from orchestration.answers.comparing import compare_kpis, parse_version
from orchestration.exit_codes import ExitCode, NothingThereError, OverturnError
from orchestration.settings import Settings


def test_the_listed_claims_are_the_difference_of_the_totals(published: Settings) -> None:
    compared = compare_kpis(published, "K1@1", "K1@2", limit=100_000)
    first, second = compared.versions
    lost = sum(claim["first_denominator"] - (claim["second_denominator"] or 0) for claim in compared.claims)
    assert first["denominator"] - second["denominator"] == lost > 0
    assert first["numerator"] == second["numerator"]
    assert sum(each["claim_count"] for each in compared.summary) == len(compared.claims)
    assert {claim["difference"] for claim in compared.claims} <= {"only in the first", "counted otherwise"}


def test_a_version_differs_in_no_claim_from_itself(published: Settings) -> None:
    assert compare_kpis(published, "K1@2", "K1@2").claims == []


def test_names_of_versions_are_read_or_refused() -> None:
    assert parse_version("K2-WHOLE@3") == ("K2-WHOLE", 3)
    assert parse_version("K1") == ("K1", 1)
    with pytest.raises(OverturnError):
        parse_version("K1@new")


def test_a_version_that_is_not_registered_is_not_there(published: Settings) -> None:
    with pytest.raises(NothingThereError, match="K1@9"):
        compare_kpis(published, "K1@1", "K1@9")


@pytest.mark.parametrize("output", ["table", "csv", "json"])
def test_the_command_prints_the_comparison(published: Settings, overturn: Callable[..., Any], output: str) -> None:
    ended = overturn("kpis", "compare", "K1@1", "K1@2", "--format", output)
    assert ended.code == ExitCode.OK
    assert "only in the first" in ended.out
    if output == "json":
        assert set(json.loads(ended.out)) == {"versions", "summary", "claims"}
