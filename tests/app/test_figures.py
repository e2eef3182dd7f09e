"""Every figure on every page is the mart's own, asked by other SQL; what flows from stage to stage is whole."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from app.causes.flows import DENIED, SUBMITTED, read_links
from app.page import Build
from app.queries import denials, dollars
from app.queries.published import At, ask, read_publication
from app.wording import DASH, say_count, say_days, say_dollars, say_share, say_value
from orchestration.answers.figures import read_kpis
from orchestration.settings import Settings
from tests.app.conftest import Open

KPI = "SELECT value FROM marts.rpt_kpis WHERE kpi_id = '{}' AND period_grain = 'all' AND slice_dimension IS NULL"
INITIAL = "FROM marts.fct_denials WHERE is_initial"
SCORED = "FROM ml.predictions"
DEAREST = """FROM marts.rpt_payer_scorecard WHERE service_line = 'All' AND denial_category = 'All'
    ORDER BY denied_amount DESC, payer_name LIMIT 1"""
FILES = "SELECT count(*) FROM raw.files"
# View, label on the page, the figure asked of the lake, and how it is said.
FIGURES: list[tuple[str, str, str, Callable[[Any], str]]] = [
    (
        "overview",
        "Net dollars at risk",
        "SELECT sum(net_amount) FROM marts.rpt_denials WHERE resolved_date IS NULL",
        say_dollars,
    ),
    ("overview", "Initial denial rate, % of dollars", KPI.format("K2"), say_share),
    (
        "overview",
        "Cash expected in 30 days",
        "SELECT expected_amount FROM marts.rpt_cash_forecasts WHERE is_current AND horizon_days = 30",
        say_dollars,
    ),
    ("overview", "Avoidable dollars", f"SELECT sum(denied_amount) {INITIAL} AND preventable = 'Y'", say_dollars),
    ("overview", "Recovered", KPI.format("K21"), say_dollars),
    ("root_causes", "Denied at first", f"SELECT sum(denied_amount) {INITIAL}", say_dollars),
    ("root_causes", "Recovered since", f"SELECT sum(recovered_amount) {INITIAL}", say_dollars),
    ("root_causes", "Still open", f"SELECT sum(open_amount) {INITIAL}", say_dollars),
    ("root_causes", "Claims", f"SELECT count(DISTINCT claim_id) {INITIAL}", say_count),
    ("payers", "Days to pay", f"SELECT mean_days_to_pay {DEAREST}", say_days),
    ("payers", "Short of contract", f"SELECT underpaid_amount {DEAREST}", say_dollars),
    ("prebill", "Claims without an answer", f"SELECT count(*) {SCORED}", say_count),
    ("prebill", "Expected to be denied", f"SELECT sum(expected_denied_amount) {SCORED}", say_dollars),
    (
        "prebill",
        "More likely denied than not",
        f"SELECT count(*) {SCORED} WHERE denial_probability >= 0.5",
        say_count,
    ),
    ("data_health", "Files in", FILES, say_count),
    ("data_health", "Loaded", f"{FILES} WHERE status = 'loaded'", say_count),
    ("data_health", "Put aside", f"{FILES} WHERE status = 'quarantined'", say_count),
    ("data_health", "Repeated", f"{FILES} WHERE status = 'duplicate'", say_count),
]


@pytest.fixture(scope="module")
def shown() -> dict[str, dict[str, str]]:
    """The figures by page and label, of the pages opened so far: each page is opened once."""
    return {}


@pytest.mark.parametrize(("view", "label", "statement", "say"), FIGURES, ids=[f"{row[0]}: {row[1]}" for row in FIGURES])
def test_a_figure_on_a_page_is_the_marts_own(
    shown: dict[str, dict[str, str]],
    open_view: Open,
    published_home: Path,
    at: At,
    view: str,
    label: str,
    statement: str,
    say: Callable[[Any], str],
) -> None:
    if view not in shown:
        metrics = open_view(published_home, view).metric
        shown[view] = {str(each.label).replace("\\", ""): each.value for each in metrics}
    assert shown[view][label] == say(ask(at, statement).iloc[0, 0])


def table(app: AppTest, column: str) -> Any:
    return next(each.value for each in app.dataframe if column in each.value.columns)


def test_the_kpi_page_shows_what_overturn_kpis_prints(open_view: Open, published_home: Path) -> None:
    printed = {row["kpi_id"]: row for row in read_kpis(Settings(home=published_home))}
    page = table(open_view(published_home, "kpis"), "KPI").set_index("KPI")
    assert set(page.index) == set(printed)
    for kpi, row in printed.items():
        value = row["value"]
        said = page.loc[kpi, "value_text"]
        assert (
            said in {"No feed", "None yet", "By month", "By week"}
            if value is None
            else said == say_value(Decimal(value), row["unit"])
        )


def test_a_kpi_without_its_table_says_that_no_feed_has_landed(open_view: Open, published_home: Path) -> None:
    page = table(open_view(published_home, "kpis"), "KPI").set_index("KPI")
    assert page.loc["K14", "value_text"] == "No feed"
    assert "FINANCE_MONTH" in page.loc["K14", "Read from"]


@pytest.mark.parametrize("names", [(), ("payer",), ("service_line",), ("payer", "location")])
def test_no_dollar_is_lost_between_the_stages_of_the_flow(published_home: Path, at: At, names: tuple[str, ...]) -> None:
    chosen = {name: [denials.split(at, name, {}).iloc[0]["name"]] for name in names}
    publication = read_publication(str(published_home))
    assert publication
    links = read_links(Build(str(published_home), publication), chosen)
    rate = dollars.initial_denials(at, chosen)
    assert sum(each.amount for each in links if each.source == SUBMITTED) == rate["denominator"]
    assert sum(each.amount for each in links if each.target == DENIED) == rate["numerator"] > 0
    ends = {each.target for each in links} - {each.source for each in links}
    for node in {each.target for each in links} - ends:
        into = sum(each.amount for each in links if each.target == node)
        assert into == sum(each.amount for each in links if each.source == node)


def test_filters_narrow_the_overview_to_their_share_of_the_whole(open_view: Open, published_home: Path, at: At) -> None:
    payers = denials.split(at, "payer", {})["name"]
    parts = [dollars.initial_denials(at, {"payer": [payer]}) for payer in payers]
    whole = dollars.initial_denials(at, {})
    assert sum(part["numerator"] for part in parts) == whole["numerator"]
    app = open_view(published_home, "overview", payer=[payers[0]])
    values = {str(each.label).replace("\\", ""): each.value for each in app.metric}
    assert values["Initial denial rate, % of dollars"] == say_share(parts[0]["value"])


def test_the_gain_is_the_models_dollars_less_the_simple_rules(open_view: Open, judged_home: Path) -> None:
    app = open_view(judged_home, "models", look="Dollars found")
    assert [each.value for each in app.metric] == ["$8,000", "$5,000", "$3,000"]


def test_what_is_not_proven_is_not_said_to_be_prevented(open_view: Open, judged_home: Path) -> None:
    app = open_view(judged_home, "models", look="Prevented")
    assert [each.value for each in app.metric] == ["25.0%", "50.0%", "Not proven", DASH]


def test_champion_challenger_and_rule_stand_side_by_side(open_view: Open, judged_home: Path) -> None:
    shown = table(open_view(judged_home, "models"), "Challenger").set_index("Measure").loc["Ranking (AUC)"]
    assert list(shown[["Champion", "Challenger", "Simple rule"]]) == [0.8, 0.81, 0.6]
