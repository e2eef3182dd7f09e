"""Runs in an environment of its own: ``python other_learners.py catboost|lightgbm FOLDER`` learns from split.npz.

Writes scores.npy and the CPU seconds into the folder. Imports nothing of this project.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

ROUNDS, PATIENCE = 1_500, 60


def learn_catboost(split: dict[str, Any], seed: int) -> Any:
    """CatBoost with its own handling of texts."""
    from catboost import CatBoostClassifier, Pool

    texts = [int(place) for place in split["texts"]]

    def pool(name: str) -> Any:
        import pandas as pd

        frame = pd.DataFrame(split[name])
        for place in texts:
            frame[place] = frame[place].fillna(-1).astype(int).astype(str)
        return Pool(frame, split[f"{name}_labels"], cat_features=texts)

    model = CatBoostClassifier(
        iterations=ROUNDS, learning_rate=0.06, depth=6, random_seed=seed, thread_count=2, verbose=False,
        allow_writing_files=False,
    )  # fmt: skip
    model.fit(pool("train"), eval_set=pool("stop"), early_stopping_rounds=PATIENCE)
    return model.predict_proba(pool("test"))[:, 1]


def learn_lightgbm(split: dict[str, Any], seed: int) -> Any:
    """LightGBM with its own handling of texts."""
    import lightgbm as lgb

    texts = [int(place) for place in split["texts"]]
    parts = [lgb.Dataset(split[name], split[f"{name}_labels"], categorical_feature=texts) for name in ("train", "stop")]
    settings = {
        "objective": "binary", "learning_rate": 0.05, "num_leaves": 31, "min_data_in_leaf": 40, "bagging_fraction": 0.8,
        "bagging_freq": 1, "feature_fraction": 0.5, "lambda_l2": 3.0, "num_threads": 2, "seed": seed, "verbose": -1,
    }  # fmt: skip
    stopping = [lgb.early_stopping(PATIENCE, verbose=False)]
    model = lgb.train(settings, parts[0], ROUNDS, valid_sets=[parts[1]], callbacks=stopping)
    return model.predict(split["test"])


def main() -> None:
    """Learns and writes what was reached."""
    learner, folder = sys.argv[1], Path(sys.argv[2])
    split = dict(np.load(folder / "split.npz"))
    start = time.process_time()
    scores = {"catboost": learn_catboost, "lightgbm": learn_lightgbm}[learner](split, int(split["seed"]))
    (folder / "seconds").write_text(str(time.process_time() - start))
    np.save(folder / "scores.npy", np.asarray(scores, dtype=np.float64))


if __name__ == "__main__":
    main()
