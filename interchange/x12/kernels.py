"""How the loops over bytes are compiled: once, kept beside the code, without the interpreter's lock.

Arrays are not reference-counted inside kernels, which therefore make none: with the counting, two thirds of the time
went into it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from numba import njit

Function = Callable[..., Any]
_njit = cast(Function, njit)


def kernel(function: Function) -> Function:
    """Compiles a function of plain arrays and numbers at its first call."""
    return cast(Function, _njit(cache=True, nogil=True, _nrt=False)(function))


def step(function: Function) -> Function:
    """Like :func:`kernel`, for what is called for every segment or element: it becomes a part of its caller."""
    return cast(Function, _njit(cache=True, nogil=True, _nrt=False, forceinline=True)(function))
