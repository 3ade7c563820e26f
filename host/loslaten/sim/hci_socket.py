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

from loslaten.sim.controller import Controller
from loslaten.sim.radio import Radio


class HciSocket(StreamPacketSource):
    """The radio's end of one client's connection."""

    def __init__(self, radio: Radio) -> None:
        super().__init__()
        self._radio = radio
        self._controller: Controller | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Put a controller on the radio for this client."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        sink = StreamPacketSink(transport)
        self._controller = Controller("client", self._radio, source=self, sink=sink)

    def data_received(self, data: bytes) -> None:
        """Take HCI packets; a client that sends something else is cut off."""
        try:
            self.parser.feed_data(data)
        except core.InvalidPacketError:
            assert self._transport is not None
            self._transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Take the client's controller off the radio; its peers lose the connection."""
        del exc
        assert self._controller is not None
        self._controller.host = None
        self._radio.remove_controller(self._controller)
        self.on_transport_lost()


async def serve(radio: Radio, host: str = "127.0.0.1", port: int = 0) -> asyncio.Server:
    """Let other processes onto the radio. Port 0 takes a free one: see `port_of()`.

    Raises OSError if the port is taken.
    """
    return await asyncio.get_running_loop().create_server(lambda: HciSocket(radio), host, port)


def port_of(server: asyncio.Server) -> int:
    """Return the port that a server listens on."""
    port: int = server.sockets[0].getsockname()[1]
    return port


@asynccontextmanager
async def attach(host: str, port: int, timeout_s: float = 5) -> AsyncIterator[Device]:
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
