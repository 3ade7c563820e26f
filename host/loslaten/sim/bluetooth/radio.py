# SPDX-License-Identifier: MIT
"""The virtual radio: everything that is within reach of everything else.

Deterministic (controllers keep their order, nothing draws random numbers), paced like a radio, and
open to those who test: it can lose a link at any packet, be listened to and be tampered with.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from bumble import controller, core, hci, ll
from bumble.device import Device, DeviceConfiguration

from loslaten.sim.bluetooth.connection import PACKET_OVERHEAD_BYTES, Lane, Link, Pacing, Pdu
from loslaten.sim.bluetooth.controller import Advertisement, Air, Controller

ATT_CHANNEL = 4
L2CAP_HEADER_BYTES = 4
INTERVALS_TO_ESTABLISH = 6  # after as many without an answer a central gives up
TIMEOUT_UNIT_S = 0.01

# Bumble logs what any peer may send; without a handler of its own that would land on stderr.
logging.getLogger("bumble").addHandler(logging.NullHandler())


@dataclass(frozen=True, kw_only=True)
class Packet:
    """One PDU, as an eavesdropper hears it.

    `kind` is "advertising", "connect", "control" (link layer) or "data"; `data` is the payload:
    the advertising data, nothing, the opcode, or the L2CAP frame. `destination` is empty for
    advertising.
    """

    at_s: float
    kind: str
    source: str
    destination: str
    data: bytes
    to_peripheral: bool = False

    @property
    def att(self) -> bytes | None:
        """The ATT PDU in it, if there is one."""
        channel = int.from_bytes(self.data[2:L2CAP_HEADER_BYTES], "little")
        is_att = self.kind == "data" and channel == ATT_CHANNEL
        return self.data[L2CAP_HEADER_BYTES:] if is_att else None


@dataclass(kw_only=True)
class Traffic:
    """Traffic of connections since the radio was made (advertising not counted)."""

    packets: int = 0
    payload_bytes: int = 0

    @property
    def air_bytes(self) -> int:
        """Payload together with what the link layer adds to each packet."""
        return self.payload_bytes + PACKET_OVERHEAD_BYTES * self.packets


class Radio(Air):
    """A link between controllers, with one `Link` per connection.

    `tamper`, when set, is given every ATT PDU on its way to the air and returns the ATT PDUs to
    send instead: none, several, changed, or an earlier one again.
    """

    def __init__(self, pacing: Pacing | None = None) -> None:
        super().__init__()
        self.pacing = pacing or Pacing()
        self.traffic = Traffic()
        self.tamper: Callable[[Packet], Iterable[bytes]] | None = None
        self._listeners: list[Callable[[Packet], None]] = []
        self._controllers: list[Controller] = []
        self._lanes: dict[tuple[hci.Address, hci.Address], tuple[Link, Lane]] = {}
        self._packets_until_drop: int | None = None
        self._silent = False

    # What tests and the simulator ask of it

    async def central(self, name: str = "laptop", address: str = "C0:00:00:00:00:01") -> Device:
        """Return a powered-on bumble Device on this radio.

        Raises ValueError if its address is in use.
        """
        if self.find_le_controller(hci.Address(address)):
            raise ValueError(f"the address {address} is in use")
        radio = Controller(name, self)
        config = DeviceConfiguration(name=name, address=hci.Address(address))
        device = Device.from_config_with_hci(config, radio, radio)
        await device.power_on()
        return device

    def eavesdrop(self, listener: Callable[[Packet], None]) -> None:
        """Call `listener` with every PDU from now on, as it is on the air."""
        self._listeners.append(listener)

    def inject(self, att_pdu: bytes, to_peripheral: bool = True) -> None:
        """Send a forged ATT PDU on every connection, behind what is queued already."""
        for link in self._links():
            link.send(link.lanes[0 if to_peripheral else 1], Pdu(_att_frame(att_pdu)))

    def drop(self) -> None:
        """Lose every connection now; both sides notice by their supervision timeout."""
        self._packets_until_drop = None
        for link in self._links():
            link.lose()

    def drop_after(self, packets: int) -> None:
        """Lose every connection once this many more packets (both ways counted) have arrived."""
        self._packets_until_drop = packets
        if packets == 0:
            self.drop()

    @property
    def silent(self) -> bool:
        """Whether all are out of each other's reach: nothing is heard, connections are lost."""
        return self._silent

    @silent.setter
    def silent(self, silent: bool) -> None:
        self._silent = silent
        if silent:
            self.drop()

    # What controllers ask of it

    def add_controller(self, controller: controller.Controller) -> None:
        """Bring a controller within reach."""
        assert isinstance(controller, Controller)
        self._controllers.append(controller)

    def remove_controller(self, controller: controller.Controller) -> None:
        """Take a controller out of reach; its peers lose the connection."""
        assert isinstance(controller, Controller)
        self._controllers.remove(controller)
        self.silence(controller)

    def silence(self, controller: Controller) -> None:
        """Power a controller off where it stands; its peers lose the connection by timeout."""
        controller.silence()
        for link in self._links():
            if any(lane.sender is controller for lane in link.lanes):
                link.lose()

    def find_le_controller(self, address: hci.Address) -> controller.Controller | None:
        """Return the controller that uses an address, or None."""
        used = (c for c in self._controllers if c.random_address == address)
        return next(used, None)

    def send_acl_data(
        self,
        sender_controller: controller.Controller,
        destination_address: hci.Address,
        transport: core.PhysicalTransport,
        data: bytes,
    ) -> None:
        """Queue an L2CAP frame on the connection to `destination_address`."""
        del transport  # there is only LE here
        assert isinstance(sender_controller, Controller)
        connection = sender_controller.le_connections[destination_address]
        fragments = sender_controller.take_fragments(connection.handle)
        found = self._lanes.get((connection.self_address, destination_address))
        if found is None:
            return
        link, lane = found
        pdus = [Pdu(frame) for frame in self._tampered(lane, data)]
        left = partial(sender_controller.frame_left, connection.handle, data, fragments)
        if pdus:
            pdus[-1].on_left = left
        else:
            left()
        for pdu in pdus:
            link.send(lane, pdu)

    def send_ll_control_pdu(
        self, sender_address: hci.Address, receiver_address: hci.Address, packet: ll.ControlPdu
    ) -> None:
        """Queue a link-layer PDU behind the data; without a connection it is lost."""
        if found := self._lanes.get((sender_address, receiver_address)):
            link, lane = found
            link.send(lane, Pdu(packet))

    def send_advertising_pdu(
        self, sender_controller: controller.Controller, packet: ll.AdvertisingPdu
    ) -> None:
        """Let every other controller hear an advertisement, or the peer a connection request."""
        if isinstance(packet, ll.ConnectInd):
            assert isinstance(sender_controller, Controller)
            self._connect(sender_controller, packet)
        elif isinstance(packet, Advertisement) and not self._silent:
            self._tell(_packet("advertising", str(packet.advertiser_address), "", packet.data))
            loop = asyncio.get_running_loop()
            for hearer in self._controllers:
                if hearer is not sender_controller:
                    loop.call_soon(hearer.on_ll_advertising_pdu, packet)

    # Connections

    def _links(self) -> list[Link]:
        return list(dict.fromkeys(link for link, _ in self._lanes.values()))

    def _connect(self, central: Controller, request: ll.ConnectInd) -> None:
        from_address, to_address = request.initiator_address, request.advertiser_address
        addresses = str(from_address), str(to_address)
        self._tell(_packet("connect", *addresses, b"", to_peripheral=True))
        self._end_former(from_address, to_address)
        peripheral = self.find_le_controller(to_address)
        if isinstance(peripheral, Controller) and not self._silent:
            peripheral.on_ll_advertising_pdu(request)
        if not isinstance(peripheral, Controller) or from_address not in peripheral.le_connections:
            self._fail(central, to_address)
            return
        there = Lane(central, peripheral, from_address, to_address, to_peripheral=True)
        back = Lane(peripheral, central, to_address, from_address, to_peripheral=False)
        timeout_s = request.timeout * TIMEOUT_UNIT_S
        link = Link(
            (there, back), self.pacing, timeout_s, self._on_packet, self._deliver, self._forget
        )
        self._lanes[from_address, to_address] = link, there
        self._lanes[to_address, from_address] = link, back

    def _end_former(self, from_address: hci.Address, to_address: hci.Address) -> None:
        """A central that lost its connection is back before the peripheral has noticed."""
        if found := self._lanes.get((from_address, to_address)):
            link, lane = found
            if connection := lane.receiver.le_connections.get(from_address):
                reason = hci.HCI_ErrorCode.CONNECTION_TIMEOUT_ERROR
                lane.receiver.on_le_disconnected(connection, reason)
            link.close()

    def _fail(self, central: Controller, peer: hci.Address) -> None:
        def give_up() -> None:
            if connection := central.le_connections.get(peer):
                central.on_le_disconnected(
                    connection, hci.HCI_ErrorCode.CONNECTION_FAILED_TO_BE_ESTABLISHED_ERROR
                )

        delay_s = INTERVALS_TO_ESTABLISH * self.pacing.interval_s
        asyncio.get_running_loop().call_later(delay_s, give_up)

    def _forget(self, link: Link) -> None:
        for lane in link.lanes:
            del self._lanes[lane.source, lane.destination]

    def _tampered(self, lane: Lane, frame: bytes) -> list[bytes]:
        if self.tamper is None:
            return [frame]
        packet = _packet_of(lane, "data", frame)
        if packet.att is None:
            return [frame]
        return [_att_frame(att_pdu) for att_pdu in self.tamper(packet)]

    def _deliver(self, lane: Lane, pdu: Pdu) -> None:
        payload = pdu.payload
        if isinstance(payload, bytes):
            self._tell(_packet_of(lane, "data", payload))
            if lane.source in lane.receiver.le_connections:
                lane.receiver.on_link_acl_data(lane.source, core.PhysicalTransport.LE, payload)
            return
        self._tell(_packet_of(lane, "control", bytes([payload.opcode])))
        if lane.source in lane.receiver.le_connections:
            lane.receiver.on_ll_control_pdu(lane.source, payload)
        if isinstance(payload, ll.TerminateInd):
            link, _ = self._lanes[lane.source, lane.destination]
            link.close()

    def _on_packet(self, lane: Lane, size_bytes: int) -> None:
        del lane
        self.traffic.packets += 1
        self.traffic.payload_bytes += size_bytes
        if self._packets_until_drop is not None:
            self._packets_until_drop -= 1
            if self._packets_until_drop <= 0:
                self.drop()

    # Listening

    def _tell(self, packet: Packet) -> None:
        for listener in self._listeners:
            listener(packet)


def _packet_of(lane: Lane, kind: str, data: bytes) -> Packet:
    source, destination = str(lane.source), str(lane.destination)
    return _packet(kind, source, destination, data, to_peripheral=lane.to_peripheral)


def _packet(
    kind: str, source: str, destination: str, data: bytes, *, to_peripheral: bool = False
) -> Packet:
    """Return what is on the air now."""
    return Packet(
        at_s=asyncio.get_running_loop().time(),
        kind=kind,
        source=source,
        destination=destination,
        data=data,
        to_peripheral=to_peripheral,
    )


def _att_frame(att_pdu: bytes) -> bytes:
    return len(att_pdu).to_bytes(2, "little") + ATT_CHANNEL.to_bytes(2, "little") + att_pdu
