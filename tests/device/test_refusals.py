# SPDX-License-Identifier: MIT
"""Refusals of the firmware's own services, beside those of their stand-ins in other tests."""

import pytest

from loslaten.link.errors import DeviceRefusedError
from loslaten_core.link import message
from loslaten_core.practice import protocol
from tests.rigs.room import SHORT, live


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
