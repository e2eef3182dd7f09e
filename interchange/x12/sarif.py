"""Findings as SARIF 2.1.0: the form in which editors, code hosts and dashboards read what a checker says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from interchange.x12.findings import Finding, QuarantinedSet

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def to_sarif(judged: Iterable[tuple[str, Sequence[Finding]]], *, version: str) -> dict[str, Any]:
    """One run over files, each given by name with its findings; places are byte offsets into the decoded file."""
    results = [_result(name, finding) for name, findings in judged for finding in findings]
    rules = sorted({result["ruleId"] for result in results})
    for result in results:
        result["ruleIndex"] = rules.index(result["ruleId"])
    driver = {"name": "overturn", "version": version, "rules": [{"id": rule} for rule in rules]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(name: str, finding: Finding) -> dict[str, Any]:
    region = {"byteOffset": finding.byte_offset, "byteLength": max(1, len(finding.segment_id))}
    physical = {"artifactLocation": {"uri": quote(name)}, "region": region}
    place = {
        "segmentOrdinal": finding.segment_ordinal,
        "segment": finding.segment_id,
        "element": finding.element,
        "loop": finding.loop,
        "setControlNumber": finding.set_control_number,
    }
    return {
        "ruleId": finding.code,
        "level": LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": physical}],
        "properties": {key: value for key, value in place.items() if value},
    }


def as_findings(put_aside: Iterable[QuarantinedSet]) -> list[Finding]:
    """Sets that were put aside, each as a finding at its ST."""
    return [
        Finding(
            each.code, "error", f"the set was put aside: {each.reason}", each.byte_offset, each.segment_ordinal, "ST",
            set_control_number=each.set_control_number,
        )
        for each in put_aside
    ]  # fmt: skip
