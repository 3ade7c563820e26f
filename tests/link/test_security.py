# SPDX-License-Identifier: MIT
"""Attacks on a link from radio range, and what comes of them: nothing.

The same conversation is held under every attack; afterwards the rightful laptop must be served.
"""

import asyncio

import pytest
from bleak import BleakClient

from loslaten.link.errors import (
    LinkError,
)
from loslaten.sim import clock
from loslaten_core.link import gatt
from loslaten_core.link import message as m
from loslaten_core.link.frame import PLAIN
from tests.link.conversation import PROTOCOL, RECORDS, converse
from tests.link.wrist import KEY, TO_LAPTOP, TO_WATCH, WATCH_ID, Memory, Wrist

ERROR_WITHIN_S = 15.0
FRAME_BYTES = 100


def frames_of_a_conversation():
    wrist = Wrist(Memory(RECORDS), mtu=FRAME_BYTES + 3)
    clock.run(converse(wrist))
    return wrist.air


AIR = frames_of_a_conversation()


async def attacked(tamper):
    """Converse under attack, then in peace; return (wrist, the error that ended the attack)."""
    wrist = Wrist(Memory(RECORDS), mtu=FRAME_BYTES + 3)
    wrist.tamper = tamper
    began_s = asyncio.get_running_loop().time()
    error = None
    try:
        await converse(wrist)
    except LinkError as ended:
        error = ended
    took_s = asyncio.get_running_loop().time() - began_s
    assert took_s <= ERROR_WITHIN_S
    # Nothing but what the rightful laptop sent was ever done.
    assert wrist.services.packed in ({}, {PROTOCOL[:6]: PROTOCOL})
    assert wrist.services.confirmed in (0, len(RECORDS))
    assert wrist.services.played in ([], [(3, 0, 100)])
    wrist.tamper = None
    await asyncio.sleep(3)
    wrist.services.played.clear()
    assert await converse(wrist) == RECORDS
    return wrist, error


def nth(number, change):
    """A tamper that gives `change(frame)` in place of the frame with that number."""
    passed = iter(range(1_000_000))

    def tamper(_, frame):
        return change(frame) if next(passed) == number else [frame]

    return tamper


def test_an_eavesdropper_learns_versions_ids_and_lengths_only():
    heard = b"".join(frame for _, frame in AIR)
    for secret in (*RECORDS, PROTOCOL, KEY):
        for at in range(len(secret) - 5):
            assert secret[at : at + 6] not in heard
    # In the clear: two greetings and two proofs.
    plain = [frame for _, frame in AIR if frame[0] == PLAIN]
    assert sum(len(frame) - 2 for frame in plain) == (2 + 20) + (2 + 32) + (2 + 33) + (2 + 34)
    assert WATCH_ID in heard


def test_the_same_conversation_never_looks_the_same_twice():
    again = frames_of_a_conversation()
    assert len(again) == len(AIR)
    sealed = [(a, b) for (_, a), (_, b) in zip(AIR, again, strict=True) if a[0] != PLAIN]
    assert sealed
    assert all(a[2:] != b[2:] for a, b in sealed)


@pytest.mark.parametrize("number", range(len(AIR)))
def test_a_flipped_bit_in_any_byte_of_any_frame(number):
    async def flip_each():
        for at in range(len(AIR[number][1])):

            def flip(frame, at=at):
                changed = bytearray(frame)
                changed[at] ^= 1 << (at + number) % 8
                return [bytes(changed)]

            wrist, error = await attacked(nth(number, flip))
            # The very last frame acknowledges a reply that the laptop already has.
            assert error is not None or number == len(AIR) - 1, f"byte {at} was accepted"
            assert wrist.services.faults == []

    clock.run(flip_each())


@pytest.mark.parametrize("number", range(len(AIR)))
def test_a_frame_cut_short_or_made_longer(number):
    async def cut_each():
        size = len(AIR[number][1])
        for keep in range(0, size, 5):
            _, error = await attacked(nth(number, lambda frame, keep=keep: [frame[:keep]]))
            assert error is not None or number == len(AIR) - 1
        # The radio itself cuts what is longer than the MTU allows.
        if size < FRAME_BYTES:
            _, error = await attacked(nth(number, lambda frame: [frame + b"\x00"]))
            assert error is not None or number == len(AIR) - 1

    clock.run(cut_each())


@pytest.mark.parametrize("number", range(len(AIR)))
def test_a_frame_that_vanishes(number):
    _, error = clock.run(attacked(nth(number, lambda _: [])))
    assert error is not None or number == len(AIR) - 1


@pytest.mark.parametrize("number", range(len(AIR)))
def test_a_frame_heard_twice_counts_once(number):
    wrist, error = clock.run(attacked(nth(number, lambda frame: [frame, frame])))
    assert error is None
    assert wrist.connections == 2


@pytest.mark.parametrize("number", range(1, len(AIR)))
def test_an_old_frame_said_again_does_nothing(number):
    async def replay():
        for old in range(0, number, 3):
            heard = []

            def tamper(direction, frame, old=old, heard=heard):
                heard.append((direction, frame))
                if len(heard) == number + 1 and heard[old][0] == direction:
                    return [heard[old][1], frame]
                return [frame]

            await attacked(tamper)

    clock.run(replay())


@pytest.mark.parametrize("number", range(len(AIR) - 1))
def test_frames_out_of_turn(number):
    held = []

    def tamper(direction, frame):
        tamper.passed += 1
        if tamper.passed == number:
            held.append((direction, frame))
            return []
        if held and held[0][0] == direction:
            return [frame, held.pop()[1]]
        return [frame]

    tamper.passed = -1
    clock.run(attacked(tamper))


def test_what_is_tacked_on_to_the_proof_is_not_obeyed():
    """An attacker between the two adds a request of its own, in the clear, behind the proof."""
    request = m.request(m.PLAY_CUE, m.CUE.pack(1, 1, 100))

    def tamper(direction, frame):
        if direction == TO_WATCH and frame[:2] == b"\x01\x03":
            return [frame + len(request).to_bytes(2, "little") + request]
        return [frame]

    wrist, error = clock.run(attacked(tamper))
    assert error is not None
    assert (1, 1, 100) not in wrist.services.played


def test_a_recorded_conversation_played_to_the_watch_again():
    async def play():
        wrist = Wrist(Memory(RECORDS), mtu=FRAME_BYTES + 3)
        wrist._nonces = 7  # the watch's random numbers are other ones now
        client = BleakClient(wrist.device, backend=wrist.backend())
        await client.connect()
        before = len(wrist.air)
        for direction, frame in AIR:
            if direction == TO_WATCH and client.is_connected:
                await client.write_gatt_char(gatt.TO_WATCH, frame, True)
        said = b"".join(f for way, f in wrist.air[before:] if way == TO_LAPTOP)
        assert wrist.server.proven is False
        assert wrist.services.packed == {}
        assert len(said) < 60  # the greeting and "wrong key"
        await asyncio.sleep(3)
        assert await converse(wrist) == RECORDS

    clock.run(play())
