"""The columns a model may see, and their encoding: text to codes that were seen in training, numbers as they are."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from interchange.lake import Lake

if TYPE_CHECKING:
    import pandas as pd
    import xgboost as xgb

TABLE = "marts.fct_claim_features"
KEYS = ("claim_id", "submitted_date")
LABEL_PREFIX = "label_"
CATEGORIES = (
    "payer_id",
    "service_line",
    "line_of_business",
    "claim_type",
    "facility_code",
    "eligibility_status",
    "authorization_status",
    "frequency_code",
)
# Codes whose say is in the histories, and what a forecast is audited by but must not learn from.
NOT_LEARNT = (
    "rendering_provider_id",
    "procedure_id",
    "second_procedure_id",
    "principal_diagnosis_code",
    "patient_age",
    "is_female",
)
FALLING = ("has_valid_authorization", "filing_days_left")
RISING = ("submission_lag_days", "same_service_count", "hard_stop_count")


@dataclass(frozen=True)
class Encoding:
    """What turns a frame of features into a matrix: column order, and each text column's known values."""

    columns: tuple[str, ...]
    categories: dict[str, tuple[str, ...]]

    def to_json(self) -> str:
        """The encoding as text, kept beside the model it belongs to."""
        return json.dumps({"columns": self.columns, "categories": self.categories}, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Encoding:
        """The encoding that ``to_json`` wrote."""
        stored = json.loads(text)
        known = {name: tuple(values) for name, values in stored["categories"].items()}
        return cls(tuple(stored["columns"]), known)

    def values(self, frame: pd.DataFrame) -> npt.NDArray[np.float32]:
        """Claim x column as the booster counts: texts by their place among the known, one never seen is missing."""
        import pandas as pd

        numbers = [name for name in self.columns if name not in self.categories]
        out = np.empty((len(frame), len(self.columns)), dtype=np.float32)
        out[:, [self.columns.index(name) for name in numbers]] = frame[numbers].to_numpy(np.float32, na_value=np.nan)
        for name, known in self.categories.items():
            codes = pd.Index(known).get_indexer(pd.Index(frame[name]))
            out[:, self.columns.index(name)] = np.where(codes < 0, np.nan, codes)
        return out

    def matrix(self, frame: pd.DataFrame) -> xgb.DMatrix:
        """Rows of features as XGBoost learns from them."""
        import xgboost as xgb

        kinds = ["c" if name in self.categories else "q" for name in self.columns]
        names = list(self.columns)
        return xgb.DMatrix(self.values(frame), feature_names=names, feature_types=kinds, enable_categorical=True)

    def score(self, booster: xgb.Booster, frame: pd.DataFrame) -> npt.NDArray[np.float64]:
        """What a booster of this encoding says of each row, without the copy that learning needs."""
        return np.asarray(booster.inplace_predict(self.values(frame), validate_features=False), dtype=np.float64)

    def code(self, name: str, value: object) -> float:
        """One value of a column as it stands in the matrix. Raises ValueError for a text where a number belongs."""
        if value is None:
            return float("nan")
        if name not in self.categories:
            return float(value)  # type: ignore[arg-type]
        known = self.categories[name]
        return float(known.index(value)) if value in known else float("nan")

    def directions(self) -> str:
        """Monotone constraints in XGBoost's words: more past denials never lower the risk, an authorization never
        raises it, and more days late never lower it."""
        return "(" + ",".join(str(_direction(name)) for name in self.columns) + ")"


def _direction(name: str) -> int:
    if name in FALLING:
        return -1
    return int(name in RISING or (name.endswith(("_rate", "_evidence")) and "_has_" not in name))


def fit_encoding(frame: pd.DataFrame) -> Encoding:
    """The encoding of a training frame: every column but keys, labels and what is not to be learnt from."""
    hidden = {*KEYS, *NOT_LEARNT}
    columns = tuple(name for name in frame.columns if name not in hidden and not name.startswith(LABEL_PREFIX))
    known = {name: tuple(sorted(frame[name].dropna().unique())) for name in CATEGORIES if name in columns}
    return Encoding(columns, known)


def load_features(lake: Lake, *, where: str = "true") -> pd.DataFrame:
    """The features mart in order of submission, at the newest snapshot. ``where`` is our own SQL, never input."""
    with lake.connect() as connection:
        statement = f"SELECT * FROM {TABLE} WHERE {where} ORDER BY submitted_date, claim_id"  # noqa: S608 - see above
        return connection.execute(statement).df()
