"""Holds the models to the best possible: ``python -m benchmarks.models --seed N [--claims M] [--json]``.

Simulates, lands, builds and trains as a user would, then compares with the truth that the simulator kept apart. The
build leaves out dbt's tests, which `make check` runs.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.metrics import roc_auc_score

from benchmarks.queues import overturn_shares
from interchange.lake import Lake
from ml import training
from ml.evaluation import measure, simple_rule
from ml.explanations import FIXES, try_fixes
from ml.features import Encoding, fit_encoding, load_features
from ml.reasons import ReasonModel, fit_reasons
from ml.registry import StoredModel
from orchestration.pipeline.promotion import promote
from orchestration.pipeline.steps import land_files
from orchestration.pipeline.warehouse import run_build
from orchestration.settings import Settings, export_settings
from simulator import simulate

if TYPE_CHECKING:
    import pandas as pd

CLEAR = 0.05
SHUFFLES = 4


def prepare(root: Path, *, claims: int, seed: int, profile: str) -> Settings:
    """A home with the features built from simulated files; the truth lies beside the inbox."""
    settings = Settings(home=root)
    export_settings(settings)
    simulate(claims=claims, seed=seed, profile=profile, feeds="ehr", out=settings.inbox, truth=settings.truth)
    land_files(settings)
    selection = ["--select", "+fct_claim_features", "+fct_overturn_features"]
    with Lake(settings.home).lock():
        outcomes = run_build(settings, selection=selection, without=("test", "unit_test"))
        failed = [each.name for each in outcomes if not each.passed]
        assert not failed, failed
        promote(settings, outcomes)
    return settings


def join_truth(settings: Settings, frame: pd.DataFrame) -> pd.DataFrame:
    """The truth of each claim of a frame, in the frame's order."""
    import pandas as pd

    truth = pd.read_parquet(settings.truth / "claims.parquet").set_index("patient_control_number")
    return truth.reindex(frame["claim_id"].str.split("-", n=1).str[-1])


def risk_figures(split: training.Split, scores: np.ndarray[Any, Any], truth: pd.DataFrame) -> dict[str, float]:
    """The model and the simple rule as shares of the best possible forecast, on the same claims."""
    labels = split.test["label_is_denied"].to_numpy(dtype=np.float64)
    charges = split.test["charge_amount"].to_numpy(dtype=np.float64)
    found = {
        "model": measure(labels, scores, charges),
        "bayes": measure(labels, truth["best_probability"].to_numpy(dtype=np.float64), charges),
        "rule": measure(labels, simple_rule(split.train, split.test), charges),
        "usual": measure(labels, np.full(len(labels), split.train["label_is_denied"].mean()), charges),
    }
    best, usual = found["bayes"], found["usual"]["log_loss"]
    return {
        "test_claims": len(labels),
        "denied_share": best["base_rate"],
        "bayes_auc": best["auc"],
        "risk_auc": found["model"]["auc"],
        "rule_auc": found["rule"]["auc"],
        "risk_share_of_bayes_auc": (found["model"]["auc"] - 0.5) / (best["auc"] - 0.5),
        "rule_share_of_bayes_auc": (found["rule"]["auc"] - 0.5) / (best["auc"] - 0.5),
        "risk_share_of_bayes_skill": (usual - found["model"]["log_loss"]) / (usual - best["log_loss"]),
        "recall_share_of_bayes": found["model"]["recall_at_10_percent"] / best["recall_at_10_percent"],
        "ece": found["model"]["ece"],
        "auc_above_bayes": found["model"]["auc"] - best["auc"],
        "dollars_at_10_percent": found["model"]["denied_dollars_at_10_percent"],
        "dollars_at_10_percent_by_amount": _by_amount(labels, charges),
    }


def _by_amount(labels: np.ndarray[Any, Any], charges: np.ndarray[Any, Any]) -> float:
    top = np.argsort(-charges, kind="stable")[: max(len(charges) // 10, 1)]
    return float((labels * charges)[top].sum() / (labels * charges).sum())


def reason_figures(model: ReasonModel, split: training.Split, truth: pd.DataFrame) -> dict[str, float]:
    """How often the first reason told is among the three likeliest, beside the best possible three."""
    denied = (split.test["label_is_denied"].astype(bool) & split.test["label_reason"].notna()).to_numpy()
    reasons = split.test["label_reason"].to_numpy()[denied]
    ours = np.array(model.reasons)[np.argsort(-model.predict(split.test[denied]), axis=1)[:, :3]]
    chances = [name for name in truth if name.startswith("chance_")]
    names = np.array([name.removeprefix("chance_") for name in chances])
    best = names[np.argsort(-truth[chances].to_numpy()[denied], axis=1)[:, :3]]
    reached, possible = (float((three == reasons[:, None]).any(axis=1).mean()) for three in (ours, best))
    return {"reason_top_3": reached, "bayes_reason_top_3": possible, "reason_share_of_bayes": reached / possible}


def fix_figures(model: StoredModel, split: training.Split, truth: pd.DataFrame) -> dict[str, float]:
    """Of the claims where one change clearly helps, how often the fix that we name is the best one."""
    scores = model.score(split.test)
    fix, _ = try_fixes(model, split.test, scores)
    gain = (truth["best_probability"] - truth["probability_after_fix"]).to_numpy()
    names = np.array([*(each.name for each in FIXES), ""])
    helps = (gain >= CLEAR) & (fix >= 0)
    agrees = names[fix] == truth["best_fix"].to_numpy()
    return {
        "fix_agreement": float(agrees[helps].mean()) if helps.any() else float("nan"),
        "fix_offered_where_clear": float((fix >= 0)[gain >= CLEAR].mean()),
    }


def random_label_figures(split: training.Split, encoding: Encoding, *, seed: int) -> dict[str, float]:
    """What is reached where the labels of the training windows are shuffled: half, unless something leaks.

    The monotone constraints are knowledge that no label gave: with them noise can only be learnt the right way round,
    which ranks better than chance. So the mean over shuffles is taken without them, and one is shown with them.
    """
    rng = np.random.default_rng(seed)
    labels = split.test["label_is_denied"].to_numpy(dtype=np.float64)

    def reached(*, constrained: bool) -> float:
        parts = [
            part.assign(label_is_denied=rng.permutation(part["label_is_denied"])) for part in (split.train, split.stop)
        ]
        shuffled = training.Split(*parts, split.test, split.cutoff)
        booster = training.fit(shuffled, encoding, seed=seed, constrained=constrained)
        return float(roc_auc_score(labels, booster.predict(encoding.matrix(split.test))))

    free = float(np.mean([reached(constrained=False) for _ in range(SHUFFLES)]))
    return {"random_label_auc": free, "random_label_auc_constrained": reached(constrained=True)}


def run(*, claims: int, seed: int, profile: str, root: Path) -> dict[str, float]:
    """All figures of one seed."""
    clock = time.process_time()
    settings = prepare(root, claims=claims, seed=seed, profile=profile)
    figures: dict[str, float] = {"seed": seed, "claims": claims, "prepare_cpu_seconds": time.process_time() - clock}
    split = training.split_by_time(load_features(Lake(settings.home)))
    assert split, "too few claims"
    encoding = fit_encoding(split.train)
    clock = time.process_time()
    reasons = fit_reasons(split.train, split.stop, encoding, seed=seed)
    booster = training.fit(split, encoding, seed=seed, reasons=reasons)
    figures["train_cpu_seconds"] = time.process_time() - clock
    clock = time.process_time()
    scores = encoding.score(booster, split.test)
    figures["scored_claims_a_cpu_second"] = len(scores) / max(time.process_time() - clock, 1e-3)
    truth = join_truth(settings, split.test)
    figures |= risk_figures(split, scores, truth)
    figures |= reason_figures(reasons, split, truth) if reasons else {}
    figures |= fix_figures(StoredModel("0", booster, encoding, {}), split, truth)
    figures |= random_label_figures(split, encoding, seed=seed)
    return figures | overturn_shares(settings)


def main() -> None:
    """Prints the figures as a table or as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.models", description=__doc__)
    parser.add_argument("--seed", type=int, default=101)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--profile", choices=("hospital", "office"), default="hospital")
    parser.add_argument("--home", type=Path, help="Keep the home there instead of a folder that is removed.")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = (chosen.home or Path(folder)).resolve()
        figures = run(claims=chosen.claims, seed=chosen.seed, profile=chosen.profile, root=root)
    rounded = {name: round(value, 5) for name, value in figures.items()}
    if chosen.json:
        sys.stdout.write(json.dumps(rounded) + "\n")
    else:
        print("\n".join(f"{name:36} {value}" for name, value in rounded.items()))


if __name__ == "__main__":
    main()
