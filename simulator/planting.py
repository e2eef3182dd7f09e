"""What a user plants: a hidden change of policy of his own, and faults in files that a landing should notice."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from simulator.catalogue import NUMBER, PAYERS
from simulator.rules import CHANGING, Change
from simulator.services import PROCEDURES

KINDS = ("truncated", "duplicate", "out_of_order", "wrong_count")
LATER_BY = 21


def parse_change(text: str, *, start: dt.date) -> Change:
    """``payer=80042 procedure=72148,70553 reason=authorization from=2025-06-01 odds=0.5`` as a change.

    Raises ValueError where a part is missing or not known; procedure is optional (all of them then).
    """
    given = dict(part.split("=", 1) for part in text.split() if "=" in part)
    missing = [name for name in ("payer", "reason", "from", "odds") if name not in given]
    if missing:
        raise ValueError(f"an injection needs {' and '.join(missing)}")
    payers = [row for row, payer in enumerate(PAYERS) if payer.id == given["payer"]]
    wanted = given["procedure"].split(",") if given.get("procedure") else list(PROCEDURES)
    unknown = [code for code in wanted if code not in PROCEDURES]
    if not payers or unknown or given["reason"] not in CHANGING:
        raise ValueError(
            f"an injection names a payer's id, procedures of the catalogue, and one of {', '.join(CHANGING)}"
        )
    odds = float(given["odds"])
    if not 0 < odds <= 1:
        raise ValueError("the odds of an injection lie above 0 and up to 1")
    begins = (dt.date.fromisoformat(given["from"]) - start).days
    procedures = tuple(sorted(PROCEDURES.index(code) for code in wanted))
    return Change(payers[0], procedures, NUMBER[given["reason"]], begins, odds, planted=True)


def plant_errors(out: Path, truth: Path, *, seed: int) -> int:
    """Spoils one file in fifty, one kind after the other, and logs each in ``planted_errors``; gives how many."""
    files = sorted(path for path in out.rglob("*.edi") if re.match(r"83[57]", path.name))
    rng = np.random.default_rng([seed, 11])
    chosen = sorted(rng.choice(len(files), max(len(files) // 50, min(len(KINDS), len(files))), replace=False))
    rows = []
    for number, place in enumerate(chosen):
        kind = KINDS[number % len(KINDS)]
        became = _spoil(files[int(place)], kind)
        rows.append({"kind": kind, "path": str(became.relative_to(out))})
    truth.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows), truth / "planted_errors.parquet")
    return len(rows)


def _spoil(path: Path, kind: str) -> Path:
    stamp = path.stat().st_mtime
    became = path
    if kind == "truncated":
        path.write_bytes(path.read_bytes()[: path.stat().st_size * 3 // 5])
    elif kind == "duplicate":
        became = path.with_name(f"{path.stem}_again.edi")
        shutil.copy(path, became)
    elif kind == "out_of_order":
        day = dt.date.fromisoformat(path.parent.name) + dt.timedelta(days=LATER_BY)
        became = path.parent.parent / day.isoformat() / f"{path.stem}_late.edi"
        became.parent.mkdir(exist_ok=True)
        path.rename(became)
        stamp += LATER_BY * 86_400
    else:
        content = path.read_bytes()
        path.write_bytes(re.sub(rb"~\nSE\*(\d+)\*", lambda found: b"~\nSE*%d*" % (int(found[1]) + 1), content, count=1))
    os.utime(became, (stamp, stamp))
    return became
