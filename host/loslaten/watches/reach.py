"""Where watches are heard: the laptop's own Bluetooth, or the virtual radio of a simulator.

async with air(sim="127.0.0.1:7701") as reach:
    async with await reach.connect() as client:
        ...
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from loslaten.errors import LoslatenError
from loslaten.link.client import Client, connect
from loslaten.link.keys import KeyStore, system_keyring
from loslaten.link.scan import HeardWatch, ScannerBackend, find, scan
from loslaten.link.session import KeyFor
from loslaten.link.transport import ClientBackend

SIM_HOST = "127.0.0.1"
SIM_PORT = 7701


class NoSimulatorError(LoslatenError):
    """Nobody simulates a watch at the address given."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"there is no simulated watch at {address}",
            "start one in another terminal: loslaten sim",
        )


@dataclass(frozen=True)
class Reach:
    """How watches are reached: bleak's backends (None: its own), and whose keys are known.

    known: the ids of the watches that there are keys for; None where any watch will do.
    """

    key_for: KeyFor
    scanner_backend: ScannerBackend | None = None
    client_backend: ClientBackend | None = None
    known: tuple[bytes, ...] | None = None

    async def scan(self, timeout_s: float) -> list[HeardWatch]:
        """Return the watches that are heard within the time. Raises LinkError."""
        return await scan(timeout_s, self.scanner_backend)

    async def connect(self, short_id: bytes | None = None) -> Client:
        """Find a watch, that one or the first, connect and prove the key. Raises LinkError."""
        found = await find(short_id, scanner_backend=self.scanner_backend)
        return await connect(found.device, self.key_for, self.client_backend)


@asynccontextmanager
async def air(sim: str | None = None) -> AsyncIterator[Reach]:
    """Be within reach of watches: by Bluetooth, or on the simulator at `sim` ("HOST:PORT").

    Raises NoSimulatorError and KeyStoreError.
    """
    if sim is None:
        keys = KeyStore(keyring=system_keyring())
        yield Reach(keys.get, known=tuple(keys.watch_ids()))
        return
    from loslaten.sim.bedroom import KEY
    from loslaten.sim.bluetooth.bleak_backend import backends
    from loslaten.sim.bluetooth.hci_socket import attach

    host, _, port = sim.rpartition(":")
    async with AsyncExitStack() as stack:
        try:
            central = await stack.enter_async_context(attach(host or SIM_HOST, int(port)))
        except (OSError, ValueError) as error:
            raise NoSimulatorError(sim) from error
        yield Reach(lambda _watch_id: KEY, *backends(central))
