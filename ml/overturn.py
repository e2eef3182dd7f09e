"""Which denials to work first: the chance that a denial falls, what it then brings, and what the work costs.

Value of an item = P(overturn) x net collectible - cost, per hour of work; an item that loses money is not worth
working. Only some denials are worked, so the chances are recalibrated by reason as if they had been taken up at random.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from interchange.lake import Lake
from ml.tables import replace_tables

if TYPE_CHECKING:
    import pandas as pd

Floats = npt.NDArray[np.float64]
TABLE = "marts.fct_overturn_features"
MATURE_DAYS = 120
FEWEST_WORKED = 100
PRIOR_WEIGHT = 5.0
MOST_STOOD_FOR = 20.0
# What a denial's log-odds are made of, and how far each of its values may move them (a standard deviation).
EFFECTS: dict[str, tuple[tuple[str, ...], float]] = {
    "reason": (("reason",), 1.2),
    "code": (("carc", "rarc"), 1.2),
    "payer and reason": (("payer_id", "reason"), 0.8),
    "provider and reason": (("rendering_provider_id", "reason"), 0.4),
    "authorization and reason": (("authorization_status", "reason"), 0.4),
}


class OverturnModel:
    """Log-odds as a sum of effects, each drawn to nothing as far as few denials speak for it, corrected by reason.

    A ridge on one-hot columns scaled by their spread is exactly that; boosted trees reached less on the few thousand
    denials that a desk works in a year.
    """

    def __init__(self, worked: pd.DataFrame) -> None:
        from sklearn.linear_model import LogisticRegression

        self.places: dict[str, dict[str, int]] = {}
        start = 1
        for name in EFFECTS:
            values = sorted(set(_values(worked, name)))
            self.places[name] = {value: start + place for place, value in enumerate(values)}
            start += len(values)
        self.width = start
        self.line = LogisticRegression(C=1.0, max_iter=500, tol=1e-6)
        self.line.fit(self._matrix(worked), worked["label_is_recovered"].to_numpy(dtype=np.int64))
        self.shifts: dict[str, float] = {}

    def _matrix(self, frame: pd.DataFrame) -> Any:
        from scipy.sparse import coo_matrix

        net = np.log1p(frame["collectible_amount"].to_numpy(dtype=np.float64)) - 5
        rows, columns, values = [np.arange(len(frame))], [np.zeros(len(frame), np.int64)], [net * 0.3]
        for name, (_, spread) in EFFECTS.items():
            place = np.array([self.places[name].get(value, -1) for value in _values(frame, name)], dtype=np.int64)
            seen = np.flatnonzero(place >= 0)
            rows.append(seen)
            columns.append(place[seen])
            values.append(np.full(len(seen), spread))
        entries = (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns)))
        return coo_matrix(entries, shape=(len(frame), self.width)).tocsr()

    def predict(self, frame: pd.DataFrame) -> Floats:
        """P(overturn) for each denial, corrected by reason where a random sample has said how."""
        if frame.empty:
            return np.empty(0)
        odds = self.line.decision_function(self._matrix(frame))
        shift = frame["reason"].map(self.shifts).fillna(0.0).to_numpy(dtype=np.float64)
        return np.asarray(1 / (1 + np.exp(-(odds + shift))), dtype=np.float64)

    def recalibrate(self, explored: pd.DataFrame, weights: Floats | None = None) -> None:
        """Moves each reason's log-odds so that the mean chance equals what was won on denials taken up at random.

        ``weights`` says how many denials each row stands for, where some were likelier than others to be taken up; a
        reason with few denials, or with few that stand for many, moves less.
        """
        self.shifts = {}
        chances = self.predict(explored)
        won = explored["label_is_recovered"].to_numpy(dtype=np.float64)
        stands_for = np.ones(len(explored)) if weights is None else weights
        for reason, rows in explored.groupby("reason").indices.items():
            share = stands_for[rows] / stands_for[rows].sum()
            count, expected = 1 / float((share**2).sum()), float((share * chances[rows]).sum())
            mean = (count * float((share * won[rows]).sum()) + PRIOR_WEIGHT * expected) / (count + PRIOR_WEIGHT)
            self.shifts[str(reason)] = float(_log_odds(mean) - _log_odds(expected))


class WinRates:
    """The plain table to beat: how often worked denials of a payer and code were won, drawn to the code's own rate."""

    def __init__(self, worked: pd.DataFrame) -> None:
        self.overall = float(worked["label_is_recovered"].mean())
        self.code = worked.groupby("carc")["label_is_recovered"].agg(["sum", "count"])
        self.pair = worked.groupby(["payer_id", "carc"])["label_is_recovered"].agg(["sum", "count"])

    def predict(self, frame: pd.DataFrame) -> Floats:
        """The win rate of each denial's payer and code."""
        code = self.code.reindex(frame["carc"]).fillna(0.0).to_numpy(dtype=np.float64)
        by_code = (code[:, 0] + 10 * self.overall) / (code[:, 1] + 10)
        keys = list(zip(frame["payer_id"], frame["carc"], strict=True))
        pair = self.pair.reindex(keys).fillna(0.0).to_numpy(dtype=np.float64)
        return np.asarray((pair[:, 0] + 6 * by_code) / (pair[:, 1] + 6))


def train_overturn(frame: pd.DataFrame) -> OverturnModel | None:
    """A model of worked denials; None where too few were worked, or all of them with the same end.

    Staff take up what looks worth it. So each reason is corrected on the worked denials, weighted by how many of all
    denials each stands for: one that was unlikely to be taken up speaks for many that were not.
    """
    worked = frame[frame["label_is_worked"].astype(bool)].sort_values(["first_denied_date", "denial_id"])
    if len(worked) < FEWEST_WORKED or worked["label_is_recovered"].nunique() < 2:
        return None
    model = OverturnModel(worked)
    model.recalibrate(worked, _stood_for(frame, worked))
    return model


def _stood_for(frame: pd.DataFrame, worked: pd.DataFrame) -> Floats:
    """How many denials each worked one stands for: one over the chance that it was taken up."""
    if frame["label_is_worked"].all():
        return np.ones(len(worked))
    taken_up = OverturnModel(frame.assign(label_is_recovered=frame["label_is_worked"]))
    return np.asarray(np.minimum(1 / taken_up.predict(worked), MOST_STOOD_FOR))


def rank(frame: pd.DataFrame, chances: Floats) -> pd.DataFrame:
    """Denials with their value, best value per hour first; those that lose money last and marked."""
    net = frame["collectible_amount"].to_numpy(dtype=np.float64)
    cost = frame["cost_amount"].to_numpy(dtype=np.float64)
    minutes = frame["expected_minutes"].to_numpy(dtype=np.float64)
    value = chances * net - cost
    hourly = value * 60 / minutes
    ranked = frame.assign(
        overturn_probability=chances.round(6),
        expected_value_amount=value.round(2),
        value_per_hour_amount=hourly.round(2),
        is_worth_working=value > 0,
        arithmetic=[
            f"{p:.0%} x ${n:,.2f} - ${c:,.2f} = ${v:,.2f} for {m:.0f} minutes"
            for p, n, c, v, m in zip(chances, net, cost, value, minutes, strict=True)
        ],
    )
    ranked = ranked.sort_values(["value_per_hour_amount", "denial_id"], ascending=[False, True])
    return ranked.assign(rank=np.arange(1, len(ranked) + 1))


def rebuild_queue(*, lake: Lake, version: str = "1") -> dict[str, Any]:
    """Learns from the last build's denials and replaces ``ml.overturn_queue`` by the open ones, first to work first."""
    import pandas as pd

    with lake.connect() as connection:
        frame = connection.execute(f"SELECT * FROM {TABLE} ORDER BY first_denied_date, denial_id").df()  # noqa: S608
    newest = frame["first_denied_date"].max() if len(frame) else pd.Timestamp(0)
    mature = frame[frame["first_denied_date"] <= newest - pd.Timedelta(days=MATURE_DAYS)]
    model = train_overturn(mature)
    queue = frame[frame["is_open"].astype(bool)] if model else frame.head(0)
    ranked = rank(queue, model.predict(queue) if model else np.empty(0)).assign(model_version=version)
    snapshot = replace_tables(lake, {"overturn_queue": ranked})
    worth = int(ranked["is_worth_working"].sum())
    return {"queued_count": len(ranked), "worth_working_count": worth, "snapshot_id": snapshot}


def _values(frame: pd.DataFrame, effect: str) -> list[str]:
    columns = [frame[name].astype(str) for name in EFFECTS[effect][0]]
    return ["|".join(parts) for parts in zip(*columns, strict=True)]


def _log_odds(chance: Any) -> Any:
    clipped = np.clip(chance, 1e-6, 1 - 1e-6)
    return np.log(clipped / (1 - clipped))
