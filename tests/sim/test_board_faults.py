"""Each simulated board really has the faults that its Bluetooth stack has on hardware."""

import asyncio
import json

import pytest
from bleak.exc import BleakError
from bumble import att
from bumble.core import UUID
from bumble.hci import Address
from on_air import INBOX, OUTBOX, now_s, tell

BOARDS = ("pico_w", "esp32")


def value(peer, number):
    return peer.get_characteristics_by_uuid(UUID.from_16_bits(number))[0]


def written(air):
    return [line for line in air.said() if line.startswith("write")]


# Calls


async def calls(air):
    await asyncio.sleep(1)
    assert air.watch.crashes == []
    return air.said()


COMMON_CALLS = """\
one BLE True
inactive advertise OSError 19
inactive config OSError 19
active True
mac (1, 'e40843000000')
gap_name b'Wrist'
mtu 200
mtu 22 OSError 22
rxbuf 1024
{bond}
unknown ValueError unknown config param
gap_pair False
irq ValueError invalid handler
register 1
no such handle OSError 22
no such connection False
32 bytes OSError 22
10 ms OSError 22
advertise None
{register}
stop None
uuid 16 (UUID(0x180f), b'\\x0f\\x18')
uuid 128 (UUID('6d1d0001-9b1c-4f0e-8a56-3c2f1e0d9c8b'), '8b9c0d1e2f3c568a0e4f1c9b01001d6d')
uuid equal True
uuid hash True
uuid wrong ValueError invalid UUID
off False
"""


@pytest.mark.parametrize(
    ("board", "bond", "register"),
    [
        ("pico_w", "bond ValueError unknown config param", "register while advertising 1"),
        ("esp32", "bond None", "register while advertising OSError 16"),
    ],
)
def test_calls_are_answered_as_on_the_board(board, bond, register):
    said = tell(calls, firmware="ble_calls", board=board)
    assert said == COMMON_CALLS.format(bond=bond, register=register).splitlines()


# The attribute table

FULL_FOR_BTSTACK = [[16, [[16, True]] * 8 + [[16, False]] * 9]]  # 10 + 17 * 21 + 8 * 10 = 447
TOO_MUCH = {
    "a service": [*FULL_FOR_BTSTACK, [16, []]],
    "a larger UUID": [[128, FULL_FOR_BTSTACK[0][1]]],
    "one more CCCD": [[16, [[16, True]] * 9 + [[16, False]] * 8]],
    "characteristics": [[16, [[128, True]] * 12]],
}


async def table(air):
    await asyncio.sleep(1)
    handles = json.loads(air.said()[0])
    peer = await air.peer(mtu=247)
    return handles, peer.services[2:]


def all_of(handles):
    return [handle for group in handles for handle in group]


@pytest.mark.parametrize("board", BOARDS)
def test_447_bytes_of_attributes_fit(board):
    handles, services = tell(table, firmware="ble_table", board=board, layout=FULL_FOR_BTSTACK)
    assert len(set(all_of(handles))) == 17
    assert [c.handle for s in services for c in s.characteristics] == all_of(handles)


@pytest.mark.parametrize("layout", TOO_MUCH.values(), ids=TOO_MUCH)
def test_btstack_leaves_out_silently_what_does_not_fit(layout):
    handles, services = tell(table, firmware="ble_table", layout=layout)
    asked = sum(1 + len(group) for _, group in layout)
    found = len(services) + sum(len(s.characteristics) for s in services)
    assert found < asked
    assert len(all_of(handles)) == asked - len(layout)


def test_btstack_gives_handles_out_twice_when_characteristics_do_not_fit():
    handles, services = tell(table, firmware="ble_table", layout=TOO_MUCH["characteristics"])
    assert len(set(all_of(handles))) < len(all_of(handles))
    assert len(services[0].characteristics) == (447 - 10) // (49 + 10)


def test_nimble_has_room_for_more():
    layout = [[128, [[128, True]] * 20]]
    handles, services = tell(table, firmware="ble_table", board="esp32", layout=layout)
    assert len(set(all_of(handles))) == 20 == len(services[0].characteristics)


# Values


@pytest.mark.parametrize("board", BOARDS)
def test_a_write_is_cut_at_the_buffer(board):
    async def story(air):
        peer = await air.peer(mtu=247)
        for number, length in ((0xFF01, 20), (0xFF01, 21), (0xFF02, 60), (0xFF02, 61)):
            await value(peer, number).write_value(bytes(length), with_response=True)
        for _ in range(2):
            await value(peer, 0xFF03).write_value(bytes(40), with_response=True)
        await value(peer, 0xFF01).write_value(bytes(100))
        await asyncio.sleep(1)
        return written(air), await value(peer, 0xFF01).read_value()

    lines, mirror = tell(story, firmware="ble_values", board=board)
    lengths = [int(line.split()[-1]) for line in lines]
    assert lengths == [20, 20, 60, 60, 40, 40, 20]
    assert mirror == bytes(20)


@pytest.mark.parametrize(("board", "length"), [("pico_w", 99), ("esp32", 300)])
def test_a_long_value_is_read_in_part_from_btstack(board, length):
    async def story(air):
        peer = await air.peer(mtu=100)
        return await value(peer, 0xFF04).read_value()

    assert (
        tell(story, firmware="ble_values", board=board) == (bytes(range(256)) + bytes(44))[:length]
    )


@pytest.mark.parametrize(
    ("board", "lines", "length"),
    [("pico_w", ["95", "95", "60"], 60), ("esp32", ["250"], 250)],
)
def test_a_prepared_write_falls_to_pieces_on_btstack(board, lines, length):
    async def story(air):
        peer = await air.peer(mtu=100)
        await value(peer, 0xFF04).write_value(bytes(250), with_response=True)
        await asyncio.sleep(1)
        seen = [line.split()[-1] for line in written(air)]
        return seen, await value(peer, 0xFF04).read_value()

    seen, left = tell(story, firmware="ble_values", board=board)
    assert seen == lines
    assert len(left) == length


@pytest.mark.parametrize("board", BOARDS)
def test_an_encrypted_value_is_never_readable(board):
    async def story(air):
        peer = await air.peer()
        with pytest.raises(att.ATT_Error) as refused:
            await value(peer, 0xFF05).read_value()
        return refused.value.error_code

    assert tell(story, firmware="ble_values", board=board) == 0x0F


@pytest.mark.parametrize("board", BOARDS)
def test_flags_are_permissions(board):
    async def story(air):
        peer = await air.peer()
        hidden, secret = value(peer, 0xFF06), value(peer, 0xFF05)
        with pytest.raises(att.ATT_Error) as read:
            await hidden.read_value()
        with pytest.raises(att.ATT_Error) as write:
            await secret.write_value(b"no", with_response=True)
        described = hidden.get_descriptor(UUID.from_16_bits(0x2901))
        return read.value.error_code, write.value.error_code, await described.read_value()

    assert tell(story, firmware="ble_values", board=board) == (0x02, 0x03, b"described")


# Sending


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
    ("esp32", 23, 23), ("esp32", 517, 256),
])  # fmt: skip
def test_the_central_asks_for_the_mtu(board, asked, agreed):
    async def story(air):
        peer = await air.peer(mtu=asked)
        await asyncio.sleep(1)
        return peer.gatt_client.mtu, [line for line in air.said() if line.startswith("21")]

    handle = {"pico_w": 64, "esp32": 0}[board]
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
    said, resets, received, _ = tell(flood, b"flood 30", firmware="ble_flood", board="esp32")
    assert said == ["errno 12"] * 18 + ["sent 30 refused 18"]
    assert received == 12
    assert resets == []


def test_nimble_takes_what_is_tried_again():
    said, resets, received, _ = tell(flood, b"retry 300", firmware="ble_flood", board="esp32")
    assert said[-1].startswith("sent 300 refused ")
    assert received == 300
    assert resets == []


@pytest.mark.parametrize(("board", "errno"), [("pico_w", 22), ("esp32", 128)])
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


@pytest.mark.parametrize(("board", "left"), [("pico_w", b"\1\0"), ("esp32", b"\0\0")])
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
        found = await air.find(2)
        return found, client.is_connected

    assert tell(story, board=board) == (None, True)


@pytest.mark.parametrize(("board", "again"), [("pico_w", True), ("esp32", False)])
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
        return await air.find(2) is not None

    assert tell(story, board=board) is again


@pytest.mark.parametrize(
    ("board", "line"), [("pico_w", "2 64 255 000000000000"), ("esp32", "2 0 1 c00000000001")]
)
def test_btstack_does_not_say_who_has_gone(board, line):
    async def story(air):
        client = await air.client()
        await client.connect()
        air.radio.drop()
        await asyncio.sleep(2)
        return air.said()

    assert line in tell(story, board=board)


@pytest.mark.parametrize(("board", "most"), [("pico_w", 1), ("esp32", 3)])
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
        assert await air.find(2) is None
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
