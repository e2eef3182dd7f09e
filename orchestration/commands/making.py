"""Commands that make something: simulate, land, build, train, score, publish, demo."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from orchestration.commands.console import ends_in_exit_code, print_json, say


class Profile(StrEnum):
    """Whose claims are simulated."""

    HOSPITAL = "hospital"
    OFFICE = "office"


class Feeds(StrEnum):
    """What kinds of file are written."""

    X12 = "x12"
    EHR = "ehr"
    ALL = "all"


Day = dt.datetime
FIRST, LAST = Day(2025, 1, 1), Day(2026, 6, 30)
INJECTION = "Plant a change: 'payer=80042 procedure=72148 reason=authorization from=2025-06-01 odds=0.5'."
Claims = Annotated[int, typer.Option("--claims", min=1, help="How many claims to simulate.")]
Seed = Annotated[int, typer.Option("--seed", help="The same seed gives the same bytes.")]
Who = Annotated[Profile, typer.Option("--profile", help="Whose claims.")]


def register(app: typer.Typer) -> None:
    """Adds this module's commands."""
    app.command(epilog="Example: overturn simulate --claims 20000 --seed 7 --profile hospital")(simulate)
    app.command(epilog="Example: overturn land data/inbox more/files/remit.835.gz")(land)
    app.command(epilog="Example: overturn build --full-refresh")(build)
    app.command(epilog="Example: overturn train")(train)
    app.command(epilog="Example: overturn score")(score)
    app.command(epilog="Example: overturn publish")(publish)
    app.command(epilog="Example: overturn demo --claims 20000")(demo)


@ends_in_exit_code
def simulate(
    claims: Claims = 20_000,
    seed: Seed = 7,
    profile: Who = Profile.HOSPITAL,
    out: Annotated[Path | None, typer.Option("--out", help="Where the files go; default: the inbox.")] = None,
    first_day: Annotated[Day, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day of service.")] = FIRST,
    last_day: Annotated[Day, typer.Option("--to", formats=["%Y-%m-%d"], help="The last day of all.")] = LAST,
    inject: Annotated[list[str], typer.Option("--inject", help=INJECTION)] = [],  # noqa: B006 - typer copies it
    feeds: Annotated[Feeds, typer.Option("--feeds", help="X12 alone, EHR extracts too, or FHIR as well.")] = Feeds.X12,
    errors: Annotated[
        bool, typer.Option("--errors", help="Spoil some files; which, is logged beside the truth.")
    ] = False,
    live: Annotated[
        float | None, typer.Option("--live", min=1, help="Drop day by day, so many times real time.")
    ] = None,
) -> None:
    """Write the X12 files of a hospital or an office and its payers, whose truth is known."""
    from orchestration.demonstration import simulate_drop, simulate_live
    from orchestration.narration import Bars
    from orchestration.settings import read_settings

    settings = read_settings()
    options: dict[str, object] = {"inject": inject, "errors": errors}
    options |= {"feeds": feeds.value} if feeds is not Feeds.X12 else {}
    options |= {"start": first_day.date()} if first_day != FIRST else {}
    options |= {"end": last_day.date()} if last_day != LAST else {}
    with Bars().step("Simulating") as progress:
        drop = partial(
            simulate_drop if live is None else partial(simulate_live, speed=live), settings, progress=progress
        )
        summary = drop(claims=claims, seed=seed, profile=profile.value, out=out or settings.inbox, **options)
    print_json(summary)


@ends_in_exit_code
def land(paths: Annotated[list[Path], typer.Argument(help="Files or folders.", show_default=False)]) -> None:
    """Read files into the lake; one JSON line a file, each loaded, duplicate or quarantined with a reason."""
    from orchestration.narration import Bars
    from orchestration.pipeline.steps import land_files
    from orchestration.settings import read_settings

    missing = [path for path in paths if not path.exists() and not path.is_symlink()]
    if missing:
        raise typer.BadParameter(f"there is no {missing[0]}")
    with Bars().step("Landing") as progress:
        landed = land_files(read_settings(), paths=paths, progress=progress)
    for each in landed:
        print_json(asdict(each))


@ends_in_exit_code
def build(
    full_refresh: Annotated[bool, typer.Option("--full-refresh", help="Rebuild what is built in parts.")] = False,
) -> None:
    """Check what was landed, then build and test every model; readers see nothing until `publish`."""
    from orchestration.narration import Bars
    from orchestration.pipeline import steps
    from orchestration.settings import read_settings

    with Bars().step("Building and testing") as progress:
        record = steps.build(read_settings(), full_refresh=full_refresh, progress=progress)
    print_json(record, indent=2)


@ends_in_exit_code
def train() -> None:
    """Train the denial model on the last build's features."""
    from orchestration.narration import Bars
    from orchestration.pipeline import steps
    from orchestration.settings import read_settings

    with Bars().step("Training") as progress:
        record = steps.train(read_settings(), progress=progress)
    print_json(record, indent=2)


@ends_in_exit_code
def score() -> None:
    """Score the claims that no payer has answered yet."""
    from orchestration.narration import Bars
    from orchestration.pipeline import steps
    from orchestration.settings import read_settings

    with Bars().step("Scoring"):
        record = steps.score(read_settings())
    print_json(record, indent=2)


@ends_in_exit_code
def publish() -> None:
    """Show readers the last build, where every test and check of it passed."""
    from orchestration.pipeline import steps
    from orchestration.settings import read_settings

    print_json(asdict(steps.publish(read_settings())), indent=2)


@ends_in_exit_code
def demo(claims: Claims = 20_000, seed: Seed = 7, profile: Who = Profile.HOSPITAL) -> None:
    """Do all of it on a simulated hospital and show the KPIs; a second run changes nothing."""
    from orchestration.demonstration import run_demo
    from orchestration.settings import read_settings

    settings = read_settings()
    done = run_demo(settings, claims=claims, seed=seed, profile=profile.value)
    if not done:
        say("Nothing has changed since the last run: what is published stands.")
