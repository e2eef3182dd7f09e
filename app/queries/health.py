"""What the data itself looks like: feeds, what was put aside and why, quality checks, what was read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from app.queries.published import At, ask


def feeds(at: At) -> pd.DataFrame:
    """Each sender and kind of file: the last file, how long ago by the data's last day, silent ones first."""
    return ask(
        at,
        """WITH files AS (SELECT file_id, min(file_name) AS file_name FROM raw.files GROUP BY file_id)
           SELECT f.is_silent, f.file_type AS kind,
                  coalesce(f.sender_name, nullif(f.sender_id, 'unknown'), 'not named') AS sender,
                  f.lag_days, f.usual_gap_days, f.last_received_at, l.file_name AS last_file, f.file_count
           FROM marts.rpt_feeds AS f LEFT JOIN files AS l ON f.last_file_id = l.file_id
           ORDER BY f.is_silent DESC, f.lag_days DESC, kind, sender""",
    )


def signal_kinds(at: At) -> pd.DataFrame:
    """What the detectors found, by kind. Kinds overlap, so dollars are not to be added up across them."""
    return ask(
        at,
        """SELECT signal_kind, count(*) AS finding_count, count(DISTINCT claim_id) AS claims,
                  sum(signal_amount) AS signal_amount, max(signal_date) AS last_date
           FROM marts.fct_signals GROUP BY signal_kind ORDER BY signal_amount DESC NULLS LAST, signal_kind""",
    )


def signals(at: At, kind: str, limit: int) -> pd.DataFrame:
    """The findings of one detector, the most dollars first, each with the place that it was read from."""
    return ask(
        at,
        """WITH files AS (
               SELECT file_id, min(file_name) AS file_name, min(sha256) AS sha256
               FROM raw.files WHERE status <> 'duplicate' GROUP BY file_id
           )
           SELECT s.claim_id, coalesce(p.payer_name, s.payer_id) AS payer, s.evidence, s.signal_amount, s.signal_date,
                  f.file_name, s.byte_offset, s.segment_ordinal, f.sha256
           FROM marts.fct_signals AS s LEFT JOIN files AS f USING (file_id)
           LEFT JOIN marts.dim_payers AS p ON s.payer_id = p.payer_id
           WHERE s.signal_kind = $kind
           ORDER BY s.signal_amount DESC NULLS LAST, s.signal_date DESC, s.signal_id LIMIT $most""",
        {"kind": kind, "most": limit},
    )


def deliveries(at: At) -> pd.DataFrame:
    """Files in, by status: what is loaded, put aside and repeated adds up to what came."""
    return ask(
        at,
        """SELECT status, count(*) AS file_count, sum(byte_count) AS byte_count, sum(claim_count) AS claim_count
           FROM raw.files GROUP BY status ORDER BY file_count DESC""",
    )


def quarantine(at: At) -> pd.DataFrame:
    """What was put aside, whole files, sets and rows alike, with the reason and its place; never its values."""
    return ask(
        at,
        """WITH aside AS (
               SELECT 'file' AS what, file_id, reason_code AS code, reason, 0 AS byte_offset, 1 AS segment_ordinal
               FROM raw.files WHERE status = 'quarantined'
               UNION ALL
               SELECT 'transaction set', file_id, code, reason, byte_offset, segment_ordinal FROM raw.quarantined_sets
               UNION ALL
               SELECT 'row of ' || table_name, file_id, expectation, 'column ' || column_name, byte_offset,
                      segment_ordinal FROM raw.quarantined_rows
           ), files AS (SELECT file_id, min(file_name) AS file_name FROM raw.files GROUP BY file_id)
           SELECT a.what, f.file_name, a.code, a.reason, a.byte_offset, a.segment_ordinal
           FROM aside AS a LEFT JOIN files AS f USING (file_id) ORDER BY f.file_name, a.byte_offset""",
    )


def checks(at: At) -> pd.DataFrame:
    """The quality checks of landed batches: how many rows each judged and how many failed."""
    return ask(
        at,
        """SELECT table_name, expectation, column_name, sum(evaluated_count) AS evaluated_count,
                  sum(failed_count) AS failed_count, max(checked_at) AS checked_at
           FROM raw.quality_checks GROUP BY ALL ORDER BY failed_count DESC, table_name, expectation, column_name""",
    )


def findings(at: At) -> pd.DataFrame:
    """What the reader found in the files, by code."""
    return ask(
        at,
        """SELECT code, severity, any_value(message) AS example, count(*) AS finding_count,
                  count(DISTINCT file_id) AS file_count
           FROM raw.findings GROUP BY code, severity ORDER BY finding_count DESC, code""",
    )


def proofs(at: At) -> pd.DataFrame:
    """The balances that hold between the layers, as the warehouse counts them, a broken one first."""
    return ask(
        at,
        """SELECT is_proven, proof, unit, left_value, right_value, difference
           FROM marts.rpt_balance_proofs ORDER BY is_proven, proof""",
    )


def last_build(home: str) -> dict[str, Any] | None:
    """The record of the newest build, published or not: whether it passed, what failed, how long it took."""
    try:
        record: dict[str, Any] = json.loads((Path(home) / "state" / "build.json").read_text())
    except (FileNotFoundError, ValueError):
        return None
    return record
