"""What a model was made from, written down beside it: the commit of the code and the SQL of its features."""

from __future__ import annotations

import hashlib
import subprocess
from typing import Any

from orchestration.settings import PROJECT, Settings

FEATURES = "fct_claim_features"
UNKNOWN = "unknown"


def trace_origin(settings: Settings) -> dict[str, str]:
    """Tags ``commit`` and ``feature_sql_hash``; either is ``unknown`` outside a checkout or before a build."""
    return {"commit": _commit(), "feature_sql_hash": _feature_sql_hash(settings)}


def _commit() -> str:
    if not (PROJECT / ".git").exists():
        return UNKNOWN
    command = ["git", "-C", str(PROJECT), "rev-parse", "HEAD"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=10).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return UNKNOWN


def _feature_sql_hash(settings: Settings) -> str:
    """One hash over the SQL of the features mart and of every model, seed and macro that it reads, however far."""
    import json

    if not settings.manifest.exists():
        return UNKNOWN
    manifest = json.loads(settings.manifest.read_text())
    known: dict[str, Any] = {**manifest["nodes"], **manifest["macros"]}
    waiting = [name for name, node in manifest["nodes"].items() if node["name"] == FEATURES]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in found or name not in known:
            continue
        found.add(name)
        read = known[name].get("depends_on", {})
        waiting += [*read.get("nodes", []), *read.get("macros", [])]
    digest = hashlib.sha256()
    for name in sorted(found):
        node = known[name]
        digest.update(f"{name}\0{node.get('raw_code') or node.get('macro_sql') or node.get('checksum')}\0".encode())
    return digest.hexdigest()[:16] if found else UNKNOWN
