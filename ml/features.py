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

    def matrix(self, frame: pd.DataFrame) -> xgb.DMatrix:
        """Rows of features as XGBoost reads them; a value never seen in training is missing."""
        import xgboost as xgb

        values = self.values(frame)
        kinds = ["c" if name in self.categories else "q" for name in self.columns]
        return xgb.DMatrix(values, feature_names=list(self.columns), feature_types=kinds, enable_categorical=True)

    def values(self, frame: pd.DataFrame) -> npt.NDArray[np.float32]:
        """Claim x column: numbers as they are, texts as their codes, NaN for what is missing or was never seen."""
        return np.column_stack([self._column(frame, name) for name in self.columns])

    def code(self, name: str, value: object) -> float:
        """One value of a column as it stands in the matrix. Raises ValueError for a text where a number belongs."""
        if value is None:
            return float("nan")
        if name not in self.categories:
            return float(value)  # type: ignore[arg-type]
        known = self.categories[name]
        return float(known.index(value)) if value in known else float("nan")

    def _column(self, frame: pd.DataFrame, name: str) -> npt.NDArray[np.float32]:
        if name not in self.categories:
            return np.asarray(frame[name].to_numpy(dtype=np.float32, na_value=np.nan))
        codes = {value: code for code, value in enumerate(self.categories[name])}
        return np.asarray(frame[name].map(codes).to_numpy(dtype=np.float32, na_value=np.nan))

    def directions(self) -> str:
        """Monotone constraints in XGBoost's words: more past denials never lower the risk, an authorization never
        raises it, and more days late never lower it."""
        return "(" + ",".join(str(_direction(name)) for name in self.columns) + ")"


def _direction(name: str) -> int:
    if name in FALLING:
        return -1
    return int(name in RISING or (name.endswith("_rate") and "_has_" not in name))


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
