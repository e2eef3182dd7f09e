"""What the doctor looks at, and the mend for each thing that can be wrong."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from orchestration.pipeline.state import read_state
from orchestration.settings import PROJECT, Settings

PACKAGES = ("dagster", "dagster-dbt", "dbt-core", "dbt-duckdb", "duckdb", "pyarrow", "xgboost", "mlflow", "streamlit")
LEAST_FREE_BYTES = 2 << 30


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: what was seen, whether that is well, and what to do where it is not."""

    subject: str
    seen: str
    is_well: bool
    mend: str = ""


def examine(settings: Settings) -> list[Finding]:
    """Everything the doctor knows to look at, in order; never raises for what is broken."""
    findings: list[Finding] = []
    for look in LOOKS:
        findings.extend(_safely(look, settings))
    return findings


def _safely(look: Callable[[Settings], Iterator[Finding]], settings: Settings) -> list[Finding]:
    try:
        return list(look(settings))
    except Exception as error:
        subject = look.__name__.strip("_")
        return [Finding(subject, f"{type(error).__name__}: {error}", False, "see docs/cli.md, section doctor")]


def _python(settings: Settings) -> Iterator[Finding]:  # noqa: ARG001 - every look has the same form
    found = sys.version_info[:2]
    yield Finding("python", sys.version.split()[0], found == (3, 11), "install Python 3.11 and run `make setup`")


def _packages(settings: Settings) -> Iterator[Finding]:  # noqa: ARG001 - every look has the same form
    from importlib.metadata import PackageNotFoundError, version

    pins = _pins()
    for name in PACKAGES:
        try:
            found = version(name)
        except PackageNotFoundError:
            yield Finding(name, "not installed", False, "run `make setup`")
            continue
        pinned = pins.get(name, found)
        yield Finding(name, found, found == pinned, f"{pinned} is pinned: run `make setup`")


def _pins() -> dict[str, str]:
    try:
        lines = (PROJECT / "requirements.lock").read_text().splitlines()
    except FileNotFoundError:
        return {}
    pairs = (line.split(" ")[0].split("==") for line in lines if "==" in line and line[0].isalpha())
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}


def _extensions(settings: Settings) -> Iterator[Finding]:  # noqa: ARG001 - every look has the same form
    import duckdb

    from interchange.lake import EXTENSIONS, extension_file, load_extensions

    for name in EXTENSIONS:
        path = extension_file(name)
        seen = "in its wheel" if path.exists() else f"no file for DuckDB {duckdb.__version__}"
        yield Finding(f"extension {name}", seen, path.exists(), "the wheel's version must be DuckDB's: `make setup`")
    with duckdb.connect(":memory:") as connection:
        load_extensions(connection)
    yield Finding("extensions", "load offline", True)


def _disk(settings: Settings) -> Iterator[Finding]:
    home = next(each for each in (settings.home, *settings.home.parents) if each.exists())
    free = shutil.disk_usage(home).free
    yield Finding("disk", f"{free / 2**30:.1f} GiB free", free >= LEAST_FREE_BYTES, "free 2 GiB or move OVERTURN_HOME")


def _home(settings: Settings) -> Iterator[Finding]:
    import os

    if not settings.home.exists():
        yield Finding("home", f"{settings.home} (not made yet)", True)
        return
    writable = os.access(settings.home, os.W_OK | os.X_OK)
    yield Finding("home", str(settings.home), writable, "make the folder writable for this user, or set OVERTURN_HOME")


def _privacy(settings: Settings) -> Iterator[Finding]:
    from orchestration.doctor.health_data import open_to_others

    if not settings.home.exists():
        return
    exposed = sum(1 for _ in open_to_others(settings.home))
    seen = f"{exposed} files or folders that others may read" if exposed else "nobody else may read it"
    yield Finding("privacy", seen, not exposed, f"run `chmod -R go-rwx {settings.home}`")


def _lock(settings: Settings) -> Iterator[Finding]:
    from interchange.lake import Lake, LakeBusyError
    from orchestration.doctor.health_data import lock_holder

    if not settings.home.exists():
        return
    try:
        with Lake(settings.home).lock(wait_seconds=0.1):
            yield Finding("writer's lock", "free", True)
    except LakeBusyError:
        holder = lock_holder(settings.home / "lake.lock")
        seen = f"held by process {holder}" if holder else "held"
        yield Finding("writer's lock", f"{seen}: a landing or a build is running", True)


def _feeds(settings: Settings) -> Iterator[Finding]:
    from orchestration.doctor.health_data import silent_feeds

    silent = silent_feeds(settings)
    if silent is None:
        return
    if not silent:
        yield Finding("feeds", "every sender has spoken within its usual gaps", True)
    for each in silent:
        seen = f"silent for {each.silent_days:.0f} days since {each.last_day}; usually one every {each.usual_days:.1f}"
        mend = "ask the sender or the clearinghouse, and look into the transfer that brings its files"
        yield Finding(f"feed {each.sender} {each.type}", seen, False, mend)


def _lake(settings: Settings) -> Iterator[Finding]:
    from interchange.lake import Lake

    lake = Lake(settings.home)
    if not lake.exists:
        yield Finding("lake", "not made yet", True, "`overturn demo` makes one")
        return
    yield Finding("lake", f"snapshot {lake.snapshot_id()}", True)


def _build(settings: Settings) -> Iterator[Finding]:
    built = read_state(settings, "build")
    if built is None:
        yield Finding("last build", "none yet", True, "run `overturn build`")
        return
    seen = f"{built['build_id']}: {'passed' if built['passed'] else '; '.join(built['failures'][:3])}"
    yield Finding("last build", seen, bool(built["passed"]), f"mend what failed; see {settings.dbt_logs}/dbt.log")


def _publication(settings: Settings) -> Iterator[Finding]:
    from interchange.lake import Lake

    lake = Lake(settings.home)
    published = lake.read_publication() if settings.home.exists() else None
    if published is None:
        yield Finding("published", "nothing yet", True, "run `overturn publish`")
        return
    with lake.published() as connection:
        count = connection.execute("SELECT count(*) FROM marts.rpt_kpis").fetchone()
    seen = f"build {published.build_id}, snapshot {published.snapshot_id}, {count[0] if count else 0} KPI rows"
    yield Finding("published", seen, True)


LOOKS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
    _python,
    _packages,
    _extensions,
    _disk,
    _home,
    _privacy,
    _lock,
    _lake,
    _feeds,
    _build,
    _publication,
)
