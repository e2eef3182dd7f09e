"""What is asked of the models one at a time: a claim explained, the champion judged anew, a challenger promoted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orchestration.exit_codes import ChecksFailedError, NothingThereError
from orchestration.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

    from ml.registry import StoredModel

EDITS = "SELECT edit_id, severity, words, fix, precision_rate FROM marts.fct_claim_edits WHERE claim_id = ? ORDER BY 1"


def load_champion(settings: Settings) -> StoredModel:
    """The champion; NothingThereError where none was promoted yet."""
    from ml.registry import Registry

    champion = Registry(settings.model_store).load()
    if champion is None:
        raise NothingThereError("there is no champion yet: try `overturn train`")
    return champion


def explain_claim(settings: Settings, claim_id: str) -> dict[str, Any]:
    """One claim's risk, reasons, drivers (exact), best fix, and apart from these its hits in the rules library."""
    from interchange.lake import Lake
    from ml.explanations import explain
    from ml.reasons import likeliest
    from ml.registry import Registry

    champion, lake = load_champion(settings), Lake(settings.home)
    with lake.connect() as connection:
        cursor = connection.execute("SELECT * FROM marts.fct_claim_features WHERE claim_id = ?", [claim_id])
        row = cursor.df()
        edits = connection.execute(EDITS, [claim_id]).df()
    if row.empty:
        raise NothingThereError(f"there is no claim {claim_id} in the last build")
    risk = champion.score(row)
    told = explain(champion, row, risk, exact=True)
    fix = told["fix"].iloc[0] if len(told) and isinstance(told["fix"].iloc[0], str) else None
    reasons = Registry(settings.model_store).load_reasons()
    named = likeliest(reasons, row, risk, champion.version) if reasons else None
    return {
        "claim_id": claim_id,
        "model_version": champion.version,
        "denial_probability": round(float(risk[0]), 6),
        "held_by_rules": bool((edits["severity"] == "hard_stop").any()),
        "edits": edits.to_dict("records"),
        "reasons": [] if named is None else named[["reason", "denial_probability", "is_in_set"]].to_dict("records"),
        "drivers": told[["words", "contribution"]].to_dict("records"),
        "fix": fix,
        "risk_after_fix": float(told["risk_after_fix"].iloc[0]) if fix else None,
    }


def promote_challenger(settings: Settings) -> dict[str, Any]:
    """Makes the challenger champion where it passes the gate on the newest mature claims; ChecksFailedError else."""
    from interchange.lake import Lake
    from ml.evaluation import simple_rule
    from ml.features import load_features
    from ml.gate import judge
    from ml.registry import CHALLENGER, Registry
    from ml.training import split_by_time

    registry = Registry(settings.model_store)
    challenger, champion = registry.load(CHALLENGER), registry.load()
    split = split_by_time(load_features(Lake(settings.home)))
    if challenger is None or (champion and champion.version == challenger.version):
        raise NothingThereError(
            "no version waits as challenger: `overturn train` makes one that the gate does not let lead"
        )
    if split is None:
        raise NothingThereError("there are too few answered claims to judge the challenger by")
    rule = simple_rule(split.train, split.test)
    present = champion.score(split.test) if champion and champion.knows(split.test) else None
    verdicts = judge(split.test, challenger.score(split.test), rule, present)
    registry.note_verdicts(challenger.version, verdicts)
    failed = [f"{each.rule} {each.value:.4f} (limit {each.limit:.4f})" for each in verdicts if not each.passes]
    if failed:
        raise ChecksFailedError(f"version {challenger.version} stays challenger: " + "; ".join(failed))
    return {"promoted_version": registry.promote(), "verdicts": [vars(each) for each in verdicts]}


def load_waiting(settings: Settings) -> pd.DataFrame:
    """The features of the claims that no payer has answered, by claim."""
    from interchange.lake import Lake
    from ml.features import load_features

    return load_features(Lake(settings.home), where="NOT label_is_answered").set_index("claim_id", drop=False)


def name_missing_inputs(settings: Settings) -> list[str]:
    """The feeds that nothing has come from."""
    from interchange.lake import Lake
    from ml.scoring import missing_inputs

    return missing_inputs(Lake(settings.home))
