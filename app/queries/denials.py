"""Denials under filters: totals, splits that add up to them, and the rows with their place in the files."""

from __future__ import annotations

from typing import Any

import pandas as pd

from app.queries.published import At, ask, records
from app.queries.scope import DENIALS as SCOPE
from app.queries.scope import DIMENSIONS, Chosen, bind

__all__ = ["DIMENSIONS", "SCOPE", "Chosen", "bind"]
NAME = "CASE $dimension " + " ".join(f"WHEN '{name}' THEN {name}" for name in DIMENSIONS) + " END"
CLOCKS = "FROM marts.fct_appeal_clocks AS c INNER JOIN"


def totals(at: At, chosen: Chosen, *, any_denial: bool = False) -> dict[str, Any]:
    """Denials, claims and dollars under the filters; ``open_net`` at what payers allow, the rest as submitted."""
    statement = f"""SELECT count(*) AS denials, count(DISTINCT claim_id) AS claims,
        coalesce(sum(denied_amount), 0) AS denied, coalesce(sum(recovered_amount), 0) AS recovered,
        coalesce(sum(open_amount), 0) AS open,
        coalesce(sum(net_amount) FILTER (WHERE open_amount > 0), 0) AS open_net,
        coalesce(sum(net_amount) FILTER (WHERE outcome = 'window_closed'), 0) AS closed_net,
        coalesce(sum(denied_amount) FILTER (WHERE preventable = 'Y'), 0) AS avoidable,
        coalesce(sum(denied_amount) FILTER (WHERE preventable = 'P'), 0) AS partly_avoidable {SCOPE}"""
    return records(ask(at, statement, bind(chosen, any_denial=any_denial)))[0]


def split(at: At, dimension: str, chosen: Chosen) -> pd.DataFrame:
    """Denied dollars under the filters by one dimension, largest first: every row, so that it adds up to the total."""
    statement = f"""SELECT coalesce({NAME}, 'Not stated') AS name, count(*) AS denials,
        count(DISTINCT claim_id) AS claims, sum(denied_amount) AS denied, sum(recovered_amount) AS recovered,
        sum(open_amount) AS open {SCOPE} GROUP BY 1 ORDER BY denied DESC, name"""
    return ask(at, statement, bind(chosen, dimension=dimension))


def values(at: At, dimension: str) -> list[str]:
    """The values a filter offers, in order: those of every filter come from one question."""
    each = ", ".join(f"list_sort(list(DISTINCT {name})) AS {name}" for name in DIMENSIONS)
    found = ask(at, f"SELECT {each} {SCOPE}", bind({}))
    return [str(value) for value in records(found)[0][dimension] or ()]


KINDS = {
    "all": "true",
    "open": "open_amount > 0",
    "avoidable": "preventable = 'Y'",
    "recovered": "recovered_amount <> 0",
}


def rows(at: At, chosen: Chosen, limit: int, *, kind: str = "all", any_denial: bool = False) -> pd.DataFrame:
    """The denials of a kind under the filters, largest first, each with its file, byte offset and segment."""
    statement = f"""SELECT claim_id, denied_amount, recovered_amount, payer, code, plain_meaning, remark, procedure,
        service_line, provider, first_denied_date, status, reason, first_action, file_name, byte_offset,
        segment_ordinal, sha256 {SCOPE} AND {KINDS[kind]} ORDER BY denied_amount DESC, denial_id LIMIT $most"""
    return ask(at, statement, bind(chosen, most=limit, any_denial=any_denial))


def fixes(at: At, chosen: Chosen) -> pd.DataFrame:
    """What to do first per payer and code, with the dollars still open that it addresses, largest first."""
    statement = f"""SELECT payer, code, any_value(plain_meaning) AS meaning, sum(open_amount) AS open,
        count(*) AS denials, any_value(owner_team) AS owner, any_value(first_action) AS fix,
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
