"""Small records of what was done last, one JSON file a step under ``<home>/state``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from interchange.lake import write_atomically
from orchestration.settings import Settings


def read_state(settings: Settings, step: str) -> dict[str, Any] | None:
    """The record of a step; None where it never ran or the record cannot be read."""
    try:
        stored = json.loads((settings.state / f"{step}.json").read_text())
    except (FileNotFoundError, ValueError):
        return None
    return stored if isinstance(stored, dict) else None


def write_state(settings: Settings, step: str, record: Mapping[str, Any]) -> None:
    """Replaces the record of a step in one move."""
    write_atomically(settings.state / f"{step}.json", json.dumps(record, indent=2, default=str).encode())


def hash_files(root: Path, patterns: Iterable[str]) -> str:
    """One hash over names and contents of the files that match, in order."""
    digest = hashlib.sha256()
    for path in sorted({each for pattern in patterns for each in root.rglob(pattern) if each.is_file()}):
        if "target" in path.relative_to(root).parts or "__pycache__" in path.parts:
            continue
        digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def hash_listing(root: Path) -> str:
    """One hash over names, sizes and times of the files under a folder: cheap, and changes when a file does."""
    digest = hashlib.sha256()
    for path in sorted(each for each in root.rglob("*") if each.is_file() and not each.name.startswith(".")):
        status = path.stat()
        digest.update(f"{path.relative_to(root)}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
