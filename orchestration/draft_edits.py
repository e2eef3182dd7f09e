"""From an alert of the payer watch to a draft in the rules library: a payer's own edition of the edit for that reason.

A draft has no first day, so it hits nothing. Whoever approves it writes the day into the seed; from the next build on
its hits are counted and its precision for the payer is measured, as for every edit.
"""

from __future__ import annotations

import csv
import io
from typing import Any

from interchange.formulas import neutralise
from orchestration.exit_codes import NothingThereError, OverturnError
from orchestration.settings import Settings

SEED = "seeds/claim_edits.csv"
# Reason of a denial -> the edit that looks for its cause.
EDITS = {
    "eligibility": "ELG2",
    "authorization": "AUT2",
    "modifier": "MOD1",
    "bundling": "BUN1",
    "diagnosis": "DIA1",
    "timely": "TIM2",
    "coordination": "COB1",
    "registration": "REG2",
    "enrollment": "ENR1",
    "documentation": "DOC1",
    "benefit": "FRQ1",
}
# A payer that has turned is looked at from half the rate on at which others are.
RATES = {"AUT2", "MOD1", "BUN1", "DIA1", "ENR1", "DOC1"}
ALERTS = """
    SELECT payer_id || '/' || service_line || '/' || reason AS alert_id, payer_id, service_line, reason, week_start,
        answered_count, denied_count, round(expected_count, 1) AS expected_count, affected_amount, is_alert, is_listed
    FROM ml.watch_list WHERE is_alert OR is_listed ORDER BY is_alert DESC, q_value, alert_id"""


def list_alerts(settings: Settings) -> list[dict[str, Any]]:
    """Alerts and listed streams of the last watch, alerts first, each with the ``alert_id`` that drafts go by."""
    from interchange.lake import Lake

    with Lake(settings.home).connect() as connection:
        found = connection.execute(ALERTS).df().to_dict("records")
    named = [{str(name): value for name, value in each.items()} for each in found]
    return [{**each, "week_start": f"{each['week_start']:%Y-%m-%d}"} for each in named]


def draft_edit(settings: Settings, alert_id: str) -> dict[str, Any]:
    """Writes a draft for an alert at the end of the seed ``claim_edits``; returns the row.

    Raises NothingThereError for an alert that is not there, OverturnError where no edit looks for its reason or the
    payer has its own edition already.
    """
    alerts = list_alerts(settings)
    alert = next((each for each in alerts if each["alert_id"] == alert_id), None)
    if alert is None:
        known = ", ".join(each["alert_id"] for each in alerts[:5]) or "none"
        raise NothingThereError(f"there is no alert {alert_id}; there are: {known}")
    if alert["reason"] not in EDITS:
        raise OverturnError(f"no edit can look for {alert['reason']} before sending: take it up with the payer")
    seed = settings.dbt_project / SEED
    text = seed.read_text()
    library = list(csv.DictReader(io.StringIO(text)))
    row = _draft(library, alert)
    if any(each["edit_id"] == row["edit_id"] for each in library):
        raise OverturnError(f"the rules library has {row['edit_id']} already")
    written = io.StringIO()
    csv.DictWriter(written, fieldnames=list(row), lineterminator="\n").writerow(
        {name: neutralise(value) for name, value in row.items()}
    )
    seed.write_text(text.rstrip("\n") + "\n" + written.getvalue())
    return row


def _draft(library: list[dict[str, str]], alert: dict[str, Any]) -> dict[str, str]:
    base = EDITS[alert["reason"]]
    model = max((each for each in library if each["edit_id"] == base), key=lambda each: int(each["version"]))
    halved = f"{float(model['limit_value']) / 2:g}" if base in RATES else model["limit_value"]
    counts = f"{alert['denied_count']:.0f} of {alert['answered_count']:.0f} answers, {alert['expected_count']} expected"
    return {
        **model,
        "edit_id": f"{base}-{alert['payer_id']}",
        "payer_id": str(alert["payer_id"]),
        "severity": "warn",
        "limit_value": halved,
        "version": "1",
        "effective_from": "",
        "effective_to": "",
        "source": f"Payer watch of {alert['week_start']}: {alert['service_line']}, {counts} in four weeks",
    }
