# SPDX-License-Identifier: MIT
"""Lines from the keyboard: all of them in their order, and no more of them than are wanted."""

import asyncio
import os
import threading

import pytest

from loslaten.cli import keyboard
from loslaten.cli.keyboard import Keyboard

LINES = 50_000


@pytest.fixture
def typed(monkeypatch):
    """The end of a pipe whose other end is what the keyboard reads."""
    out, into = os.pipe()
    monkeypatch.setattr(keyboard, "_STDIN", out)
    yield into
    os.close(out)


def test_every_line_comes_in_its_order_until_the_input_ends(typed):
    def write():
        with os.fdopen(typed, "wb") as file:
            file.writelines(b"%d\n" % number for number in range(LINES))
            file.write(b"the last")

    async def read():
        keys = Keyboard()
        for number in range(LINES):
            assert await keys.line() == str(number)
        assert await keys.line() == "the last"
        assert await keys.line() is None
        assert await keys.line() is None

    threading.Thread(target=write).start()
    asyncio.run(read())


def test_an_input_that_never_ends_is_not_read_ahead_without_an_end(typed):
    """More than a pipe holds would have to be taken for the writer to go on."""
    os.set_blocking(typed, False)
    written = 0

    async def read():
        nonlocal written
        keys = Keyboard()
        for _ in range(200):
            try:
                while True:
                    written += os.write(typed, b"y\n" * 2048)
            except BlockingIOError:
                pass
            await asyncio.sleep(0.002)
            assert await keys.line() == "y"

    asyncio.run(read())
    os.close(typed)
    # What a pipe holds on Linux, what was asked for, and a little.
    assert written < 200_000
