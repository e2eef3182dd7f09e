"""The plain reader: the same rules as the engine's, one segment after the other, with no thought of speed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache

import pyarrow as pa

from interchange.x12.content import normalise
from interchange.x12.findings import Finding, QuarantinedSet, X12Error
from interchange.x12.plan import SetPlan, compile_plan
from interchange.x12.schema import ENVELOPE_COLUMNS, table_schemas
from interchange.x12.specs import SPECS, spec_for
from interchange.x12.tokens import SegmentToken, next_delimiters, read_delimiters, skip_white, tokenize
from tests.interchange.x12.plain.balance import check_835
from tests.interchange.x12.plain.walk import Row, SetRows, SetWalk


@dataclass
class Reading:
    """What a file held: rows by raw table, findings, sets put aside. ``type`` is the first set's, such as 835."""

    type: str
    tables: dict[str, pa.Table]
    findings: list[Finding] = field(default_factory=list)
    quarantined: list[QuarantinedSet] = field(default_factory=list)


@cache
def _plan(code: str, guide: str) -> SetPlan | None:
    spec = spec_for(code, guide=guide)
    return compile_plan(spec) if spec else None


def sniff(head: bytes) -> str | None:
    """The set type of the first transaction set in the first bytes of a file; None where it is not X12.

    A set that we have no spec for is named by its ST01, such as 277.
    """
    guide = kind = ""
    try:
        data, _ = normalise(head[: len(head) // 2 * 2])
        for token in tokenize(data):
            kind = kind or ("TA1" if token.id == "TA1" else "")
            if token.id == "GS":
                guide = token.text(8)
            if token.id == "ST":
                plan = _plan(token.text(1), token.text(3) or guide)
                return plan.spec.type if plan else token.text(1)
    except X12Error:
        return kind or None
    return kind or None


def read(data: bytes, *, strict: bool = False) -> Reading:
    """Everything in a file's bytes, as typed Arrow tables.

    ``strict`` makes wrong counts an error that puts the set aside. Raises X12Error where the file is refused whole;
    no bytes raise anything else.
    """
    content, remarks = normalise(data)
    reader = _Reader(content, strict=strict)
    for each in remarks:
        reader.note(*each)
    return reader.run()


class _Reader:
    def __init__(self, data: bytes, *, strict: bool) -> None:
        self.data = data
        self.end = len(data)
        self.strict = strict
        self.rows: dict[str, list[Row]] = {}
        self.findings: list[Finding] = []
        self.quarantined: list[QuarantinedSet] = []
        self.type = ""
        self.guide = ""
        self.open: list[SegmentToken] = []
        self.walk: SetWalk | None = None
        self.sets_in_group = self.groups_in_interchange = 0
        self.in_interchange = self.in_group = self.is_bare = False
        self.controls: dict[str, str] = {}
        self.opened_at = {"ISA": 0, "GS": 0}
        self.refused: list[tuple[int, int, str, str]] = []

    def run(self) -> Reading:
        stopped: X12Error | None = None
        try:
            for token in tokenize(self.data):
                self._take(token)
        except X12Error as error:
            if not self.rows and not self.open and not self.quarantined:
                raise
            place = error.byte_offset, error.segment_ordinal
            self.findings.append(Finding(error.code, "error", error.message, *place))
            self.end, stopped = error.byte_offset, error
        self._close_unfinished(self.end)
        self._leave_group(self.end)
        if self.in_interchange:
            self.note("X12-IEA-MISSING", "the interchange has no closing IEA", self.end)
            self._refuse("ISA", None)
        self._put_aside()
        if "x12_ta1_acknowledgements" in self.rows:
            self.type = self.type or "TA1"
        if not self.type:
            raise stopped or X12Error("X12-NO-SETS", "the file holds no transaction set", 0)
        return Reading(self.type, self._tables(), self.findings, self.quarantined)

    def _take(self, token: SegmentToken) -> None:
        handler = getattr(self, f"_take_{token.id.lower()}", None) if token.id in ENVELOPE_IDS else None
        if handler:
            handler(token)
        elif self.open:
            self.open.append(token)
        else:
            self._skip_garbage(token)

    def _skip_garbage(self, token: SegmentToken) -> None:
        self.note(
            "X12-GARBAGE",
            "this stands outside every transaction set; it was passed over",
            token.offset,
            token,
        )

    def _leave_group(self, offset: int, token: SegmentToken | None = None) -> None:
        if self.in_group:
            self.note("X12-GE-MISSING", "the group has no closing GE", offset, token)
            self._refuse("GS", token)
        self.in_group = False

    def _refuse(self, header: str, token: SegmentToken | None) -> None:
        if self.strict:
            end, found = token.ordinal if token else 1 << 62, self.findings[-1]
            self.refused.append((self.opened_at[header], end, found.code, found.message))

    def _put_aside(self) -> None:
        for first, end, code, reason in self.refused:
            for row in self.rows.get("x12_sets", []):
                ordinal, start, size = row["segment_ordinal"], row["byte_offset"], row["byte_count"]
                if row["status"] == "loaded" and first < ordinal < end:  # type: ignore[operator]
                    row |= {"status": "quarantined", "reason_code": code}
                    content = self.data[start : start + size]  # type: ignore[operator]
                    place = (row["set_type"], row["control_number"], start, size, ordinal)
                    self.quarantined.append(QuarantinedSet(*place, code, reason, content))  # type: ignore[arg-type]
                    self.rows = {t: [r for r in rows if r["set_segment"] != ordinal or t == "x12_sets"]
                                 for t, rows in self.rows.items()}  # fmt: skip

    def _ask_for_interchange(self, token: SegmentToken) -> None:
        if not self.rows and not self.quarantined:
            self.is_bare = token.id == "ST"
            message = "the file begins without an interchange header (ISA); it was read all the same"
            self.note("X12-ISA-MISSING", message, token.offset, token)

    def _take_isa(self, token: SegmentToken) -> None:
        self._close_unfinished(token.offset)
        self._leave_group(token.offset, token)
        if self.in_interchange:
            self.note(
                "X12-IEA-MISSING",
                "a new interchange begins before the last one was closed",
                token.offset,
                token,
            )
            self._refuse("ISA", token)
        delimiters_of = next_delimiters if token.ordinal > 1 else read_delimiters
        if delimiters_of(self.data, skip_white(self.data, token.offset)) is None:
            message = "the interchange header has not its 16 elements"
            self.note("X12-ISA-MALFORMED", message, token.offset, token, severity="error")
            token = replace(token, elements=token.elements[:1])
        elif not token.text(16):
            message = "the header does not say what parts components; a colon was taken"
            self.note("X12-COMPONENT-SEPARATOR", message, token.offset, token)
        self.is_bare = False
        self.opened_at["ISA"] = token.ordinal
        self._envelope_row(token)
        self.in_interchange, self.groups_in_interchange = True, 0
        self.controls["ISA"] = token.text(13).strip()

    def _take_ta1(self, token: SegmentToken) -> None:
        self._close_unfinished(token.offset)
        self._envelope_row(token)

    def _take_gs(self, token: SegmentToken) -> None:
        self._close_unfinished(token.offset)
        self._ask_for_interchange(token)
        self._leave_group(token.offset, token)
        self.opened_at["GS"] = token.ordinal
        self._envelope_row(token)
        self.in_group, self.sets_in_group = True, 0
        self.groups_in_interchange += 1
        self.guide = token.text(8)
        self.controls["GS"] = token.text(6).strip()

    def _take_ge(self, token: SegmentToken) -> None:
        self._close_unfinished(token.offset)
        self.in_group = False
        self._compare(token, 1, self.sets_in_group, "X12-GE01-COUNT", "transaction sets in the group")
        self._compare_control(token, "GS", "X12-GE02-CONTROL")

    def _take_iea(self, token: SegmentToken) -> None:
        self._close_unfinished(token.offset)
        self._leave_group(token.offset, token)
        self.in_interchange = False
        self._compare(token, 1, self.groups_in_interchange, "X12-IEA01-COUNT", "groups in the interchange")
        self._compare_control(token, "ISA", "X12-IEA02-CONTROL")

    def _compare(self, token: SegmentToken, position: int, real: int, code: str, what: str) -> None:
        if token.text(position).strip().lstrip("0") != str(real or ""):
            self.note(code, f"the trailer counts wrongly: there are {real} {what}", token.offset, token)
            self._refuse("GS" if token.id == "GE" else "ISA", token)

    def _compare_control(self, token: SegmentToken, header: str, code: str) -> None:
        if token.text(2).strip() != self.controls.get(header, ""):
            self.note(code, f"the trailer's control number is not that of its {header}", token.offset, token)
            self._refuse(header, token)

    def _take_st(self, token: SegmentToken) -> None:
        self._close_unfinished(token.offset)
        self._ask_for_interchange(token)
        if not (self.in_group or self.is_bare):
            self.is_bare = True
            self.note("X12-GS-MISSING", "the set stands in no group; it was read all the same", token.offset, token)
        self.sets_in_group += 1
        self.open = [token]

    def _take_se(self, token: SegmentToken) -> None:
        if not self.open:
            self._skip_garbage(token)
            return
        self.open.append(token)
        problem = self._trailer_problem(token)
        self._close_set(token.end, *problem)

    def _trailer_problem(self, token: SegmentToken) -> tuple[str, str]:
        count, first = len(self.open), self.open[0]
        control, header = token.text(2).strip(), first.text(2).strip()
        if control != header:
            reason = "the set's trailer has another control number than its header"
            if self.strict or control.lstrip("0") != header.lstrip("0"):
                return "X12-SE02-CONTROL", reason
            self.note("X12-SE02-CONTROL", reason, token.offset, token)
        if token.text(1).strip().lstrip("0") != str(count):
            reason = f"the trailer counts wrongly: the set has {count} segments"
            if self.strict:
                return "X12-SE01-COUNT", reason
            self.note("X12-SE01-COUNT", reason, token.offset, token)
        return "", ""

    def _close_unfinished(self, end: int) -> None:
        if self.open:
            self._close_set(end, "X12-SE-MISSING", "the set has no closing SE")

    def _walk(self) -> SetWalk | None:
        """The set's segments but its trailer, walked by the plan that its own segments, or else its guide, ask for."""
        first = self.open[0]
        code, guide = first.text(1), first.text(3) or self.guide
        named = _plan(code, guide)
        by_sign = {sign: spec for spec in SPECS if spec.code == code for sign in spec.signs}
        said = next((by_sign[token.id] for token in self.open if token.id in by_sign), None)
        plan = compile_plan(said) if said else named
        known = [spec for spec in SPECS if spec.code == code]
        is_told = len(known) == 1 or any(guide.startswith(prefix) for spec in known for prefix in spec.guides)
        self.type = self.type or (plan.spec.type if plan else code)
        if plan is None or named is None:
            return None
        if plan.spec is not named.spec or not is_told:
            message = f"the guide that is named is none of a {plan.spec.type}, as which it was read"
            self.note("X12-GUIDE", message, first.offset, first)
        walk = SetWalk(plan, first.text(2))
        for token in self.open:
            if token.id != "SE":
                walk.take(token)
        return walk

    def _close_set(self, end: int, code: str = "", reason: str = "") -> None:
        first, walk = self.open[0], self._walk()
        self.walk = walk
        out = walk.out if walk else SetRows()
        if walk is None:
            code, reason = "X12-SET-UNSUPPORTED", "no spec reads this transaction set"
        if code and not walk:
            self.note(code, reason, first.offset, first, severity="warning")
        elif code:
            self.note(code, reason, first.offset, first, severity="error")
        self.findings += out.findings
        if not code and out.broken:
            code, reason = out.broken.code, out.broken.message
        self._record_set(first, end, code, reason)
        if not code and walk:
            self._keep(walk)
        self.open, self.walk = [], None

    def _keep(self, walk: SetWalk) -> None:
        if walk.plan.spec.code == "835":
            self.findings += check_835(walk.out.rows, walk.control_number)
        for table, rows in walk.out.rows.items():
            self.rows.setdefault(table, []).extend(rows)

    def _record_set(self, first: SegmentToken, end: int, code: str, reason: str) -> None:
        row = _place(first, first.ordinal, "ST")
        name = self.walk.plan.spec.type if self.walk else first.text(1)
        row |= {
            "set_type": name,
            "control_number": first.text(2),
            "implementation": first.text(3) or self.guide,
            "segment_count": len(self.open),
            "byte_count": end - first.offset,
            "status": "quarantined" if code else "loaded",
            "reason_code": code or None,
        }
        self.rows.setdefault("x12_sets", []).append(row)
        if code:
            content = self.data[first.offset : end]
            self.quarantined.append(
                QuarantinedSet(
                    name,
                    first.text(2),
                    first.offset,
                    end - first.offset,
                    first.ordinal,
                    code,
                    reason,
                    content,
                )
            )

    def _envelope_row(self, token: SegmentToken) -> None:
        table, columns = ENVELOPE_COLUMNS[token.id]
        row = _place(token, None, token.id)
        row |= {name: token.text(position).strip() or None for position, name in columns.items()}
        self.rows.setdefault(table, []).append(row)

    def note(
        self,
        code: str,
        message: str,
        offset: int,
        token: SegmentToken | None = None,
        *,
        severity: str = "warning",
    ) -> None:
        ordinal, name = (token.ordinal, token.id if token.id in ENVELOPE_IDS else "") if token else (0, "")
        control = self.open[0].text(2) if self.open else ""
        level = (
            "error"
            if severity == "error" or (self.strict and code.endswith(("COUNT", "CONTROL", "MISSING")))
            else "warning"
        )
        self.findings.append(
            Finding(
                code,
                "error" if level == "error" else "warning",
                message,
                offset,
                ordinal,
                name,
                0,
                "",
                control,
            )
        )

    def _tables(self) -> dict[str, pa.Table]:
        schemas = table_schemas()
        return {name: pa.Table.from_pylist(rows, schema=schemas[name]) for name, rows in self.rows.items()}


ENVELOPE_IDS = frozenset({"ISA", "TA1", "GS", "ST", "SE", "GE", "IEA"})


def _place(token: SegmentToken, set_segment: int | None, loop: str) -> Row:
    return {
        "set_segment": set_segment,
        "segment_ordinal": token.ordinal,
        "byte_offset": token.offset,
        "loop": loop,
    }
