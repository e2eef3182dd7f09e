"""Dated measurements; run all with ``python -m benchmarks``."""
