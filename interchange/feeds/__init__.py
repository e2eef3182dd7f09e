"""What extracts and FHIR resources share: columns with kinds, rows on their way to typed tables, what was refused."""

from __future__ import annotations

from interchange.feeds.columns import Column, Table
from interchange.feeds.rows import Place, Reading, RefusedError, RefusedRow, Rows

__all__ = ["Column", "Place", "Reading", "RefusedError", "RefusedRow", "Rows", "Table"]
