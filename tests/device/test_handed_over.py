# SPDX-License-Identifier: MIT
"""A watch that is handed over: nothing of the last person is left, wherever the power goes."""

import asyncio

import pytest

from loslaten.link.errors import DeviceRefusedError, KeyMismatchError
from loslaten.sim.bedroom import KEY
from loslaten_core.journal import record
from loslaten_core.link import message
from tests.device.handed_over_cuts import (
    AFTER,
    BEFORE,
    NAME,
    NEW_KEY,
    PACKED,
    cut_in_the_order,
    cut_in_the_start,
)
from tests.rigs.room import TWO_PROTOCOLS, kept, live, nights_in_flash


def test_the_next_person_s_laptop_reaches_nothing_of_the_last_one_s():
    told = {}

    async def story(room):
        await room.open_radio()
        await asyncio.sleep(2)
        async with await room.connect() as client:
            await client.write_settings({"name": "Anna's", "strength_pct": 55})
            await asyncio.sleep(2)
            last = (await client.status()).next_record - 1
            for wrong in (last - 1, last + 1):
                with pytest.raises(DeviceRefusedError, match=f"the last record is {last}"):
                    await client.hand_over(wrong, NEW_KEY, NAME, PACKED)
            with pytest.raises(DeviceRefusedError):
                await client.hand_over(last, NEW_KEY, "", PACKED)
            with pytest.raises(DeviceRefusedError):
                await client.hand_over(last, NEW_KEY, NAME, PACKED[:-1])
            await client.hand_over(last, NEW_KEY, NAME, PACKED)
        await asyncio.sleep(6)
        await room.open_radio()
        await asyncio.sleep(2)
        with pytest.raises(KeyMismatchError):
            await room.connect()
        async with await room.connect(NEW_KEY) as client:
            status = await client.status()
            told["first"], told["boot"] = status.first_record, status.boot_id
            told["records"] = [raw async for page in client.pull(1) for raw in page]
            told["settings"] = await client.settings()
            told["protocols"] = [
                await client.get_protocol(one.content_id) for one in await client.list_protocols()
            ]

    watch = live(story, flash=TWO_PROTOCOLS | nights_in_flash(5))
    flash, left = watch.flash(), kept(watch)
    assert (told["first"], told["boot"]) == (1, 1)
    kinds = {record.decode(raw).kind for raw in told["records"]}
    assert record.SESSION not in kinds
    assert told["settings"]["name"] == NAME
    assert told["settings"]["strength_pct"] == settings_default("strength_pct")
    assert told["protocols"] == [PACKED]
    assert flash["/data/key"] == NEW_KEY
    assert not any(KEY in content for content in flash.values())
    assert "/data/handed-over" not in flash
    assert not any(one.kind == record.SESSION for one, _ in left)


def settings_default(name):
    """Answers of a watch that was never told anything."""
    found = {}

    async def story(room):
        await room.open_radio()
        await asyncio.sleep(2)
        async with await room.connect() as client:
            found.update(await client.settings())

    live(story)
    return found[name]


def test_a_watch_in_a_session_is_not_handed_over():
    refused = []

    async def story(room):
        await room.open_radio()
        await asyncio.sleep(2)
        async with await room.connect() as client:
            last = (await client.status()).next_record - 1
            await room.hold()
            await asyncio.sleep(2)
            with pytest.raises(DeviceRefusedError) as busy:
                await client.hand_over(last, NEW_KEY, NAME, PACKED)
            refused.append(busy.value.code)

    watch = live(story)
    assert refused == [message.BUSY]
    assert watch.flash()["/data/key"] == KEY


@pytest.mark.parametrize("operation", range(1, 6))
def test_the_power_goes_while_it_is_written_down(operation):
    assert cut_in_the_order(operation) in (BEFORE, AFTER)


@pytest.mark.parametrize("operation", [1, 2, 5, 9, 13, 17, 21, 60])
def test_the_power_goes_while_it_is_carried_out(operation):
    """Twice: in the start that carries it out, and in the one after that."""
    assert cut_in_the_start(operation) == AFTER


def test_both_outcomes_are_seen():
    assert cut_in_the_order(1) == BEFORE
    assert cut_in_the_order(5) == AFTER
