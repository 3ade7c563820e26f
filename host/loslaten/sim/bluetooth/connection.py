# SPDX-License-Identifier: MIT
"""One connection on the air: packets in order, paced by connection events, until it is lost."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bumble import hci, ll

from loslaten.sim.bluetooth.controller import Controller

PACKET_PAYLOAD_BYTES = 251  # a link-layer data packet with the data length extension
PACKET_OVERHEAD_BYTES = 10  # preamble, access address, header and CRC on the 1M PHY


@dataclass(frozen=True, kw_only=True)
class Pacing:
    """Speed of a connection: in each connection event up to `packets` go each way."""

    interval_s: float = 0.015
    packets: int = 4


@dataclass
class Pdu:
    """Message that a host or link layer sends in one go; long ones take several packets."""

    payload: bytes | ll.ControlPdu
    on_left: Callable[[], None] | None = None
    packets_left: int = field(init=False)

    def __post_init__(self) -> None:
        self.packets_left = max(1, -(-self.size_bytes // PACKET_PAYLOAD_BYTES))

    @property
    def size_bytes(self) -> int:
        """Length of the payload; a control PDU counts as its opcode alone."""
        return len(self.payload) if isinstance(self.payload, bytes) else 1

    def take_packet(self) -> int:
        """Split off the next packet and return its payload's length in bytes."""
        self.packets_left -= 1
        if self.packets_left:
            return PACKET_PAYLOAD_BYTES
        return (self.size_bytes - 1) % PACKET_PAYLOAD_BYTES + 1


class Lane:
    """One direction of a link."""

    def __init__(
        self,
        sender: Controller,
        receiver: Controller,
        source: hci.Address,
        destination: hci.Address,
        to_peripheral: bool,
    ) -> None:
        self.sender, self.receiver = sender, receiver
        self.source, self.destination = source, destination
        self.to_peripheral = to_peripheral
        self.queue: deque[Pdu] = deque()


class Link:
    """A connection between two controllers.

    `on_pdu(lane, pdu)` is called when a PDU has arrived whole, `on_packet(lane, size_bytes)` after
    each packet (it may call `lose()`), `on_closed(link)` at the end.
    """

    def __init__(
        self,
        lanes: tuple[Lane, Lane],
        pacing: Pacing,
        timeout_s: float,
        on_packet: Callable[[Lane, int], None],
        on_pdu: Callable[[Lane, Pdu], None],
        on_closed: Callable[["Link"], None],
    ) -> None:
        self.lanes = lanes  # to the peripheral, then to the central, as in a connection event
        self._pacing, self._timeout_s = pacing, timeout_s
        self._on_packet, self._on_pdu, self._on_closed = on_packet, on_pdu, on_closed
        self._loop = asyncio.get_running_loop()
        self._anchor_s = self._loop.time()
        self._timer: asyncio.TimerHandle | None = None
        self._lost = False

    def send(self, lane: Lane, pdu: Pdu) -> None:
        """Queue a PDU; on a link already lost it vanishes."""
        if not self._lost:
            lane.queue.append(pdu)
            self._arm()

    def lose(self) -> None:
        """Cut the link: nothing arrives any more, and both ends notice by their timeout."""
        if not self._lost:
            self._stop()
            self._timer = self._loop.call_later(self._timeout_s, self._time_out)

    def close(self) -> None:
        """End the link without a word to either host (they know, or are gone)."""
        self._stop()
        self._on_closed(self)

    def _stop(self) -> None:
        self._lost = True
        for lane in self.lanes:
            lane.queue.clear()
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _time_out(self) -> None:
        for lane in self.lanes:
            if connection := lane.sender.le_connections.get(lane.destination):
                lane.sender.on_le_disconnected(
                    connection, hci.HCI_ErrorCode.CONNECTION_TIMEOUT_ERROR
                )
        self.close()

    def _arm(self) -> None:
        if self._timer is None and any(lane.queue for lane in self.lanes):
            passed = (self._loop.time() - self._anchor_s) / self._pacing.interval_s
            # The rounding of the clock must not give two events in one interval.
            next_s = self._anchor_s + (int(passed + 0.001) + 1) * self._pacing.interval_s
            self._timer = self._loop.call_at(next_s, self._connection_event)

    def _connection_event(self) -> None:
        self._timer = None
        for lane in self.lanes:
            self._transmit(lane)
        self._arm()

    def _transmit(self, lane: Lane) -> None:
        for _ in range(self._pacing.packets):
            if not lane.queue:
                return
            pdu = lane.queue[0]
            size_bytes = pdu.take_packet()
            if pdu.packets_left == 0:
                lane.queue.popleft()
                self._on_pdu(lane, pdu)
                if pdu.on_left:
                    pdu.on_left()
            self._on_packet(lane, size_bytes)
