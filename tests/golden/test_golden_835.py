"""Golden cases: what the marts and the KPIs say of each story, against answers worked out by hand (see README.md).

All cases land in one fresh lake and dbt builds once a session.
"""

from __future__ import annotations

import csv
import difflib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pytest

from interchange.lake import Lake
from interchange.landing import land
from interchange.vault import Vault
from orchestration.pipeline.promotion import promote
from orchestration.pipeline.warehouse import NodeOutcome, run_build
from orchestration.settings import Settings

HERE = Path(__file__).parent
COUNTS = {"K1", "K3", "K13"}
SUMMED = ("K1", "K2", "K3", "K13", "K21")
CLAIM_KEYS = ("patient_control_number", "charge_amount", "initial_outcome")
DENIAL_KEYS = ("patient_control_number", "line_control_number", "group_code", "carc", "denied_amount")

CLAIMS = """
select c.*, d.first_denied_date, coalesce(d.recovered_amount, 0) as recovered_amount
from marts.fct_claims as c
left join (
    select claim_id, min(first_denied_date) as first_denied_date, sum(recovered_amount) as recovered_amount
    from marts.fct_denials group by claim_id
) as d using (claim_id)
where c.patient_control_number like ? || '%'
order by c.patient_control_number
"""
DENIALS = """
select d.*, c.patient_control_number, l.line_key as line_control_number
from marts.fct_denials as d
join marts.fct_claims as c using (claim_id)
left join marts.fct_claim_lines as l using (claim_line_id)
where c.patient_control_number like ? || '%'
order by c.patient_control_number, l.line_key
"""
EPISODES = """
select e.*, c.patient_control_number
from marts.fct_denial_episodes as e
join marts.fct_claims as c using (claim_id)
where c.patient_control_number like ? || '%'
order by c.patient_control_number
"""
MEMBERS = """
select coalesce(sum(m.numerator), 0) as numerator, coalesce(sum(m.denominator), 0) as denominator
from marts.rpt_kpi_members as m
join marts.fct_claims as c using (claim_id)
where m.kpi_id = ? and c.patient_control_number like ? || '%' and coalesce(m.period_grain, 'all') = 'all'
"""
FIGURE = """
select coalesce(sum(numerator), 0) as numerator, coalesce(sum(denominator), 0) as denominator
from marts.rpt_kpis
where kpi_id = ? and period_grain = 'all' and slice_dimension is null
"""
PAYERS_FIGURE = """
select coalesce(sum(numerator), 0) as numerator, coalesce(sum(denominator), 0) as denominator
from marts.rpt_kpis
where kpi_id = ? and period_grain = 'all' and slice_dimension = 'payer' and slice_value in ('GP' || ?, 'GS' || ?)
"""

WORKED = {
    "K1": (("k1_full", "k1_partial"), "k1_denominator"),
    "K1-FULL": (("k1_full",), "k1_denominator"),
    "K1-PARTIAL": (("k1_partial",), "k1_denominator"),
    "K2": (("k2",), "counted_charge"),
    "K2-WHOLE": (("k2_whole",), "counted_charge"),
    "K3": (("k3",), "k3_denominator"),
    "K4": (("k4",), "k3_denominator"),
    "K7": (("k7_days",), "k7_count"),
    "K8": (("k8",), "k8_denominator"),
    "K6": (("k6_days",), "k6_count"),
    "K8-USD": (("k8_usd",), "k2"),
    "K9": (("k9",), "k9_denominator"),
    "K11": (("k11",), "k11_denominator"),
    "K12": (("k12",), "k12_denominator"),
    "K20": (("k20",), "k20_denominator"),
    "K22": (("k22",), "denials"),
    "K13": (("k13",), "k13_denominator"),
    "K21": (("k21",), None),
}
LEDGER = [
    ("K5", "300", "15000"), ("K14", "930000", "15000"), ("K15", "540", "13500"), ("K16", "13100", "15500"),
    ("K16-CASH", "13500", "15000"), ("K17", "5800", "26000"), ("K17-DNFB", "136400", "22000"),
]  # fmt: skip
ORPHANS = {
    ("appeal_without_claim", "G41X-1-2026-01-24", "no claim carries its number"),
    ("appeal_without_denial", "G41E-1-2026-01-24", "its claim had no denial on its day"),
    ("claim_by_fhir_alone", "G41J", "a FHIR resource names it: no 837 and no 835"),
    ("response_without_claim", "ClaimResponse/clr-lost", "no claim is named as it says"),
}
Row = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """A folder of inputs with its answers; ``key`` begins its claim numbers, ``payer`` is its first payer."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @cached_property
    def expected(self) -> Row:
        answers: Row = json.loads((self.folder / "expect.json").read_text())
        return answers

    @property
    def key(self) -> str:
        return str(self.expected["claims"][0]["patient_control_number"])[:3]

    @property
    def payer(self) -> str:
        return f"GP{self.key[1:]}"

    def inputs(self) -> list[Path]:
        return sorted((self.folder / "input").iterdir())


CASES = [Case(path.parent) for path in sorted((HERE / "835").glob("*/expect.json"))]


@dataclass(frozen=True)
class Warehouse:
    """The built lake, asked in the words of expect.json."""

    connection: duckdb.DuckDBPyConnection
    failed_tests: list[str]

    def rows(self, query: str, *values: str | None) -> list[Row]:
        cursor = self.connection.execute(query, values)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def claims(self, case: Case) -> list[Row]:
        """Every claim of the case as the marts have it, under the keys that its answer names."""
        keys = {answer["patient_control_number"]: tuple(answer) for answer in case.expected["claims"]}
        return [
            {key: written(row[key]) for key in keys.get(row["patient_control_number"], CLAIM_KEYS)}
            for row in self.rows(CLAIMS, case.key)
        ]

    def denials(self, case: Case) -> list[Row] | None:
        """Every denial of the case's claims; None where the case leaves them open."""
        answers = case.expected["denials"]
        if answers is None:
            return None
        keys = tuple(answers[0]) if answers else DENIAL_KEYS
        return [{key: written(row[key]) for key in keys} for row in self.rows(DENIALS, case.key)]

    def episodes(self, case: Case) -> list[Row]:
        """The course of every denial of the case's claims, under the keys that its answer names."""
        keys = tuple(case.expected["episodes"][0])
        return [{key: written(row[key]) for key in keys} for row in self.rows(EPISODES, case.key)]

    def kpis(self, case: Case) -> Row:
        """The case's share of each figure its answer names."""
        return {kpi: self.kpi(case, kpi, answer) for kpi, answer in case.expected["kpis"].items()}

    def kpi(self, case: Case, kpi: str, answer: Row) -> Row:
        """K23 is no sum over claims: it is read from the slice of the case's payers, the others from their members."""
        if kpi.startswith("K23"):
            return self.sliced(case, kpi, answer)
        return share(kpi, self.rows(MEMBERS, kpi, case.key)[0], answer)

    def sliced(self, case: Case, kpi: str, answer: Row) -> Row:
        """A figure as the slices of the case's own payers have it."""
        number = case.key[1:]
        return share(kpi, self.rows(PAYERS_FIGURE, kpi, number, number)[0], answer)

    def whole(self, kpi: str) -> tuple[Decimal, Decimal]:
        """A figure's numerator and denominator over the whole lake."""
        row = self.rows(FIGURE, kpi)[0]
        return row["numerator"], row["denominator"]


def written(value: object) -> object:
    """A mart's value as expect.json writes it."""
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def share(kpi: str, row: Row, answer: Row) -> Row:
    """A numerator and denominator as expect.json writes them; no denominator where the answer is a plain sum."""
    return {
        part: None if answer.get(part, "") is None else figure(kpi, row[part]) for part in ("numerator", "denominator")
    }


def figure(kpi: str, value: Decimal) -> str:
    return str(int(value)) if kpi in COUNTS and value == int(value) else f"{value:.2f}"


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Iterator[Warehouse]:
    """All cases landed in one fresh lake and built by dbt; the connection only reads."""
    lake = Lake(tmp_path_factory.mktemp("golden"))
    land([path for case in CASES for path in case.inputs()], lake=lake, vault=Vault(lake.home))
    broken = build(Settings(home=lake.home))
    with lake.connect() as connection:
        built = Warehouse(connection, broken)
        if pytestconfig.getoption("--rewrite-golden", default=False):
            rewrite(built)
        yield built


def build(settings: Settings) -> list[str]:
    """Builds and shows every seed and model, then runs data and unit tests; returns the names of those that failed."""
    with pytest.MonkeyPatch.context() as patch, Lake(settings.home).lock():
        patch.setenv("OVERTURN_HOME", str(settings.home))
        made = run_build(settings, without=("test", "unit_test"))
        assert not failed(made)
        promote(settings, made)
        return failed(run_build(settings, without=("seed", "model")))


def failed(outcomes: list[NodeOutcome]) -> list[str]:
    return [f"{each.name}: {each.status}, {each.failures} rows" for each in outcomes if not each.passed]


def rewrite(warehouse: Warehouse) -> None:
    """Replaces answers that the build contradicts, and prints each difference; for --rewrite-golden only."""
    for case in CASES:
        said = {"claims": warehouse.claims(case), "denials": warehouse.denials(case), "kpis": warehouse.kpis(case)}
        before, after = (json.dumps(answers, indent=2) for answers in (case.expected, case.expected | said))
        if before != after:
            (case.folder / "expect.json").write_text(after + "\n")
            lines = difflib.unified_diff(before.splitlines(), after.splitlines(), "by hand", case.name, lineterm="")
            print(*lines, sep="\n")  # noqa: T201 - the difference is there to be read
            case.expected.update(said)


each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@each_case
def test_claims_stand_as_the_hand_computation_says(case: Case, warehouse: Warehouse) -> None:
    assert warehouse.claims(case) == case.expected["claims"]


@each_case
def test_each_denied_thing_is_counted_once_under_its_reason(case: Case, warehouse: Warehouse) -> None:
    assert warehouse.denials(case) == case.expected["denials"]


@pytest.mark.parametrize("case", [case for case in CASES if "episodes" in case.expected], ids=lambda case: case.name)
def test_denials_take_the_course_that_was_worked_out(case: Case, warehouse: Warehouse) -> None:
    assert warehouse.episodes(case) == case.expected["episodes"]


@each_case
def test_kpis_count_what_the_rules_count(case: Case, warehouse: Warehouse) -> None:
    assert warehouse.kpis(case) == case.expected["kpis"]


@each_case
def test_the_slices_of_its_payers_say_what_a_case_says(case: Case, warehouse: Warehouse) -> None:
    said = {kpi: warehouse.sliced(case, kpi, answer) for kpi, answer in case.expected["kpis"].items()}
    assert said == case.expected["kpis"]


@pytest.mark.parametrize("kpi", SUMMED)
def test_a_figure_over_the_lake_is_the_sum_of_the_cases(kpi: str, warehouse: Warehouse) -> None:
    by_hand = {case.name: case.expected["kpis"].get(kpi) for case in CASES}
    shares = [by_hand.get(case.name) or warehouse.kpi(case, kpi, {}) for case in CASES]
    numerator, denominator = warehouse.whole(kpi)
    assert numerator == sum(Decimal(each["numerator"]) for each in shares)
    if kpi != "K21":
        assert denominator == sum(Decimal(each["denominator"]) for each in shares)


def test_concentration_over_the_lake_is_that_of_the_five_largest_cells(warehouse: Warehouse) -> None:
    cells: Counter[tuple[str, str]] = Counter()
    for case in CASES:
        for denial in case.expected["denials"] or []:
            cells[case.payer, denial["carc"]] += Decimal(denial.get("denied_amount", 0))  # type: ignore[assignment]
    numerator, denominator = warehouse.whole("K23")
    assert numerator == sum(amount for _, amount in cells.most_common(5))
    assert denominator >= sum(cells.values())


@pytest.mark.parametrize(("kpi", "numerator", "denominator"), LEDGER)
def test_the_ledgers_months_make_the_figures_of_the_house(
    kpi: str, numerator: str, denominator: str, warehouse: Warehouse
) -> None:
    assert warehouse.whole(kpi) == (Decimal(numerator), Decimal(denominator))


def test_rows_without_a_partner_are_listed_with_their_reason(warehouse: Warehouse) -> None:
    found = warehouse.rows(
        "select orphan_kind, object_id, reason from marts.rpt_orphans "
        "where orphan_kind like 'appeal_%' or orphan_kind like 'response_%' or orphan_kind like '%_by_fhir_alone'"
    )
    assert {tuple(row.values()) for row in found} == ORPHANS


def test_every_data_test_of_the_warehouse_holds_on_the_cases(warehouse: Warehouse) -> None:
    assert not warehouse.failed_tests


def worked() -> list[Row]:
    """The table of every claim of every case, worked out by hand (worked_claims.csv)."""
    with (HERE / "worked_claims.csv").open() as stream:
        rows: list[Row] = list(csv.DictReader(stream))
    return [{**row, "counted_charge": row["charge"] if row["k1_denominator"] == "1" else "0"} for row in rows]


@pytest.mark.parametrize("kpi", WORKED)
def test_the_worked_table_adds_up_to_the_figure(kpi: str, warehouse: Warehouse) -> None:
    rows, (counted, considered) = worked(), WORKED[kpi]
    numerator, denominator = warehouse.whole(kpi)
    assert numerator == sum(Decimal(row[column] or 0) for row in rows for column in counted)
    assert denominator == sum(Decimal(row[considered] or 0) for row in rows if considered)


def test_the_worked_table_has_each_claim_once_and_what_the_cases_say(warehouse: Warehouse) -> None:
    rows = {row["claim"]: row for row in worked()}
    answers = {answer["patient_control_number"]: answer for case in CASES for answer in case.expected["claims"]}
    assert set(rows) == set(answers)
    assert len(rows) >= 60
    assert all(Decimal(rows[claim]["k21"]) == Decimal(answers[claim]["recovered_amount"]) for claim in rows)
