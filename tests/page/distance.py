# SPDX-License-Identifier: MIT
"""The distance between a laptop and a simulated watch: it can grow too large in mid-transfer.

It stands between `loslaten open` and `loslaten sim`, and carries Bluetooth's own packets (HCI over
H4, Core 5.4, 4.A) between the laptop and its controller. When the watch goes out of reach, the
controller says so to the laptop as one does, and the watch hears no more of the laptop.
"""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

_ACL, _EVENT = 2, 4
# Bytes before a packet's length, of the length itself, and how much of the length belongs to it.
_HEADS = {_ACL: (3, 2), _EVENT: (2, 1)}
_DISCONNECTION_COMPLETE, _CONNECTION_TIMEOUT = 0x05, 0x08
# Only packets full of records are as long.
_FULL_BYTES = 200
# Shorter than a laptop waits for a packet.
_KEPT_WITHIN_S = 1


class Distance:
    """A way to the watch at `address`; `carried` counts the full packets that came from it."""

    def __init__(self, watch_address: str) -> None:
        host, _, port = watch_address.partition(":")
        self._watch = (host, int(port))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self.carried = 0
        self._reach: int | None = None
        self._is_kept: Callable[[], bool] = lambda: True
        threading.Thread(target=self._accept, daemon=True).start()

    def go_away_after(self, packets: int, is_kept: Callable[[], bool]) -> None:
        """Be out of reach soon after so many full packets have come from the watch from now on.

        It goes with the first full packet at which `is_kept` says that the laptop has kept what
        came before: how much a packet carries differs, and a busy computer may take its time, so
        each waits a moment for that.
        """
        self._is_kept = is_kept
        self._reach = self.carried + packets

    @property
    def is_out_of_reach(self) -> bool:
        """Whether the watch has gone since that was asked for."""
        return self._reach is None

    def close(self) -> None:
        """Take nobody any more."""
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                laptop, _ = self._listener.accept()
                watch = socket.create_connection(self._watch)
                for carry in (self._to_watch, self._to_laptop):
                    threading.Thread(target=carry, args=(laptop, watch), daemon=True).start()

    def _to_watch(self, laptop: socket.socket, watch: socket.socket) -> None:
        """Carry until the laptop goes, or has been told that the watch did; then close both."""
        with laptop, watch, suppress(OSError):
            while piece := laptop.recv(4096):
                watch.sendall(piece)

    def _to_laptop(self, laptop: socket.socket, watch: socket.socket) -> None:
        with suppress(OSError), watch.makefile("rb") as stream:
            while head := stream.read(1):
                before, size = _HEADS[head[0]]
                head += stream.read(before - 1 + size)
                packet = head + stream.read(int.from_bytes(head[-size:], "little"))
                is_full = packet[0] == _ACL and len(packet) >= _FULL_BYTES
                self.carried += is_full
                if is_full and self._has_enough():
                    self._reach = None
                    laptop.sendall(_gone(packet[1:3]))
                    watch.shutdown(socket.SHUT_RDWR)
                    return
                laptop.sendall(packet)
            laptop.shutdown(socket.SHUT_RDWR)

    def _has_enough(self) -> bool:
        """Whether enough has come, and the laptop has kept it."""
        if self._reach is None or self.carried < self._reach:
            return False
        until_s = time.monotonic() + _KEPT_WITHIN_S
        while not (is_kept := self._is_kept()) and time.monotonic() < until_s:
            time.sleep(0.05)
        return is_kept


def _gone(handle: bytes) -> bytes:
    """Return the event of a connection that is over because nothing is heard any more."""
    number = int.from_bytes(handle, "little") & 0x0FFF
    body = bytes([0]) + number.to_bytes(2, "little") + bytes([_CONNECTION_TIMEOUT])
    return bytes([_EVENT, _DISCONNECTION_COMPLETE, len(body)]) + body


@contextmanager
def distance(watch_address: str) -> Iterator[Distance]:
    """Stand between a laptop and the watch within the block."""
    made = Distance(watch_address)
    try:
        yield made
    finally:
        made.close()
