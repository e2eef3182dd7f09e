"""The demonstration: a simulated provider from its files to the figures, recorded in Dagster."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

from interchange.lake import write_atomically
from orchestration.exit_codes import OverturnError
from orchestration.narration import Bars, Progress
from orchestration.pipeline import freshness
from orchestration.pipeline.state import hash_files
from orchestration.settings import PROJECT, Settings, export_settings

DEMO_FEEDS = "ehr"


def run_demo(settings: Settings, *, claims: int, seed: int, profile: str) -> bool:
    """Does whatever is not done yet and prints the figures; returns whether anything was done."""
    export_settings(settings)
    bars = Bars()
    drop = _drop_key(claims=claims, seed=seed, profile=profile, feeds=DEMO_FEEDS)
    if not _is_written(settings.inbox, drop):
        with bars.step("Simulating") as progress:
            simulate_drop(
                settings,
                claims=claims,
                seed=seed,
                profile=profile,
                out=settings.inbox,
                feeds=DEMO_FEEDS,
                progress=progress,
            )
    pending = freshness.pending_steps(settings)
    if pending:
        refresh(settings, narrator=bars)
    show_figures(settings)
    return bool(pending)


def simulate_drop(
    settings: Settings,
    *,
    claims: int,
    seed: int,
    profile: str,
    out: Path,
    progress: Progress | None = None,
    **options: Any,
) -> dict[str, Any]:
    """Simulates into a folder and, last of all, notes there what was simulated; returns the summary.

    ``options`` are those of ``simulator.simulate``. Raises OverturnError where they are not understood.
    """
    import json

    from simulator import simulate

    out.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        result = simulate(
            claims=claims, seed=seed, profile=profile, out=out, truth=settings.truth, progress=progress, **options
        )
    except ValueError as error:
        raise OverturnError(str(error)) from error
    summary = asdict(result) if is_dataclass(result) else dict(result)
    note = {**_drop_key(claims=claims, seed=seed, profile=profile, **options), **summary}
    write_atomically(out / ".simulated.json", json.dumps(note, indent=2).encode())
    return {"out": str(out), **note}


def simulate_live(settings: Settings, *, out: Path, speed: float, **options: Any) -> dict[str, Any]:
    """Simulates beside the inbox, then drops day after day, ``speed`` times as fast as life; returns the summary."""
    import tempfile

    from simulator import play

    out.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix=".staged-", dir=out.parent) as staged:
        summary = simulate_drop(settings, out=Path(staged), **options)
        out.mkdir(parents=True, exist_ok=True, mode=0o700)
        play(Path(staged), out, speed=speed)
    return {**summary, "out": str(out)}


def _drop_key(*, claims: int, seed: int, profile: str, **options: Any) -> dict[str, Any]:
    given = {name: str(value) for name, value in options.items() if value}
    code = hash_files(PROJECT / "simulator", ("*.py",))
    return {"claims": claims, "seed": seed, "profile": profile, "options": given, "code": code}


def _is_written(out: Path, drop: Mapping[str, Any]) -> bool:
    import json

    try:
        note = json.loads((out / ".simulated.json").read_text())
    except (FileNotFoundError, ValueError):
        return False
    return all(note.get(name) == value for name, value in drop.items())


def refresh(settings: Settings, *, narrator: Any) -> str:
    """Runs Dagster's whole job in this process, recorded in the instance under home; returns the run's id.

    Raises OverturnError with the names of the steps that failed.
    """
    with narrator.step("Waking Dagster"):
        from orchestration.assets.instance import prepare_instance
        from orchestration.definitions import make_definitions

        instance = prepare_instance(settings)
        job = make_definitions(settings).resolve_job_def("refresh")
    quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
    result = job.execute_in_process(
        run_config=quiet, instance=instance, raise_on_error=False, resources={"narrator": narrator}
    )
    if not result.success:
        failed = [f"{each.step_key}: {_reason(each)}" for each in result.all_events if each.is_step_failure]
        raise OverturnError("the run failed at " + "; ".join(failed) + "; `overturn dagster` shows it")
    return str(result.run_id)


def _reason(event: Any) -> str:
    error = event.step_failure_data.error
    cause = error.cause or error if error else None
    return cause.message.strip() if cause else "no reason given"


def show_figures(settings: Settings) -> None:
    """Prints the KPIs with target and benchmark, where each output lies, and what to try next."""
    from rich.console import Console

    from interchange.lake import Lake
    from orchestration.answers.figures import read_benchmarks, read_kpis
    from orchestration.answers.tables import print_kpis

    published = Lake(settings.home).read_publication()
    print_kpis(read_kpis(settings), benchmarks=read_benchmarks(settings))
    console = Console()
    if published:
        console.print(
            f"Data through {published.data_through}; build {published.build_id}, snapshot {published.snapshot_id}."
        )
    places = {
        "Files": settings.inbox,
        "Originals": settings.home / "vault",
        "Tables": settings.home / "lake",
        "Published": settings.home / "published.json",
        "Model": settings.model_store,
        "Runs": settings.dagster_home,
    }
    for name, path in places.items():
        console.print(f"  {name:<10} {path}", soft_wrap=True, highlight=False)
    console.print("Next: overturn trace K1 --limit 5   or: make app   or: make dagster", highlight=False)
