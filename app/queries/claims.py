"""One claim: found by any number that people know it by, and its life from the first submission on."""

from __future__ import annotations

from typing import Any

import pandas as pd

from app.queries.published import At, ask, has, records


def search(at: At, wanted: str, limit: int = 50) -> pd.DataFrame:
    """Claims that carry the number as claim, patient control, payer claim control, payment or authorization number."""
    statement = """
        WITH found AS (
            SELECT claim_id FROM marts.fct_claims
            WHERE $wanted IN (upper(claim_id), upper(patient_control_number), upper(payer_claim_control_number),
                              upper(prior_authorization_number))
            UNION
            SELECT claim_id FROM marts.fct_remittances
            WHERE $wanted IN (upper(payer_claim_control_number), upper(trace_number), upper(remittance_id))
        )
        SELECT c.claim_id, p.payer_name AS payer, c.service_line, c.current_outcome AS outcome, c.charge_amount,
               c.paid_amount, c.submitted_date
        FROM marts.fct_claims AS c SEMI JOIN found USING (claim_id)
        LEFT JOIN marts.dim_payers AS p ON c.payer_id = p.payer_id
        ORDER BY c.charge_amount DESC, c.claim_id LIMIT $most"""
    return ask(at, statement, {"wanted": wanted.strip().upper(), "most": limit})


def claim(at: At, claim_id: str) -> dict[str, Any] | None:
    """A claim with the names that belong to it; None where there is none of this id."""
    statement = """
        SELECT c.*, p.payer_name AS payer, v.provider_name AS provider, f.provider_name AS facility
        FROM marts.fct_claims AS c
        LEFT JOIN marts.dim_payers AS p ON c.payer_id = p.payer_id
        LEFT JOIN marts.dim_providers AS v ON c.rendering_provider_id = v.provider_id
        LEFT JOIN marts.dim_providers AS f ON c.billing_provider_id = f.provider_id
        WHERE c.claim_id = $claim"""
    found = records(ask(at, statement, {"claim": claim_id}))
    return found[0] if found else None


def events(at: At, claim_id: str) -> pd.DataFrame:
    """What happened to a claim, oldest first, each with the place in the file that says so."""
    statement = """
        WITH files AS (
            SELECT file_id, min(file_name) AS file_name, min(sha256) AS sha256
            FROM raw.files WHERE status <> 'duplicate' GROUP BY file_id
        )
        SELECT e.event_date, e.event_kind, e.title, e.detail, e.amount, e.denied_amount,
               e.patient_responsibility_amount, e.step, e.remittance_id,
               f.file_name, f.sha256, e.byte_offset, e.segment_ordinal
        FROM marts.rpt_claim_events AS e LEFT JOIN files AS f ON e.file_id = f.file_id
        WHERE e.claim_id = $claim
        ORDER BY e.event_date, coalesce(e.remittance_id, ''), e.step, e.segment_ordinal"""
    return ask(at, statement, {"claim": claim_id})


def lines(at: At, claim_id: str) -> pd.DataFrame:
    """A claim's service lines with what became of each."""
    statement = """
        SELECT procedure_id AS procedure, modifier_1 AS modifier, service_date, charge_amount, initial_denied_amount,
               paid_amount, patient_responsibility_amount, is_denied
        FROM marts.fct_claim_lines WHERE claim_id = $claim ORDER BY charge_amount DESC, line_key"""
    return ask(at, statement, {"claim": claim_id})


def clocks(at: At, claim_id: str) -> pd.DataFrame:
    """The appeal clocks that run for a claim's open denials."""
    if not has(at, "marts.fct_appeal_clocks"):
        return pd.DataFrame()
    statement = """
        SELECT carc AS code, clock_status, level_name, deadline_date, days_left, open_amount, rule_source
        FROM marts.fct_appeal_clocks WHERE claim_id = $claim ORDER BY deadline_date, carc"""
    return ask(at, statement, {"claim": claim_id})


def risk(at: At, claim_id: str) -> dict[str, Any] | None:
    """What the model says of a claim that waits for its answer; None where it was not scored."""
    if not has(at, "ml.predictions"):
        return None
    found = records(ask(at, "SELECT * FROM ml.predictions WHERE claim_id = $claim", {"claim": claim_id}))
    return found[0] if found else None
