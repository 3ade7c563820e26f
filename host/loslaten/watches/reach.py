# SPDX-License-Identifier: MIT
"""Reach of watches: by the laptop's own Bluetooth, or the virtual radio of a simulator.

async with air(sim="127.0.0.1:7701") as reach:
    async with await reach.connect() as client:
        ...
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from loslaten.errors import LoslatenError
from loslaten.language.text import Text
from loslaten.link.addresses import Addresses
from loslaten.link.client import Client, connect
from loslaten.link.errors import (
    BluetoothError,
    ImpostorsError,
    KeyMismatchError,
    LinkError,
    NotFoundError,
)
from loslaten.link.keep_alive import KeepAlive
from loslaten.link.keys import KeyStore, system_keyring
from loslaten.link.scan import HeardWatch, ScannerBackend, find, scan
from loslaten.link.session import KeyFor
from loslaten.link.transport import ClientBackend
from loslaten_core.link import gatt

SIM_HOST = "127.0.0.1"
SIM_PORT = 7701
PORT_MAX = 65_535
FIND_S = 10.0
# After an address that claimed to be the watch and was not: how long to listen for another.
ANOTHER_S = 3.0
CLAIMANTS_MAX = 8


class SimAddressError(LoslatenError):
    """An address of a simulated watch is no host and port."""

    exit_code = 2

    def __init__(self, address: str) -> None:
        super().__init__(
            Text(
                "{!r} is geen adres van een gesimuleerd horloge; schrijf HOST:POORT, zoals {}:{}; "
                "een poort is een getal van 1 tot en met {}",
                "{!r} is no address of a simulated watch; write HOST:PORT, such as {}:{}; a port "
                "is a number from 1 to {}",
            ).format(address, SIM_HOST, SIM_PORT, PORT_MAX)
        )


class NoSimulatorError(LoslatenError):
    """Nobody simulates a watch at the address given."""

    def __init__(self, address: str) -> None:
        super().__init__(
            Text(
                "er is geen gesimuleerd horloge op {}", "there is no simulated watch at {}"
            ).format(address),
            Text(
                "start er een in een andere terminal: loslaten sim",
                "start one in another terminal: loslaten sim",
            ),
        )


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Way to watches: bleak's backends (None: its own), and the keys that are known.

    known: the ids of the watches that there are keys for; None where any watch will do.
    addresses: where watches proved their keys before. keys: where keys are kept, None where there
    is but one, as in a simulation. keep_alive: how long a watch is left without a word.
    """

    key_for: KeyFor
    scanner_backend: ScannerBackend | None = None
    client_backend: ClientBackend | None = None
    known: tuple[bytes, ...] | None = None
    addresses: Addresses = field(default_factory=Addresses)
    keep_alive: KeepAlive = field(default_factory=KeepAlive)
    keys: KeyStore | None = None

    async def scan(self, timeout_s: float) -> list[HeardWatch]:
        """Return the watches that are heard within the time. Raises LinkError."""
        return await scan(timeout_s, self.scanner_backend)

    async def connect(self, wanted: bytes | None = None, timeout_s: float = FIND_S) -> Client:
        """Find a watch, connect and prove the key.

        wanted: its id, or the beginning that is advertised; None: the first watch heard. Anybody
        can advertise a copied id. So every address that claims it is tried, and the one that
        proved the key last comes first. Raises LinkError: the only claimant's, or ImpostorsError.
        """
        failed: dict[str, LinkError] = {}
        while len(failed) < CLAIMANTS_MAX:
            try:
                heard = await find(
                    None if wanted is None else gatt.short_id(wanted),
                    ANOTHER_S if failed else timeout_s,
                    self.scanner_backend,
                    without=failed,
                    preferred=None if wanted is None else self.addresses.get(wanted),
                )
            except NotFoundError:
                if failed:
                    break
                raise
            wanted = wanted or heard.short_id
            address = heard.device.address
            try:
                client = await self._proven(heard, wanted)
            except BluetoothError:
                raise
            except LinkError as error:
                failed[address] = error
            else:
                self.addresses.remember(client.watch_id, address)
                return client
        if len(failed) > 1:
            raise ImpostorsError(failed)
        raise next(iter(failed.values()))

    async def _proven(self, found: HeardWatch, wanted: bytes) -> Client:
        """Connect with the key of a watch, else with the one that it was offered.

        Which of them it has is settled by that.
        """
        asked: list[bytes] = []
        tried: dict[bytes, bytes | None] = {}

        def key_for(watch_id: bytes) -> bytes | None:
            asked.append(watch_id)
            tried[watch_id] = self.key_for(watch_id)
            return tried[watch_id]

        def offered_for(watch_id: bytes) -> bytes | None:
            tried[watch_id] = None if self.keys is None else self.keys.offered(watch_id)
            return tried[watch_id]

        async def connected(by: KeyFor) -> Client:
            return await connect(
                found.device,
                by,
                self.client_backend,
                wanted=wanted,
                keep_alive=self.keep_alive,
            )

        try:
            client = await connected(key_for)
        except KeyMismatchError:
            if not asked or offered_for(asked[-1]) is None:
                raise
            client = await connected(offered_for)
        proved = tried.get(client.watch_id)
        if self.keys is not None and proved and self.keys.offered(client.watch_id):
            self.keys.settle(client.watch_id, proved)
        return client


def sim_address(address: str) -> tuple[str, int]:
    """Return the host and port of "HOST:PORT"; without a host it is this computer.

    Raises SimAddressError.
    """
    host, colon, port = address.rpartition(":")
    is_number = port.isascii() and port.isdigit() and len(port) <= len(str(PORT_MAX))
    if not (colon and is_number and 1 <= int(port) <= PORT_MAX):
        raise SimAddressError(address)
    return host or SIM_HOST, int(port)


@asynccontextmanager
async def air(sim: str | None = None) -> AsyncIterator[Reach]:
    """Be within reach of watches: by Bluetooth, or on the simulator at `sim` ("HOST:PORT").

    Raises SimAddressError, NoSimulatorError and KeyStoreError.
    """
    if sim is None:
        keys = KeyStore(keyring=system_keyring())
        addresses = Addresses.beside(keys.path)
        yield Reach(
            key_for=keys.get, known=tuple(keys.watch_ids()), addresses=addresses, keys=keys
        )
        return
    from loslaten.sim.bedroom import KEY
    from loslaten.sim.bluetooth.bleak_backend import backends
    from loslaten.sim.bluetooth.hci_socket import attach, follow_speed

    host, port = sim_address(sim)
    async with AsyncExitStack() as stack:
        try:
            central = await stack.enter_async_context(attach(host, port))
        except (OSError, ValueError) as error:
            raise NoSimulatorError(sim) from error
        keep_alive = KeepAlive()
        follow_speed(central, keep_alive.follow)
        scanner_backend, client_backend = backends(central)
        yield Reach(
            key_for=lambda _watch_id: KEY,
            scanner_backend=scanner_backend,
            client_backend=client_backend,
            keep_alive=keep_alive,
        )
