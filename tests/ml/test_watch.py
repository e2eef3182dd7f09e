"""The payer watch: quiet on streams that do not change, and soon there where one does."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from interchange.lake import Lake
from ml import watch

WEEKS, CHANGE = 90, 75


def make_rows(*, seed: int, raised: float | None = None) -> pd.DataFrame:
    """Six payers by two lines, 60 answers a week each, one in twenty denied; payer P0's imaging changes at week 75."""
    rng = np.random.default_rng(seed)
    rows = []
    for week in range(WEEKS):
        start = pd.Timestamp("2024-01-01") + pd.Timedelta(weeks=week)
        for payer in range(6):
            for line in ("Imaging", "Surgery"):
                changed = raised is not None and week >= CHANGE and payer == 0 and line == "Imaging"
                denied = int(rng.binomial(60, raised if changed else 0.05))
                rows.append((f"P{payer}", line, "", start, 60 - denied, 0.0))
                rows.append((f"P{payer}", line, "necessity", start, denied, 100.0 * denied))
    names = ["payer_id", "service_line", "reason", "week_start", "answered_count", "denied_amount"]
    return pd.DataFrame(rows, columns=names)


def alarms_of(rows: pd.DataFrame) -> tuple[watch.Streams, np.ndarray[tuple[int, int], np.dtype[np.bool_]]]:
    streams = watch.count_streams(rows)
    usual = watch.baselines(streams.answered, streams.denied)
    limit = watch.alarm_limit(streams.answered, streams.denied, seed=1)
    statistics = watch.statistic(streams.answered, streams.denied, usual)
    statistics[:, : watch.YOUNG_WEEKS] = 0
    return streams, watch.alarms(statistics, limit)


def test_counts_are_the_rows_of_each_stream() -> None:
    rows = make_rows(seed=1)
    streams = watch.count_streams(rows)
    assert streams.answered.shape == (12, WEEKS)
    assert (streams.answered == 60).all()
    assert streams.denied.sum() == rows.loc[rows["reason"] != "", "answered_count"].sum()


def test_unchanged_streams_raise_no_more_false_alarms_than_stated() -> None:
    fired = sum(alarms_of(make_rows(seed=seed))[1].sum() for seed in range(20, 24))
    assert fired / (4 * WEEKS) <= 2 * watch.FALSE_ALARMS_A_WEEK


def test_a_change_of_ten_denials_a_week_is_found_within_sixty_days() -> None:
    found = 0
    for seed in range(5):
        streams, fires = alarms_of(make_rows(seed=seed, raised=0.05 + 10 / 60))
        place = streams.keys.index[(streams.keys["payer_id"] == "P0") & (streams.keys["service_line"] == "Imaging")][0]
        found += bool(fires[place, CHANGE : CHANGE + 8].any())
    assert found == 5


def test_the_list_names_the_changed_stream_first_and_holds_the_discovery_rate() -> None:
    rows = make_rows(seed=3, raised=0.2)
    cut = rows[rows["week_start"] < pd.Timestamp("2024-01-01") + pd.Timedelta(weeks=CHANGE + 4)]
    listed = watch.watch(watch.count_streams(cut))
    first = listed.iloc[0]
    assert (first["payer_id"], first["service_line"]) == ("P0", "Imaging")
    assert first["is_alert"]
    assert first["is_listed"]
    assert first["affected_amount"] > 0
    assert listed["is_listed"].sum() <= 2


def test_q_values_are_benjamini_and_hochberg_s() -> None:
    assert np.allclose(watch.discoveries(np.array([0.01, 0.04, 0.03, 0.5])), [0.04, 0.04 * 4 / 3, 0.04 * 4 / 3, 0.5])


def test_the_list_of_the_published_build_covers_every_payer(published_home: Path) -> None:
    with Lake(published_home).connect() as connection:
        missing = connection.execute(
            """SELECT DISTINCT payer_id FROM marts.fct_claim_features WHERE label_is_answered
               EXCEPT SELECT payer_id FROM ml.watch_list"""
        ).fetchall()
    assert not missing
