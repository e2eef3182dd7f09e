"""The model card in the documentation: what its generator writes, figures apart."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from ml.card import SHOWN, render_card

PAGE = Path(__file__).parents[2] / "docs" / "model_card.md"
TAGS = ("train_claims", "label_cutoff", "maturity_days", "test_claims", "lake_snapshot", "feature_hash", "seed")
METRICS = ("auc", "pr_auc", "log_loss", "ece", "recall_at_10_percent", "denied_dollars_at_10_percent", *SHOWN)


def shape(text: str) -> list[str]:
    """The lines of a card without its figures, and without the rows of its slices."""
    lines = [line for line in text.splitlines() if not re.match(r"\| (line of business|place|age|sex) ", line)]
    lines = [re.sub(r"features \w+", "features #", re.sub(r"rule on: .*", "rule on", line)) for line in lines]
    return [re.sub(r"[0-9][0-9.-]*", "#", line) for line in lines]


def test_the_card_in_the_documentation_is_one_that_the_generator_writes() -> None:
    rows = [(slice_name, metric, 0.5) for slice_name in ("all", "simple rule", "sex other") for metric in METRICS]
    measured = pd.DataFrame(rows, columns=["slice", "metric", "value"]).drop_duplicates()
    measured = measured.assign(model_name="claim_denial_risk", model_version="1")
    card = render_card(measured, dict.fromkeys(TAGS, "1"))
    assert shape(PAGE.read_text()) == shape(card)
