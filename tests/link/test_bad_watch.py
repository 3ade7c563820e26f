# SPDX-License-Identifier: MIT
"""A watch that is silent, babbles, floods or vanishes is left with a clear error within 15 s."""

import asyncio
import random

import pytest

from device.link import Server
from loslaten.link.client import connect
from loslaten.link.errors import (
    BadPeerError,
    LinkError,
    LinkLostError,
    LinkTimeoutError,
    NoConnectionError,
)
from loslaten.sim import clock
from loslaten_core.link import message as m
from loslaten_core.link.frame import FRAME_MAX_BYTES, PLAIN
from tests.link.conversation import left
from tests.link.wrist import KEY, TO_LAPTOP, TO_WATCH, Memory, Wrist, ccm
from tests.rigs.raw_records import records_of_nights

RECORDS = records_of_nights(30)


class Silent(Server):
    """Says nothing from the given number of frames on."""

    said_until = 0

    @property
    def working(self):
        return type(self).said_until > 0 and super().working

    def next_frame(self, now_ms):
        if type(self).said_until <= 0:
            return None
        frame = super().next_frame(now_ms)
        type(self).said_until -= frame is not None
        return frame


@pytest.mark.parametrize("frames", range(12))
def test_silence_from_any_frame_on(frames):
    class From(Silent):
        said_until = frames

    def wrist():
        one = Wrist(Memory(RECORDS), mtu=103)
        one.make_server = lambda: From(one.services, one.lockout, one.random, ccm, one.now_ms())
        return one

    left(wrist, LinkTimeoutError)


class Babbler:
    """Sends random bytes, without end, slowly or as fast as it can."""

    closed = ""

    def __init__(self, seed, at_once):
        self.random = random.Random(seed)
        self.left = 1_000_000
        self.at_once = at_once
        self.owed = 0

    def receive(self, now_ms, frame):
        self.owed += self.at_once

    def next_frame(self, now_ms):
        if self.owed == 0:
            return None
        self.owed -= 1
        return self.random.randbytes(self.random.randint(0, FRAME_MAX_BYTES))

    def set_frame_bytes(self, frame_bytes):
        pass

    def end(self):
        pass


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("at_once", [1, 5, 1000])
def test_babble_instead_of_a_greeting(seed, at_once):
    def wrist():
        one = Wrist()
        one.make_server = lambda: Babbler(seed, at_once)
        return one

    left(wrist, BadPeerError)


@pytest.mark.parametrize("seed", range(10))
def test_babble_after_the_proof(seed):
    def wrist():
        one = Wrist(Memory(RECORDS))
        noise = random.Random(seed)
        one.said = 0

        def tamper(direction, frame):
            one.said += direction == TO_LAPTOP
            if direction == TO_LAPTOP and one.said > 5 and frame[0] != PLAIN:
                return [noise.randbytes(noise.randint(0, FRAME_MAX_BYTES)) for _ in range(20)]
            return [frame]

        one.tamper = tamper
        return one

    left(wrist, LinkError)


class Flooder(Server):
    """Knows the key, and sends records as if every one had been acknowledged."""

    def next_frame(self, now_ms):
        if self.proven and self.pulling:
            sender = self._sender
            sender.acknowledge(bytes((sender.counter & 0xFF,)))
        return super().next_frame(now_ms)


def test_a_flood_beyond_the_window():
    def wrist():
        one = Wrist(Memory(RECORDS * 200))
        one.make_server = lambda: Flooder(one.services, one.lockout, one.random, ccm, one.now_ms())
        return one

    left(wrist, BadPeerError)


class Liar(Server):
    """Knows the key, and answers STATUS with something else."""

    answer = b""

    def _answer(self, opcode, body):
        return self.answer if opcode == m.STATUS else super()._answer(opcode, body)


@pytest.mark.parametrize(
    "answer",
    [
        b"\x90",
        b"\x90\x01",
        b"\x90\x01" + bytes(200),
        b"\x90\x01" + bytes(51) + b"\x00\x05ab",
        b"\x90\x01" + bytes(51) + b"\x02\xff\xfe\x00",
        b"\x90\x42\xff\xfe",
        b"\x91\x01",
        b"\x10",
        b"\x00",
        b"\x34record",
        m.reply(m.PULL, m.SUCCESS, bytes(4)),
    ],
)
def test_a_malformed_answer(answer):
    class This(Liar):
        pass

    This.answer = answer

    def wrist():
        one = Wrist(Memory(RECORDS))
        one.make_server = lambda: This(one.services, one.lockout, one.random, ccm, one.now_ms())
        return one

    left(wrist, BadPeerError)


def test_a_pull_that_says_it_sent_more_than_came():
    class Loses(Server):
        def _end_pull(self, code, reason=""):
            self._sent += 1
            super()._end_pull(code, reason)

    def wrist():
        one = Wrist(Memory(RECORDS))
        one.make_server = lambda: Loses(one.services, one.lockout, one.random, ccm, one.now_ms())
        return one

    left(wrist, BadPeerError)


@pytest.mark.parametrize("frames", range(0, 60, 3))
def test_a_watch_that_vanishes(frames):
    def wrist():
        one = Wrist(Memory(RECORDS), mtu=103)
        one.cut_after = frames
        return one

    left(wrist, LinkLostError)


def test_silence_in_a_pull_on_a_system_that_cannot_hang_up():
    class From(Silent):
        said_until = 11

    async def hang(*_args):
        await asyncio.Event().wait()

    def wrist():
        one = Wrist(Memory(RECORDS), mtu=103)
        one.make_server = lambda: From(one.services, one.lockout, one.random, ccm, one.now_ms())
        hanging = type("Hanging", (one.backend(),), {"disconnect": hang})
        one.backend = lambda: hanging
        return one

    left(wrist, LinkTimeoutError)


def test_a_watch_without_our_service():
    def wrist():
        one = Wrist()

        class Bare(one.backend()):
            async def connect(self, pair, **kwargs):
                await super().connect(pair)
                self.services.characteristics.clear()

        one.backend = lambda: Bare
        return one

    assert "remove it" in left(wrist, NoConnectionError).message


def test_a_request_given_up_ends_the_connection():
    async def use_it():
        one = Wrist(Memory(RECORDS))
        async with await connect(one.device, KEY, one.backend()) as client:
            one.tamper = lambda direction, frame: [frame] if direction == TO_WATCH else []
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(client.status(), 1)
            one.tamper = None
            with pytest.raises(LinkLostError, match="given up"):
                await client.status()

    clock.run(use_it())
