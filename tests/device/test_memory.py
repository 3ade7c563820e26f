# SPDX-License-Identifier: MIT
"""The heap made ready for a cue, also where there is no memory to look for room with."""

from loslaten.firmware import tree

SOURCE = """
import micropython
from device.memory import Memory

memory = Memory()
micropython.heap_lock()
try:
    memory.make_ready()
finally:
    micropython.heap_unlock()
print("the practice goes on")
"""


def test_a_heap_without_room_ends_nothing_as_it_is_made_ready(micropython):
    assert micropython(SOURCE, tree.firmware_tree()) == "the practice goes on\n"
