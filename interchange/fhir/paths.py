"""Paths into a resource: ``identifier[system~/pcn].value`` is the value of the identifiers whose system ends so.

A step goes through every element of a list; a filter keeps what has a value at its own path that ends in its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

STEP = re.compile(r"(?P<name>[@\w]+)(?:\[(?P<where>[\w.]+)~(?P<ends>[^\]]+)\])?(?:\.|$)")


class Step(NamedTuple):
    """One name of a path, with the filter on what it leads to."""

    name: str
    where: str | None
    ends: str


@cache
def steps_of(path: str) -> tuple[Step, ...]:
    """The steps of a path; ValueError where it is not written as one."""
    found = tuple(Step(each["name"], each["where"], each["ends"] or "") for each in STEP.finditer(path))
    if "".join(match.group() for match in STEP.finditer(path)) != path:
        raise ValueError(f"{path} is no path")
    return found


def values(node: Any, path: str) -> Iterator[Any]:
    """Everything at the end of a path, in the order of the resource."""
    return _walk(node, steps_of(path))


def _walk(node: Any, steps: tuple[Step, ...]) -> Iterator[Any]:
    if not steps:
        yield node
    elif isinstance(node, dict):
        step, *rest = steps
        for inner in _elements(node.get(step.name)):
            if step.where is None or any(_ends(value, step.ends) for value in values(inner, step.where)):
                yield from _walk(inner, tuple(rest))


def _elements(node: Any) -> list[Any]:
    return node if isinstance(node, list) else [] if node is None else [node]


def _ends(value: Any, ends: str) -> bool:
    text = text_of(value)
    return text is not None and text.lower().endswith(ends.lower())


def text_of(value: Any) -> str | None:
    """A scalar as text, exactly as it was written; None for what is no scalar."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | Decimal) else None


def first_text(node: Any, path: str) -> str | None:
    """The first scalar at a path; of a reference only the id that it names."""
    found = next((text for value in values(node, path) if (text := text_of(value))), None)
    return id_in(found) if found and path.endswith("reference") else found


def id_in(reference: str) -> str:
    """The logical id in a reference: the end of a URL without its version, or what follows a urn."""
    return re.split(r"[/:#]", reference.partition("/_history/")[0].rstrip("/"))[-1]
