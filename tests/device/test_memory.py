# SPDX-License-Identifier: MIT
"""The heap: made ready for a cue where there is no room to look for one, and kept in one piece."""

import ast

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


FORGETTING = """
from device import late
from loslaten_core.link import hkdf

found_on_the_stack = hkdf
late.forget(hkdf.__name__)
print(found_on_the_stack.__dict__)
"""


def test_what_still_has_a_part_of_code_forgotten_has_none_of_the_rest(micropython):
    assert micropython(FORGETTING, tree.firmware_tree()) == "{}\n"


WAITING = """
import gc
from loslaten_core.haptics import cue, motor, player, theme

def in_use():
    gc.collect()
    return gc.mem_alloc()

one = player.Player(theme.STANDARD, motor.COIN_ERM)
used = [0] * player.QUEUE_MAX
for number in range(player.QUEUE_MAX):
    one.plan(60_000 + number, cue.LANDMARK)
    used[number] = in_use()
print({used[at + 1] - used[at] for at in range(player.QUEUE_MAX - 1)})
"""


def test_a_cue_that_waits_takes_no_more_room_than_the_one_before(micropython):
    sizes = ast.literal_eval(micropython(WAITING, tree.firmware_tree()))
    assert len(sizes) == 1
