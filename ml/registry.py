"""The model registry: MLflow on SQLite, aliases champion and challenger. Nothing else here imports MLflow."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from ml.evaluation import Floats
from ml.features import Encoding
from ml.gate import Verdict
from ml.reasons import ReasonModel

if TYPE_CHECKING:
    import pandas as pd
    import xgboost as xgb

Store = Path | str
MODEL_NAME = "claim_denial_risk"
CHAMPION, CHALLENGER = "champion", "challenger"
BOOSTER_FILE, ENCODING_FILE = "booster.ubj", "encoding.json"
REASONS_FILE, LIMITS_FILE = "reasons.ubj", "reasons.json"


class OutdatedModelError(Exception):
    """A model learnt from features that the build no longer has; only a new training helps."""


class TamperedModelError(Exception):
    """A stored model is not the one that was registered: its bytes have another sha256."""


@dataclass(frozen=True)
class StoredModel:
    """A registered version, loaded: the booster, its encoding, and what was written down with it."""

    version: str
    booster: xgb.Booster
    encoding: Encoding
    tags: Mapping[str, str]

    def score(self, frame: pd.DataFrame) -> Floats:
        """The chance of denial for each row of features, in a batch or alone alike.

        Raises OutdatedModelError where the rows lack a column that the model learnt from.
        """
        if not self.knows(frame):
            lacking = sorted(set(self.encoding.columns) - set(frame.columns))
            raise OutdatedModelError(
                f"version {self.version} reads {len(lacking)} features that the build no longer has, "
                f"such as {lacking[0]}: retrain with `overturn train`"
            )
        if frame.empty:
            return np.empty(0)
        return self.encoding.score(self.booster, frame)

    def knows(self, frame: pd.DataFrame) -> bool:
        """Whether a frame has every column that the model reads."""
        return set(self.encoding.columns) <= set(frame.columns)


class Registry:
    """Runs and versions in a folder (``mlflow.db`` and ``artifacts/``), or on the MLflow server at an address."""

    def __init__(self, store: Store) -> None:
        self.store = store.resolve() if isinstance(store, Path) else None
        self.uri = f"sqlite:///{self.store}/mlflow.db" if self.store else str(store)

    @property
    def exists(self) -> bool:
        """Whether anything was recorded; a server is taken to be there."""
        return self.store is None or (self.store / "mlflow.db").exists()

    def _client(self) -> Any:
        logging.getLogger("mlflow").setLevel(logging.ERROR)
        logging.getLogger("alembic").setLevel(logging.ERROR)
        import mlflow

        if self.store:
            self.store.mkdir(parents=True, exist_ok=True, mode=0o700)
        mlflow.set_tracking_uri(self.uri)
        return mlflow.MlflowClient(self.uri, self.uri)

    def record(
        self,
        booster: xgb.Booster,
        encoding: Encoding,
        reasons: ReasonModel | None = None,
        *,
        metrics: Mapping[str, float],
        parameters: Mapping[str, object],
        tags: Mapping[str, str],
        example: pd.DataFrame,
        scores: Any,
        pictures: Mapping[str, bytes] = MappingProxyType({}),
    ) -> str:
        """Logs a run with artefacts, pictures, signature and input example, and registers it; returns the version."""
        client = self._client()
        run = client.create_run(self._experiment(client), tags=dict(tags))
        run_id = run.info.run_id
        for name, value in metrics.items():
            client.log_metric(run_id, name, value)
        for name, setting in parameters.items():
            client.log_param(run_id, name, setting)
        with tempfile.TemporaryDirectory() as folder:
            digests = _write_artefacts(Path(folder), booster, encoding, reasons)
            _write_example(Path(folder), example, scores)
            client.log_artifacts(run_id, folder, "model")
        _log_pictures(client, run_id, pictures)
        client.set_terminated(run_id)
        version = client.create_model_version(MODEL_NAME, f"{run.info.artifact_uri}/model", run_id)
        for name, text in {**tags, **digests}.items():
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
        place = (self.store / "artifacts").as_uri() if self.store else None
        return str(found.experiment_id if found else client.create_experiment(MODEL_NAME, artifact_location=place))

    def set_alias(self, version: str, alias: str) -> None:
        """Points an alias at a version."""
        self._client().set_registered_model_alias(MODEL_NAME, alias, version)

    def load(self, alias: str = CHAMPION) -> StoredModel | None:
        """The version behind an alias, or None. Raises TamperedModelError before anything is loaded."""
        version = self._version(alias)
        if version is None:
            return None
        with self._files(version) as folder:
            booster = load_booster(folder / BOOSTER_FILE, sha256=version.tags["sha256"])
            encoding = Encoding.from_json(_pinned(folder / ENCODING_FILE, version.tags["encoding_sha256"]).decode())
        return StoredModel(str(version.version), booster, encoding, dict(version.tags))

    def load_reasons(self, alias: str = CHAMPION) -> ReasonModel | None:
        """The reasons' model of the version behind an alias; None where it has none."""
        version = self._version(alias)
        if version is None or "reasons_sha256" not in version.tags:
            return None
        with self._files(version) as folder:
            booster = load_booster(folder / REASONS_FILE, sha256=version.tags["reasons_sha256"])
            encoding = Encoding.from_json(_pinned(folder / ENCODING_FILE, version.tags["encoding_sha256"]).decode())
            stored = json.loads(_pinned(folder / LIMITS_FILE, version.tags["limits_sha256"]))
        return ReasonModel(booster, encoding, tuple(stored["reasons"]), stored["limits"])

    def promote(self) -> str | None:
        """Makes the challenger champion; the version, or None where there is no challenger."""
        version = self._version(CHALLENGER)
        if version is None:
            return None
        self.set_alias(str(version.version), CHAMPION)
        return str(version.version)

    def note_verdicts(self, version: str, verdicts: Sequence[Verdict]) -> str:
        """Writes down beside a version what the gate found; returns what it held against it, '' for nothing."""
        noted = [{"rule": v.rule, "value": v.value, "limit_value": v.limit, "passes": bool(v.passes)} for v in verdicts]
        against = "; ".join(f"{v.rule}: {v.value:.4f}, limit {v.limit:.4f}" for v in verdicts if not v.passes)
        client = self._client()
        for name, text in {"verdicts": json.dumps(noted), "refused_for": against}.items():
            client.set_model_version_tag(MODEL_NAME, version, name, text)
        return against

    def versions(self) -> list[dict[str, Any]]:
        """Rows of ``ml.model_versions``, oldest first, each with its ``verdicts``."""
        if not self.exists:
            return []
        client = self._client()
        found = client.search_model_versions(f"name = '{MODEL_NAME}'")
        aliases: dict[str, list[str]] = {}
        for alias, version in client.get_registered_model(MODEL_NAME).aliases.items() if found else ():
            aliases.setdefault(str(version), []).append(alias)
        ordered = sorted(found, key=lambda each: int(each.version))
        return [_describe(each, aliases.get(str(each.version), []), client.get_run(each.run_id)) for each in ordered]

    def metrics(self, alias: str = CHAMPION) -> dict[str, float]:
        """What was measured when the version behind an alias was trained."""
        version = self._version(alias)
        if version is None:
            return {}
        return dict(self._client().get_run(version.run_id).data.metrics)

    def _version(self, alias: str) -> Any:
        if not self.exists:
            return None
        from mlflow.exceptions import MlflowException

        try:
            return self._client().get_model_version_by_alias(MODEL_NAME, alias)
        except MlflowException:
            return None

    @contextmanager
    def _files(self, version: Any) -> Iterator[Path]:
        """The folder of a version's files; from a server, a copy that is gone afterwards."""
        if self.store is None:
            with tempfile.TemporaryDirectory() as folder:
                yield Path(self._client().download_artifacts(version.run_id, "model", folder))
            return
        place = Path(version.source.removeprefix("file://")).resolve()
        if not place.is_relative_to(self.store):
            raise TamperedModelError("a registered model lies outside the model store")
        yield place


def _describe(version: Any, aliases: list[str], run: Any) -> dict[str, Any]:
    tags, metrics = version.tags, run.data.metrics
    kept = {name: tags.get(name, "") for name in ("refused_for", "lake_snapshot", "feature_hash", "sha256")}
    return {
        "model_version": str(version.version),
        "alias": CHAMPION if CHAMPION in aliases else next(iter(aliases), ""),
        "trained_at": dt.datetime.fromtimestamp(version.creation_timestamp / 1_000, dt.UTC).replace(tzinfo=None),
        "label_cutoff": dt.date.fromisoformat(tags["label_cutoff"]) if "label_cutoff" in tags else None,
        **{name: metrics.get(name) for name in ("auc", "log_loss", "ece")},
        **kept,
        "verdicts": json.loads(tags.get("verdicts", "[]")),
    }


def load_booster(path: Path, *, sha256: str) -> xgb.Booster:
    """A booster from its file, only where the bytes have the digest that was registered."""
    content = _pinned(path, sha256)
    import xgboost as xgb

    booster = xgb.Booster()
    booster.load_model(bytearray(content))
    return booster


def _pinned(path: Path, sha256: str) -> bytes:
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise TamperedModelError(f"{path.name} is not what was registered")
    return content


def _write_artefacts(
    folder: Path, booster: xgb.Booster, encoding: Encoding, reasons: ReasonModel | None
) -> dict[str, str]:
    """Writes the files of a version; returns the tags that pin each to its bytes."""
    contents = {
        "sha256": (BOOSTER_FILE, bytes(booster.save_raw("ubj"))),
        "encoding_sha256": (ENCODING_FILE, encoding.to_json().encode()),
    }
    if reasons:
        contents["reasons_sha256"] = (REASONS_FILE, bytes(reasons.booster.save_raw("ubj")))
        contents["limits_sha256"] = (LIMITS_FILE, reasons.to_json().encode())
    for name, content in contents.values():
        (folder / name).write_bytes(content)
    return {tag: hashlib.sha256(content).hexdigest() for tag, (_, content) in contents.items()}


def _log_pictures(client: Any, run_id: str, pictures: Mapping[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, content in pictures.items():
            (Path(folder) / name).write_bytes(content)
        client.log_artifacts(run_id, folder, "plots")


def _write_example(folder: Path, example: pd.DataFrame, scores: Any) -> None:
    from mlflow.models import infer_signature

    # A claim may come without any of its counts, which an integer column could not say.
    counts = example.select_dtypes("integer").columns
    signature = infer_signature(example.astype(dict.fromkeys(counts, "float64")), scores)
    (folder / "signature.json").write_text(json.dumps(signature.to_dict()))
    (folder / "input_example.json").write_text(example.to_json(orient="records", date_format="iso"))
