# SPDX-License-Identifier: MIT
"""Shared code on MicroPython, without hardware."""

import pytest

from loslaten.sim.micropython.script import ScriptError


def test_output_comes_back_byte_for_byte(micropython):
    assert micropython("print('a', end='')\nprint('é\\tb')\nprint('c', end='')") == "aé\tb\nc"


def test_the_shared_core_is_there(micropython):
    source = "from loslaten_core import ticks\nprint(ticks.diff(5, ticks.add(0, -5)))"
    assert micropython(source) == "10\n"


def test_an_exception_comes_out_with_its_traceback(micropython):
    with pytest.raises(ScriptError, match=r"(?s)seen.*main\.py.*line 2.*ZeroDivisionError"):
        micropython("print('seen')\n1 / 0")


def test_instances_share_nothing(micropython):
    micropython("import builtins\nbuiltins.left = 1\nopen('/left', 'w').close()")
    assert micropython("import os\nprint('left' in globals(), os.listdir('/').count('left'))") == (
        "False 0\n"
    )


def test_asyncio_runs_in_virtual_time(micropython):
    source = """
import asyncio, time
async def main():
    start = time.ticks_ms()
    await asyncio.sleep(3600)
    print(time.ticks_diff(time.ticks_ms(), start))
asyncio.run(main())
"""
    assert micropython(source) == "3600000\n"
