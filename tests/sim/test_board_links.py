# SPDX-License-Identifier: MIT
"""Notifications and connections: each board has the faults of its Bluetooth stack."""

import asyncio

import pytest
from bleak.exc import BleakError
from bumble.core import UUID
from bumble.hci import Address

from tests.sim.on_air import INBOX, OUTBOX, now_s, tell

BOARDS = ("pico_w", "xiao_esp32s3")


@pytest.mark.parametrize("board", BOARDS)
@pytest.mark.parametrize("mtu", [None, 100])
def test_a_notification_is_cut_at_the_mtu(board, mtu):
    async def story(air):
        peer = await air.peer(mtu=mtu)
        received = []
        await value_of(peer, OUTBOX).subscribe(received.append)
        await value_of(peer, INBOX).write_value(b"long", with_response=True)
        await asyncio.sleep(1)
        return received

    assert tell(story, board=board) == [bytes(range((mtu or 23) - 3))]


def value_of(peer, uuid):
    return peer.get_characteristics_by_uuid(UUID(uuid))[0]


@pytest.mark.parametrize(("board", "asked", "agreed"), [
    ("pico_w", 23, 23), ("pico_w", 247, 247), ("pico_w", 517, 517), ("pico_w", 600, 517),
    ("xiao_esp32s3", 23, 23), ("xiao_esp32s3", 517, 256),
])  # fmt: skip
def test_the_central_asks_for_the_mtu(board, asked, agreed):
    async def story(air):
        peer = await air.peer(mtu=asked)
        await asyncio.sleep(1)
        return peer.gatt_client.mtu, [line for line in air.said() if line.startswith("21")]

    handle = {"pico_w": 64, "xiao_esp32s3": 0}[board]
    assert tell(story, board=board) == (agreed, [f"21 {handle} {agreed}"])


async def flood(air, order):
    client = await air.subscribed()
    await client.write_gatt_char(INBOX, order, response=False)
    await asyncio.sleep(20)
    return air.said(), air.watch.resets, len(air.received), client.is_connected


def test_btstack_never_refuses_and_sends_it_all():
    said, resets, received, _ = tell(flood, b"flood 300", firmware="ble_flood")
    assert said == ["sent 300 refused 0"]
    assert resets == []
    assert received == 300


def test_btstack_fills_the_heap_until_a_hard_fault():
    said, resets, received, connected = tell(flood, b"flood 1000", firmware="ble_flood")
    assert said == []
    assert [cause for _, cause in resets] == ["hard fault"]
    assert received == 0
    assert not connected


def test_nimble_refuses_what_its_pool_cannot_hold():
    said, resets, received, _ = tell(
        flood, b"flood 30", firmware="ble_flood", board="xiao_esp32s3"
    )
    assert said == ["errno 12"] * 18 + ["sent 30 refused 18"]
    assert received == 12
    assert resets == []


def test_nimble_takes_what_is_tried_again():
    said, resets, received, _ = tell(
        flood, b"retry 300", firmware="ble_flood", board="xiao_esp32s3"
    )
    assert said[-1].startswith("sent 300 refused ")
    assert received == 300
    assert resets == []


@pytest.mark.parametrize(("board", "errno"), [("pico_w", 22), ("xiao_esp32s3", 128)])
def test_a_notification_on_a_dead_handle_raises(board, errno):
    async def story(air):
        client = await air.client()
        await client.connect()
        await client.disconnect()
        await asyncio.sleep(1)
        return air.said()[-1]

    assert tell(story, board=board) == f"dead handle {errno}"


@pytest.mark.parametrize("board", BOARDS)
def test_notifications_go_out_whether_or_not_anybody_subscribed(board):
    async def story(air):
        heard = []
        air.radio.eavesdrop(lambda packet: heard.append(packet.att))
        peer = await air.peer()
        await value_of(peer, INBOX).write_value(b"ping", with_response=True)
        await asyncio.sleep(1)
        return [pdu for pdu in heard if pdu and pdu[0] == 0x1B and pdu.endswith(b"ping")]

    assert len(tell(story, board=board)) == 1


@pytest.mark.parametrize(("board", "left"), [("pico_w", b"\1\0"), ("xiao_esp32s3", b"\0\0")])
def test_a_subscription_outlives_the_connection_on_btstack(board, left):
    async def story(air):
        peer = await air.peer()
        await value_of(peer, OUTBOX).subscribe(lambda _: None)
        assert await cccd_of(peer).read_value() == b"\1\0"
        await value_of(peer, INBOX).write_value(b"advertise", with_response=True)
        await peer.connection.disconnect()
        await asyncio.sleep(0.1)
        return await cccd_of(await air.peer()).read_value()

    assert tell(story, board=board) == left


def cccd_of(peer):
    return value_of(peer, OUTBOX).get_descriptor(UUID.from_16_bits(0x2902))


# Connections


@pytest.mark.parametrize("board", BOARDS)
def test_advertising_stops_with_a_connection(board):
    async def story(air):
        client = await air.client()
        await client.connect()
        found = await air.heard(2)
        return found, client.is_connected

    assert tell(story, board=board) == (None, True)


@pytest.mark.parametrize(("board", "again"), [("pico_w", True), ("xiao_esp32s3", False)])
@pytest.mark.parametrize("how", ["central", "firmware", "lost"])
def test_only_btstack_advertises_again_by_itself(board, again, how):
    async def story(air):
        client = await air.client()
        await client.connect()
        if how == "central":
            await client.disconnect()
        elif how == "firmware":
            await client.write_gatt_char(INBOX, b"hang up", response=True)
        else:
            air.radio.drop()
        await asyncio.sleep(2)
        assert not client.is_connected
        return await air.heard(2) is not None

    assert tell(story, board=board) is again


@pytest.mark.parametrize(
    ("board", "line"),
    [("pico_w", "2 64 255 000000000000"), ("xiao_esp32s3", "2 0 1 c00000000001")],
)
def test_btstack_does_not_say_who_has_gone(board, line):
    async def story(air):
        client = await air.client()
        await client.connect()
        air.radio.drop()
        await asyncio.sleep(2)
        return air.said()

    assert line in tell(story, board=board)


@pytest.mark.parametrize(("board", "most"), [("pico_w", 1), ("xiao_esp32s3", 3)])
def test_a_board_has_only_so_many_connections(board, most):
    async def story(air):
        centrals = [air.central] + [
            await air.radio.central(address=f"C0:00:00:00:00:0{n}") for n in range(2, 5)
        ]
        connected = 0
        for central in centrals:
            try:
                await central.connect(Address(air.peripheral.address), timeout=2)
                connected += 1
            except Exception as error:
                refused = type(error).__name__
        await asyncio.sleep(1)
        return connected, refused, air.said()

    connected, refused, said = tell(story, board=board, firmware="ble_many")
    assert (connected, refused) == (most, "TimeoutError")
    assert len([line for line in said if line.startswith("1 ")]) == most


@pytest.mark.parametrize("board", BOARDS)
def test_an_exception_in_the_handler_removes_it_for_good(board):
    async def story(air):
        client = await air.subscribed()
        await client.write_gatt_char(INBOX, b"before", response=True)
        await client.write_gatt_char(INBOX, b"raise", response=True)
        await client.write_gatt_char(INBOX, b"after", response=True)
        await asyncio.sleep(1)
        alive = await client.read_gatt_char(OUTBOX)
        await client.disconnect()
        await asyncio.sleep(1)
        return air.received, bytes(alive), air.said()

    received, alive, said = tell(story, board=board)
    assert received == [b"before"]
    assert alive == b"hello"
    assert "ValueError: as asked" in said
    assert not [line for line in said if line.startswith(("2 ", "dead"))]


def test_copies_for_a_lost_link_stay_on_the_heap():
    async def story(air):
        client = await air.subscribed()
        await client.write_gatt_char(INBOX, b"flood 600", response=False)
        await asyncio.sleep(0.05)
        air.radio.drop()
        await asyncio.sleep(2)
        client = await air.subscribed()
        await client.write_gatt_char(INBOX, b"flood 600", response=False)
        await asyncio.sleep(2)
        return [cause for _, cause in air.watch.resets]

    assert tell(story, firmware="ble_flood") == ["hard fault"]


def test_switched_off_the_radio_lets_go_and_forgets():
    async def story(air):
        await asyncio.sleep(1)
        client = await air.subscribed()
        await client.write_gatt_char(INBOX, b"off and on", response=True)
        await asyncio.sleep(2)
        assert not client.is_connected
        again = await air.client()
        await again.connect()
        services = [service.uuid[4:8] for service in again.services]
        return services, [line for line in air.said() if line.startswith("2 ")]

    assert tell(story) == (["1800", "1801"], [])


def test_a_reset_of_the_watch_takes_the_radio_with_it():
    async def story(air):
        client = await air.subscribed()
        lost_s = now_s()
        air.watch.power_off()
        while client.is_connected:
            await asyncio.sleep(0.01)
        lost_s = now_s() - lost_s
        assert await air.heard(2) is None
        air.watch.power_on()
        again = await air.subscribed()
        await again.write_gatt_char(INBOX, b"again", response=True)
        with pytest.raises(BleakError):
            await client.write_gatt_char(INBOX, b"old", response=True)
        await asyncio.sleep(1)
        return lost_s, air.received

    lost_s, received = tell(story)
    assert 0.7 <= lost_s <= 0.8
    assert received == [b"again"]
