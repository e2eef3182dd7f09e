"""Net dollars of each order of work, as a share of the order that knows the best possible chances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from interchange.lake import Lake
from ml.overturn import MATURE_DAYS, WinRates, train_overturn

if TYPE_CHECKING:
    import pandas as pd

    from orchestration.settings import Settings

Floats = npt.NDArray[np.float64]
CAPACITIES = (0.15, 0.30, 0.50)
COST_A_MINUTE = 0.75
TEST_SHARE = 0.35


def load_items(settings: Settings) -> pd.DataFrame:
    """One row a denied claim: what the marts know, its work by the desk's own log of appeals, and the truth."""
    import pandas as pd

    with Lake(settings.home).connect() as connection:
        known = connection.execute("SELECT * FROM marts.fct_overturn_features ORDER BY claim_id, denial_id").df()
    grouped = known.groupby("claim_id", sort=True)
    items = grouped.first().reset_index()
    for name in ("label_is_worked", "label_is_recovered"):
        items[name] = grouped[name].any().to_numpy()
    for name in ("collectible_amount", "denied_amount"):
        items[name] = grouped[name].sum().to_numpy(dtype=np.float64)
    items["patient_control_number"] = items["claim_id"].str.split("-", n=1).str[-1]
    truth = pd.read_parquet(settings.truth / "denials.parquet")
    truth["net_collectible_amount"] = truth["net_collectible_amount"].astype(float)
    told = truth.groupby("patient_control_number").agg(
        net=("net_collectible_amount", "sum"),
        best=("best_overturn_probability", "first"),
        true=("true_overturn_probability", "first"),
        would=("would_be_overturned", "first"),
        minutes=("expected_minutes", "first"),
        fault=("fault", "first"),
    )
    joined = items.merge(told, left_on="patient_control_number", right_index=True)
    joined = joined[joined["fault"] < 0]
    return joined.sort_values(["first_denied_date", "claim_id"]).reset_index(drop=True)


def overturn_shares(settings: Settings) -> dict[str, float]:
    """Shares of the Bayes order's net dollars at each capacity, for our order and for three plain ones.

    Ours has learnt from the desk's log alone; the truth is only what it is judged by.
    """
    import pandas as pd

    items = load_items(settings)
    cut = items["first_denied_date"].quantile(1 - TEST_SHARE)
    past = items[items["first_denied_date"] <= cut - pd.Timedelta(days=MATURE_DAYS)]
    test = items[items["first_denied_date"] > cut]
    model = train_overturn(past)
    assert model, "too few denials were worked"
    worked = past[past["label_is_worked"].astype(bool)]
    net, minutes = test["net"].to_numpy(dtype=np.float64), test["minutes"].to_numpy(dtype=np.float64)
    ours = test["collectible_amount"].to_numpy(dtype=np.float64)
    cost = minutes * COST_A_MINUTE
    best = _hourly(test["best"].to_numpy(dtype=np.float64) * net, cost, minutes)
    orders = {
        "overturn": _hourly(model.predict(test) * ours, cost, minutes),
        "win_rate": _hourly(WinRates(worked).predict(test) * ours, cost, minutes),
        "amount": ours,
        "fifo": -np.arange(len(test), dtype=np.float64),
    }
    gains = test["true"].to_numpy(dtype=np.float64) * net - cost
    figures: dict[str, float] = {"overturn_test_denials": len(test), "overturn_worked_denials": len(worked)}
    for share in CAPACITIES:
        limit = _taken(best, gains, minutes, share)
        for name, order in orders.items():
            figures[f"{name}_share_at_{share:.0%}"] = _taken(order, gains, minutes, share) / limit
    ours_at = [figures[f"overturn_share_at_{share:.0%}"] for share in CAPACITIES]
    return figures | {"overturn_share_of_bayes_policy": min(ours_at)} | _ranking(test, model.predict(test))


def _ranking(test: pd.DataFrame, chances: Floats) -> dict[str, float]:
    from sklearn.metrics import roc_auc_score

    labels = test["would"].astype(float)
    return {
        "overturn_auc": float(roc_auc_score(labels, chances)),
        "bayes_overturn_auc": float(roc_auc_score(labels, test["best"])),
        "overturn_bias": float(chances.mean() - labels.mean()),
    }


def _hourly(worth: Floats, cost: Floats, minutes: Floats) -> Floats:
    """Value per hour; what loses money is left out by an order of minus infinity."""
    value = worth - cost
    return np.where(value > 0, value * 60 / minutes, -np.inf)


def _taken(order: Floats, gains: Floats, minutes: Floats, share: float) -> float:
    """The net dollars of working down an order until the minutes are used up."""
    chosen: Any = np.argsort(-order, kind="stable")
    chosen = chosen[np.isfinite(order[chosen])]
    within = np.cumsum(minutes[chosen]) <= share * minutes.sum()
    return float(gains[chosen[within]].sum())
