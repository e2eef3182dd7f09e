"""The model registry: MLflow on SQLite, aliases champion and challenger. Nothing else here imports MLflow."""

from __future__ import annotations

import hashlib
import logging
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ml.features import Encoding

if TYPE_CHECKING:
    import pandas as pd
    import xgboost as xgb

MODEL_NAME = "claim_denial_risk"
CHAMPION, CHALLENGER = "champion", "challenger"
BOOSTER_FILE, ENCODING_FILE = "booster.ubj", "encoding.json"


class TamperedModelError(Exception):
    """A stored model is not the one that was registered: its bytes have another sha256."""


@dataclass(frozen=True)
class StoredModel:
    """A registered version, loaded: the booster, its encoding, and what was written down with it."""

    version: str
    booster: xgb.Booster
    encoding: Encoding
    tags: Mapping[str, str]


class Registry:
    """Runs and versions under one folder: ``mlflow.db`` and ``artifacts/``."""

    def __init__(self, store: Path) -> None:
        self.store = store.resolve()
        self.uri = f"sqlite:///{self.store}/mlflow.db"

    def _client(self) -> Any:
        logging.getLogger("mlflow").setLevel(logging.ERROR)
        logging.getLogger("alembic").setLevel(logging.ERROR)
        import mlflow

        self.store.mkdir(parents=True, exist_ok=True, mode=0o700)
        mlflow.set_tracking_uri(self.uri)
        return mlflow.MlflowClient(self.uri, self.uri)

    def record(
        self,
        booster: xgb.Booster,
        encoding: Encoding,
        *,
        metrics: Mapping[str, float],
        parameters: Mapping[str, object],
        tags: Mapping[str, str],
        example: pd.DataFrame,
        scores: Any,
    ) -> str:
        """Logs a run with its artefacts, signature and input example, and registers it; returns the version."""
        client = self._client()
        run = client.create_run(self._experiment(client), tags=dict(tags))
        run_id = run.info.run_id
        for name, value in metrics.items():
            client.log_metric(run_id, name, value)
        for name, setting in parameters.items():
            client.log_param(run_id, name, setting)
        with tempfile.TemporaryDirectory() as folder:
            digest = _write_artefacts(Path(folder), booster, encoding, example, scores)
            client.log_artifacts(run_id, folder, "model")
        client.set_terminated(run_id)
        version = client.create_model_version(MODEL_NAME, f"{run.info.artifact_uri}/model", run_id)
        for name, text in {**tags, "sha256": digest}.items():
            client.set_model_version_tag(MODEL_NAME, version.version, name, text)
        return str(version.version)

    def _experiment(self, client: Any) -> str:
        from mlflow.exceptions import MlflowException

        try:
            client.create_registered_model(MODEL_NAME)
        except MlflowException as error:
            if "already exists" not in str(error):
                raise
        found = client.get_experiment_by_name(MODEL_NAME)
        place = (self.store / "artifacts").as_uri()
        return str(found.experiment_id if found else client.create_experiment(MODEL_NAME, artifact_location=place))

    def set_alias(self, version: str, alias: str) -> None:
        """Points an alias at a version."""
        self._client().set_registered_model_alias(MODEL_NAME, alias, version)

    def load(self, alias: str = CHAMPION) -> StoredModel | None:
        """The version behind an alias, or None. Raises TamperedModelError before anything is loaded."""
        if not (self.store / "mlflow.db").exists():
            return None
        from mlflow.exceptions import MlflowException

        try:
            version = self._client().get_model_version_by_alias(MODEL_NAME, alias)
        except MlflowException:
            return None
        folder = Path(version.source.removeprefix("file://"))
        booster = load_booster(folder / BOOSTER_FILE, sha256=version.tags["sha256"])
        encoding = Encoding.from_json((folder / ENCODING_FILE).read_text())
        return StoredModel(str(version.version), booster, encoding, dict(version.tags))


def load_booster(path: Path, *, sha256: str) -> xgb.Booster:
    """A booster from its file, only where the bytes have the digest that was registered."""
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise TamperedModelError(f"{path.name} is not the model that was registered")
    import xgboost as xgb

    booster = xgb.Booster()
    booster.load_model(bytearray(content))
    return booster


def _write_artefacts(folder: Path, booster: xgb.Booster, encoding: Encoding, example: pd.DataFrame, scores: Any) -> str:
    from mlflow.models import infer_signature

    content = bytes(booster.save_raw("ubj"))
    (folder / BOOSTER_FILE).write_bytes(content)
    (folder / ENCODING_FILE).write_text(encoding.to_json())
    (folder / "signature.json").write_text(str(infer_signature(example, scores).to_dict()))
    (folder / "input_example.json").write_text(example.to_json(orient="records", date_format="iso"))
    return hashlib.sha256(content).hexdigest()
