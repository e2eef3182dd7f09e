"""The files that readers are measured on: the simulator's sets of a quarter, 835 or 837P, in one group."""

from __future__ import annotations

import datetime as dt
import random
import re
import tempfile
from itertools import count
from pathlib import Path

from simulator.claim_files import write_claims
from simulator.drops import Schedule
from simulator.payment_files import write_payments
from simulator.story import tell

START, END = dt.date(2025, 1, 1), dt.date(2025, 3, 31)
CLAIMS_A_MEGABYTE = 4_000
WRITERS = {"835": write_payments, "837P": write_claims}
SETS = re.compile(rb"ST\*83[57]\*.*?SE\*\d+\*\d+~\s*", re.DOTALL)
CONTROL = re.compile(rb"(ST\*83[57]\*|SE\*\d+\*)\d+")
# x12sdk and its ancestor refuse a whole file for these: a rendering provider without a name, an ACH without its banks.
MADE_ACCEPTABLE = ((b"NM1*82*1******XX*", b"NM1*82*1*RENDERING*****XX*"), (b"*C*ACH*", b"*C*CHK*"))


def write_file(path: Path, megabytes: float, *, kind: str = "835", simulated: float | None = None) -> int:
    """Writes at least one set and no more than ``megabytes`` of them, with their own control numbers; gives bytes.

    With ``simulated`` the simulator writes so many megabytes, and their sets come again and again.
    """
    head, sets, foot = _simulated(kind, simulated or megabytes)
    written, size = 0, 0
    with path.open("wb") as stream:
        stream.write(head)
        for number in count() if simulated else range(len(sets)):
            each = sets[number % len(sets)]
            if written and size + len(each) > megabytes * 1e6:
                break
            written += 1
            size += stream.write(CONTROL.sub(rb"\g<1>%04d" % written, each))
        stream.write(re.sub(rb"GE\*\d+", b"GE*%d" % written, foot))
        return stream.tell()


def write_small_files(folder: Path, large: Path, number: int) -> None:
    """So many files of 5 to 50 kB into ``folder/small``, each an interchange of its own, out of a large file's sets."""
    content, draw, at = large.read_bytes(), random.Random(3), 0
    head, foot = content[: content.index(b"ST*")], content[content.rindex(b"GE*") :]
    sets = SETS.findall(content)
    (folder / "small").mkdir()
    for each in range(1, number + 1):
        wanted, kept = draw.uniform(5e3, 50e3), list[bytes]()
        while not kept or sum(map(len, kept)) < wanted:
            kept.append(CONTROL.sub(rb"\g<1>%04d" % (len(kept) + 1), sets[at % len(sets)]))
            at += 1
        begin = re.sub(rb"(\*00501\*)\d{9}", rb"\g<1>%09d" % each, head)
        end = re.sub(rb"(IEA\*1\*)\d+", rb"\g<1>%09d" % each, re.sub(rb"GE\*\d+", b"GE*%d" % len(kept), foot))
        (folder / "small" / f"{each:05}.835").write_bytes(begin + b"".join(kept) + end)


def _simulated(kind: str, megabytes: float) -> tuple[bytes, list[bytes], bytes]:
    claims = max(2_000, int(megabytes * CLAIMS_A_MEGABYTE))
    story = tell(claims=claims, seed=7, profile="hospital", start=START, end=END)
    with tempfile.TemporaryDirectory() as folder:
        written = [path for path, _ in WRITERS[kind](story, Path(folder), Schedule(story.calendar, claims))]
        files = [path.read_bytes() for path in written if path.name.startswith(f"{kind}_")]
    sets = [_acceptable(each) for content in files for each in SETS.findall(content)]
    first = files[0]
    return first[: first.index(b"ST*")], sets, first[first.rindex(b"GE*") :]


def _acceptable(content: bytes) -> bytes:
    for refused, accepted in MADE_ACCEPTABLE:
        content = content.replace(refused, accepted)
    return content
