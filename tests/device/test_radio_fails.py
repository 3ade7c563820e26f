# SPDX-License-Identifier: MIT
"""A radio whose stack refuses something while somebody practises costs its window, no more."""

import asyncio
import contextlib

import pytest

from loslaten.link.errors import LinkError
from loslaten_core.journal import event, record
from loslaten_core.practice.event import COMPLETED
from tests.rigs.room import SESSION_S, live, of_kind

# While somebody practises, every call of the stack is told, and the n-th fails.
BREAK = """
import bluetooth
from loslaten_core.practice.evening import Practice
_left = [{nth}]
def _breaking(call):
    def told(self, *args, **options):
        if Practice.practises:
            print("call")
            _left[0] -= 1
            if _left[0] == 0:
                raise OSError(5)
        return call(self, *args, **options)
    return told
for _name in ("active", "irq", "gatts_read", "gatts_notify", "gap_advertise", "gap_disconnect"):
    setattr(bluetooth.BLE, _name, _breaking(getattr(bluetooth.BLE, _name)))
_handle = Practice.handle
def handle(self, at_ms, gesture):
    actions = _handle(self, at_ms, gesture)
    Practice.practises = self.running
    return actions
Practice.practises = False
Practice.handle = handle
"""
NO_MEMORY = """
from device.link import Server
_event, _left = Server.event, [{nth}]
def event(self, *what):
    _left[0] -= 1
    if _left[0] == 0:
        raise MemoryError("as planned")
    _event(self, *what)
Server.event = event
"""
HALF_S = SESSION_S / 2


async def watched(room):
    """A laptop follows the first half of the session, and leaves."""
    await room.open_radio()
    with contextlib.suppress(LinkError, TimeoutError):
        async with await room.connect() as client, asyncio.timeout(HALF_S):
            finger = asyncio.create_task(room.hold())
            async with contextlib.aclosing(client.events()) as told:
                async for _ in told:
                    pass
    await finger
    await asyncio.sleep(SESSION_S + 6)


def practised(nth, board):
    return live(watched, board, main=BREAK.format(nth=nth))


@pytest.mark.parametrize("board", ["pico_w", "xiao_esp32s3"])
def test_any_call_of_the_stack_may_fail_in_a_session(board):
    whole = practised(0, board)
    calls = [text for _, text in whole.console].count("call\n")
    assert calls > 20
    faults = []
    for nth in range(1, calls + 1):
        watch = practised(nth, board)
        assert {cause for _, cause in watch.resets} <= {"deepsleep"}, f"call {nth}"
        assert [one.ending for one in of_kind(watch, record.SESSION)] == [COMPLETED], f"call {nth}"
        assert watch.motor == whole.motor, f"call {nth}"
        faults += of_kind(watch, record.FAULT)
    assert len(faults) > 10
    assert {(one.code, one.detail) for one in faults} == {(event.RADIO_FAILED, "OSError(5,)")}


@pytest.mark.parametrize("nth", [1, 4])
def test_a_live_view_for_which_there_is_no_memory_ends_nothing_else(nth):
    watch = live(watched, main=NO_MEMORY.format(nth=nth))
    assert watch.resets == []
    assert [one.ending for one in of_kind(watch, record.SESSION)] == [COMPLETED]
    (fault,) = of_kind(watch, record.FAULT)
    assert (fault.code, fault.detail) == (event.RADIO_FAILED, "MemoryError('as planned',)")
