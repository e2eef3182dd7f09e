"""Where everything lies: the one reader of the environment."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
QUIET = {
    "DAGSTER_DISABLE_TELEMETRY": "yes",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "DO_NOT_TRACK": "1",
    "GX_ANALYTICS_ENABLED": "false",
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
    "MLFLOW_LOGGING_LEVEL": "WARNING",
    "MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT": "true",
    # Threads of a learner that have nothing to do sleep: on shared cores spinning cost five times the CPU.
    "OMP_WAIT_POLICY": "PASSIVE",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
}


@dataclass(frozen=True)
class Settings:
    """Folders of one installation, everything under ``home`` but the dbt project, and its few choices.

    ``control_share`` of the flagged claims is held back from the desk, to see what would have come of them.
    ``mlflow_uri`` is the address of an MLflow server, else the models are kept under ``home``.
    """

    home: Path
    dbt_project: Path = PROJECT / "dbt_project"
    control_share: float = 0.1
    mlflow_uri: str = ""

    @property
    def inbox(self) -> Path:
        """Files that wait to be landed; the simulator's default output."""
        return self.home / "inbox"

    @property
    def truth(self) -> Path:
        """What the simulator knows; read by tests and benchmarks only."""
        return self.home / "truth"

    @property
    def state(self) -> Path:
        """Small records of what was done last, such as ``build.json``."""
        return self.home / "state"

    @property
    def dagster_home(self) -> Path:
        """Dagster's runs, events and logs."""
        return self.home / "dagster"

    @property
    def model_store(self) -> Path | str:
        """MLflow's database and artefacts under home, or the address of a server."""
        return self.mlflow_uri or self.home / "mlflow"

    @property
    def model_card(self) -> Path:
        """The champion's card, in Markdown."""
        return self.state / "model_card.md"

    @property
    def build_file(self) -> Path:
        """The build beside the lake: what dbt made last, whether it passed or not; read by nobody but the builder."""
        return self.home / "build.duckdb"

    @property
    def dbt_target(self) -> Path:
        """dbt's compiled project and manifest."""
        return self.home / "dbt" / "target"

    @property
    def dbt_logs(self) -> Path:
        """dbt's log file."""
        return self.home / "dbt" / "logs"

    @property
    def manifest(self) -> Path:
        """dbt's manifest, made by ``orchestration.pipeline.warehouse.prepare_manifest``."""
        return self.dbt_target / "manifest.json"


def read_settings() -> Settings:
    """The settings of this process: ``OVERTURN_HOME`` and ``OVERTURN_DBT_PROJECT``, else folders of the checkout;
    ``OVERTURN_CONTROL_SHARE`` and ``OVERTURN_MLFLOW_URI``."""
    home = Path(os.environ.get("OVERTURN_HOME") or PROJECT / "data")
    dbt_project = Path(os.environ.get("OVERTURN_DBT_PROJECT") or PROJECT / "dbt_project")
    control_share = float(os.environ.get("OVERTURN_CONTROL_SHARE") or Settings.control_share)
    return Settings(
        home=home.resolve(),
        dbt_project=dbt_project.resolve(),
        control_share=control_share,
        mlflow_uri=os.environ.get("OVERTURN_MLFLOW_URI", ""),
    )


def keep_private() -> None:
    """Whatever this process and its children make, others on the machine cannot read: files 0600, folders 0700."""
    os.umask(0o077)


def quiet_tools() -> None:
    """Tells the tools that read the environment to report to nobody, and idle threads to sleep."""
    os.environ.update(QUIET)


def export_settings(settings: Settings) -> None:
    """Tells the tools that read the environment where home is, and to report to nobody; makes the folders."""
    keep_private()
    quiet_tools()
    for folder in (settings.home, settings.state, settings.dagster_home, settings.dbt_target, settings.dbt_logs):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.environ["OVERTURN_HOME"] = str(settings.home)
    os.environ["OVERTURN_DBT_PROJECT"] = str(settings.dbt_project)
    os.environ["OVERTURN_MLFLOW_URI"] = settings.mlflow_uri
    os.environ["OVERTURN_CONTROL_SHARE"] = str(settings.control_share)
    os.environ["DAGSTER_HOME"] = str(settings.dagster_home)


def export_build(build_id: str, *, published: str) -> None:
    """Tells dbt which build this is and which was the last that readers saw; kept marts grow from that one."""
    os.environ["OVERTURN_BUILD_ID"] = build_id
    os.environ["OVERTURN_PUBLISHED_BUILD_ID"] = published


def child_environment(settings: Settings) -> dict[str, str]:
    """The environment of a tool that runs as a process of its own, such as Streamlit or Dagster's daemon."""
    export_settings(settings)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    return {**os.environ, "PATH": path}
