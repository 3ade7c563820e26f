# SPDX-License-Identifier: MIT
"""The watch's link on MicroPython, over the virtual radio, with both boards' Bluetooth stacks."""

import asyncio

import pytest
from bleak import BleakClient, BleakScanner

from loslaten.link.client import connect
from loslaten.link.errors import KeyMismatchError, LinkError, LockedOutError, NotFoundError
from loslaten.link.scan import find, scan
from loslaten.sim.bedroom import KEY
from loslaten.sim.bluetooth.bleak_backend import backends
from loslaten_core.link import gatt, message
from loslaten_core.link.frame import ACK, DATA, FRAME_MAX_BYTES, WINDOW_FRAMES
from tests.link.over_air import both_boards, now_s, tell
from tests.link.wrist import WATCH_ID

OTHER_KEY = bytes(32)
NOTIFICATION = 0x1B


def record(number, size=120):
    return bytes((number & 0xFF,)) * size


async def pull(client, start=1):
    return [raw async for raws in client.pull(start) for raw in raws]


@both_boards
def test_a_watch_is_found_by_its_service(board):
    async def story(air):
        return await find(scanner_backend=air.scanner), await scan(2, air.scanner)

    found, heard = tell(story, board=board)
    assert (found.short_id, found.version) == (WATCH_ID[:4], message.VERSION_MAX)
    assert [one.short_id for one in heard] == [WATCH_ID[:4]]


@both_boards
def test_another_watch_is_not_taken_for_the_one_wanted(board):
    async def story(air):
        with pytest.raises(NotFoundError, match="6f746872"):
            await find(b"othr", 3, air.scanner)
        return now_s()

    assert tell(story, board=board) < 4


@both_boards
def test_requests_and_records(board):
    async def story(air):
        async with await air.connect() as client:
            packed = bytes(range(250)) * 2
            content_id = await client.put_protocol(packed)
            assert await client.get_protocol(content_id) == packed
            assert await pull(client) == [record(number) for number in range(1, 101)]
            assert await pull(client, 98) == [record(number) for number in (98, 99, 100)]
            await client.confirm(100)
            return (await client.status()).confirmed_record

    assert tell(story, board=board, records=100) == 100


@both_boards
@pytest.mark.parametrize("mtu", [23, 100, 185])
def test_a_host_with_a_small_mtu(board, mtu, monkeypatch):
    monkeypatch.setattr("loslaten.sim.bluetooth.bleak_backend.MTU_ASKED", mtu)

    async def story(air):
        async with await air.connect() as client:
            await client.put_protocol(bytes(range(200)))
            return await pull(client)

    assert tell(story, board=board, records=10) == [record(number) for number in range(1, 11)]


@both_boards
def test_at_most_eight_frames_wait_in_the_watch_s_stack(board):
    async def story(air):
        waiting = worst = 0

        def notified(*_):
            nonlocal waiting, worst
            waiting += 1
            worst = max(worst, waiting)

        def heard(packet):
            nonlocal waiting
            if packet.att and packet.att[0] == NOTIFICATION:
                waiting -= 1
                assert len(packet.att) - 3 <= FRAME_MAX_BYTES

        air.watch.on("ble_notify", notified)
        air.radio.eavesdrop(heard)
        async with await air.connect() as client:
            assert len(await pull(client)) == 300
        return worst

    assert 4 < tell(story, board=board, records=300) <= WINDOW_FRAMES


@both_boards
def test_an_eavesdropper_on_the_air_hears_no_record(board):
    async def story(air):
        heard = []
        air.radio.eavesdrop(lambda packet: heard.append(packet.data))
        async with await air.connect() as client:
            await client.put_protocol(b"tense the left foot")
            assert len(await pull(client)) == 50
        return b"".join(heard)

    heard = tell(story, board=board, records=50)
    for number in range(1, 51):
        assert record(number, 8) not in heard
    assert b"left foot" not in heard


@both_boards
def test_the_link_cut_at_any_packet_and_the_watch_there_again(board):
    async def story(air):
        outcomes = []
        for packets in range(2, 60, 4):
            client = None
            try:
                client = await air.connect()
                air.radio.drop_after(packets)
                await client.put_protocol(bytes(100))
                await pull(client)
                outcomes.append("through")
            except LinkError:
                outcomes.append("cut")
            air.radio.drop_after(10_000_000)
            if client is not None:
                await client.close()
        async with await air.connect() as client:
            assert await pull(client) == [record(number) for number in range(1, 101)]
        return outcomes

    assert tell(story, board=board, records=100).count("cut") > 10


@both_boards
def test_a_laptop_that_does_not_prove_the_key_is_dropped(board):
    async def story(air):
        found = await find(scanner_backend=air.scanner)
        gone = asyncio.Event()
        client = BleakClient(
            found.device, backend=air.client_class, disconnected_callback=lambda _: gone.set()
        )
        await client.connect()
        began_s = now_s()
        await asyncio.wait_for(gone.wait(), 15)
        lingered_s = now_s() - began_s
        async with await air.connect() as client:
            return lingered_s, len(await pull(client))

    lingered_s, count = tell(story, board=board)
    assert 8 < lingered_s < 12
    assert count == 20


@both_boards
def test_wrong_keys_lock_the_watch_until_the_wait_is_over_or_a_new_window_opens(board):
    async def story(air):
        for _ in range(4):
            with pytest.raises(KeyMismatchError):
                await air.connect(OTHER_KEY)
        with pytest.raises(LockedOutError) as locked:
            await air.connect()
        assert 10 < locked.value.seconds <= 15
        await asyncio.sleep(locked.value.seconds)
        async with await air.connect() as client:
            assert len(await pull(client)) == 20
        for _ in range(5):
            with pytest.raises((KeyMismatchError, LockedOutError)):
                await air.connect(OTHER_KEY)
        while "window over" not in air.said:
            await asyncio.sleep(1)
        await asyncio.sleep(6)
        async with await air.connect() as client:
            return len(await pull(client))

    assert tell(story, board=board, window_ms=60_000) == 20


@both_boards
def test_the_radio_is_off_outside_the_window(board):
    async def story(air):
        assert await scan(2, air.scanner)
        await asyncio.sleep(8)
        assert await scan(1.5, air.scanner) == []
        with pytest.raises(NotFoundError):
            await find(timeout_s=0.5, scanner_backend=air.scanner)
        await asyncio.sleep(2)
        return await scan(2, air.scanner)

    assert len(tell(story, board=board, window_ms=8_000)) == 1


@both_boards
def test_a_proven_laptop_may_stay_beyond_the_window(board):
    async def story(air):
        async with await air.connect() as client:
            await asyncio.sleep(12)
            count = len(await pull(client))
        await asyncio.sleep(1)
        return count, air.said

    assert tell(story, board=board, window_ms=8_000) == (20, ["window over"])


@both_boards
def test_a_second_central_gets_nothing_and_disturbs_nobody(board):
    async def story(air):
        found = await find(scanner_backend=air.scanner)
        scanner, client_class = backends(await air.radio.central("intruder", "C0:00:00:00:00:02"))
        async with await connect(found.device, KEY, air.client_class) as client:
            first = await pull(client)
            hearing = BleakScanner.discover(2, backend=scanner, service_uuids=[gatt.LINK])
            heard, second = await asyncio.gather(hearing, pull(client))
            with pytest.raises(LinkError):
                await connect(found.device, KEY, client_class)
            return first == second == await pull(client), heard

    assert tell(story, board=board, records=200) == (True, [])


@both_boards
def test_garbage_written_by_anybody_never_stops_the_watch(board):
    async def story(air):
        for length in (1, 2, 3, 20, 21, 100, 244, 500):
            found = await find(scanner_backend=air.scanner)
            async with BleakClient(found.device, backend=air.client_class) as client:
                for first in (0, 1, 2, 3, 255):
                    if client.is_connected:
                        frame = bytes((first,)) + bytes(length - 1)
                        await client.write_gatt_char(gatt.TO_WATCH, frame[:244], response=False)
                await asyncio.sleep(0.2)
                assert not client.is_connected
        async with await air.connect() as client:
            return len(await pull(client)), air.said

    assert tell(story, board=board) == (20, [])


@both_boards
def test_a_flood_of_writes_ends_the_connection_not_the_watch(board):
    async def story(air):
        found = await find(scanner_backend=air.scanner)
        async with BleakClient(found.device, backend=air.client_class) as client:
            writes = [
                client.write_gatt_char(gatt.TO_WATCH, b"\x01\x00" + bytes(200), response=False)
                for _ in range(200)
            ]
            await asyncio.gather(*writes, return_exceptions=True)
            await asyncio.sleep(1)
            assert not client.is_connected
        async with await air.connect() as client:
            return len(await pull(client))

    assert tell(story, board=board) == 20


@both_boards
def test_frames_are_acknowledged_and_filled(board):
    async def story(air):
        kinds = {DATA: [], ACK: []}

        def heard(packet):
            if packet.att and packet.att[0] in (NOTIFICATION, 0x52, 0x12):
                frame = packet.att[3:]
                kinds.setdefault(frame[0], []).append(len(frame))

        air.radio.eavesdrop(heard)
        async with await air.connect() as client:
            await pull(client)
        return kinds

    kinds = tell(story, board=board, records=300)
    full = [size for size in kinds[DATA] if size == FRAME_MAX_BYTES]
    assert len(full) > 0.97 * 300 * 123 / 234 - 2
    assert len(kinds[ACK]) <= len(kinds[DATA])


def test_reboot_is_asked_for_when_the_link_is_gone():
    async def story(air):
        client = await air.connect()
        await client.reboot()
        await client.close()
        await asyncio.sleep(1)
        return air.said

    assert tell(story) == ["reboot False"]


@both_boards
@pytest.mark.parametrize("lost_ms", [500, 5_200])
def test_the_handler_is_put_back_when_the_stack_has_taken_it_away(board, lost_ms):
    """As after an exception in it: the stack goes on without, and does not say so."""

    async def story(air):
        await asyncio.sleep(lost_ms / 1000)
        with pytest.raises(LinkError):
            await air.connect()
        await asyncio.sleep(5)
        async with await air.connect() as client:
            return len(await pull(client))

    assert tell(story, board=board, handler_lost_ms=lost_ms) == 20
