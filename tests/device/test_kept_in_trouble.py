# SPDX-License-Identifier: MIT
"""A watch whose memory, flash or modules fail: its records are kept, counted, never in the way."""

import asyncio

import pytest

from loslaten.link.errors import DeviceRefusedError
from loslaten.protocols.file import find
from loslaten_core.journal import event, record
from loslaten_core.practice import event as practised
from loslaten_core.practice import protocol
from tests.rigs.room import TWO_PROTOCOLS, live, of_kind

CHOICE_FAILS_ONCE = """
from device.protocols import ProtocolStore
_save = ProtocolStore.save_choice
def save_choice(self):
    ProtocolStore.save_choice = _save
    raise MemoryError("as planned")
ProtocolStore.save_choice = save_choice
"""


@pytest.mark.parametrize("main", ["", CHOICE_FAILS_ONCE], ids=["as ever", "short of memory"])
def test_a_choice_by_the_button_survives_a_restart(main):
    chosen = []

    async def story(room):
        for _ in range(2):
            await room.press_twice()
            await asyncio.sleep(4)
        room.watch.power_off()
        room.watch.power_on()
        await asyncio.sleep(1)
        await room.open_radio()
        async with await room.connect() as client:
            chosen.append((await client.status()).chosen_protocol)

    live(story, flash=TWO_PROTOCOLS, main=main)
    assert chosen == [protocol.content_id(find("onderweg").packed)]


def test_faults_are_kept_and_counted_over_starts():
    main = """
from device.link_code import LinkCode
_radio = LinkCode.radio
def records(self, sequence):
    raise RuntimeError("broken on purpose")
def radio(self):
    # Each window loads the link's code anew.
    from device import services
    services.WatchServices.records = records
    return _radio(self)
LinkCode.radio = radio
"""
    counts = []

    async def story(room):
        for _ in range(2):
            await room.open_radio()
            async with await room.connect() as client:
                await asyncio.sleep(2)
                with pytest.raises(DeviceRefusedError, match="broken on purpose"):
                    await client.count(1)
                counts.append((await client.status()).faults)
                await client.reboot()
            await asyncio.sleep(5)

    faults = of_kind(live(story, main=main), record.FAULT)
    assert counts == [1, 2]
    assert ["broken on purpose" in one.detail for one in faults] == [True, True]


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("what", ["checkpoint", "ended"])
def test_a_session_that_cannot_be_written_down_goes_on(what, times):
    """Memory may be short; what fails twice is left to the checkpoint before."""
    main = f"""
from device.practice_log import PracticeLog
_write, _left = PracticeLog.{what}, [{times}]
def write(self, *what):
    _left[0] -= 1
    if _left[0] < 0:
        return _write(self, *what)
    raise MemoryError("as planned")
PracticeLog.{what} = write
"""

    async def story(room):
        await room.practise()
        room.watch.power_off()
        room.watch.power_on()
        await asyncio.sleep(2)

    watch = live(story, main=main)
    assert watch.resets == []
    (night,) = of_kind(watch, record.SESSION)
    is_lost = (what, times) == ("ended", 2)
    assert night.ending == (practised.POWER_LOST if is_lost else practised.COMPLETED)
    assert [group.done for group in night.groups] == [1, 1, 1]
    faults = of_kind(watch, record.FAULT)
    why = (event.STORAGE_FAILED, "MemoryError('as planned',)")
    assert [(fault.code, fault.detail) for fault in faults] == [why] * times


def test_a_session_is_kept_whole_where_memory_fails_just_as_it_ends():
    main = """
from loslaten_core.practice.evening import Practice
_ended = Practice._ended
def ended(self, actions):
    actions = _ended(self, actions)
    if self.session is None:
        Practice._ended = _ended
        raise MemoryError("as planned")
    return actions
Practice._ended = ended
"""

    async def story(room):
        await room.practise()

    watch = live(story, main=main)
    assert len(watch.resets) == 1
    (night,) = of_kind(watch, record.SESSION)
    assert night.ending == practised.COMPLETED
    assert [group.done for group in night.groups] == [1, 1, 1]
