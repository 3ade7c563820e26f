# SPDX-License-Identifier: MIT
"""Bleak on the virtual radio: `BleakScanner` and `BleakClient` over a bumble central.

    Scanner, Client = backends(central)
    device = await BleakScanner.find_device_by_filter(..., backend=Scanner)
    async with BleakClient(device, backend=Client) as client: ...

Where its users can tell, it behaves as BlueZ does: handles are those of the declarations,
notifications from before `start_notify` are lost, a request that is under way when the link goes
ends in ATT error 0x0E, and `mtu_size` is 23 whatever was agreed.
"""

import asyncio
import warnings
from contextlib import suppress
from typing import Any

from bleak import BleakScanner
from bleak.args import SizedBuffer
from bleak.assigned_numbers import gatt_char_props_to_strs
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient, NotifyCallback
from bleak.backends.descriptor import BleakGATTDescriptor
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import (
    AdvertisementDataCallback,
    BaseBleakScanner,
)
from bleak.backends.service import BleakGATTService, BleakGATTServiceCollection
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakDeviceNotFoundError,
    BleakError,
)
from bumble import gatt, hci
from bumble.device import Advertisement, Connection, Device, Peer
from bumble.gatt_client import CharacteristicProxy, ServiceProxy

from loslaten.sim.bluetooth.advertisement import advertisement_data, uuid_text
from loslaten.sim.bluetooth.operation import command, outcome, request

MTU_ASKED = 517  # as BlueZ
DEFAULT_MTU = 23
WRITE_HEADER_BYTES = 3
LONGEST_VALUE_BYTES = 512


def backends(central: Device) -> tuple[type[BaseBleakScanner], type[BaseBleakClient]]:
    """Return the scanner and client classes to give to bleak as `backend=`."""
    common = Adapter(central)

    class Scanner(VirtualScanner):
        adapter = common

    class Client(VirtualClient):
        adapter = common
        scanner = Scanner

    return Scanner, Client


class Adapter:
    """The central, as long as it has a radio."""

    def __init__(self, device: Device) -> None:
        self._device = device
        self._lost = False
        device.on(Device.EVENT_FLUSH, self._lose)

    def _lose(self) -> None:
        self._lost = True

    @property
    def device(self) -> Device:
        """The central.

        Raises BleakBluetoothNotAvailableError if it was reset, or its radio's process ended.
        """
        if self._lost:
            raise BleakBluetoothNotAvailableError(
                "the virtual radio is gone", BleakBluetoothNotAvailableReason.POWERED_OFF
            )
        return self._device


class VirtualScanner(BaseBleakScanner):
    """Reports what the central hears."""

    adapter: Adapter

    def __init__(
        self,
        detection_callback: AdvertisementDataCallback | None,
        service_uuids: list[str] | None,
        scanning_mode: str = "active",
        **kwargs: Any,
    ) -> None:
        del kwargs  # options for other platforms
        super().__init__(detection_callback, service_uuids)
        self._active = scanning_mode == "active"

    async def start(self) -> None:
        """Listen."""
        self.seen_devices = {}
        radio = self.adapter.device
        radio.on(Device.EVENT_ADVERTISEMENT, self._hear)
        if not radio.is_scanning:
            await command(radio.start_scanning(active=self._active))

    async def stop(self) -> None:
        """Stop listening, unless somebody else still does."""
        radio = self.adapter.device
        radio.remove_listener(Device.EVENT_ADVERTISEMENT, self._hear)
        if radio.is_scanning and not radio.listeners(Device.EVENT_ADVERTISEMENT):
            await command(radio.stop_scanning())

    def _hear(self, advertisement: Advertisement) -> None:
        data = advertisement_data(advertisement)
        if not self.is_allowed_uuid(data.service_uuids):
            return
        address = advertisement.address.to_string(False)
        name = data.local_name or address.replace(":", "-")
        device = self.create_or_update_device(address, address, name, advertisement.address, data)
        self.call_detection_callbacks(device, data)


class VirtualClient(BaseBleakClient):
    """One connection of the central to a peripheral."""

    adapter: Adapter
    scanner: type[BaseBleakScanner]

    def __init__(
        self,
        address_or_ble_device: BLEDevice | str,
        *,
        services: set[str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(address_or_ble_device, **kwargs)
        self._device = None if isinstance(address_or_ble_device, str) else address_or_ble_device
        self._wanted = services
        self._peer: Peer | None = None

    @property
    def name(self) -> str:
        """Name from the advertisement, else the address with dashes."""
        return (self._device and self._device.name) or self.address.replace(":", "-")

    @property
    def mtu_size(self) -> int:
        """23, as with BlueZ: a characteristic's `max_write_without_response_size` is right."""
        warnings.warn("the MTU is known to the characteristics only", stacklevel=3)
        return DEFAULT_MTU

    @property
    def is_connected(self) -> bool:
        """Whether there is a connection."""
        return self._peer is not None

    async def connect(self, pair: bool, **kwargs: Any) -> None:
        """Find the peripheral if need be, connect, agree on an MTU and discover its services.

        Raises BleakDeviceNotFoundError, TimeoutError, or BleakError if the link goes meanwhile.
        """
        if self.is_connected:
            raise BleakError("Client is already connected")
        if pair:
            raise BleakError("pairing not supported")
        timeout_s: float = kwargs.get("timeout", self._timeout)
        if self._device is None:
            self._device = await self._find(timeout_s)
        connection = await self._establish(self._device, timeout_s)
        connection.on(Connection.EVENT_DISCONNECTION, self._on_disconnected)
        self._peer = Peer(connection)
        try:
            async with asyncio.timeout(timeout_s):
                await outcome(self._explore(self._peer))
        except BaseException:
            await self.disconnect()
            raise

    async def _find(self, timeout_s: float) -> BLEDevice:
        device = await BleakScanner.find_device_by_address(
            self.address, timeout=timeout_s, backend=self.scanner
        )
        if device is None:
            raise BleakDeviceNotFoundError(self.address, f"Device {self.address} was not found.")
        return device

    async def _establish(self, device: BLEDevice, timeout_s: float) -> Connection:
        radio = self.adapter.device
        attempt = asyncio.ensure_future(radio.connect(device.details))
        try:
            done, _ = await asyncio.wait([attempt], timeout=timeout_s)
        except asyncio.CancelledError:
            await self._give_up(radio, attempt)
            raise
        if not done:
            await self._give_up(radio, attempt)
            raise TimeoutError
        return await outcome(attempt)

    async def _give_up(self, radio: Device, attempt: "asyncio.Future[Connection]") -> None:
        """End an attempt to connect; if it succeeds just then, let go again."""
        with suppress(BleakError):
            await command(radio.send_sync_command(hci.HCI_LE_Create_Connection_Cancel_Command()))
        with suppress(BleakError):
            connection = await command(attempt)
            await command(connection.disconnect())

    async def _explore(self, peer: Peer) -> None:
        await peer.request_mtu(MTU_ASKED)
        await peer.discover_all()
        self.services = BleakGATTServiceCollection()
        for service in peer.services:
            if not self._wanted or uuid_text(service.uuid) in self._wanted:
                self._add(self.services, service)

    def _add(self, services: BleakGATTServiceCollection, found: ServiceProxy) -> None:
        service = BleakGATTService(found, found.handle, uuid_text(found.uuid))
        services.add_service(service)
        for characteristic in found.characteristics:
            public = BleakGATTCharacteristic(
                characteristic,
                characteristic.handle - 1,  # of the declaration, as BlueZ counts
                uuid_text(characteristic.uuid),
                sorted(gatt_char_props_to_strs(characteristic.properties)),
                self._longest_command,
                service,
            )
            services.add_characteristic(public)
            for descriptor in characteristic.descriptors:
                uuid = uuid_text(descriptor.type)
                services.add_descriptor(
                    BleakGATTDescriptor(descriptor, descriptor.handle, uuid, public)
                )

    def _longest_command(self) -> int:
        mtu = self._peer.connection.att_mtu if self._peer else DEFAULT_MTU
        return mtu - WRITE_HEADER_BYTES

    def _on_disconnected(self, reason: int) -> None:
        del reason
        if self._peer is not None:
            self._peer = self.services = None
            if self._disconnected_callback:
                self._disconnected_callback()

    async def disconnect(self) -> None:
        """Let go of the peripheral; nothing happens if it is gone already."""
        if self._peer is not None:
            with suppress(BleakError):
                await command(self._peer.connection.disconnect())
            self._on_disconnected(0)

    async def pair(self, *args: Any, **kwargs: Any) -> None:
        """Raise BleakError: stock firmware cannot pair."""
        del args, kwargs
        raise BleakError("pairing not supported")

    async def unpair(self) -> None:
        """Raise BleakError: stock firmware cannot pair."""
        raise BleakError("pairing not supported")

    @property
    def _connected(self) -> Peer:
        if self._peer is None:
            raise BleakError("Not connected")
        return self._peer

    async def read_gatt_char(
        self, characteristic: BleakGATTCharacteristic, *, use_cached: bool = False, **kwargs: Any
    ) -> bytearray:
        """Read a characteristic, in parts if it is long."""
        del use_cached, kwargs
        return bytearray(await request(self._connected.read_value(characteristic.obj)))

    async def read_gatt_descriptor(
        self, descriptor: BleakGATTDescriptor, *, use_cached: bool = False, **kwargs: Any
    ) -> bytearray:
        """Read a descriptor."""
        del use_cached, kwargs
        return bytearray(await request(self._connected.read_value(descriptor.obj)))

    async def write_gatt_char(
        self, characteristic: BleakGATTCharacteristic, data: SizedBuffer, response: bool
    ) -> None:
        """Write a characteristic: a request (long if need be), or a command."""
        value = bytes(data)
        if len(value) > (LONGEST_VALUE_BYTES if response else self._longest_command()):
            raise BleakError("[org.bluez.Error.Failed] Failed to initiate write")
        await request(self._connected.write_value(characteristic.obj, value, response))

    async def write_gatt_descriptor(
        self, descriptor: BleakGATTDescriptor, data: SizedBuffer
    ) -> None:
        """Write a descriptor."""
        await request(self._connected.write_value(descriptor.obj, bytes(data), True))

    async def start_notify(
        self, characteristic: BleakGATTCharacteristic, callback: NotifyCallback, **kwargs: Any
    ) -> None:
        """Subscribe to notifications or indications."""
        del kwargs
        proxy: CharacteristicProxy[bytes] = characteristic.obj
        if proxy.get_descriptor(gatt.GATT_CLIENT_CHARACTERISTIC_CONFIGURATION_DESCRIPTOR) is None:
            raise BleakError("[org.bluez.Error.NotSupported] Operation is not supported")
        await request(self._connected.subscribe(proxy, lambda value: callback(bytearray(value))))

    async def stop_notify(self, characteristic: BleakGATTCharacteristic) -> None:
        """End a subscription."""
        await request(self._connected.unsubscribe(characteristic.obj))
