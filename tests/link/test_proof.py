# SPDX-License-Identifier: MIT
"""Admission to a watch: for who proves the key, in a version that both speak, nobody else."""

import asyncio

import pytest
from bleak import BleakClient

from loslaten.errors import LoslatenError
from loslaten.link.client import connect, key_digest
from loslaten.link.errors import (
    BadPeerError,
    DeviceRefusedError,
    KeyMismatchError,
    LinkError,
    LockedOutError,
    VersionError,
)
from loslaten.link.handshake import LaptopHandshake, to_update
from loslaten.sim import clock
from loslaten_core.link import gatt
from loslaten_core.link import message as m
from loslaten_core.link.frame import PLAIN, Receiver, Sender
from loslaten_core.link.handshake import negotiate
from tests.link.conversation import RECORDS, converse
from tests.link.wrist import KEY, OTHER_KEY, TO_LAPTOP, TO_WATCH, WATCH_ID, Memory, Wrist


def test_a_wrong_key_learns_nothing_and_is_told_so():
    async def attempt():
        wrist = Wrist(Memory(RECORDS))
        with pytest.raises(KeyMismatchError, match="does not accept"):
            await converse(wrist, OTHER_KEY)
        said = [frame for way, frame in wrist.air if way == TO_LAPTOP]
        assert {frame[0] for frame in said} == {PLAIN}
        assert sum(map(len, said)) < 60
        assert await converse(wrist) == RECORDS

    clock.run(attempt())


class Echo:
    """A fake watch that answers the laptop with what the laptop itself said."""

    closed = ""

    def __init__(self, nonce_too):
        self.nonce_too = nonce_too
        self.receiver, self.sender = Receiver(), Sender(20)

    def receive(self, now_ms, frame):
        _, payload = self.receiver.open(frame)
        for request in self.receiver.messages(payload):
            if request[0] == m.HELLO:
                nonce = request[4:] if self.nonce_too else bytes(16)
                head = m.HELLO_REPLY_HEAD.pack(1, 1, 1, 244, 0)
                self.sender.put(m.reply(m.HELLO, m.SUCCESS, head + WATCH_ID + nonce))
            else:
                self.sender.put(m.reply(m.AUTHENTICATE, m.SUCCESS, request[1:]))

    def next_frame(self, now_ms):
        return self.sender.cut() if self.sender.waiting_bytes else None

    def set_frame_bytes(self, frame_bytes):
        pass

    def end(self):
        pass


@pytest.mark.parametrize("nonce_too", [False, True])
def test_a_reflected_challenge_proves_nothing(nonce_too):
    async def meet():
        wrist = Wrist()
        wrist.make_server = lambda: Echo(nonce_too)
        with pytest.raises(KeyMismatchError, match="does not know"):
            await connect(wrist.device, KEY, wrist.backend())

    clock.run(meet())


def test_the_watch_gives_no_proof_that_could_be_reflected_to_it():
    """A laptop without the key gets no HMAC out of the watch to use elsewhere."""

    async def ask():
        wrist = Wrist()
        laptop = LaptopHandshake(bytes(16), 244, (1, 1))
        client = BleakClient(wrist.device, backend=wrist.backend())
        await client.connect()
        sender, receiver = Sender(20), Receiver()

        async def say(message):
            before = len(wrist.air)
            sender.put(message)
            while sender.waiting_bytes:
                await client.write_gatt_char(gatt.TO_WATCH, sender.cut(), True)
            said = [frame for way, frame in wrist.air[before:] if way == TO_LAPTOP]
            return [one for f in said for one in receiver.messages(receiver.open(f)[1])]

        (reply,) = await say(laptop.hello)
        laptop.read_hello(reply)
        # The watch's own nonce and id are all there is to try.
        answers = await say(m.request(m.AUTHENTICATE, reply[-16:] * 2))
        assert answers == [m.refusal(m.AUTHENTICATE, m.WRONG_KEY)]

    clock.run(ask())


def test_before_the_proof_only_a_greeting_is_answered():
    async def ask(opcode):
        wrist = Wrist(Memory(RECORDS))
        client = BleakClient(wrist.device, backend=wrist.backend())
        await client.connect()
        sender = Sender(20)
        sender.put(m.request(opcode, bytes(4)))
        await client.write_gatt_char(gatt.TO_WATCH, sender.cut(), True)
        assert not client.is_connected
        assert [way for way, _ in wrist.air] == [TO_WATCH]
        assert wrist.services.played == []

    async def ask_everything():
        for opcode in range(256):
            if opcode != m.HELLO:
                await ask(opcode)

    clock.run(ask_everything())


def test_who_does_not_prove_the_key_is_dropped_after_ten_seconds():
    async def linger(greet):
        wrist = Wrist()
        client = BleakClient(wrist.device, backend=wrist.backend())
        await client.connect()
        if greet:
            sender = Sender(20)
            sender.put(LaptopHandshake(bytes(16), 244, (1, 1)).hello)
            while sender.waiting_bytes:
                await client.write_gatt_char(gatt.TO_WATCH, sender.cut(), True)
        await asyncio.sleep(9)
        assert client.is_connected
        await asyncio.sleep(2)
        assert not client.is_connected

    async def both():
        await linger(False)
        await linger(True)

    clock.run(both())


def test_a_proven_laptop_that_falls_silent_is_dropped_after_a_minute():
    async def linger():
        wrist = Wrist()
        async with await connect(wrist.device, KEY, wrist.backend()) as client:
            await asyncio.sleep(55)
            await client.status()
            await asyncio.sleep(65)
            with pytest.raises(LinkError):
                await client.status()

    clock.run(linger())


def test_failures_lengthen_a_lock_out_that_a_radio_window_ends():
    async def attack():
        wrist = Wrist(Memory(RECORDS))
        waits = []
        for _ in range(12):
            try:
                await converse(wrist, OTHER_KEY)
            except LockedOutError as locked:
                waits.append(locked.seconds)
                await asyncio.sleep(locked.seconds)
            except KeyMismatchError:
                pass
        assert waits == [15, 30, 60, 120]
        with pytest.raises(LockedOutError):
            await converse(wrist)
        wrist.lockout.clear()  # what `Radio.serve` does when it opens
        assert await converse(wrist) == RECORDS

    clock.run(attack())


def test_three_failures_cost_the_rightful_laptop_nothing():
    async def attack():
        wrist = Wrist(Memory(RECORDS))
        for _ in range(3):
            for _ in range(3):
                with pytest.raises(KeyMismatchError):
                    await converse(wrist, OTHER_KEY)
            assert await converse(wrist) == RECORDS

    clock.run(attack())


def test_a_watch_without_a_key_says_so():
    async def attempt():
        with pytest.raises(KeyMismatchError, match="has no key yet"):
            await converse(Wrist(Memory(key=None)))

    clock.run(attempt())


def test_a_laptop_without_a_key_says_so():
    async def attempt():
        wrist = Wrist()
        with pytest.raises(KeyMismatchError, match="no key for that watch"):
            await connect(wrist.device, lambda watch_id: None, wrist.backend())

    clock.run(attempt())


def test_the_key_that_was_proved_is_told_also_where_it_was_looked_up():
    async def told_by(key):
        wrist = Wrist()
        async with await connect(wrist.device, key, wrist.backend()) as client:
            return client.proved

    given = clock.run(told_by(KEY))
    assert given == key_digest(KEY) != key_digest(OTHER_KEY)
    assert clock.run(told_by({WATCH_ID: KEY}.get)) == given


# (laptop, watch, version agreed, side to update)
VERSIONS = [
    ((1, 1), (1, 1), 1, ""),
    ((1, 3), (1, 1), 1, ""),
    ((1, 1), (1, 3), 1, ""),
    ((1, 4), (2, 3), 3, ""),
    ((3, 5), (1, 3), 3, ""),
    ((2, 3), (1, 1), 0, "watch"),
    ((1, 1), (2, 3), 0, "laptop"),
    ((4, 4), (1, 3), 0, "watch"),
    ((1, 3), (4, 9), 0, "laptop"),
]


@pytest.mark.parametrize(("laptop", "watch", "version", "side"), VERSIONS)
def test_versions_agree_or_one_side_is_told_to_update(monkeypatch, laptop, watch, version, side):
    async def meet():
        wrist = Wrist()
        wrist.versions = watch
        async with await connect(wrist.device, KEY, wrist.backend()) as client:
            return client.version

    assert negotiate(laptop, watch) == negotiate(watch, laptop) == version
    assert to_update(laptop, watch) == side
    monkeypatch.setattr("loslaten.link.session.VERSIONS", laptop)
    if version:
        assert clock.run(meet()) == version
    else:
        with pytest.raises(VersionError) as told:
            clock.run(meet())
        assert told.value.side == side


@pytest.mark.parametrize(
    ("code", "error"),
    [(m.FAULT, BadPeerError), (m.BUSY, BadPeerError), (m.VERSION, VersionError)],
)
def test_odd_greetings_are_understood(code, error):
    async def meet():
        wrist = Wrist()

        def tamper(direction, frame):
            if direction == TO_LAPTOP and frame[:2] == b"\x01\x00":
                return [frame[:5] + bytes((code,)) + frame[6:]]
            return [frame]

        wrist.tamper = tamper
        with pytest.raises(error):
            await connect(wrist.device, KEY, wrist.backend())

    clock.run(meet())


def test_errors_have_one_line_and_no_secret():
    async def attempt():
        wrist = Wrist(Memory(RECORDS))
        with pytest.raises(KeyMismatchError) as told:
            await converse(wrist, OTHER_KEY)
        return told.value

    error = clock.run(attempt())
    assert isinstance(error, LoslatenError)
    assert "\n" not in error.message + (error.advice or "")
    assert OTHER_KEY.hex() not in repr(error) + str(error)
    assert not isinstance(error, DeviceRefusedError)
