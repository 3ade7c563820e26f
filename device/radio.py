# SPDX-License-Identifier: MIT
"""The only owner of `bluetooth`: the radio window, advertising, what comes in and what goes out.

The interrupt only notes what happened in a queue made beforehand; the task in `Radio.serve` does
the work. `bluetooth` takes a handler that raised away for good and cannot be asked whether it did,
so the task puts it back every few seconds, and the advertising with it.
"""

import asyncio

import bluetooth

from device.alarm import Alarm, ring
from device.clock import now_ms
from device.inbox import Inbox
from device.link import Server
from loslaten_core import ticks
from loslaten_core.link import gatt, message
from loslaten_core.link.frame import FRAME_MAX_BYTES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from device.contract import Beat, Button

_CONNECTED = 1
_DISCONNECTED = 2
_WRITTEN = 3
_MTU_AGREED = 21

_ENOMEM = 12
# One connection interval and a bit: a full queue has room again.
_RETRY_MS = 20
_SUPERVISE_MS = 5_000
_WAIT_MS = 500
_ADVERTISE_US = 250_000
_ATT_HEADER_BYTES = 3
# A laptop says something every 20 s. One that has not may be gone without the watch being told.
_QUIET_MS = 22_000
# Eight acknowledgements under way, a request and the events around them.
_INBOX = 16
# Who presses the button is answered first, which takes a slow processor 13 ms.
_PRESS_MS = 20
# As many frames, or steps of work, take a slow processor a tenth of a second.
_REPORT_FRAMES = 13
_SWITCH_ATTEMPTS = 2


class Radio:
    """The radio of the watch: off, but for the windows that `serve` opens.

    ble: a `bluetooth.BLE`. services, lockout, random, cipher: see `Server`. model, firmware: for
    the Device Information service, at most 22 bytes each. patience: a `device.patience.Patience`.
    button: the wearer's, whose presses go before what the laptop wants.
    `name` is the wearer's for the watch; `battery_pct` is what the Battery service shows from the
    next window on.
    """

    def __init__(
        self,
        ble,
        services,
        lockout,
        random,
        cipher,
        model: str,
        firmware: str,
        patience,
        button: "Button",
    ) -> None:
        self.name = ""
        self.battery_pct: int | None = None
        self.is_open = False
        # Number of frames, and of steps of work, so far.
        self.frames = 0
        self._reported = 0
        self._ble = ble
        self._services = services
        self._lockout = lockout
        self._random = random
        self._cipher = cipher
        self._information = (model, services.watch_id.hex(), firmware)
        self._inbox = Inbox(_INBOX)
        self._wake = asyncio.ThreadSafeFlag()
        self._alarm = Alarm()
        self._closing = False
        self._until_ms = None
        self._supervise_ms = now_ms()
        self._server: Server | None = None
        self._connection: int | None = None
        # When the stack is asked whether the connection is still there.
        self._ask_ms = now_ms()
        self._dropping = False
        self._frame: bytes | None = None
        self._patience = patience
        self._button = button
        self._to_watch = self._to_laptop = 0

    @property
    def proven(self) -> bool:
        """Whether a laptop that holds the key is connected."""
        return self._server is not None and self._server.proven

    @property
    def pulling(self) -> bool:
        """Whether records are on their way: the journal must not be written now."""
        return self._server is not None and self._server.pulling

    async def serve(self, duration_ms: int | None, beat: "Beat") -> None:
        """Open a radio window and return when it is over.

        It lasts `duration_ms`, with None until `close`; a proven laptop may stay beyond that.
        `beat()` is called at least every half second. Opening a window ends a lock-out.
        """
        self._closing = False
        self.renew(duration_ms)
        ringing = asyncio.create_task(ring(self._alarm, self._wake))
        try:
            self._power_on()
            while not self._is_over():
                beat()
                await asyncio.sleep_ms(0)
                if self._button.has_news:
                    await asyncio.sleep_ms(_PRESS_MS)
                self._supervise()
                self._take_notes()
                self._look_for_laptop()
                await self._alarm.wait(await self._send(beat))
        finally:
            ringing.cancel()
            self._power_off()

    def renew(self, duration_ms: int | None) -> None:
        """Let the wearer's wish for a window take effect on the one that is open: begin anew."""
        self._lockout.clear()
        self.extend(duration_ms)

    def extend(self, duration_ms: int | None) -> None:
        """Let the open window last this long from now, with None until `close`."""
        self._until_ms = None if duration_ms is None else ticks.add(now_ms(), duration_ms)

    def close(self) -> None:
        """End the window, whatever goes on in it."""
        self._closing = True
        self._alarm.set()

    def event(self, at_ms: int, event: int, group: int, repeat: int, cue: int) -> None:
        """Tell a laptop that watches live; see `Server.event`."""
        if self._server is not None:
            self._server.event(at_ms, event, group, repeat, cue)
            self._alarm.set()

    def _is_over(self) -> bool:
        if self._closing or self._until_ms is None or self.proven:
            return self._closing
        return ticks.diff(now_ms(), self._until_ms) >= 0

    def _power_on(self) -> None:
        ble = self._ble
        self._switch(True)
        self.is_open = True
        ble.config(mtu=FRAME_MAX_BYTES + _ATT_HEADER_BYTES)
        if self.name:
            ble.config(gap_name=self.name)
        ble.irq(self._irq)
        handles = ble.gatts_register_services(_services())
        flat = [handle for service in handles for handle in service]
        if len(set(flat)) != len(flat):
            raise RuntimeError("the attribute table does not fit this board")
        information, (battery,), (self._to_watch, self._to_laptop) = handles
        for index, text in enumerate(self._information):
            ble.gatts_write(information[index], text.encode()[: gatt.VALUE_BYTES])
        if self.battery_pct is not None:
            ble.gatts_write(battery, bytes((self.battery_pct,)))
        ble.gatts_set_buffer(self._to_watch, FRAME_MAX_BYTES)
        self._supervise_ms = ticks.add(now_ms(), _SUPERVISE_MS)
        self._advertise()

    def _power_off(self) -> None:
        if self._connection is not None:
            self._disconnect(self._connection)
            self._gone()
        self._switch(False)
        # The stack would keep all of this in memory.
        self._ble.irq(None)
        self.is_open = False
        while self._inbox.get():
            pass
        self._inbox.overflown = False

    def _switch(self, on: bool) -> None:
        """Switch the radio; OSError when it does not answer.

        The whole loop stands until it does, for 15 s an attempt: longer than the watchdog waits.
        """
        try:
            for attempt in range(_SWITCH_ATTEMPTS):
                self._patience.begin()
                try:
                    self._ble.active(on)
                    return
                except OSError:
                    # One answer that comes late costs no more than another attempt.
                    if attempt == _SWITCH_ATTEMPTS - 1:
                        raise
        finally:
            self._patience.end()

    def _advertise(self) -> None:
        if self._connection is None:
            self._ble.gap_advertise(
                _ADVERTISE_US,
                gatt.advertisement(self._services.watch_id, message.VERSION_MAX),
                resp_data=gatt.scan_response(self.name),
            )

    def _irq(self, event: int, data) -> None:
        """Note what happened. Must not raise, block or print."""
        try:
            if event == _WRITTEN:
                if data[1] == self._to_watch:
                    self._inbox.put(event, data[0], self._ble.gatts_read(data[1]))
            elif event == _MTU_AGREED:
                self._inbox.put(event, data[0], data[1])
            elif event in (_CONNECTED, _DISCONNECTED):
                self._inbox.put(event, data[0], None)
        except Exception:
            self._inbox.overflown = True
        self._wake.set()

    def _supervise(self) -> None:
        if ticks.diff(now_ms(), self._supervise_ms) < 0:
            return
        self._supervise_ms = ticks.add(now_ms(), _SUPERVISE_MS)
        self._ble.irq(self._irq)
        if self._dropping and self._connection is not None:
            # Asked to hang up a while ago and never told that it happened.
            self._lose()
        else:
            self._advertise()

    def _heard(self) -> None:
        self._ask_ms = ticks.add(now_ms(), _QUIET_MS)

    def _look_for_laptop(self) -> None:
        """Let go of a laptop that is silent, and that the stack does not know any more."""
        if self._connection is None or self._dropping or ticks.diff(now_ms(), self._ask_ms) < 0:
            return
        self._ask_ms = ticks.add(now_ms(), _SUPERVISE_MS)
        # An empty notification means nothing to a laptop.
        self._notify(b"")

    def _lose(self) -> None:
        """Take the connection for gone, and let another come."""
        if self._connection is not None:
            self._disconnect(self._connection)
            self._gone()
        self._advertise()

    def _take_notes(self) -> None:
        note = self._inbox.get()
        while note:
            kind, connection, payload = note
            if kind == _CONNECTED:
                self._connected(connection)
            elif connection == self._connection:
                if kind == _DISCONNECTED:
                    self._gone()
                    self._advertise()
                elif self._server is None:
                    pass
                elif kind == _WRITTEN:
                    self._heard()
                    self._server.receive(now_ms(), payload)
                else:
                    self._server.set_frame_bytes(payload - _ATT_HEADER_BYTES)
            note = self._inbox.get()
        if self._inbox.overflown:
            self._inbox.overflown = False
            self._drop()
        elif self._server is not None and self._server.closed:
            self._drop()

    def _connected(self, connection: int) -> None:
        if self._connection == connection:
            # The stack has given the number anew: the laptop that had it is gone, and nobody told.
            self._gone()
        elif self._connection is not None:
            self._notify(b"")
        if self._connection is not None:
            # Boards that take a second central: it must not disturb the first.
            self._disconnect(connection)
            return
        self._connection = connection
        self._heard()
        self._dropping = False
        try:
            self._server = Server(
                self._services, self._lockout, self._random, self._cipher, now_ms()
            )
        except MemoryError:
            self._drop()

    def _drop(self) -> None:
        """Hang up; the rest follows when the stack says that it is done."""
        if self._connection is not None and not self._dropping:
            self._dropping = True
            self._disconnect(self._connection)

    def _disconnect(self, connection: int) -> None:
        try:
            self._ble.gap_disconnect(connection)
        except OSError:
            pass

    def _gone(self) -> None:
        server, self._server = self._server, None
        self._connection = None
        self._dropping = False
        self._frame = None
        if server is not None:
            server.end()

    async def _send(self, beat: "Beat") -> int:
        """Send what may be sent; return after how many ms to come back without a reason.

        One thing a turn: who presses the button is answered between any two.
        """
        while self._server is not None and not self._dropping:
            if not self._inbox.is_empty:
                self._take_notes()
            elif self.frames - self._reported >= _REPORT_FRAMES:
                self._reported = self.frames
                beat()
            else:
                if self._frame is None:
                    self._frame = self._server.next_frame(now_ms())
                if self._frame is not None:
                    if not self._notify(self._frame):
                        return _RETRY_MS
                    self._frame = None
                elif not self._server.working:
                    break
                self.frames += 1
            await asyncio.sleep_ms(0)
            if self._button.has_news:
                await asyncio.sleep_ms(_PRESS_MS)
        return _WAIT_MS

    def _notify(self, frame: bytes) -> bool:
        """Hand a frame to the stack; False when it has no room for it now."""
        try:
            self._ble.gatts_notify(self._connection, self._to_laptop, frame)
        except OSError as error:
            if error.errno == _ENOMEM:
                return False
            # The stack does not know the connection any more.
            self._lose()
        return True


def _services() -> tuple:
    return tuple(
        (
            bluetooth.UUID(service),
            tuple((bluetooth.UUID(uuid), flags) for uuid, flags in characteristics),
        )
        for service, characteristics in gatt.TABLE
    )
