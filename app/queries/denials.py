"""Denials under filters: totals, splits that add up to them, and the rows with their place in the files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from app.queries.published import At, ask, records

DIMENSIONS: dict[str, str] = {
    "payer": "Payer",
    "line_of_business": "Line of business",
    "facility": "Facility",
    "location": "Location",
    "service_line": "Service line",
    "provider": "Provider",
    "reason": "Reason",
    "code": "Code",
    "remark": "Remark",
    "procedure": "Procedure",
}
# A filter that is not set is bound to NULL and lets every row through. Totals count initial denials unless told
# otherwise.
SCOPE = """
    FROM marts.rpt_denials
    WHERE ($any_denial OR is_initial) AND ($start IS NULL OR first_denied_date BETWEEN $start AND $end)
      AND ($payer IS NULL OR list_contains($payer, payer))
      AND ($line_of_business IS NULL OR list_contains($line_of_business, line_of_business))
      AND ($facility IS NULL OR list_contains($facility, facility))
      AND ($location IS NULL OR list_contains($location, location))
      AND ($service_line IS NULL OR list_contains($service_line, service_line))
      AND ($provider IS NULL OR list_contains($provider, provider))
      AND ($reason IS NULL OR list_contains($reason, reason))
      AND ($code IS NULL OR list_contains($code, code))
      AND ($remark IS NULL OR list_contains($remark, remark))
      AND ($procedure IS NULL OR list_contains($procedure, procedure))
"""
NAME = """CASE $dimension WHEN 'payer' THEN payer WHEN 'line_of_business' THEN line_of_business
    WHEN 'facility' THEN facility WHEN 'location' THEN location WHEN 'service_line' THEN service_line
    WHEN 'provider' THEN provider WHEN 'reason' THEN reason WHEN 'code' THEN code WHEN 'remark' THEN remark
    WHEN 'procedure' THEN procedure END"""
CLOCKS = "FROM marts.fct_appeal_clocks AS c INNER JOIN"
Chosen = Mapping[str, Any]


def bind(chosen: Chosen, **more: Any) -> dict[str, Any]:
    """What the scope and a statement's own parameters are bound to."""
    return {**dict.fromkeys((*DIMENSIONS, "start", "end")), "any_denial": False, **chosen, **more}


def totals(at: At, chosen: Chosen) -> dict[str, Any]:
    """Denials, claims and dollars under the filters."""
    statement = f"""SELECT count(*) AS denials, count(DISTINCT claim_id) AS claims,
        coalesce(sum(denied_amount), 0) AS denied, coalesce(sum(recovered_amount), 0) AS recovered,
        coalesce(sum(open_amount), 0) AS open,
        coalesce(sum(denied_amount) FILTER (WHERE preventable = 'Y'), 0) AS avoidable {SCOPE}"""
    return records(ask(at, statement, bind(chosen)))[0]


def split(at: At, dimension: str, chosen: Chosen) -> pd.DataFrame:
    """Denied dollars under the filters by one dimension, largest first: every row, so that it adds up to the total."""
    statement = f"""SELECT coalesce({NAME}, 'Not stated') AS name, count(*) AS denials,
        count(DISTINCT claim_id) AS claims, sum(denied_amount) AS denied, sum(recovered_amount) AS recovered,
        sum(open_amount) AS open {SCOPE} GROUP BY 1 ORDER BY denied DESC, name"""
    return ask(at, statement, bind(chosen, dimension=dimension))


def values(at: At, dimension: str) -> list[str]:
    """The values a filter offers, in order."""
    statement = f"SELECT DISTINCT {NAME} AS name {SCOPE} AND {NAME} IS NOT NULL ORDER BY 1"
    return [str(value) for value in ask(at, statement, bind({}, dimension=dimension))["name"]]


def rows(at: At, chosen: Chosen, limit: int) -> pd.DataFrame:
    """The denials under the filters, largest first, each with its file, byte offset and segment."""
    statement = f"""SELECT claim_id, payer, reason, code, remark, plain_meaning, procedure, service_line, provider,
        denied_amount, recovered_amount, status, first_action, first_denied_date, file_name, byte_offset,
        segment_ordinal, sha256 {SCOPE} ORDER BY denied_amount DESC, denial_id LIMIT $most"""
    return ask(at, statement, bind(chosen, most=limit))


def fixes(at: At, chosen: Chosen) -> pd.DataFrame:
    """What to do first per payer and code, with the dollars still open that it addresses, largest first."""
    statement = f"""SELECT payer, code, sum(open_amount) AS open, count(*) AS denials,
        any_value(owner_team) AS owner, any_value(first_action) AS fix, any_value(plain_meaning) AS meaning,
        sum(denied_amount) AS denied {SCOPE} GROUP BY payer, code
        HAVING sum(open_amount) > 0 ORDER BY open DESC, payer, code LIMIT 12"""
    return ask(at, statement, bind(chosen))


def preventable(at: At, chosen: Chosen) -> pd.DataFrame:
    """Dollars denied for fully preventable reasons, by subcategory, largest first."""
    statement = f"""SELECT reason || ': ' || subcategory AS name, count(*) AS denials, sum(denied_amount) AS denied,
        sum(open_amount) AS open {SCOPE} AND preventable = 'Y' GROUP BY 1 ORDER BY denied DESC, name"""
    return ask(at, statement, bind(chosen))


def deadlines(at: At, chosen: Chosen) -> pd.DataFrame:
    """Open dollars by appeal deadline and value, the most urgent first; initial and later denials alike."""
    statement = f"""SELECT c.deadline_bucket AS deadline, c.value_band AS value, count(*) AS denial_count,
            sum(c.open_amount) AS open_amount, count(*) FILTER (WHERE c.is_recoverable) AS recoverable_count
        {CLOCKS} (SELECT denial_id {SCOPE}) AS s USING (denial_id)
        GROUP BY ALL ORDER BY deadline, value"""
    return ask(at, statement, bind(chosen, any_denial=True))


def most_urgent(at: At, chosen: Chosen, limit: int) -> pd.DataFrame:
    """The open denials whose clock still runs, the nearest deadline first and the dearest first within a day."""
    statement = f"""SELECT c.deadline_date, c.days_left, c.claim_id, s.payer, s.code, c.open_amount, c.owner_team,
            s.first_action, c.level_name, c.rule_status
        {CLOCKS} (SELECT denial_id, payer, code, first_action {SCOPE}) AS s USING (denial_id)
        WHERE c.clock_status = 'running' ORDER BY c.deadline_date, c.open_amount DESC, c.denial_id LIMIT $most"""
    return ask(at, statement, bind(chosen, any_denial=True, most=limit))


def repeats(at: At, chosen: Chosen) -> pd.DataFrame:
    """What keeps coming back: provider, payer, code and procedure denied more than once, the dearest first."""
    statement = f"""SELECT provider, payer, code, procedure, count(*) AS denials, sum(denied_amount) AS denied,
        sum(open_amount) AS open, min(first_denied_date) AS first_date, max(first_denied_date) AS last_date
        {SCOPE} GROUP BY ALL HAVING count(*) > 1 ORDER BY denied DESC, provider, payer, code, procedure LIMIT 100"""
    return ask(at, statement, bind(chosen))
