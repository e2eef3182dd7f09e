"""Commands that judge X12 files: validate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from orchestration.commands.console import ends_in_exit_code, print_json
from orchestration.commands.x12.sources import Files, Refusals, counted, open_readings
from orchestration.exit_codes import FileRefusedError

if TYPE_CHECKING:
    from interchange.x12 import Finding

    Judged = list[tuple[str, list[Finding]]]


class Form(StrEnum):
    """How findings are printed."""

    TABLE = "table"
    JSON = "json"
    SARIF = "sarif"


def register(app: typer.Typer) -> None:
    """Adds this module's commands."""
    app.command(epilog="Example: overturn x12 validate remit.835 --strict --format sarif")(validate)


@ends_in_exit_code
def validate(
    files: Files,
    strict: Annotated[bool, typer.Option("--strict", help="A wrong or missing trailer is an error.")] = False,
    output: Annotated[Form, typer.Option("--format", help="How to print; json is one line a finding.")] = Form.TABLE,
) -> None:
    """List what is wrong with files, by code and place; exit code 65 where something of severity error is."""
    judged = _judge(files, strict=strict)
    if output is Form.SARIF:
        from importlib.metadata import version

        from interchange.x12.sarif import to_sarif

        print_json(to_sarif(judged, version=version("overturn")), indent=2)
    elif output is Form.JSON:
        for name, findings in judged:
            for finding in findings:
                print_json({"file": name, **asdict(finding)})
    else:
        from orchestration.answers.tables import print_findings

        print_findings(judged)
    errors = sum(finding.severity == "error" for _, findings in judged for finding in findings)
    if errors:
        raise FileRefusedError(f"{counted(errors, 'error')} in {counted(len(judged), 'file')}")


def _judge(files: Sequence[str], *, strict: bool) -> Judged:
    from interchange.x12 import Finding
    from interchange.x12.judgement import judge
    from interchange.x12.sarif import as_findings

    refusals, judged = Refusals(), []
    for source, reading in open_readings(files, refusals, strict=strict):
        findings = [*reading.findings, *judge(reading, source.content), *as_findings(reading.quarantined)]
        judged.append((source.name, sorted(findings, key=lambda each: each.byte_offset)))
    for each in refusals.said:
        refused = Finding(each.code, "error", each.message, each.byte_offset, each.segment_ordinal)
        judged.append((each.name, [refused]))
    return judged
