# SPDX-License-Identifier: MIT
"""A proven connection: requests and their replies, records, live events, acknowledgements."""

import asyncio
import os
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Self

from loslaten.language import clean
from loslaten.language.text import Text
from loslaten.link.cipher import AesCcm
from loslaten.link.errors import (
    BadPeerError,
    DeviceRefusedError,
    KeyMismatchError,
    LinkError,
    LinkLostError,
    LinkTimeoutError,
    LockedOutError,
    VersionError,
    WrongWatchError,
)
from loslaten.link.handshake import LaptopHandshake, read_reply, text, to_update
from loslaten.link.transport import Transport
from loslaten_core.link import message as m
from loslaten_core.link.frame import (
    ACK,
    FRAME_MIN_BYTES,
    WINDOW_FRAMES,
    Receiver,
    Sender,
    usable_bytes,
)
from loslaten_core.link.handshake import Keys
from loslaten_core.link.hkdf import same
from loslaten_core.link.wire import WireError

_NO_KEY_HERE = Text(
    "deze computer heeft geen sleutel van dat horloge", "this computer has no key for that watch"
)
_NOT_ACCEPTED = Text(
    "het horloge aanvaardt de sleutel van deze computer niet",
    "the watch does not accept this computer's key",
)
_NOT_KNOWN = Text(
    "het horloge kent de sleutel van deze computer niet",
    "the watch does not know this computer's key",
)
_NO_KEY_YET = Text("het horloge heeft nog geen sleutel", "the watch has no key yet")

_GREETING = Text("begroeten", "greeting")
_NO_REPLY = Text("geen antwoord", "no reply")
_GIVEN_UP = Text("een vraag werd opgegeven", "a request was given up")
_BAD_MESSAGE = Text("een onmogelijk bericht", "{}")

VERSIONS = (m.VERSION_MIN, m.VERSION_MAX)
HANDSHAKE_S = 8.0
REPLY_S = 10.0
# Live events nobody has asked for yet; the oldest go first.
_EVENTS = 256
# Messages nobody has asked for yet: with more the watch is not acknowledged, and so waits.
_BACKLOG = 64

KeyFor = Callable[[bytes], bytes | None]
# So many bytes that were never used before.
Random = Callable[[int], bytes]


class SecureChannel:
    """Encrypted channel of a laptop that has proved its key.

    watch_id: the watch's 8 bytes. version: the wire version agreed. frame_bytes: the most that a
    frame holds.
    """

    def __init__(self, transport: Transport, handshake: LaptopHandshake, keys: Keys) -> None:
        self.watch_id = handshake.watch_id
        self.version = handshake.version
        self.events: deque[bytes] = deque(maxlen=_EVENTS)
        self.event_came = asyncio.Event()
        self._transport = transport
        key, iv = keys.to_watch
        self.frame_bytes = usable_bytes(transport.frame_bytes, handshake.frame_bytes)
        self._sender = Sender(self.frame_bytes, AesCcm(key), iv)
        key, iv = keys.to_laptop
        self._receiver = Receiver(AesCcm(key), iv)
        self._acknowledged = 0
        self._turn = asyncio.Lock()
        self._turn_of: asyncio.Task[Any] | None = None
        self._writing = asyncio.Lock()
        self._messages: asyncio.Queue[bytes] = asyncio.Queue(_BACKLOG)
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def open(
        cls,
        transport: Transport,
        key: bytes | KeyFor,
        random: Random = os.urandom,
        wanted: bytes = b"",
    ) -> Self:
        """Greet the watch and prove the key to each other.

        wanted: the id of the watch that is meant, or its beginning; empty where any will do.

        Raises WrongWatchError, VersionError, KeyMismatchError, LockedOutError, BadPeerError,
        LinkTimeoutError or LinkLostError.
        """
        try:
            async with asyncio.timeout(HANDSHAKE_S):
                handshake, keys = await _prove(transport, key, random, wanted)
        except TimeoutError as error:
            raise LinkTimeoutError(_GREETING) from error
        except WireError as error:
            raise BadPeerError(_bad_message(error)) from error
        return cls(transport, handshake, keys)

    async def request(self, opcode: int, body: bytes = b"") -> bytes:
        """Send a request and return the body of the reply; DeviceRefusedError if refused."""
        async with self.turn():
            try:
                await self.send(m.request(opcode, body))
                return self.accept(opcode, await self.next_message())
            except asyncio.CancelledError:
                # The reply would be taken for that of the next request.
                self._transport.fail(LinkLostError(_GIVEN_UP))
                raise

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait until nobody else asks; raises RuntimeError inside a pull of one's own."""
        if self._turn_of is asyncio.current_task():
            raise RuntimeError("finish or leave the pull before asking for something else")
        async with self._turn:
            self._turn_of = asyncio.current_task()
            try:
                yield
            finally:
                self._turn_of = None

    def accept(self, opcode: int, reply: bytes) -> bytes:
        """Return the body of a reply to `opcode`; DeviceRefusedError if it is a refusal."""
        try:
            code, rest = read_reply(opcode, reply)
            if code == m.SUCCESS:
                return rest
            reason = clean.line(text(rest))
        except WireError as error:
            raise self._bad(error) from error
        raise DeviceRefusedError(opcode, code, reason)

    def bad(self, what: str) -> LinkError:
        """End the connection because of nonsense from the watch, and return the error to raise."""
        return self._bad(WireError(what))

    async def send(self, message: bytes) -> None:
        """Send one message. Only for whoever has the `turn`."""
        async with self._writing:
            self._sender.put(message)
            while self._sender.waiting_bytes:
                await self._transport.write(self._sender.cut(), answered=True)

    async def next_message(self, timeout_s: float = REPLY_S) -> bytes:
        """Return the next message that is not an event. Only for whoever has the `turn`."""
        if not self._messages.empty():
            return self._messages.get_nowait()
        try:
            return await self._transport.race(self._messages.get(), timeout_s, _NO_REPLY)
        except LinkTimeoutError as error:
            self._transport.fail(error)
            raise

    async def wait_event(self) -> None:
        """Wait for a live event, for as long as the connection lasts."""
        if not self.events:
            self.event_came.clear()
            await self._transport.race(self.event_came.wait(), None, _NO_REPLY)

    async def close(self) -> None:
        """Hang up."""
        self._reader.cancel()
        await asyncio.wait({self._reader})
        await self._transport.close()

    def _bad(self, error: WireError) -> LinkError:
        bad = BadPeerError(_bad_message(error))
        self._transport.fail(bad)
        return bad

    async def _read(self) -> None:
        """Open frames, hand out messages and acknowledge, until the connection is over."""
        try:
            while True:
                messages = self._open(await self._transport.read())
                for message in messages:
                    await self._hand_out(message)
                # Of records, half a window at once: each answer takes the watch's time.
                is_end = any(message[0] != m.RECORD for message in messages)
                if is_end or self._unacknowledged >= WINDOW_FRAMES // 2:
                    await self._acknowledge()
        except WireError as error:
            self._bad(error)
        except LinkError as error:
            self._transport.fail(error)

    @property
    def _unacknowledged(self) -> int:
        return self._receiver.counter - self._acknowledged

    def _open(self, frame: bytes) -> list[bytes]:
        opened = self._receiver.open(frame)
        if opened is None:
            return []
        kind, payload = opened
        if kind == ACK:
            raise WireError("an acknowledgement from the watch")
        if self._unacknowledged > WINDOW_FRAMES:
            raise WireError("it sends more than it may")
        return self._receiver.messages(payload)

    async def _hand_out(self, message: bytes) -> None:
        if message[0] == m.EVENT:
            self.events.append(message)
            self.event_came.set()
        elif message[0] == m.RECORD or message[0] & m.REPLY:
            await self._messages.put(message)
        else:
            raise WireError(f"a message 0x{message[0]:02x} from the watch")

    async def _acknowledge(self) -> None:
        if self._unacknowledged:
            async with self._writing:
                self._acknowledged = self._receiver.counter
                frame = self._sender.acknowledgement(self._acknowledged)
                await self._transport.write(frame, answered=False)


async def _prove(
    transport: Transport, key: bytes | KeyFor, random: Random, wanted: bytes
) -> tuple[LaptopHandshake, Keys]:
    sender, receiver = Sender(FRAME_MIN_BYTES), Receiver()

    async def exchange(message: bytes) -> bytes:
        sender.put(message)
        while sender.waiting_bytes:
            await transport.write(sender.cut(), answered=True)
        answer = None
        while answer is None:
            opened = receiver.open(await transport.read())
            answer = receiver.message(opened[1]) if opened else None
        return answer

    handshake = LaptopHandshake(random(m.NONCE_BYTES), transport.frame_bytes, VERSIONS)
    greeting = handshake.read_hello(await exchange(handshake.hello))
    # Before a key is chosen by this claim: a relay could lead us to another watch of ours.
    if not handshake.watch_id.startswith(wanted):
        raise WrongWatchError(wanted, handshake.watch_id)
    _check_greeting(handshake, greeting)
    found = key(handshake.watch_id) if callable(key) else key
    if found is None:
        raise KeyMismatchError(_NO_KEY_HERE)
    keys = handshake.keys(found)
    reply = await exchange(m.request(m.AUTHENTICATE, keys.laptop_proof))
    code, proof = read_reply(m.AUTHENTICATE, reply)
    if code != m.SUCCESS:
        raise KeyMismatchError(_NOT_ACCEPTED)
    if not same(proof, keys.watch_proof):
        raise KeyMismatchError(_NOT_KNOWN)
    return handshake, keys


def _check_greeting(handshake: LaptopHandshake, code: int) -> None:
    if code == m.VERSION:
        raise VersionError(to_update(handshake.versions, handshake.watch_versions) or "laptop")
    if code == m.LOCKED_OUT:
        raise LockedOutError(handshake.locked_s)
    if code == m.NO_KEY:
        raise KeyMismatchError(_NO_KEY_YET)
    if code != m.SUCCESS:
        raise WireError(f"a greeting with code 0x{code:02x}")


def _bad_message(error: WireError) -> Text:
    """Return what is wrong with a message; which one it was is told in English alone."""
    return _BAD_MESSAGE.format(error)
