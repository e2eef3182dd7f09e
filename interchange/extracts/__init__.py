"""CSV extracts of an EHR and of the denial desk, read from one declarative spec a table."""

from __future__ import annotations

from interchange.extracts.reader import read
from interchange.extracts.specs import EXTRACTS, Extract, tables

__all__ = ["EXTRACTS", "Extract", "read", "tables"]
