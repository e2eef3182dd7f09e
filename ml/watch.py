"""Payer watch: which payer denies a line of service for a reason more than it used to, soon and with few false alarms.

Weekly counts by payer, line and reason, by the day of the answer, against the year that ends four weeks before.
Alerts are Shiryaev-Roberts statistics over a mixture of odds, above a limit that the same streams, redrawn from their
own mean rates, cross half as often as once a week; the ranked list holds the false discovery rate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from interchange.lake import Lake
from ml.tables import replace_tables

if TYPE_CHECKING:
    import pandas as pd

Floats = npt.NDArray[np.float64]
ODDS = (2.0, 3.0, 5.0, 9.0, 18.0)
BASELINE_WEEKS, GAP_WEEKS = 52, 4
YOUNG_WEEKS = 30
PRIOR_ANSWERS = 20
FALSE_ALARMS_A_WEEK = 0.5
# Seasons and wandering rates, which redrawn streams lack, raise some more: so only a part of it is allowed to them.
REDRAWN_ALARMS_A_WEEK = 0.45
DISCOVERY_RATE = 0.10
REST_WEEKS = 8
RECENT_WEEKS = 4
MOST = 1e200
STREAM = ("payer_id", "service_line", "reason")
QUERY = """
    SELECT f.payer_id, f.service_line, coalesce(f.label_reason, '') AS reason,
        CAST(date_trunc('week', f.label_first_answered_date) AS DATE) AS week_start,
        count(*) AS answered_count, sum(CAST(f.label_denied_amount AS DOUBLE)) AS denied_amount
    FROM marts.fct_claim_features AS f WHERE f.label_is_answered
    GROUP BY ALL ORDER BY ALL"""


@dataclass(frozen=True)
class Streams:
    """Counts by stream and week: answers of the stream's payer and line, denials of its reason, and their dollars."""

    keys: pd.DataFrame
    weeks: npt.NDArray[Any]
    answered: Floats
    denied: Floats
    amounts: Floats


def count_streams(rows: pd.DataFrame) -> Streams:
    """Weekly counts from rows of payer, line, reason ('' for paid), week, count and dollars; the last week is whole."""
    weeks = np.sort(rows["week_start"].unique())
    column = np.searchsorted(weeks, rows["week_start"].to_numpy())
    places = rows[["payer_id", "service_line"]].drop_duplicates().sort_values(["payer_id", "service_line"])
    reasons = sorted(set(rows["reason"]) - {""})
    keys = places.merge(rows[rows["reason"] != ""][["reason"]].drop_duplicates().sort_values("reason"), how="cross")
    place = rows[["payer_id", "service_line"]].merge(places.assign(place=range(len(places))))["place"].to_numpy()
    answered = np.zeros((len(places), len(weeks)))
    np.add.at(answered, (place, column), rows["answered_count"].to_numpy(dtype=np.float64))
    denied, amounts = np.zeros((2, len(places), len(reasons), len(weeks)))
    is_denied = (rows["reason"] != "").to_numpy()
    number = rows["reason"].map({name: n for n, name in enumerate(reasons)}).fillna(0).to_numpy(dtype=np.int64)
    where = (place[is_denied], number[is_denied], column[is_denied])
    np.add.at(denied, where, rows["answered_count"].to_numpy(dtype=np.float64)[is_denied])
    np.add.at(amounts, where, rows["denied_amount"].to_numpy(dtype=np.float64)[is_denied])
    shape = (len(keys), len(weeks))
    return Streams(
        keys, weeks, np.repeat(answered, len(reasons), axis=0), denied.reshape(shape), amounts.reshape(shape)
    )


def baselines(answered: Floats, denied: Floats) -> Floats:
    """The rate that each stream had in the weeks before each week, drawn to the mean of all while it is young."""
    before = _trailing(answered), _trailing(denied)
    overall = before[1].sum(axis=0) / np.maximum(before[0].sum(axis=0), 1)
    return np.asarray(np.clip((before[1] + PRIOR_ANSWERS * overall) / (before[0] + PRIOR_ANSWERS), 2e-4, 0.9))


def _trailing(counts: Floats) -> Floats:
    sums = np.concatenate([np.zeros((len(counts), 1)), counts.cumsum(axis=1)], axis=1)
    week = np.arange(counts.shape[1])
    return np.asarray(
        sums[:, np.maximum(week - GAP_WEEKS, 0)] - sums[:, np.maximum(week - GAP_WEEKS - BASELINE_WEEKS, 0)]
    )


def statistic(answered: Floats, denied: Floats, usual: Floats) -> Floats:
    """Log of the Shiryaev-Roberts statistic by stream and week: how much better a rise of the odds explains it."""
    sums = np.zeros((len(ODDS), len(answered)))
    out = np.zeros_like(answered)
    for week in range(answered.shape[1]):
        rate, n, k = usual[:, week], answered[:, week], denied[:, week]
        for place, odds in enumerate(ODDS):
            raised = odds * rate / (1 - rate + odds * rate)
            gain = k * np.log(raised / rate) + (n - k) * np.log((1 - raised) / (1 - rate))
            sums[place] = np.minimum((1 + sums[place]) * np.exp(np.clip(gain, -30, 30)), MOST)
        out[:, week] = np.log(np.maximum(sums.mean(axis=0), 1e-9))
    return out


def alarm_limit(answered: Floats, denied: Floats, *, seed: int, draws: int = 4) -> float:
    """The limit that streams redrawn from their own mean rates cross no oftener than half a time a week in all.

    Infinite where no stream is old enough to have a baseline.
    """
    overall = denied.sum() / max(answered.sum(), 1)
    rates = (denied.sum(axis=1) + PRIOR_ANSWERS * overall) / (answered.sum(axis=1) + PRIOR_ANSWERS)
    rng = np.random.default_rng(seed)
    redrawn = []
    for _ in range(draws):
        drawn = rng.binomial(answered.astype(np.int64), rates[:, None]).astype(np.float64)
        redrawn.append(statistic(answered, drawn, baselines(answered, drawn))[:, YOUNG_WEEKS:])
    if not redrawn[0].size:
        return float("inf")
    low, high = 0.0, max(float(each.max()) for each in redrawn) + 1
    for _ in range(30):
        middle = (low + high) / 2
        rate = sum(alarms(each, middle).sum() for each in redrawn) / (draws * redrawn[0].shape[1])
        low, high = (middle, high) if rate > REDRAWN_ALARMS_A_WEEK else (low, middle)
    return high


def alarms(statistics: Floats, limit: float) -> npt.NDArray[np.bool_]:
    """The weeks in which a stream first crosses the limit; after an alarm it rests for eight weeks."""
    out = np.zeros(statistics.shape, bool)
    last = np.full(len(statistics), -REST_WEEKS)
    for week in range(statistics.shape[1]):
        fires = (statistics[:, week] > limit) & (week - last >= REST_WEEKS)
        out[:, week] = fires
        last[fires] = week
    return out


def discoveries(p_values: Floats) -> Floats:
    """Benjamini-Hochberg q-values."""
    order = np.argsort(p_values)
    ranked = p_values[order] * len(p_values) / np.arange(1, len(p_values) + 1)
    out = np.empty_like(p_values)
    out[order] = np.minimum(np.minimum.accumulate(ranked[::-1])[::-1], 1)
    return out


def watch(streams: Streams, *, seed: int = 20_260_101) -> pd.DataFrame:
    """Rows of ``ml.watch_list``: every stream as of the last week, most surprising first."""
    from scipy.stats import binom

    usual = baselines(streams.answered, streams.denied)
    statistics = statistic(streams.answered, streams.denied, usual)
    limit = alarm_limit(streams.answered, streams.denied, seed=seed)
    statistics[:, :YOUNG_WEEKS] = 0
    recent = slice(max(len(streams.weeks) - RECENT_WEEKS, 0), None)
    n, k = streams.answered[:, recent].sum(axis=1), streams.denied[:, recent].sum(axis=1)
    expected = (streams.answered * usual)[:, recent].sum(axis=1)
    p_values = binom.sf(k - 1, n.astype(np.int64), expected / np.maximum(n, 1))
    q_values = discoveries(p_values)
    listed = streams.keys.assign(
        week_start=streams.weeks[-1] if len(streams.weeks) else None,
        answered_count=n.astype(np.int64),
        denied_count=k.astype(np.int64),
        expected_count=expected.round(4),
        statistic=statistics[:, -1].round(4),
        p_value=p_values.round(8),
        q_value=q_values.round(8),
        is_alert=np.asarray((statistics[:, recent] > limit).any(axis=1)),
        is_listed=q_values <= DISCOVERY_RATE,
        affected_amount=streams.amounts[:, recent].sum(axis=1).round(2),
    )
    return listed.sort_values(["q_value", "p_value", *STREAM]).reset_index(drop=True)


def watch_payers(*, lake: Lake) -> dict[str, Any]:
    """Replaces ``ml.watch_list`` from the last build; returns the counts of streams, alerts and listed streams."""
    with lake.connect() as connection:
        rows = connection.execute(QUERY).df()
    listed = watch(count_streams(rows)) if len(rows) and (rows["reason"] != "").any() else None
    if listed is None:
        return {"stream_count": 0, "alert_count": 0, "listed_count": 0, "snapshot_id": lake.snapshot_id()}
    snapshot = replace_tables(lake, {"watch_list": listed})
    return {
        "stream_count": len(listed),
        "alert_count": int(listed["is_alert"].sum()),
        "listed_count": int(listed["is_listed"].sum()),
        "snapshot_id": snapshot,
    }
