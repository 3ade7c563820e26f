# SPDX-License-Identifier: MIT
"""Requests that are answered at once: a vibration, a cue, a key forgotten."""

import asyncio

import pytest

from loslaten.link.errors import DeviceRefusedError, KeyMismatchError
from loslaten.sim.bedroom import KEY
from loslaten_core.haptics import cue as cues
from loslaten_core.journal import record
from loslaten_core.link import message
from loslaten_core.practice import protocol
from tests.rigs.room import GROUP_S, SETTLE_S, SHORT, TWO_PROTOCOLS, VERY_LONG_S, live, of_kind

# The n-th file below that folder that is to be written is not.
FLASH_FAILS = """
from device import files
_write, _left = files.write, [{nth}]
def write(path, data):
    if path.startswith("/data/protocols"):
        _left[0] -= 1
        if _left[0] == 0:
            raise OSError(28)
    _write(path, data)
files.write = write
"""


def drives(watch, since):
    return [level for _, level in watch.motor[since:] if level]


def test_identify_and_cues_are_felt_while_idle_and_refused_in_a_session():
    refused = []

    async def story(room):
        await room.open_radio()
        await asyncio.sleep(2)
        async with await room.connect() as client:
            for ask in (client.identify, lambda: client.play_cue(cues.TENSE)):
                before = len(room.watch.motor)
                await ask()
                await asyncio.sleep(2)
                assert drives(room.watch, before)
            with pytest.raises(DeviceRefusedError) as unknown:
                await client.play_cue(200)
            refused.append(unknown.value.code)
            await room.hold()
            await asyncio.sleep(SETTLE_S - 2)
            before = len(room.watch.motor)
            for ask in (client.identify, lambda: client.play_cue(cues.TENSE)):
                with pytest.raises(DeviceRefusedError) as busy:
                    await ask()
                refused.append(busy.value.code)
            assert not drives(room.watch, before)

    live(story)
    assert refused == [message.OPERAND_NOT_SUPPORTED, message.BUSY, message.BUSY]


def test_a_key_that_was_forgotten_is_gone_for_good():
    async def story(room):
        await room.open_radio()
        async with await room.connect() as client:
            await client.forget_key()
        room.watch.power_off()
        room.watch.power_on()
        await asyncio.sleep(1)
        await room.open_radio()
        with pytest.raises(KeyMismatchError, match="has no key"):
            await room.connect()

    watch = live(story)
    assert not [path for path, raw in watch.flash().items() if KEY in raw]


def test_a_key_that_cannot_be_erased_is_said_to_be_there_and_goes_on_working():
    async def story(room):
        await room.open_radio()
        async with await room.connect() as client:
            with pytest.raises(DeviceRefusedError):
                await client.forget_key()
        await asyncio.sleep(1)
        async with await room.connect() as client:
            assert (await client.status()).faults == 1

    live(story, main="import os\ndef remove(path):\n    raise OSError(5)\nos.remove = remove\n")


@pytest.mark.parametrize("nth", [1, 2, 3, 4])
def test_when_the_flash_fails_what_is_practised_is_what_the_laptop_is_told(nth):
    told = []

    async def story(room):
        await room.open_radio()
        async with await room.connect() as client:
            try:
                await client.delete_protocol(protocol.content_id(SHORT))
            except DeviceRefusedError:
                told.append("refused")
            told.append((await client.status()).chosen_protocol)
            listed = await client.list_protocols()
            told.append([one.content_id for one in listed if one.chosen])
        await room.hold()
        await asyncio.sleep(SETTLE_S + GROUP_S)
        await room.hold()
        await asyncio.sleep(3)
        await room.hold(VERY_LONG_S)
        await asyncio.sleep(5)

    watch = live(story, flash=TWO_PROTOCOLS, main=FLASH_FAILS.format(nth=nth))
    (session,) = of_kind(watch, record.SESSION)
    assert (told[0] == "refused") == (nth <= 2)
    # Before the first write nothing is deleted; after it, the other one lies in both places.
    is_there = nth == 1
    assert (session.protocol_id == protocol.content_id(SHORT)) is is_there
    assert told[-2:] == [session.protocol_id, [session.protocol_id]]
