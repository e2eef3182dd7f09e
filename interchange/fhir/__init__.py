"""FHIR R4 resources, as NDJSON, single documents or bundles, read from one declarative spec a resource."""

from __future__ import annotations

from interchange.fhir.reader import is_json, read
from interchange.fhir.specs import RESOURCES, Resource, tables

__all__ = ["RESOURCES", "Resource", "is_json", "read", "tables"]
