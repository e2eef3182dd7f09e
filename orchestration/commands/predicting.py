"""Commands about the models: evaluate, promote, explain, watch-payers, serve."""

from __future__ import annotations

from typing import Annotated

import typer

from orchestration.commands.console import ends_in_exit_code, print_json, say

Port = Annotated[int, typer.Option("--port", help="Where it listens.")]
Host = Annotated[str, typer.Option("--host", help="Another address than loopback needs TLS before it.")]
ClaimId = Annotated[str, typer.Argument(help="As in marts.fct_claims: billing NPI, a dash, patient control number.")]


def register(app: typer.Typer) -> None:
    """Adds this module's commands."""
    app.command(epilog="Example: overturn evaluate")(evaluate)
    app.command(epilog="Example: overturn promote")(promote)
    app.command(epilog="Example: overturn explain 1600000027-OT00000012")(explain)
    app.command("watch-payers", epilog="Example: overturn watch-payers")(watch_payers)
    app.command(epilog="Example: overturn serve --port 8000")(serve)


@ends_in_exit_code
def evaluate(
    full: Annotated[
        bool, typer.Option("--full", help="Six months back, each trained as a champion is: minutes.")
    ] = False,
) -> None:
    """Judge the models on the newest mature claims, month by month too, and write the champion's card."""
    from orchestration.narration import Bars
    from orchestration.pipeline import steps
    from orchestration.settings import read_settings

    settings = read_settings()
    with Bars().step("Judging"):
        record = steps.evaluate(settings, is_full=full)
    print_json({**record, "model_card": str(settings.model_card)}, indent=2)


@ends_in_exit_code
def promote() -> None:
    """Make the challenger champion, where it passes the gate on the newest mature claims."""
    from orchestration.answers.forecasts import promote_challenger
    from orchestration.settings import read_settings

    print_json(promote_challenger(read_settings()), indent=2)


@ends_in_exit_code
def explain(claim_id: ClaimId) -> None:
    """Say one claim's risk, its likeliest reasons, what drives it, the best fix, and the rules it breaks."""
    from orchestration.answers.forecasts import explain_claim
    from orchestration.settings import read_settings

    print_json(explain_claim(read_settings(), claim_id), indent=2)


@ends_in_exit_code
def watch_payers(
    draft: Annotated[str, typer.Option("--draft-edit", help="Draft a rule from this alert_id; off until dated.")] = "",
) -> None:
    """Look for payers that deny more than they used to; tells alerts and the ranked list, kept in ml.watch_list."""
    from interchange.lake import Lake
    from ml.watch import watch_payers as watch
    from orchestration.draft_edits import draft_edit, list_alerts
    from orchestration.settings import read_settings

    settings = read_settings()
    if draft:
        print_json(draft_edit(settings, draft), indent=2)
        say("Drafted at the end of the seed claim_edits: write its first day (effective_from) to approve it.")
        return
    found = watch(lake=Lake(settings.home))
    print_json({**found, "alerts": list_alerts(settings) if found["stream_count"] else []}, indent=2)


@ends_in_exit_code
def serve(
    port: Port = 8000,
    host: Host = "127.0.0.1",
) -> None:
    """Answer POST /v1/score over HTTP for those who show the token; Ctrl-C ends it."""
    import uvicorn

    from orchestration.scoring_api import make_api, token_file
    from orchestration.settings import read_settings

    settings = read_settings()
    say(f"The token is in {token_file(settings)}; http://{host}:{port}/openapi.json says what can be asked.")
    uvicorn.run(make_api(settings), host=host, port=port, log_level="warning", access_log=False)
