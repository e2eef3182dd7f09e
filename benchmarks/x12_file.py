"""The 835 file that readers are compared on: the simulator's sets of a quarter in one group of one interchange."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from pathlib import Path

from simulator.drops import Schedule
from simulator.payment_files import write_payments
from simulator.story import tell

START, END = dt.date(2025, 1, 1), dt.date(2025, 3, 31)
CLAIMS_A_MEGABYTE = 4_000
SETS = re.compile(rb"ST\*835\*.*?SE\*\d+\*\d+~\s*", re.DOTALL)
CONTROL = re.compile(rb"(ST\*835\*|SE\*\d+\*)\d+")
# x12sdk and its ancestor refuse a whole file for these: a rendering provider without a name, an ACH without its banks.
MADE_ACCEPTABLE = ((b"NM1*82*1******XX*", b"NM1*82*1*RENDERING*****XX*"), (b"*C*ACH*", b"*C*CHK*"))


def write_file(path: Path, megabytes: float) -> int:
    """Writes at least one set and no more than ``megabytes`` of them, with their own control numbers; gives bytes."""
    head, sets, foot = _simulated(megabytes)
    kept, size = [], 0
    for each in sets:
        if kept and size + len(each) > megabytes * 1e6:
            break
        kept.append(CONTROL.sub(rb"\g<1>%04d" % (len(kept) + 1), each))
        size += len(kept[-1])
    content = head + b"".join(kept) + re.sub(rb"GE\*\d+", b"GE*%d" % len(kept), foot)
    return path.write_bytes(content)


def _simulated(megabytes: float) -> tuple[bytes, list[bytes], bytes]:
    claims = max(2_000, int(megabytes * CLAIMS_A_MEGABYTE))
    story = tell(claims=claims, seed=7, profile="hospital", start=START, end=END)
    with tempfile.TemporaryDirectory() as folder:
        schedule = Schedule(story.calendar, claims)
        files = [path.read_bytes() for path, _ in write_payments(story, Path(folder), schedule)]
    sets = [_acceptable(each) for content in files for each in SETS.findall(content)]
    first = files[0]
    return first[: first.index(b"ST*835*")], sets, first[first.rindex(b"GE*") :]


def _acceptable(content: bytes) -> bytes:
    for refused, accepted in MADE_ACCEPTABLE:
        content = content.replace(refused, accepted)
    return content
