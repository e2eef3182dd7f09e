"""The diagram in the docs is the contracts' own."""

from __future__ import annotations

from orchestration.documents.diagram import read_marts, render_diagram
from orchestration.settings import PROJECT


def test_the_diagram_in_the_docs_is_the_marts_own() -> None:
    written = (PROJECT / "docs" / "erd.md").read_text()
    assert written == render_diagram(), "run `python -m orchestration.documents.diagram`"


def test_every_mart_stands_in_the_diagram_or_is_named_as_alone() -> None:
    page = render_diagram()
    assert [model["name"] for model in read_marts() if model["name"] not in page] == []


def test_facts_lead_to_their_claims_and_payers() -> None:
    page = render_diagram()
    assert 'fct_denials }o--|| fct_claims : "claim_id"' in page
    assert 'fct_claims }o--|| dim_payers : "payer_id"' in page
