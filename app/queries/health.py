"""What the data itself looks like: feeds, what was put aside and why, quality checks, what was read."""

from __future__ import annotations

import pandas as pd

from app.queries.published import At, ask


def feeds(at: At) -> pd.DataFrame:
    """The kinds of file that arrive: when the last one came, and how long the kind usually stays away.

    Lag is counted from the last file to the newest file of any kind: a feed is silent after three usual gaps.
    """
    return ask(
        at,
        """WITH arrived AS (
               SELECT type, status, file_name, claim_count, received_at,
                      date_diff('hour', lag(received_at) OVER (PARTITION BY type ORDER BY received_at), received_at)
                          / 24.0 AS gap_days
               FROM raw.files WHERE type IS NOT NULL AND status <> 'duplicate'
           )
           SELECT type AS feed, count(*) AS file_count, sum(claim_count) AS claim_count,
                  count(*) FILTER (WHERE status = 'quarantined') AS quarantined_count,
                  max(received_at) AS last_file_at, max_by(file_name, received_at) AS last_file,
                  round(median(gap_days), 1) AS usual_gap_days,
                  round(date_diff('hour', max(received_at), (SELECT max(received_at) FROM raw.files)) / 24.0, 1)
                      AS silent_days
           FROM arrived GROUP BY type ORDER BY silent_days DESC, feed""",
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
    """The balances that hold between the layers, as the warehouse counts them."""
    return ask(at, "SELECT * FROM marts.rpt_balance_proofs ORDER BY ALL")
