"""A spec compiled for reading: per loop, which segments open loops, and which fill columns or make rows."""

from __future__ import annotations

from dataclasses import dataclass, field

from interchange.x12.schema import parents, table_schemas
from interchange.x12.spec import Element, Loop, Period, Repeat, Segment, TransactionSet
from interchange.x12.specs import SPECS

Where = tuple[int, frozenset[bytes]] | None


@dataclass
class Binder:
    """What one kind of segment does inside a loop: fill columns, a period, or rows of a repeat."""

    where: Where
    elements: tuple[Element, ...] = ()
    period: Period | None = None
    repeat: Repeat | None = None

    @property
    def otherwise(self) -> bool:
        """Whether it takes only what the loop's other binders leave."""
        return self.repeat is not None and self.repeat.otherwise


@dataclass
class LoopPlan:
    """A loop as the walk needs it; ``opens`` and ``binds`` are keyed by segment id.

    ``opening`` parts read the trigger itself: a second segment of that kind opens the loop again.
    """

    loop: Loop
    where: Where
    parents: tuple[str, ...]
    opens: dict[bytes, list[LoopPlan]] = field(default_factory=dict)
    binds: dict[bytes, list[Binder]] = field(default_factory=dict)
    opening: list[Binder] = field(default_factory=list)


@dataclass(frozen=True)
class SetPlan:
    """A whole set compiled: its root, the ids it knows, and those that must never be passed over in silence."""

    spec: TransactionSet
    root: LoopPlan
    known: frozenset[bytes]
    critical: frozenset[bytes]
    columns: dict[str, list[str]]


def compile_plan(spec: TransactionSet) -> SetPlan:
    """The reading plan of a spec; a pure function, made once per spec."""
    known = frozenset(name.encode() for name in spec.segment_ids())
    columns = {name: schema.names for name, schema in table_schemas().items()}
    return SetPlan(spec, _compile(spec.root, ()), known, _critical(spec), columns)


def _compile(loop: Loop, around: tuple[Loop, ...]) -> LoopPlan:
    plan = LoopPlan(loop, _where(loop.trigger.where), parents(around))
    for part in loop.body:
        if isinstance(part, Loop):
            for opening in filter(None, (part, part.headless())):
                plan.opens.setdefault(opening.trigger.id.encode(), []).append(_compile(opening, (*around, loop)))
        else:
            with_trigger = part.id == loop.trigger.id and isinstance(part, Repeat)
            (plan.opening if with_trigger else plan.binds.setdefault(part.id.encode(), [])).append(_binder(part))
    return plan


def _binder(part: Segment | Period | Repeat) -> Binder:
    if isinstance(part, Period):
        return Binder((1, frozenset(code.encode() for code in part.qualifiers)), period=part)
    if isinstance(part, Repeat):
        return Binder(_where(part.where), repeat=part)
    return Binder(_where(part.where), part.elements)


def _where(where: tuple[int, tuple[str, ...]] | None) -> Where:
    return (where[0], frozenset(code.encode() for code in where[1])) if where else None


def _critical(spec: TransactionSet) -> frozenset[bytes]:
    """Ids that carry money or open a row: one of them in no known place breaks its set."""
    ids = {loop.trigger.id for loop, _ in spec.loops() if loop.table and not loop.trigger.where}
    ids |= {part.id for loop, _ in spec.loops() for part in loop.body if isinstance(part, Repeat)} & {
        "CAS",
        "PLB",
        "STC",
    }
    ids |= {sign for other in SPECS if other.code == spec.code for sign in other.signs}
    return frozenset(name.encode() for name in ids - {"ST", "LX", "SBR"})


def matches(elements: list[bytes], where: Where) -> bool:
    """Whether a segment's qualifier is one of the codes asked for."""
    return where is None or (len(elements) > where[0] and elements[where[0]] in where[1])
