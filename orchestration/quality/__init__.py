"""Quality checks of landed batches with Great Expectations; importing this does not import that."""

from __future__ import annotations

from orchestration.quality.checks import CheckResult, check_batches
from orchestration.quality.suites import CHECKED_TABLES

__all__ = ["CHECKED_TABLES", "CheckResult", "check_batches"]
