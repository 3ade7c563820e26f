# SPDX-License-Identifier: MIT
"""The virtual radio over TCP, so that other processes can be on it.

Each client gets a controller of its own and speaks HCI with it in H4 framing, as over a UART: a
`loslaten --sim HOST:PORT`, or `btattach` in a virtual machine.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bumble import core
from bumble.device import Device, DeviceConfiguration
from bumble.hci import Address
from bumble.transport import open_transport
from bumble.transport.common import StreamPacketSink, StreamPacketSource

from loslaten.sim.bluetooth.controller import Controller
from loslaten.sim.bluetooth.radio import Radio

# A speed is told in tenths.
_SPEED_STEPS = 10


class HciSocket(StreamPacketSource):
    """The radio's end of one client's connection."""

    def __init__(self, radio: Radio, clients: "list[HciSocket]", speed: float) -> None:
        super().__init__()
        self._radio = radio
        self._speed = speed
        self._clients = clients
        self._controller: Controller | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Put a controller on the radio for this client."""
        assert isinstance(transport, asyncio.Transport)
        self._clients.append(self)
        self._transport = transport
        sink = StreamPacketSink(transport)
        self._controller = Controller("client", self._radio, source=self, sink=sink)
        # Each maker's own to define (Core 5.4, 4.E.7.4.1): here, how fast time passes.
        self._controller.lmp_subversion = min(0xFFFF, round(self._speed * _SPEED_STEPS))

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
        self._clients.remove(self)
        self._controller.host = None
        self._radio.remove_controller(self._controller)
        self.on_transport_lost()

    def close(self) -> None:
        """Cut the client off."""
        if self._transport:
            self._transport.abort()


class RadioServer:
    """The door to a radio. Made by `serve()`."""

    def __init__(self, server: asyncio.Server, clients: list[HciSocket]) -> None:
        self._server, self._clients = server, clients

    @property
    def port(self) -> int:
        """The TCP port it listens on."""
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def close(self) -> None:
        """Stop listening and cut the clients off."""
        self._server.close()
        for client in list(self._clients):
            client.close()
        await self._server.wait_closed()


async def serve(
    radio: Radio, host: str = "127.0.0.1", port: int = 0, speed: float = 1.0
) -> RadioServer:
    """Let other processes onto the radio. Port 0 takes a free one; `speed` is what they are told.

    Raises OSError if the port is taken.
    """
    clients: list[HciSocket] = []
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: HciSocket(radio, clients, speed), host, port)
    return RadioServer(server, clients)


def speed_of(central: Device) -> float:
    """Return how many times faster than life time passes on the radio that `central` is on."""
    version = central.host.local_version
    steps = 0 if version is None else version.lmp_subversion
    return steps / _SPEED_STEPS if steps else 1.0


@asynccontextmanager
async def attach(host: str, port: int, timeout_s: float = 20) -> AsyncIterator[Device]:
    """Be on the radio of another process, as a powered-on central with a random address.

    Raises OSError if nobody listens there, ConnectionError if what listens is no virtual radio.
    """
    transport = await open_transport(f"tcp-client:{host}:{port}")
    async with transport:
        config = DeviceConfiguration(name="laptop", address=Address.generate_static_address())
        device = Device.from_config_with_hci(config, transport.source, transport.sink)
        try:
            async with asyncio.timeout(timeout_s):
                await device.power_on()
        except (TimeoutError, core.BaseBumbleError) as error:
            raise ConnectionError(f"{host}:{port} does not answer as a virtual radio") from error
        yield device
