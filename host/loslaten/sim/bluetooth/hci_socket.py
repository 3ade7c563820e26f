# SPDX-License-Identifier: MIT
"""The virtual radio over TCP, so that other processes can be on it.

Each client gets a controller of its own and speaks HCI with it in H4 framing, as over a UART: a
`loslaten --sim HOST:PORT`, or `btattach` in a virtual machine.
"""

import asyncio
import functools
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bumble import core, hci
from bumble.device import Device, DeviceConfiguration
from bumble.hci import Address
from bumble.transport import open_transport
from bumble.transport.common import StreamPacketSink, StreamPacketSource

from loslaten.sim.bluetooth.controller import Controller
from loslaten.sim.bluetooth.radio import Radio

# A speed is told in tenths.
_SPEED_STEPS = 10
_NEWS = struct.Struct("<H")


class HciSocket(StreamPacketSource):
    """The radio's end of one client's connection."""

    def __init__(self, server: "RadioServer") -> None:
        super().__init__()
        self._server = server
        self._controller: Controller | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Put a controller on the radio for this client."""
        assert isinstance(transport, asyncio.Transport)
        self._server.clients.append(self)
        self._transport = transport
        sink = StreamPacketSink(transport)
        self._controller = Controller("client", self._server.radio, source=self, sink=sink)
        # Each maker's own to define (Core 5.4, 4.E.7.4.1): here, how fast time passes.
        self._controller.lmp_subversion = self._server.speed_steps

    def tell_speed(self) -> None:
        """Tell the client how fast time passes from now on."""
        assert self._controller is not None
        steps = self._controller.lmp_subversion = self._server.speed_steps
        self._controller.send_hci_packet(hci.HCI_Vendor_Event(_NEWS.pack(steps)))

    def data_received(self, data: bytes) -> None:
        """Take HCI packets; a client that sends something else is cut off."""
        try:
            self.parser.feed_data(data)
        except core.InvalidPacketError:
            self.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Take the client's controller off the radio; its peers lose the connection."""
        del exc
        assert self._controller is not None
        self._server.clients.remove(self)
        self._controller.host = None
        self._server.radio.remove_controller(self._controller)
        self.on_transport_lost()

    def close(self) -> None:
        """Cut the client off."""
        if self._transport:
            self._transport.abort()


class RadioServer:
    """The door to a radio. Made by `serve()`."""

    def __init__(self, radio: Radio, speed: float) -> None:
        self.radio, self.speed = radio, speed
        self.clients: list[HciSocket] = []
        self._server: asyncio.Server | None = None

    @property
    def speed_steps(self) -> int:
        """Speed, as clients are told it."""
        return min(0xFFFF, round(self.speed * _SPEED_STEPS))

    async def listen(self, host: str, port: int) -> None:
        """Let clients in. Raises OSError if the port is taken."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: HciSocket(self), host, port)

    def pace(self, speed: float) -> None:
        """Tell every client that time passes at another speed from now on."""
        self.speed = speed
        for client in self.clients:
            client.tell_speed()

    @property
    def port(self) -> int:
        """The TCP port it listens on."""
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def close(self) -> None:
        """Stop listening and cut the clients off."""
        assert self._server is not None
        self._server.close()
        for client in list(self.clients):
            client.close()
        await self._server.wait_closed()


async def serve(
    radio: Radio, host: str = "127.0.0.1", port: int = 0, speed: float = 1.0
) -> RadioServer:
    """Let other processes onto the radio. Port 0 takes a free one; `speed` is what they are told.

    Raises OSError if the port is taken.
    """
    server = RadioServer(radio, speed)
    await server.listen(host, port)
    return server


def follow_speed(central: Device, tell: Callable[[float], None]) -> None:
    """Tell how many times faster than life time passes on the radio that `central` is on.

    Now, and again whenever its simulator goes on at another speed.
    """

    def tell_it(*_: object) -> None:
        version = central.host.local_version
        steps = 0 if version is None else version.lmp_subversion
        tell(steps / _SPEED_STEPS if steps else 1.0)

    central.host.on("vendor_event", tell_it)
    tell_it()


def _note_speed(central: Device, news: hci.HCI_Vendor_Event) -> None:
    """Keep where it was asked for what a simulator tells of its speed later."""
    version = central.host.local_version
    if version is not None and len(news.data) == _NEWS.size:
        (version.lmp_subversion,) = _NEWS.unpack(news.data)


@asynccontextmanager
async def attach(host: str, port: int, timeout_s: float = 20) -> AsyncIterator[Device]:
    """Be on the radio of another process, as a powered-on central with a random address.

    Raises OSError if nobody listens there, ConnectionError if what listens is no virtual radio.
    """
    no_radio = f"{host}:{port} does not answer as a virtual radio"
    try:
        async with asyncio.timeout(timeout_s):
            transport = await open_transport(f"tcp-client:{host}:{port}")
    except TimeoutError as error:
        raise ConnectionError(no_radio) from error
    async with transport:
        config = DeviceConfiguration(name="laptop", address=Address.generate_static_address())
        device = Device.from_config_with_hci(config, transport.source, transport.sink)
        device.host.on("vendor_event", functools.partial(_note_speed, device))
        try:
            async with asyncio.timeout(timeout_s):
                await device.power_on()
        except (TimeoutError, core.BaseBumbleError) as error:
            raise ConnectionError(no_radio) from error
        yield device
