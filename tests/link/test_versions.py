# SPDX-License-Identifier: MIT
"""Peers of different age: what each can still do, and which side is told to be updated."""

import pytest

from loslaten.link.client import connect
from loslaten.link.errors import DeviceRefusedError, OlderWatchError, VersionError
from loslaten.sim import clock
from loslaten_core.link import settings
from loslaten_core.practice import limits, protocol
from loslaten_core.practice.protocol import Group, Protocol
from tests.link.wrist import KEY, Memory, Wrist

OLD = protocol.pack(Protocol("old", (Group(9),)))
NEW = protocol.pack(Protocol("new", (Group(9, effort=limits.FIRM),)))


def talk(story, versions: tuple[int, int], services: Memory | None = None):
    """Result of `story(client, wrist)`, of a watch that speaks these versions."""
    wrist = Wrist(services)
    wrist.versions = versions

    async def whole():
        async with await connect(wrist.device, KEY, wrist.backend()) as client:
            return await story(client, wrist)

    return clock.run(whole())


def test_an_older_watch_takes_what_it_can_practise():
    async def story(client, wrist):
        await client.put_protocol(OLD)
        await client.write_settings({"theme": 1})
        return client.version, list(wrist.services.packed.values()), await client.settings()

    version, packed, values = talk(story, (1, 1))
    assert (version, packed) == (1, [OLD])
    assert values["theme"] == 1


def test_an_older_watch_is_not_sent_what_it_cannot_read_and_is_to_be_updated():
    async def story(client, wrist):
        with pytest.raises(OlderWatchError) as protocol_error:
            await client.put_protocol(NEW)
        with pytest.raises(OlderWatchError) as setting_error:
            await client.write_settings({"theme": 1, "stage": 1})
        with pytest.raises(OlderWatchError) as hand_over_error:
            await client.hand_over(0, KEY, "Maan", OLD)
        errors = protocol_error.value, setting_error.value, hand_over_error.value
        return *errors, wrist.services

    *errors, services = talk(story, (1, 1))
    for error in errors:
        assert "loslaten deploy" in error.advice
    assert services.packed == {}
    assert services.handed_over is None
    assert (settings.THEME, b"\x01") not in services.values


def test_a_newer_watch_s_settings_can_be_read_and_written_but_for_its_own():
    services = Memory()
    services.values = [(1, b"Wrist"), (2, b"\x00"), (200, b"\x07")]

    async def story(client, _):
        before = await client.settings()
        await client.write_settings({"theme": 2})
        return client.version, before

    assert talk(story, (1, 9), services) == (3, {"name": "Wrist", "theme": 0})


@pytest.mark.parametrize(
    ("versions", "side", "advice"),
    [((4, 5), "laptop", "update loslaten"), ((0, 0), "watch", "loslaten deploy")],
)
def test_without_a_common_version_the_older_side_is_named(versions, side, advice):
    async def story(client, _):
        raise AssertionError("they cannot talk")

    with pytest.raises(VersionError) as error:
        talk(story, versions)
    assert error.value.side == side
    assert advice in error.value.advice


def test_a_watch_of_version_2_cannot_be_handed_over():
    async def story(client, wrist):
        with pytest.raises(OlderWatchError) as error:
            await client.hand_over(0, KEY, "Maan", OLD)
        return error.value.advice, wrist.services.handed_over

    advice, handed_over = talk(story, (1, 2))
    assert "loslaten deploy" in advice
    assert handed_over is None


def test_a_hand_over_takes_what_is_given_and_hangs_up():
    async def story(client, wrist):
        with pytest.raises(DeviceRefusedError, match="the last record is 0"):
            await client.hand_over(3, KEY, "Maan", OLD)
        await client.hand_over(0, KEY, "Maan", OLD)
        return wrist.services

    services = talk(story, (1, 3))
    assert services.handed_over == (KEY, "Maan", OLD)
