# SPDX-License-Identifier: MIT
"""Refusals of the firmware's own services, beside those of their stand-ins in other tests."""

import pytest

from loslaten.link.errors import DeviceRefusedError
from loslaten_core.journal import record
from loslaten_core.link import message
from loslaten_core.practice import limits, protocol
from loslaten_core.practice.protocol import Group, Protocol
from tests.rigs.room import PROTOCOL, SHORT, live, of_kind


def with_group(**fields):
    """Return a packed protocol whose second group has these fields."""
    return protocol.pack(Protocol("other", (Group(8), Group(17, **fields))))


def test_a_protocol_that_is_not_there_is_not_found_whatever_is_wanted_of_it():
    codes = []

    async def story(room):
        await room.open_radio()
        async with await room.connect() as client:
            for ask in (client.choose_protocol, client.delete_protocol, client.get_protocol):
                with pytest.raises(DeviceRefusedError) as refused:
                    await ask(b"nobody")
                codes.append(refused.value.code)
            with pytest.raises(DeviceRefusedError) as refused:
                await client.confirm(10_000)
            codes.append(refused.value.code)
            with pytest.raises(DeviceRefusedError) as refused:
                await client.set_clock(1_000, 60, 0)
            codes.append(refused.value.code)
            status = await client.status()
            assert not status.clock_set
            assert status.chosen_protocol == protocol.content_id(SHORT)
            assert status.confirmed_record == 0

    live(story)
    assert codes == [*3 * [message.NOT_FOUND], message.REFUSED, message.REFUSED]


@pytest.mark.parametrize("board", ["pico_w", "xiao_esp32s3"])
def test_what_is_tensed_once_is_refused_and_one_that_lies_there_already_is_kept(board):
    once = [with_group(repeats_min=1, repeats_max=most) for most in (1, 3)]
    others = [
        with_group(repeats_min=2, repeats_max=2),
        with_group(mode=limits.RELEASE_ONLY, repeats_min=1, repeats_max=1),
        with_group(mode=limits.COUNT, release_ms=4_000, repeats_min=1, repeats_max=10),
        with_group(mode=limits.LEFT_OUT, repeats_min=1),
    ]
    old_id = protocol.content_id(SHORT)

    async def story(room):
        await room.open_radio()
        async with await room.connect() as client:
            for packed in (*once, SHORT):
                with pytest.raises(DeviceRefusedError) as refused:
                    await client.put_protocol(packed)
                assert refused.value.code == message.REFUSED
                assert "repeats is 1 to" in refused.value.reason
                assert "allowed: 2 to 5" in refused.value.reason
            with pytest.raises(DeviceRefusedError) as refused:
                await client.hand_over(await last_record(client), bytes(32), "Noor", once[0])
            assert "allowed: 2 to 5" in refused.value.reason
            (held,) = await client.list_protocols()
            assert (held.content_id, held.chosen) == (old_id, True)
            assert await client.get_protocol(old_id) == SHORT
            for packed in others:
                assert await client.put_protocol(packed) == protocol.content_id(packed)
            assert len(await client.list_protocols()) == 2
        await room.practise()

    watch = live(story, board, flash=PROTOCOL)
    assert [one.protocol_id for one in of_kind(watch, record.SESSION)] == [old_id]


async def last_record(client):
    return (await client.status()).next_record - 1
