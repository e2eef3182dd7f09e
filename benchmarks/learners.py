"""Our risk model beside other learners: ``python -m benchmarks.learners --home HOME`` on one home's features and split.

HOME is one that `benchmarks.models --home HOME` kept. CatBoost and LightGBM are installed into an environment of their
own, which is removed; they and logistic regression get the same columns, windows and codes as ours, and their own
early stopping on the second window.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from benchmarks.models import join_truth
from interchange.lake import Lake
from ml import training
from ml.evaluation import Floats, measure
from ml.features import Encoding, fit_encoding, load_features
from ml.reasons import fit_reasons
from orchestration.settings import Settings, export_settings

OTHERS = ("catboost", "lightgbm")
SCRIPT = Path(__file__).parent / "other_learners.py"


def our_scores(split: training.Split, encoding: Encoding, *, seed: int) -> Floats:
    """The risk model as it is trained, its reasons and all."""
    reasons = fit_reasons(split.train, split.stop, encoding, seed=seed)
    return encoding.score(training.fit(split, encoding, seed=seed, reasons=reasons), split.test)


def logistic_scores(split: training.Split, encoding: Encoding, *, seed: int) -> Floats:
    """Logistic regression on scaled numbers (what is missing at the mean) and one column a known text."""
    train, stop, test = (encoding.values(part) for part in (split.train, split.stop, split.test))
    texts = [place for place, name in enumerate(encoding.columns) if name in encoding.categories]
    numbers = [place for place in range(len(encoding.columns)) if place not in texts]
    both = np.vstack([train, stop])
    scaler = StandardScaler().fit(both[:, numbers])
    known = OneHotEncoder(handle_unknown="ignore", sparse_output=False).fit(np.nan_to_num(both[:, texts], nan=-1))

    def prepared(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        scaled = np.nan_to_num(np.clip(scaler.transform(values[:, numbers]), -8, 8))
        return np.hstack([scaled, known.transform(np.nan_to_num(values[:, texts], nan=-1))])

    labels = np.concatenate([part["label_is_denied"].to_numpy(dtype=np.int64) for part in (split.train, split.stop)])
    line = LogisticRegression(C=0.05, max_iter=300, random_state=seed).fit(prepared(both), labels)
    return np.asarray(line.predict_proba(prepared(test))[:, 1], dtype=np.float64)


def other_scores(split: training.Split, encoding: Encoding, learner: str, *, seed: int) -> tuple[Floats, float]:
    """What a learner from an environment of its own reaches, and its CPU seconds."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        python = root / "environment" / "bin" / "python"
        subprocess.run([sys.executable, "-m", "venv", str(root / "environment")], check=True, timeout=120)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", learner]
        subprocess.run(install, check=True, timeout=600)
        parts = {name: getattr(split, name) for name in ("train", "stop", "test")}
        arrays = {name: encoding.values(part) for name, part in parts.items()}
        labels = {f"{name}_labels": part["label_is_denied"].to_numpy(dtype=np.int8) for name, part in parts.items()}
        texts = [place for place, name in enumerate(encoding.columns) if name in encoding.categories]
        np.savez(root / "split.npz", texts=np.array(texts), seed=seed, **arrays, **labels)
        subprocess.run([str(python), str(SCRIPT), learner, folder], check=True, timeout=900)
        return np.load(root / "scores.npy"), float((root / "seconds").read_text())


def compare(settings: Settings, *, seed: int) -> dict[str, dict[str, float]]:
    """Each learner's AUC, as a share of the best possible one above chance too, log-loss, calibration and seconds."""
    split = training.split_by_time(load_features(Lake(settings.home)))
    assert split, "too few claims"
    encoding = fit_encoding(split.train)
    labels = split.test["label_is_denied"].to_numpy(dtype=np.float64)
    charges = split.test["charge_amount"].to_numpy(dtype=np.float64)
    best = measure(labels, join_truth(settings, split.test)["best_probability"].to_numpy(dtype=np.float64), charges)
    found: dict[str, tuple[Floats, float]] = {}
    for name, learn in (("ours", our_scores), ("logistic regression", logistic_scores)):
        start = time.process_time()
        found[name] = learn(split, encoding, seed=seed), time.process_time() - start
    found |= {name: other_scores(split, encoding, name, seed=seed) for name in OTHERS}
    table = {}
    for name, (scores, seconds) in found.items():
        figures = measure(labels, scores, charges)
        share = (figures["auc"] - 0.5) / (best["auc"] - 0.5)
        kept = {each: figures[each] for each in ("auc", "log_loss", "ece", "recall_at_10_percent")}
        table[name] = kept | {"share_of_bayes_auc": share, "cpu_seconds": seconds}
    return table


def main() -> None:
    """Prints one JSON line a learner."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.learners", description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    settings = Settings(home=chosen.home.resolve())
    export_settings(settings)
    for name, figures in compare(settings, seed=chosen.seed).items():
        print(json.dumps({"learner": name} | {key: round(value, 4) for key, value in figures.items()}))


if __name__ == "__main__":
    main()
