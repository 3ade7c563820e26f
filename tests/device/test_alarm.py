# SPDX-License-Identifier: MIT
"""The alarm of a task ends its wait at once, also where an interrupt's flag cannot be served."""

from loslaten.firmware import tree

SOURCE = """
import asyncio
import time
from device.alarm import Alarm, ring

class Flag:
    def __init__(self, rings):
        self._rings = rings
    async def wait(self):
        await asyncio.sleep_ms(100)
        if not self._rings:
            raise MemoryError("no room for the flag")
        self._rings -= 1

async def main():
    alarm = Alarm()
    ringing = asyncio.create_task(ring(alarm, Flag(2)))
    for _ in range(3):
        began_ms = time.ticks_ms()
        try:
            await alarm.wait(5_000)
        except MemoryError as error:
            print(error, "after", end=" ")
        print(time.ticks_diff(time.ticks_ms(), began_ms))
    try:
        await alarm.wait(0)
    except MemoryError:
        print("and again at each wait")

asyncio.run(main())
"""


def test_a_flag_that_fails_ends_the_wait_with_its_error(micropython):
    told = micropython(SOURCE, tree.firmware_tree())
    assert told.splitlines() == [
        "100",
        "100",
        "no room for the flag after 100",
        "and again at each wait",
    ]
