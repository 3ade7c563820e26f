# SPDX-License-Identifier: MIT
"""The radio of one simulated watch: what its `bluetooth` module says happens on the air.

The messages on the watch's bus are listed in `hardware/bluetooth.py`.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, Protocol

from bumble import att, core, hci
from bumble.device import AdvertisingType, Connection, Device, DeviceConfiguration
from bumble.device import LegacyAdvertiser as HostAdvertiser

from loslaten.sim.bluetooth.controller import ADVERTISING_UNIT_US, Controller
from loslaten.sim.bluetooth.gatt_server import BoardServer, Traits
from loslaten.sim.bluetooth.radio import Radio

NOTIFICATION_OFFSET = 4  # where the ATT PDU begins in an L2CAP frame
PLACEHOLDER_ADDRESS = "C0:00:00:00:00:FF"
AdvertisingKind = hci.HCI_LE_Set_Advertising_Parameters_Command.AdvertisingType


class Bus(Protocol):
    """Part of a watch that the radio needs."""

    def on(self, kind: str, callback: Callable[..., None]) -> None:
        """Call `callback(t_ms, *args)` for every message of this kind."""

    def send(self, kind: str, *args: Any) -> None:
        """Let something happen at the hardware now."""


class Peripheral:
    """One watch on the air. Make it with `attach()`, before the watch has power."""

    def __init__(self, radio: Radio, watch: Bus) -> None:
        self._radio, self._watch = radio, watch
        self._controller = Controller("watch", radio)
        config = DeviceConfiguration(
            name="watch",
            address=hci.Address(PLACEHOLDER_ADDRESS),
            gap_service_enabled=False,
            gatt_service_enabled=False,
        )
        self.device = Device.from_config_with_hci(config, self._controller, self._controller)
        self._server = BoardServer(self.device, self._written, self._subscribed)
        self.device.gatt_server = self._server
        self._connections: dict[int, Connection] = {}  # by the handle the firmware knows
        self._tasks: set[asyncio.Task[None]] = set()
        self._first_handle = 0

    @classmethod
    async def attach(cls, radio: Radio, watch: Bus) -> "Peripheral":
        """Put a watch's radio on the air and listen to what the watch says."""
        peripheral = cls(radio, watch)
        await peripheral.device.power_on()
        peripheral._listen()
        return peripheral

    def _listen(self) -> None:
        self.device.on(Device.EVENT_CONNECTION, self._connected)
        self._controller.on_left = self._frame_left
        for kind, callback in (
            ("ble_active", self._activate),
            ("ble_advertise", self._advertise),
            ("ble_services", self._register),
            ("ble_value", self._publish),
            ("ble_notify", self._notify),
            ("ble_indicate", self._indicate),
            ("ble_disconnect", self._disconnect),
            ("ble_preferred_mtu", self._prefer_mtu),
        ):
            self._watch.on(kind, callback)
        for kind in ("reset", "power_off", "power_cut", "deepsleep"):
            self._watch.on(kind, self._power_gone)

    @property
    def address(self) -> str:
        """The address it advertises with, once the firmware has switched the radio on."""
        return self._controller.random_address.to_string(False)

    def vanish(self) -> None:
        """Fall silent without a word; a connected central notices by its timeout."""
        self._connections.clear()
        self._cancel_tasks()
        for connection in list(self._controller.le_connections.values()):
            reason = hci.HCI_ErrorCode.CONNECTION_TERMINATED_BY_LOCAL_HOST_ERROR
            self._controller.on_le_disconnected(connection, reason)
        self._radio.silence(self._controller)

    def leave(self) -> None:
        """Go off the air for good, as a watch does whose place another takes."""
        self.vanish()
        self._radio.remove_controller(self._controller)

    def _power_gone(self, _t_ms: int, *_details: Any) -> None:
        self.vanish()

    # What the firmware wants

    def _activate(
        self, _t_ms: int, active: bool, address: str | None, traits: dict[str, Any] | None
    ) -> None:
        self._controller.le_legacy_advertiser.stop()
        for connection in self._connections.values():
            self._spawn(connection.disconnect())
        self._connections.clear()
        if active and address and traits:
            self._controller.random_address = hci.Address(bytes.fromhex(address)[::-1])
            self._first_handle = traits["first_handle"]
            self._server.max_mtu = traits["mtu"]
            names = ("long_reads", "prepared_parts", "keeps_cccds")
            self._server.traits = Traits(**{name: traits[name] for name in names})

    def _advertise(
        self, _t_ms: int, interval_us: int | None, data: str, response: str, connectable: bool
    ) -> None:
        advertiser = self._controller.le_legacy_advertiser
        advertiser.stop()
        if interval_us is None:
            return
        self.device.legacy_advertiser = HostAdvertiser(  # so that it expects a connection
            self.device,
            AdvertisingType.UNDIRECTED_CONNECTABLE_SCANNABLE,
            hci.OwnAddressType.RANDOM,
            hci.Address.ANY,
            auto_restart=False,
        )
        advertiser.own_address_type = hci.OwnAddressType.RANDOM
        advertiser.advertising_interval_min = interval_us // ADVERTISING_UNIT_US
        advertiser.advertising_type = (
            AdvertisingKind.ADV_IND if connectable else AdvertisingKind.ADV_NONCONN_IND
        )
        advertiser.advertising_data = bytes.fromhex(data)
        advertiser.scan_response_data = bytes.fromhex(response)
        advertiser.start()

    def _register(self, _t_ms: int, rows: list[list[Any]]) -> None:
        self._server.register(rows)

    def _publish(self, _t_ms: int, handle: int, value: str) -> None:
        self._server.values[handle] = bytes.fromhex(value)

    def _notify(self, _t_ms: int, conn_handle: int, handle: int, value: str) -> None:
        if connection := self._connections.get(conn_handle):
            self._server.notify(connection, handle, bytes.fromhex(value))

    def _indicate(self, _t_ms: int, conn_handle: int, handle: int, value: str) -> None:
        if connection := self._connections.get(conn_handle):
            self._spawn(self._confirm(conn_handle, connection, handle, bytes.fromhex(value)))

    async def _confirm(
        self, conn_handle: int, connection: Connection, handle: int, value: bytes
    ) -> None:
        await self._server.indicate(connection, handle, value)
        self._watch.send("ble_indicated", conn_handle, handle, 0)

    def _disconnect(self, _t_ms: int, conn_handle: int) -> None:
        if connection := self._connections.get(conn_handle):
            self._spawn(connection.disconnect())

    def _prefer_mtu(self, _t_ms: int, mtu: int) -> None:
        self._server.max_mtu = mtu

    # What happens on the air

    def _connected(self, connection: Connection) -> None:
        handle = self._first_handle
        while handle in self._connections:
            handle += 1
        self._connections[handle] = connection
        address = connection.peer_address
        details = (handle, int(address.address_type), bytes(address)[::-1].hex())

        def disconnected(_reason: int) -> None:
            if self._connections.get(handle) is connection:
                del self._connections[handle]
                self._watch.send("ble_disconnected", *details)

        def mtu_agreed() -> None:
            self._watch.send("ble_mtu", handle, connection.att_mtu)

        connection.on(Connection.EVENT_DISCONNECTION, disconnected)
        connection.on(Connection.EVENT_CONNECTION_ATT_MTU_UPDATE, mtu_agreed)
        self._watch.send("ble_connected", *details)

    def _handle_of(self, connection: Connection) -> int | None:
        found = (handle for handle, known in self._connections.items() if known is connection)
        return next(found, None)

    def _written(self, connection: Connection, handle: int, value: bytes) -> None:
        conn_handle = self._handle_of(connection)
        if conn_handle is not None:
            self._watch.send("ble_write", conn_handle, handle, value.hex())

    def _subscribed(self, connection: Connection, handle: int, bits: int) -> None:
        conn_handle = self._handle_of(connection)
        if conn_handle is not None:
            self._watch.send("ble_subscribed", conn_handle, handle, bits)

    def _frame_left(self, air_handle: int, frame: bytes) -> None:
        if frame[NOTIFICATION_OFFSET] == att.Opcode.ATT_HANDLE_VALUE_NOTIFICATION:
            conn_handle = self._handle_of(self.device.connections[air_handle])
            if conn_handle is not None:
                self._watch.send("ble_left", conn_handle)

    # Tasks

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Do what takes an exchange with the peer; a link that goes meanwhile ends it."""
        task = asyncio.get_running_loop().create_task(self._until_link_goes(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _until_link_goes(self, work: Coroutine[Any, Any, None]) -> None:
        with suppress(core.BaseBumbleError, TimeoutError):  # the firmware hears of it elsewhere
            await work

    def _cancel_tasks(self) -> None:
        for task in list(self._tasks):
            task.cancel()
