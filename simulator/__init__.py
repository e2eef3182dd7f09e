"""A hospital or an office and its payers, with known truth: writes real interchange files at the border."""

from __future__ import annotations

from simulator.playing import play
from simulator.simulation import SimulationSummary, simulate

__all__ = ["SimulationSummary", "play", "simulate"]
