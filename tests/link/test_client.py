# SPDX-License-Identifier: MIT
"""Every request of the client against the server, over bleak's interface."""

import asyncio

import pytest
from bleak.exc import BleakError

from device.requests import RefusedError
from loslaten.link.client import connect
from loslaten.link.errors import DeviceRefusedError
from loslaten.link.keep_alive import KeepAlive
from loslaten.sim import clock
from loslaten_core.link import message
from loslaten_core.link.wire import WireError
from tests.link.conversation import talk
from tests.link.wrist import KEY, WATCH_ID, Memory, Wrist


@pytest.mark.parametrize("mtu", [23, 185, 247, 517])
def test_status_tells_how_the_watch_is(mtu):
    async def story(client, _):
        return client.watch_id, client.version, await client.status()

    watch_id, version, status = talk(story, mtu=mtu)
    assert (watch_id, version) == (WATCH_ID, message.VERSION_MAX)
    assert (status.battery_pct, status.boot_id, status.uptime_ms) == (64, 7, 123_456_789_012)
    assert (status.charging, status.clock_set, status.chosen_protocol) == (False, True, None)
    assert (status.firmware, status.board) == ("0.1.0", "memory")


class _AsksForTheMtu:
    """As BlueZ on every connection but the first: what it tells by itself is the smallest MTU."""

    error = None
    asked = 0

    @property
    def mtu_size(self):
        return self.wrist.mtu if self.asked else 23

    async def _acquire_mtu(self):
        if self.error is not None:
            raise self.error
        self.asked += 1


@pytest.mark.parametrize(
    ("mtu", "error", "frame_bytes"),
    [
        (247, None, 244),
        (100, None, 97),
        (23, None, 20),
        (247, BleakError("not supported"), 20),
        (247, TimeoutError(), 20),
    ],
)
def test_an_mtu_that_the_system_does_not_tell_is_asked_for(mtu, error, frame_bytes):
    wrist = Wrist(mtu=mtu)
    wrist.told_mtu = 23
    backend = type("Backend", (_AsksForTheMtu, wrist.backend()), {"error": error})

    async def whole():
        async with await connect(wrist.device, KEY, backend) as client:
            await client.status()
            return client.frame_bytes

    assert clock.run(whole()) == frame_bytes


def test_clock():
    async def story(client, wrist):
        anchor = await client.set_clock(1_800_000_000_123, -90, 250)
        return anchor, wrist.services.clock

    anchor, told = talk(story)
    assert told == (1_800_000_000_123, -90, 250)
    assert (anchor.boot_id, anchor.uptime_ms) == (7, 123_456)


def test_settings_by_name():
    async def story(client, _):
        before = await client.settings()
        await client.write_settings({"name": "Blå", "radio_window_s": 300})
        return before, await client.settings()

    assert talk(story) == (
        {"name": "Wrist", "theme": 0},
        {"name": "Blå", "radio_window_s": 300},
    )


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"theme": 3}, "theme may be 0 to 2"),
        ({"name": "x" * 21}, "name may be 1 to 20 bytes of text"),
        ({"name": 5}, "name may be 1 to 20 bytes of text"),
        ({"strength_pct": 39}, "strength_pct may be 40 to 100"),
        ({"colour": 1}, "no setting colour"),
    ],
)
def test_settings_out_of_range_do_not_leave_the_laptop(values, words):
    async def story(client, wrist):
        sent = len(wrist.air)
        with pytest.raises(WireError, match=words):
            await client.write_settings(values)
        assert len(wrist.air) == sent

    talk(story)


def test_protocols_come_and_go():
    packed = bytes(range(256)) * 2

    async def story(client, wrist):
        content_id = await client.put_protocol(packed)
        await client.choose_protocol(content_id)
        listed = await client.list_protocols()
        back = await client.get_protocol(content_id)
        await client.delete_protocol(content_id)
        return content_id, listed, back, wrist.services.packed

    content_id, listed, back, left = talk(story)
    assert [(e.content_id, e.length, e.chosen) for e in listed] == [(content_id, 512, True)]
    assert back == packed
    assert left == {}


@pytest.mark.parametrize(
    ("call", "code", "words"),
    [
        (lambda c: c.put_protocol(b"bad"), message.REFUSED, "tense_ms may be 2000 to 3000"),
        (lambda c: c.put_protocol(bytes(513)), message.INVALID_OPERAND, "512 fit"),
        (lambda c: c.put_protocol(b""), message.INVALID_OPERAND, "512 fit"),
        (lambda c: c.get_protocol(b"nobody"), message.NOT_FOUND, "no such protocol"),
        (lambda c: c.choose_protocol(b"odd"), message.INVALID_OPERAND, "3 bytes where 6"),
        (lambda c: c.confirm(9), message.OPERAND_NOT_SUPPORTED, "out of range"),
        (lambda c: c._ask(0x7F), message.OPCODE_NOT_SUPPORTED, "does not know"),
        (lambda c: c._ask(message.STATUS, b"?"), message.INVALID_OPERAND, "1 bytes"),
        (lambda c: c._ask(message.ABORT), message.ABORT_UNSUCCESSFUL, "nothing to abort"),
        (lambda c: c._ask(message.SUBSCRIBE, b"\x02"), message.INVALID_OPERAND, "on or off"),
    ],
)
def test_a_refusal_says_why_and_the_link_goes_on(call, code, words):
    async def story(client, _):
        with pytest.raises(DeviceRefusedError, match=words) as refused:
            await call(client)
        assert refused.value.code == code
        return await client.status()

    assert talk(story).board == "memory"


@pytest.mark.parametrize("error", [RuntimeError("flash"), KeyError("x"), MemoryError()])
def test_a_failing_service_is_noted_and_the_link_goes_on(error):
    async def story(client, wrist):
        wrist.services.broken = error
        with pytest.raises(DeviceRefusedError) as refused:
            await client.status()
        wrist.services.broken = None
        await client.status()
        return refused.value.code, wrist.services.faults

    assert talk(story) == (message.FAULT, [error])


def test_cues():
    async def story(client, wrist):
        await client.play_cue(3, 2, 75)
        await client.identify()
        return wrist.services.played

    assert talk(story) == [(3, 2, 75), "identify"]


def test_live_events_and_the_link_kept_alive_between_them():
    async def story(client, wrist):
        async def tell():
            for at_ms, group in ((1000, 17), (2000, 255)):
                await asyncio.sleep(70)
                wrist.server.event(at_ms, 5, group, 2, 3)
                wrist.pump()

        telling = asyncio.create_task(tell())
        seen = []
        async for event in client.events():
            seen.append((event.at_ms, event.event, event.group, event.repeat, event.cue))
            if len(seen) == 2:
                break
        await telling
        return seen

    assert talk(story) == [(1000, 5, 17, 2, 3), (2000, 5, None, 2, 3)]


def test_the_link_is_kept_while_somebody_thinks():
    async def story(client, _):
        answer = await client.meanwhile(asyncio.sleep(600, "thought"))
        return answer, (await client.status()).board

    assert talk(story) == ("thought", "memory")


def test_a_watch_whose_time_begins_to_go_faster_is_left_without_a_word_for_less():
    keep_alive = KeepAlive()

    async def story(client, _):
        now_s, began_s = clock.current().time, clock.current().time()
        words_s = []
        status = client.status

        async def told():
            words_s.append(round(now_s() - began_s, 1))
            return await status()

        client.status = told
        clock.current().call_later(30, keep_alive.follow, 10)
        await client.meanwhile(asyncio.sleep(35))
        return words_s

    assert talk(story, keep_alive=keep_alive) == [20, 30, 32, 34]


def test_what_is_waited_for_may_fail():
    async def story(client, _):
        async def fails():
            raise ValueError("no idea")

        with pytest.raises(ValueError, match="no idea"):
            await client.meanwhile(fails())
        return (await client.status()).board

    assert talk(story) == "memory"


def test_events_without_room_are_counted():
    async def story(client, wrist):
        events = client.events()
        first = asyncio.ensure_future(anext(events))
        await asyncio.sleep(1)
        for at_ms in range(300):
            wrist.server.event(at_ms, 5, 1, 1, 1)
        wrist.pump()
        await first
        await asyncio.sleep(1)
        wrist.server.event(999, 5, 1, 1, 1)
        wrist.pump()
        kept = 1
        while (event := await anext(events)).at_ms != 999:
            kept += 1
        await events.aclose()
        return kept, event.lost

    kept, lost = talk(story)
    assert 10 < kept < 40
    assert lost == 255


@pytest.mark.parametrize("was_subscribed", [False, True])
def test_without_subscription_nothing_is_told(was_subscribed):
    async def story(client, wrist):
        if was_subscribed:
            events = client.events()
            first = asyncio.ensure_future(anext(events))
            await asyncio.sleep(1)
            wrist.server.event(999, 1, 17, 2, 3)
            wrist.pump()
            await first
            await events.aclose()
        sent = len(wrist.air)
        wrist.server.event(1000, 1, 17, 2, 3)
        wrist.pump()
        return len(wrist.air) - sent

    assert talk(story) == 0


@pytest.mark.parametrize("safe", [False, True])
def test_reboot_after_the_reply(safe):
    async def story(client, wrist):
        await client.reboot(safe_mode=safe)
        await asyncio.sleep(3)
        return wrist.services.reboots

    assert talk(story) == [safe]


def test_forgetting_the_key_ends_the_link():
    async def story(client, wrist):
        await client.forget_key()
        await asyncio.sleep(3)
        return wrist.services.key, wrist.server.closed

    assert talk(story) == (None, "left")


def test_what_a_watch_says_is_made_harmless_where_it_enters():
    class Foul(Memory):
        def status(self):
            values, chosen, _, _ = super().status()
            return values, chosen, "0.1\x1b[2J", "me\nmory"

        def settings(self):
            return [(1, b"\x1b]0;x\x07Wrist")]

        def identify(self):
            raise RefusedError(message.BUSY, "not\x1b[H now")

    async def ask():
        wrist = Wrist(Foul())
        async with await connect(wrist.device, KEY, wrist.backend()) as client:
            status = await client.status()
            assert (status.firmware, status.board) == ("0.1[2J", "me mory")
            assert (await client.settings())["name"] == "]0;xWrist"
            with pytest.raises(DeviceRefusedError) as refused:
                await client.identify()
            assert refused.value.reason == "not[H now"

    clock.run(ask())
