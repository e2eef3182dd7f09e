"""999: implementation acknowledgement (005010X231A1), and 997, its elder; both fill the same tables."""

from __future__ import annotations

from interchange.x12.spec import Element, Loop, Repeat, TransactionSet, integer, repeat, segment, text
from interchange.x12.specs.segments import header


def _contexts() -> Repeat:
    """CTX: what a finding is about, as a name and a value (CLM01:123) or a place."""
    return repeat(
        "CTX",
        text(0, "context_name", 1),
        text(0, "context_value", 2),
        table="x12_999_contexts",
        name="contexts",
        groups=(1,),
        repetitions=True,
        leading=(
            text(2, "segment_id"),
            integer(3, "segment_position"),
            text(4, "loop_id"),
            integer(5, "element_position", 1),
            integer(5, "component_position", 2),
            text(6, "element_reference", 1),
            text(6, "component_reference", 2),
        ),
    )


def _element_error(id: str) -> Loop:
    return Loop(
        f"2110 {id}",
        segment(
            id,
            integer(1, "element_position", 1),
            integer(1, "component_position", 2),
            integer(1, "repetition_position", 3),
            text(2, "element_reference"),
            text(3, "error_code"),
            text(4, "bad_value"),
        ),
        table="x12_999_element_errors",
        name="element_error",
        body=(_contexts(),),
    )


def _segment_error(id: str, element: str) -> Loop:
    return Loop(
        f"2100 {id}",
        segment(id, text(1, "segment_id"), integer(2, "segment_position"), text(3, "loop_id"), text(4, "error_code")),
        table="x12_999_segment_errors",
        name="segment_error",
        body=(_contexts(), _element_error(element)),
    )


def _codes(first: int) -> tuple[Element, ...]:
    return tuple(text(first + i, f"error_code_{i + 1}") for i in range(5))


def _acknowledged(error: str, element: str, verdict: str) -> Loop:
    return Loop(
        "2000",
        segment(
            "AK2",
            text(1, "acknowledged_code"),
            text(2, "acknowledged_control_number"),
            text(3, "acknowledged_implementation"),
        ),
        table="x12_999_sets",
        name="acknowledged_set",
        body=(
            _segment_error(error, element),
            Loop(verdict, segment(verdict, text(1, "status_code"), *_codes(2))),
        ),
    )


GROUP_VERDICT = segment(
    "AK9",
    text(1, "group_status_code"),
    integer(2, "included_count"),
    integer(3, "received_count"),
    integer(4, "accepted_count"),
    *_codes(5),
)


def _set(type_: str, implementation: str, guides: tuple[str, ...], ids: tuple[str, str, str]) -> TransactionSet:
    return TransactionSet(
        type=type_,
        code=type_,
        functional_id="FA",
        implementation=implementation,
        guides=guides,
        root=Loop(
            "ST",
            header(type_, implementation),
            table="x12_999_groups",
            name="group",
            body=(
                segment(
                    "AK1",
                    text(1, "functional_id"),
                    text(2, "group_control_number"),
                    text(3, "acknowledged_implementation"),
                    required=True,
                ),
                _acknowledged(*ids),
                Loop("AK9", GROUP_VERDICT),
            ),
        ),
    )


S999 = _set("999", "005010X231A1", ("005010X231",), ("IK3", "IK4", "IK5"))
S997 = _set("997", "005010X230", ("005010X230", "004010", "003"), ("AK3", "AK4", "AK5"))
