"""How kernels are compiled: by numba, once on a machine; from then on their machine code is loaded without numba.

Importing numba and reading its own cache takes 2.7 CPU-seconds, loading the machine code 0.01. Kernels take numbers,
arrays and named tuples of arrays, return nothing and raise nothing. Arrays are not reference-counted inside kernels,
which therefore make none: with the counting, two thirds of the time went into it. What is used as an index is kept in
unsigned arrays, so that the compiler need not ask whether it counts from the end.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, NamedTuple, TypeAlias, cast, get_type_hints

import llvmlite.binding as llvm
import numpy as np
from numpy.typing import NDArray

Bytes: TypeAlias = Annotated[NDArray[np.uint8], "uint8", 1]
Words: TypeAlias = Annotated[NDArray[np.uint64], "uint64", 1]
Overlapping: TypeAlias = Annotated[NDArray[np.uint64], "uint64", 1, "strided"]
Halves: TypeAlias = Annotated[NDArray[np.uint16], "uint16", 1]
Shorts: TypeAlias = Annotated[NDArray[np.uint32], "uint32", 1]
ShortTable: TypeAlias = Annotated[NDArray[np.uint32], "uint32", 2]
Longs: TypeAlias = Annotated[NDArray[np.int64], "int64", 1]
LongTable: TypeAlias = Annotated[NDArray[np.int64], "int64", 2]

Function = Callable[..., Any]
HERE = Path(__file__).parent
MOST_KEPT = 4
_kernels: dict[str, Function] = {}


class Machine(NamedTuple):
    """What was compiled: each kernel's symbol and object code."""

    symbols: dict[str, str]
    objects: list[bytes]


def step(function: Function) -> Function:
    """What is called for every segment or element: it becomes a part of the kernels that call it."""
    return function if _stored() else _jit(function, forceinline=True)


def routine(function: Function) -> Function:
    """What kernels call now and then, or in many places: it is compiled apart from them."""
    return function if _stored() else _jit(function)


def kernel(function: Function) -> Function:
    """What Python calls: a loop over plain arrays, its arguments annotated with the aliases above."""
    _kernels[function.__name__] = function

    def call(*arguments: object) -> None:
        flat: list[int] = []
        for each in arguments:
            _flatten(each, flat)
        _entry(function.__name__, len(flat))(*flat)

    return call


def _jit(function: Function, **options: bool) -> Function:
    from numba import njit

    asked = {"_nrt": False, "error_model": "numpy", "no_cpython_wrapper": True, "no_cfunc_wrapper": True, **options}
    return cast(Function, cast(Any, njit)(**asked)(function))


def _flatten(argument: Any, flat: list[int]) -> None:
    """An argument in the form in which numba's own functions take it: of an array, its parts."""
    if isinstance(argument, np.ndarray):
        address = argument.__array_interface__["data"][0]
        flat += (0, 0, argument.size, argument.itemsize, address, *argument.shape, *argument.strides)
    elif isinstance(argument, tuple):
        for each in argument:
            _flatten(each, flat)
    else:
        flat.append(int(argument))


@lru_cache(maxsize=64)
def _entry(name: str, count: int) -> Function:
    """A kernel as a C function of so many 64-bit arguments, which runs without the interpreter's lock."""
    engine, symbols = _engine()
    address = engine.get_function_address(symbols[name])
    function = ctypes.CFUNCTYPE(ctypes.c_int32, *[ctypes.c_ssize_t] * (count + 2))(address)
    nothing = (ctypes.c_void_p * 2)()
    place = ctypes.addressof(nothing)

    def enter(*flat: int, _kept: object = nothing) -> None:
        function(place, place + 8, *flat)

    return enter


@lru_cache(maxsize=1)
def _engine() -> tuple[Any, dict[str, str]]:
    machine = _stored() or _compile()
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    target = llvm.Target.from_default_triple()
    made = target.create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=llvm.get_host_cpu_features().flatten(), jit=True
    )
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), made)
    for code in machine.objects:
        engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    return engine, machine.symbols


@lru_cache(maxsize=1)
def _stored() -> Machine | None:
    """The machine code that an earlier process kept for these sources and this processor; None where there is none."""
    for folder in _folders():
        try:
            digest, head, body = (folder / _name()).read_bytes().split(b"\n", 2)
        except (OSError, ValueError):
            continue
        if hashlib.sha256(head + body).hexdigest().encode() == digest:
            return _unpacked(json.loads(head), body)
    return None


def _unpacked(listed: list[tuple[str, str, int]], body: bytes) -> Machine:
    objects, at = [], 0
    for _, _, size in listed:
        objects.append(body[at : at + size])
        at += size
    return Machine({name: symbol for name, symbol, _ in listed}, objects)


def _store(machine: Machine) -> None:
    """Keeps the machine code in the first folder that takes it; where none does, each process compiles its own."""
    for folder in _folders():
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            _put(folder / _name(), _packed(machine))
            _prune(folder)
        except OSError:
            continue
        return


def _packed(machine: Machine) -> bytes:
    sizes = [len(each) for each in machine.objects]
    head = json.dumps([(*names, size) for names, size in zip(machine.symbols.items(), sizes, strict=True)]).encode()
    body = b"".join(machine.objects)
    return hashlib.sha256(head + body).hexdigest().encode() + b"\n" + head + b"\n" + body


def _put(path: Path, content: bytes) -> None:
    """Written whole under a name of its own first, so that other processes see all of it or nothing."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".kernels-", delete=False) as part:
        try:
            part.write(content)
            part.flush()
            Path(part.name).replace(path)
        except OSError:
            Path(part.name).unlink(missing_ok=True)
            raise


def _prune(folder: Path) -> None:
    """Takes away what earlier sources left, but for the newest: other checkouts may use the folder too."""
    kept = sorted(folder.glob("kernels-*.bin"), key=lambda path: path.stat().st_mtime)
    for path in kept[:-MOST_KEPT]:
        path.unlink(missing_ok=True)


def _folders() -> Iterator[Path]:
    """Beside the code, or, where nobody may write there, in the user's own cache."""
    yield HERE / "__pycache__"
    yield Path.home() / ".cache" / "overturn"


@lru_cache(maxsize=1)
def _name() -> str:
    """A name that changes with the sources, the compiler and the processor."""
    sources = [path.read_bytes() for path in sorted(HERE.glob("*.py"))]
    processor = [llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten(), llvm.get_default_triple()]
    told = [*processor, version("numba"), version("llvmlite"), sys.version]
    return f"kernels-{hashlib.sha256(b''.join([*sources, *(each.encode() for each in told)])).hexdigest()[:24]}.bin"


def _compile() -> Machine:
    """Compiles every kernel of this folder, and keeps the machine code for the processes to come."""
    for path in HERE.glob("[a-z]*.py"):
        import_module(f"{__package__}.{path.stem}")
    symbols, objects = {}, []
    for name, function in _kernels.items():
        compiled: Any = _jit(function)
        signature = tuple(map(_numba_type, _hints(function).values()))
        compiled.compile(signature)
        result = compiled.overloads[signature]
        symbols[name] = result.fndesc.llvm_func_name
        objects.append(bytes(result.library._get_compiled_object()))
    machine = Machine(symbols, objects)
    _store(machine)
    return machine


def _hints(function: Any) -> dict[str, Any]:
    return {name: hint for name, hint in get_type_hints(function, include_extras=True).items() if name != "return"}


def _numba_type(hint: Any) -> Any:
    from numba import types

    if hint is int:
        return types.int64
    if not hasattr(hint, "__metadata__"):
        return types.NamedTuple(tuple(map(_numba_type, _hints(hint).values())), hint)
    dtype, dimensions, *strided = hint.__metadata__
    return types.Array(getattr(types, dtype), dimensions, "A" if strided else "C")
