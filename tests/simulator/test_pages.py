"""The pages that are generated say what the code does today."""

from __future__ import annotations

from benchmarks import walk


def test_the_walk_through_one_claim_is_what_the_simulator_writes_now() -> None:
    assert walk.render_page() == walk.PAGE.read_text(), "run `python -m benchmarks.simulator --walk`"
