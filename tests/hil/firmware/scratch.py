# SPDX-License-Identifier: MIT
"""The whole firmware as it is deployed, with its data in a folder that is thrown away."""

import asyncio
import json
import os

from device import app, files
from loslaten_core import flash_layout

FOLDER = "/hil"
_IS_FOLDER = 0x4000
_STEP_MS = 10


def board_named(name):
    """Return the board's module."""
    return getattr(__import__("device.boards." + name).boards, name)


def watch(board, key=None):
    """Put a watch together that has no records, no protocols and the default settings."""
    data = FOLDER + flash_layout.DATA
    remove(data)
    files.make_folder(data)
    if key is not None:
        files.write(FOLDER + flash_layout.KEY, key)
    return app.Watch(board, FOLDER)


async def run(watch, story, more=()):
    """Let the firmware's tasks run as long as `story` does; the motor is off afterwards.

    Without the supervisor, whose watchdog could not be stopped afterwards. Raises what a task
    raises.
    """
    works = (watch.haptics.run, watch.companion.run) + more
    tasks = [asyncio.create_task(work(_beat)) for work in works]
    try:
        await story
    finally:
        for task in tasks:
            await _end(task)
        watch.haptics.off()


def _beat():
    pass


async def _end(task):
    """Cancel a task and wait until it is over; raise what it raised."""
    while not task.done():
        # Again and again: a wait that is over at the same moment swallows it.
        task.cancel()
        await asyncio.sleep_ms(_STEP_MS)
    try:
        await task
    except asyncio.CancelledError:
        pass


def remove(path):
    """Remove a file or a folder with all that is in it, if it is there."""
    try:
        is_folder = os.stat(path)[0] & _IS_FOLDER
    except OSError:
        return
    if not is_folder:
        os.remove(path)
        return
    for name in os.listdir(path):
        remove(path + "/" + name)
    os.rmdir(path)


def tell(found):
    """Print what a program found out."""
    print(json.dumps(found))
