# SPDX-License-Identifier: MIT
"""Calls, attribute table and values: each board has the faults of its Bluetooth stack."""

import asyncio
import json

import pytest
from bumble import att
from bumble.core import UUID

from tests.sim.on_air import tell

BOARDS = ("pico_w", "xiao_esp32s3")


def value(peer, number):
    return peer.get_characteristics_by_uuid(UUID.from_16_bits(number))[0]


def written(air):
    return [line for line in air.said() if line.startswith("write")]


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
        ("xiao_esp32s3", "bond None", "register while advertising OSError 16"),
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
    handles, services = tell(table, firmware="ble_table", board="xiao_esp32s3", layout=layout)
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


@pytest.mark.parametrize(("board", "length"), [("pico_w", 99), ("xiao_esp32s3", 300)])
def test_a_long_value_is_read_in_part_from_btstack(board, length):
    async def story(air):
        peer = await air.peer(mtu=100)
        return await value(peer, 0xFF04).read_value()

    assert (
        tell(story, firmware="ble_values", board=board) == (bytes(range(256)) + bytes(44))[:length]
    )


@pytest.mark.parametrize(
    ("board", "lines", "length"),
    [("pico_w", ["95", "95", "60"], 60), ("xiao_esp32s3", ["250"], 250)],
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


def test_nimble_takes_a_long_write_in_few_parts():
    async def story(air):
        peer = await air.peer(mtu=247)
        await value(peer, 0xFF04).write_value(bytes(400), with_response=True)
        await asyncio.sleep(1)
        return [line.split()[-1] for line in written(air)]

    assert tell(story, firmware="ble_values", board="xiao_esp32s3") == ["400"]


def test_nimble_refuses_a_long_write_in_many_parts():
    async def story(air):
        peer = await air.peer(mtu=23)
        with pytest.raises(att.ATT_Error) as refused:
            await value(peer, 0xFF04).write_value(bytes(400), with_response=True)
        await asyncio.sleep(1)
        return refused.value.error_code, written(air)

    told = tell(story, firmware="ble_values", board="xiao_esp32s3")
    assert told == (att.ErrorCode.PREPARE_QUEUE_FULL, [])


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
