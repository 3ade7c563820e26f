# SPDX-License-Identifier: MIT
"""Attacks on the virtual radio: listening, tampering, forging."""

import asyncio

import pytest

from tests.sim.on_air import INBOX, OUTBOX, SERVICE, small_exchange, tell

BOARDS = ("pico_w", "xiao_esp32s3")
NOTIFICATION = 0x1B
WRITE_COMMAND = 0x52


def test_an_eavesdropper_hears_everything():
    async def story(air):
        heard = []
        air.radio.eavesdrop(heard.append)
        await small_exchange(air)
        await asyncio.sleep(1)
        return heard

    heard = tell(story)
    kinds = list(dict.fromkeys(packet.kind for packet in heard))
    assert kinds == ["advertising", "connect", "data", "control"]
    assert bytes.fromhex(SERVICE.replace("-", ""))[::-1] in heard[0].data
    written = [p.att[3:] for p in heard if p.att and p.att[0] in (0x12, 0x52) and p.to_peripheral]
    assert written[-2:] == [b"one", b"two"]
    echoed = [p.att[3:] for p in heard if p.att and p.att[0] == NOTIFICATION]
    assert echoed == [b"one", b"two"]


def is_write(packet):
    return packet.att[0] == WRITE_COMMAND


class Reorder:
    """Lets every second write go before the first."""

    def __init__(self):
        self.held = []

    def __call__(self, packet):
        if not is_write(packet):
            return [packet.att]
        self.held.append(packet.att)
        if len(self.held) < 2:
            return []
        first, second = self.held
        self.held = []
        return [second, first]


TAMPERING = {
    "lose": (lambda p: [] if is_write(p) else [p.att], []),
    "repeat": (lambda p: [p.att] * (2 if is_write(p) else 1), [b"a1", b"a1", b"b2", b"b2"]),
    "change": (lambda p: [p.att[:-1] + b"!"] if is_write(p) else [p.att], [b"a!", b"b!"]),
    "cut off": (lambda p: [p.att[:-1]] if is_write(p) else [p.att], [b"a", b"b"]),
    "reorder": (Reorder(), [b"b2", b"a1"]),
}


@pytest.mark.parametrize(("tamper", "arrives"), TAMPERING.values(), ids=TAMPERING)
def test_tampering(tamper, arrives):
    async def story(air):
        client = await air.subscribed()
        air.radio.tamper = tamper
        await client.write_gatt_char(INBOX, b"a1", response=False)
        await client.write_gatt_char(INBOX, b"b2", response=False)
        await asyncio.sleep(1)
        air.radio.tamper = None
        arrived = list(air.received)
        await client.write_gatt_char(INBOX, b"sound", response=True)
        await asyncio.sleep(1)
        return arrived, air.received[-1]

    assert tell(story) == (arrives, b"sound")


@pytest.mark.parametrize("board", BOARDS)
def test_forged_pdus_reach_both_sides(board):
    async def story(air):
        client = await air.subscribed()
        inbox = client.services.get_characteristic(INBOX).handle + 1
        outbox = client.services.get_characteristic(OUTBOX).handle + 1
        air.radio.inject(bytes([WRITE_COMMAND, inbox, 0]) + b"forged")
        await asyncio.sleep(1)
        air.radio.inject(bytes([NOTIFICATION, outbox, 0]) + b"false", to_peripheral=False)
        await asyncio.sleep(1)
        return air.received

    assert tell(story, board=board) == [b"forged", b"false"]


@pytest.mark.parametrize("pdu", [b"", b"\x52", b"\x12\x00", b"\xff" * 5, b"\x02\x00", b"\x1e"])
def test_malformed_pdus_do_no_harm(pdu):
    async def story(air):
        client = await air.subscribed()
        air.radio.inject(pdu)
        air.radio.inject(pdu, to_peripheral=False)
        await asyncio.sleep(1)
        await client.write_gatt_char(INBOX, b"sound", response=True)
        await asyncio.sleep(1)
        return air.received

    assert tell(story) == [b"sound"]


def test_an_answer_that_comes_twice_does_no_harm():
    async def story(air):
        client = await air.subscribed()
        air.radio.tamper = lambda packet: [packet.att] * (1 if packet.to_peripheral else 2)
        for _ in range(3):
            await client.write_gatt_char(INBOX, b"sound", response=True)
        await asyncio.sleep(1)
        return air.received

    assert tell(story) == [b"sound"] * 6
