# SPDX-License-Identifier: MIT
"""One bleak connection: frames out, frames in, and the end of it.

Everything that waits races the end of the connection, because bleak's own calls may not: a request
that is under way when the link goes can hang, or end in any of three errors (bleak on BlueZ).
"""

import asyncio
from collections import deque
from collections.abc import Awaitable
from typing import Any, TypeVar

from bleak import BleakClient
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient
from bleak.backends.device import BLEDevice

from loslaten.language.text import Text
from loslaten.link.errors import (
    BadPeerError,
    BluetoothError,
    LinkError,
    LinkLostError,
    LinkTimeoutError,
    NoConnectionError,
)
from loslaten.link.limit import give_up, within
from loslaten.link.refusals import is_transient, system_errors, words
from loslaten_core.link import gatt
from loslaten_core.link.frame import (
    FRAME_MAX_BYTES,
    FRAME_MIN_BYTES,
    WINDOW_FRAMES,
    usable_bytes,
)

ClientBackend = type[BaseBleakClient]
T = TypeVar("T")

# Each with the time that hanging up may take on top stays below 15 s, REPLY_S of the session too.
CONNECT_S = 10.0
WRITE_S = 8.0
DISCONNECT_S = 3.0
# Connecting fails now and then for reasons that have passed a moment later.
_ATTEMPTS = 3
_PAUSE_S = 0.5
_ATT_HEADER_BYTES = 3
# More than an honest watch can have under way, even where the system doubles notifications.
_FRAMES_WAITING = 4 * WINDOW_FRAMES

_NO_ANSWER = Text("er kwam op tijd geen antwoord", "no answer in time")
_SUBSCRIBING = Text("aanmelden", "subscribing")
_WRITING = Text("schrijven", "writing")
_READING = Text("lezen", "reading")
_GIVEN_UP = Text("opgegeven door deze computer", "given up by the system")
_WITHOUT_END = Text("er komt geen einde aan", "it sends without end")
_HUNG_UP = Text("opgehangen", "hung up")
_BY_SYSTEM = Text("geweigerd door Bluetooth van deze computer", "{}")


def _refusal(error: Exception) -> Text:
    """Return a refusal of the system in words; its own are English, and for whoever reads that."""
    return _BY_SYSTEM.format(str(error) or type(error).__name__)


class _RefusedError(Exception):
    """The system refused to connect with `error`; `told` is that for whoever asked."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error
        self.told: LinkError = (
            NoConnectionError(_refusal(error)) if words(error) is None else BluetoothError(error)
        )


class Transport:
    """Frames to and from one watch. Made by `connect`, used once, closed for good."""

    def __init__(self, device: BLEDevice, backend: ClientBackend | None) -> None:
        self._client = BleakClient(device, self._disconnected, timeout=CONNECT_S, backend=backend)
        self._end: asyncio.Future[LinkError] = asyncio.get_running_loop().create_future()
        self._frames: deque[bytes] = deque()
        self._came = asyncio.Event()
        self._to_watch: BleakGATTCharacteristic
        self.frame_bytes = FRAME_MIN_BYTES

    @classmethod
    async def connect(cls, device: BLEDevice, backend: ClientBackend | None = None) -> "Transport":
        """Connect and listen.

        Tried again at once, with a fresh client, where a refusal is known to be a passing one.

        Raises NoConnectionError, LinkLostError, LinkTimeoutError or BluetoothError.
        """
        until_s = asyncio.get_running_loop().time() + CONNECT_S
        for attempt in range(1, _ATTEMPTS + 1):
            transport = cls(device, backend)
            try:
                await transport._open(until_s)
                return transport
            except _RefusedError as refused:
                await transport.close()
                left_s = until_s - asyncio.get_running_loop().time()
                if attempt == _ATTEMPTS or left_s < _PAUSE_S or not is_transient(refused.error):
                    raise refused.told from refused.error
                await asyncio.sleep(_PAUSE_S)
            except BaseException:
                await transport.close()
                raise
        raise AssertionError("a last attempt returns or raises")

    async def _open(self, until_s: float) -> None:
        left_s = max(1.0, until_s - asyncio.get_running_loop().time())
        try:
            await within(left_s + 1, self._client.connect())
        except TimeoutError as error:
            raise NoConnectionError(_NO_ANSWER) from error
        except system_errors() as error:
            raise _RefusedError(error) from error
        to_watch = self._characteristic(gatt.TO_WATCH)
        to_laptop = self._characteristic(gatt.TO_LAPTOP)
        if to_watch is None or to_laptop is None:
            raise NoConnectionError(
                Text(
                    "het toont de dienst van loslaten niet; is het uw horloge, verwijder het dan"
                    " uit de lijst van Bluetooth-apparaten van deze computer",
                    "it does not show loslaten's service; if the watch is yours, remove it from"
                    " the computer's list of Bluetooth devices",
                )
            )
        self._to_watch = to_watch
        self.frame_bytes = usable_bytes(await self._write_bytes(to_watch))
        await self.race(self._client.start_notify(to_laptop, self._take), WRITE_S, _SUBSCRIBING)

    async def _write_bytes(self, to_watch: BleakGATTCharacteristic) -> int:
        """Return how much one write without response carries.

        BlueZ tells programs the MTU when it finds a characteristic, not when a later connection
        agrees on another: what bleak knows then is the smallest. It has to be asked for, and bleak
        has no public way to ask.
        """
        negotiated = to_watch.max_write_without_response_size
        ask = getattr(getattr(self._client, "_backend", None), "_acquire_mtu", None)
        if ask is None or negotiated >= FRAME_MAX_BYTES:
            return negotiated
        try:
            await within(WRITE_S, ask())
        except system_errors():
            return negotiated  # slow; and if the connection is gone, the next call will tell
        return max(negotiated, self._client.mtu_size - _ATT_HEADER_BYTES)

    def _characteristic(self, uuid: str) -> BleakGATTCharacteristic | None:
        return self._client.services.get_characteristic(uuid)

    def fail(self, error: LinkError) -> None:
        """End the connection because of `error`, which everyone who waits is told."""
        if not self._end.done():
            self._end.set_result(error)

    async def write(self, frame: bytes, *, answered: bool) -> None:
        """Send a frame; `answered` waits until the watch's stack has taken it."""
        await self.race(
            self._client.write_gatt_char(self._to_watch, frame, response=answered),
            WRITE_S,
            _WRITING,
        )

    async def read(self) -> bytes:
        """Return the next frame, however long it takes."""
        while not self._frames:
            self._came.clear()
            await self.race(self._came.wait(), None, _READING)
        return self._frames.popleft()

    async def race(self, work: Awaitable[T], timeout_s: float | None, what: Text) -> T:
        """Await `work`, but no longer than the connection lasts or the time allows.

        Raises what ended the connection, or LinkTimeoutError naming `what`.
        """
        task = asyncio.ensure_future(work)
        either: set[asyncio.Future[Any]] = {task, self._end}
        try:
            done, _ = await asyncio.wait(
                either, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            if not task.done():
                await give_up(task)
        if task in done and not task.cancelled():
            return self._outcome(task)
        if self._end.done():
            raise self._end.result()
        raise LinkLostError(_GIVEN_UP) if done else LinkTimeoutError(what)

    def _outcome(self, task: "asyncio.Future[T]") -> T:
        error = task.exception()
        if isinstance(error, system_errors()):
            # Whatever bleak calls it, a call that fails on an established link means that it went.
            self.fail(LinkLostError(_refusal(error)))
            raise self._end.result() from error
        return task.result()

    def _take(self, _characteristic: BleakGATTCharacteristic, data: bytearray) -> None:
        if not data:
            return  # the watch has asked its own stack whether the connection is still there
        if len(self._frames) >= _FRAMES_WAITING:
            self.fail(BadPeerError(_WITHOUT_END))
            return
        self._frames.append(bytes(data))
        self._came.set()

    def _disconnected(self, _client: BleakClient) -> None:
        self.fail(LinkLostError())

    async def close(self) -> None:
        """Hang up; never raises, and takes at most DISCONNECT_S."""
        self.fail(LinkLostError(_HUNG_UP))
        hanging_up = asyncio.ensure_future(self._client.disconnect())
        await asyncio.wait({hanging_up}, timeout=DISCONNECT_S)
        if not hanging_up.done():
            hanging_up.cancel()
        elif not hanging_up.cancelled():
            hanging_up.exception()  # the link may be gone already, which is what was wanted
