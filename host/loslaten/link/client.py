# SPDX-License-Identifier: MIT
"""A watch, as the laptop tool sees it: `async with await connect(found.device, key) as watch`."""

import asyncio
import hashlib
import os
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Self, TypeVar

from bleak.backends.device import BLEDevice

from loslaten.language import clean
from loslaten.link import handshake as laptop
from loslaten.link.answers import ClockReading, LiveEvent, ProtocolEntry, Status
from loslaten.link.errors import DeviceRefusedError, LinkError, OlderWatchError
from loslaten.link.keep_alive import KeepAlive
from loslaten.link.session import KeyFor, Random, SecureChannel
from loslaten.link.transport import ClientBackend, Transport
from loslaten_core.link import message as m
from loslaten_core.link import settings
from loslaten_core.link.wire import WireError

T = TypeVar("T")
# The wire version that can.
_HANDS_OVER = 3

PAGE_RECORDS = 64


async def connect(
    device: BLEDevice,
    key: bytes | KeyFor,
    client_backend: ClientBackend | None = None,
    random: Random = os.urandom,
    *,
    wanted: bytes = b"",
    keep_alive: KeepAlive | None = None,
) -> "Client":
    """Connect to a watch and prove the key; nothing but a fresh connection is ever used.

    key: its 32 bytes, or a function that finds them for a watch's id (`KeyStore.get`). random:
    where the nonces come from. wanted: the id of the watch that is meant, or its beginning; empty
    where any will do. keep_alive: how long the watch is left without a word; None: as a real one.

    Raises a LinkError with advice: NoConnectionError, LinkLostError, LinkTimeoutError,
    BadPeerError, WrongWatchError, VersionError, KeyMismatchError, LockedOutError or
    BluetoothError.
    """
    transport = await Transport.connect(device, client_backend)
    try:
        channel = await SecureChannel.open(transport, key, random, wanted)
        proved = key if isinstance(key, bytes) else key(channel.watch_id) or b""
        return Client(channel, keep_alive, key_digest(proved))
    except BaseException:
        await transport.close()
        raise


def key_digest(key: bytes) -> bytes:
    """Return what tells a key from another, and tells nothing of it."""
    return hashlib.sha256(b"loslaten key digest" + key).digest()[:8]


class Client:
    """One connection to one watch; made by `connect`. `proved` is the digest of the key.

    Every method raises DeviceRefusedError when the watch refuses, LinkLostError when the
    connection goes, LinkTimeoutError when the watch is silent, BadPeerError when it talks
    nonsense. After any but the first the connection is over.
    """

    def __init__(
        self,
        session: SecureChannel,
        keep_alive: KeepAlive | None = None,
        proved: bytes = b"",
    ) -> None:
        self.proved = proved
        self._session = session
        self._keep_alive = keep_alive or KeepAlive()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Hang up."""
        await self._session.close()

    @property
    def watch_id(self) -> bytes:
        """The watch's own 8 bytes."""
        return self._session.watch_id

    @property
    def version(self) -> int:
        """The wire version agreed."""
        return self._session.version

    @property
    def frame_bytes(self) -> int:
        """Bytes that a frame carries, both ways, as the MTU that was agreed allows."""
        return self._session.frame_bytes

    async def status(self) -> Status:
        """Ask how the watch is."""
        return self._read(Status.read, await self._ask(m.STATUS))

    async def set_clock(self, utc_ms: int, offset_min: int, error_ms: int) -> ClockReading:
        """Tell the time, `error_ms` at most wrong; the answer says to which moment it belongs."""
        body = m.CLOCK.pack(utc_ms, offset_min, error_ms)
        return self._read(ClockReading.read, await self._ask(m.SET_CLOCK, body))

    async def settings(self) -> dict[str, int | str]:
        """Ask for all settings, by name; settings this laptop does not know are left out."""
        values = self._read(_settings, await self._ask(m.SETTINGS))
        return {
            name: clean.line(value) if isinstance(value, str) else value
            for name, value in values.items()
        }

    async def write_settings(self, values: dict[str, int | str]) -> None:
        """Change settings by name, all or none; WireError when a value is out of range.

        OlderWatchError for a setting that the watch's firmware does not have.
        """
        numbers = {name: number for number, name, *_ in settings.SETTINGS}
        unknown = sorted(set(values) - set(numbers))
        if unknown:
            raise WireError(f"no setting {unknown[0]}; there are {', '.join(numbers)}")
        newest = max(settings.since(numbers[name]) for name in values)
        if self.version < newest:
            raise OlderWatchError
        items = [(numbers[name], settings.pack(numbers[name], v)) for name, v in values.items()]
        await self._ask(m.WRITE_SETTINGS, settings.pack_items(items))

    async def list_protocols(self) -> list[ProtocolEntry]:
        """Ask which protocols the watch holds, in the wearer's order."""
        entries = self._read(laptop.unpack_protocols, await self._ask(m.LIST_PROTOCOLS))
        return [ProtocolEntry(*entry) for entry in entries]

    async def put_protocol(self, packed: bytes) -> bytes:
        """Put a packed protocol on the watch, whole or not at all; return its content id.

        OlderWatchError for one whose packed form the watch's firmware cannot read.
        """
        if self.version < 2 <= packed[0]:
            raise OlderWatchError
        answer = await self._ask(m.PUT_PROTOCOL, packed)
        return self._read(lambda body: m.exactly(body, m.CONTENT_ID_BYTES), answer)

    async def choose_protocol(self, content_id: bytes) -> None:
        """Choose what the next session practises."""
        await self._ask(m.CHOOSE_PROTOCOL, content_id)

    async def delete_protocol(self, content_id: bytes) -> None:
        """Delete a protocol from the watch."""
        await self._ask(m.DELETE_PROTOCOL, content_id)

    async def get_protocol(self, content_id: bytes) -> bytes:
        """Get a packed protocol back."""
        return await self._ask(m.GET_PROTOCOL, content_id)

    async def pull(
        self, from_sequence: int, page_records: int = PAGE_RECORDS
    ) -> AsyncGenerator[Sequence[bytes], None]:
        """Yield pages of raw records from a sequence number on, oldest first.

        The watch sends on while a page is worked on, up to its window. Leaving early aborts the
        transfer; nothing on the watch changes by reading.
        """
        session = self._session
        async with session.turn():
            await session.send(m.request(m.PULL, m.SEQUENCE.pack(from_sequence)))
            page: list[bytes] = []
            count = 0
            running = True
            try:
                while running:
                    message = await session.next_message()
                    running = message[0] == m.RECORD
                    if running:
                        page.append(message[1:])
                        count += 1
                    if page and (len(page) == page_records or not running):
                        yield page
                        page = []
                self._end_of_pull(message, count)
            finally:
                if running:
                    with suppress(LinkError):  # nothing is left to abort
                        await self._abort()

    def _end_of_pull(self, reply: bytes, count: int) -> None:
        """Check that what came is all there is."""
        try:
            body = self._session.accept(m.PULL, reply)
        except DeviceRefusedError as refused:
            if refused.code == m.NO_RECORDS and count == 0:
                return
            raise
        (sent,) = self._read(m.AMOUNT.unpack, body)
        if sent != count:
            raise self._session.bad(f"{count} records came of {sent}")

    async def _abort(self) -> None:
        """End a pull early and let pass what was under way."""
        session = self._session
        await session.send(m.request(m.ABORT))
        while (await session.next_message())[0] != m.ABORT | m.REPLY:
            pass

    async def count(self, from_sequence: int) -> int:
        """Ask how many records there are from a sequence number on."""
        answer = await self._ask(m.COUNT, m.SEQUENCE.pack(from_sequence))
        return self._read(m.AMOUNT.unpack, answer)[0]

    async def confirm(self, sequence: int) -> None:
        """Say that all records up to and including this one are safe here."""
        await self._ask(m.CONFIRM, m.SEQUENCE.pack(sequence))

    async def play_cue(self, cue: int, count: int = 0, strength_pct: int = 100) -> None:
        """Let the watch play a cue now."""
        await self._ask(m.PLAY_CUE, m.CUE.pack(cue, count, strength_pct))

    async def identify(self) -> None:
        """Let the watch vibrate."""
        await self._ask(m.IDENTIFY)

    async def events(self) -> AsyncGenerator[LiveEvent, None]:
        """Subscribe to the session's live events and yield them until the caller leaves.

        Close the generator to stop early: `contextlib.aclosing`.
        """
        session = self._session
        await self._ask(m.SUBSCRIBE, m.SWITCH.pack(1))
        try:
            while True:
                while session.events:
                    yield self._read(LiveEvent.read, session.events.popleft()[1:])
                await self.meanwhile(session.wait_event())
        finally:
            with suppress(LinkError):  # whoever is gone is not told any more anyway
                await self._ask(m.SUBSCRIBE, m.SWITCH.pack(0))

    async def meanwhile(self, waiting: Awaitable[T]) -> T:
        """Wait for something that is not the watch's, and keep the connection until then."""
        task = asyncio.ensure_future(waiting)
        try:
            while not task.done():
                silence = asyncio.ensure_future(self._keep_alive.silence())
                await asyncio.wait({task, silence}, return_when=asyncio.FIRST_COMPLETED)
                silence.cancel()
                if not task.done():
                    await self.status()
            return task.result()
        finally:
            task.cancel()

    async def forget_key(self) -> None:
        """Let the watch erase the shared key; it hangs up, and needs USB for a new one."""
        await self._ask(m.FORGET_KEY)

    async def hand_over(self, sequence: int, key: bytes, name: str, packed: bytes) -> None:
        """Let the watch be another person's: with this key, name and protocol, and nothing else.

        sequence: the last record there is, which has to be here. It hangs up and restarts.
        OlderWatchError for a watch whose firmware cannot.
        """
        if self.version < _HANDS_OVER:
            raise OlderWatchError
        body = m.SEQUENCE.pack(sequence) + m.pack_hand_over(key, name, packed)
        await self._ask(m.HAND_OVER, body)

    async def reboot(self, *, safe_mode: bool = False) -> None:
        """Restart the watch; it hangs up."""
        await self._ask(m.REBOOT, m.SWITCH.pack(int(safe_mode)))

    async def _ask(self, opcode: int, body: bytes = b"") -> bytes:
        return await self._session.request(opcode, body)

    def _read(self, read: Callable[[bytes], T], body: bytes) -> T:
        """Return what `read` makes of a body; nonsense in it ends the connection."""
        try:
            return read(body)
        except WireError as error:
            raise self._session.bad(str(error)) from error


def _settings(body: bytes) -> dict[str, int | str]:
    raw = dict(settings.unpack_items(body))
    return {
        name: settings.unpack(number, raw[number])
        for number, name, *_ in settings.SETTINGS
        if number in raw
    }
