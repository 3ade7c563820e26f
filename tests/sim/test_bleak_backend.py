# SPDX-License-Identifier: MIT
"""Bleak's public API over the virtual radio, and what happens when the watch goes meanwhile."""

import asyncio

import pytest
from bleak import BleakClient, BleakScanner
from bleak.exc import (
    BleakCharacteristicNotFoundError,
    BleakDeviceNotFoundError,
    BleakError,
    BleakGATTProtocolError,
)

from tests.sim.on_air import INBOX, OUTBOX, SERVICE, now_s, tell

BOARDS = ("pico_w", "xiao_esp32s3")
NOWHERE = "C0:FF:EE:00:00:00"
MINUTE_S = 60


@pytest.mark.parametrize("board", BOARDS)
def test_scan_by_service_uuid(board):
    async def story(air):
        other = "0000180f-0000-1000-8000-00805f9b34fb"
        found = await BleakScanner.discover(
            1, return_adv=True, service_uuids=[SERVICE], backend=air.scanner
        )
        none = await BleakScanner.discover(1, service_uuids=[other], backend=air.scanner)
        return air.peripheral.address, found, none

    address, found, none = tell(story, board=board)
    ((device, data),) = found.values()
    assert none == []
    assert device.address == address
    assert data.service_uuids == [SERVICE]
    assert data.local_name == device.name == "Echo"
    assert data.rssi == -50


def test_scans_do_not_disturb_each_other():
    async def story(air):
        async with BleakScanner(backend=air.scanner) as first:
            async with BleakScanner(backend=air.scanner):
                await asyncio.sleep(1)
            first_devices = len(first.discovered_devices)
            return first_devices, air.central.is_scanning, await air.heard(1)

    devices, scanning, found = tell(story)
    assert (devices, scanning) == (1, True)
    assert found is not None


@pytest.mark.parametrize(("board", "longest"), [("pico_w", 514), ("xiao_esp32s3", 253)])
def test_connect_and_discover(board, longest):
    async def story(air):
        client = await air.client()
        assert not client.is_connected
        async with client:
            service = client.services.get_service(SERVICE)
            characteristics = [
                (c.uuid, c.properties, c.max_write_without_response_size, len(c.descriptors))
                for c in service.characteristics
            ]
            handles = [c.handle for c in service.characteristics]
            assert handles == [service.handle + 1, service.handle + 3]
            assert client.name == "Echo"
            with pytest.warns(UserWarning, match="MTU"):
                assert client.mtu_size == 23
            assert client.is_connected
        return characteristics, client.is_connected

    characteristics, connected = tell(story, board=board)
    assert characteristics == [
        (INBOX, ["write", "write-without-response"], longest, 0),
        (OUTBOX, ["notify", "read"], longest, 1),
    ]
    assert not connected


def test_connect_by_address():
    async def story(air):
        async with BleakClient(air.peripheral.address, backend=air.client_class) as client:
            return bytes(await client.read_gatt_char(OUTBOX))

    assert tell(story) == b"hello"


def test_only_the_services_asked_for():
    async def story(air):
        client = BleakClient(await air.heard(), services=[SERVICE], backend=air.client_class)
        async with client:
            return [service.uuid for service in client.services]

    assert tell(story) == [SERVICE]


@pytest.mark.parametrize("board", BOARDS)
@pytest.mark.parametrize("response", [True, False])
@pytest.mark.parametrize("length", [1, 20, 244, 253])
def test_write_and_be_notified(board, response, length):
    async def story(air):
        client = await air.subscribed()
        await client.write_gatt_char(INBOX, bytes(length), response=response)
        await asyncio.sleep(1)
        return air.received

    assert tell(story, board=board) == [bytes(length)]


@pytest.mark.parametrize(("length", "response"), [(254, False), (513, True)])
def test_what_cannot_be_written(length, response):
    async def story(air):
        client = await air.subscribed()
        with pytest.raises(BleakError, match="initiate write"):
            await client.write_gatt_char(INBOX, bytes(length), response=response)
        return air.received

    assert tell(story, board="xiao_esp32s3") == []


def test_before_and_after_a_subscription_nothing_arrives():
    async def story(air):
        client = await air.client()
        await client.connect()
        await client.write_gatt_char(INBOX, b"early", response=True)
        await asyncio.sleep(1)
        await client.start_notify(OUTBOX, lambda _, value: air.received.append(bytes(value)))
        await client.write_gatt_char(INBOX, b"now", response=True)
        await asyncio.sleep(1)
        await client.stop_notify(OUTBOX)
        await client.write_gatt_char(INBOX, b"late", response=True)
        await asyncio.sleep(1)
        return air.received

    assert tell(story) == [b"now"]


def test_errors_of_the_protocol():
    async def story(air):
        client = await air.client()
        await client.connect()
        with pytest.raises(BleakGATTProtocolError) as read:
            await client.read_gatt_char(INBOX)
        with pytest.raises(BleakGATTProtocolError) as write:
            await client.write_gatt_char(OUTBOX, b"no", response=True)
        with pytest.raises(BleakError, match="NotSupported"):
            await client.start_notify(INBOX, print)
        with pytest.raises(BleakCharacteristicNotFoundError):
            await client.read_gatt_char(SERVICE)
        with pytest.raises(BleakError, match="already connected"):
            await client.connect()
        with pytest.raises(BleakError, match="pairing not supported"):
            await client.pair()
        return read.value.code, write.value.code

    assert tell(story) == (0x02, 0x03)


def test_pairing_is_refused():
    async def story(air):
        client = await air.client(pair=True)
        with pytest.raises(BleakError, match="pairing not supported"):
            await client.connect()
        return client.is_connected

    assert tell(story) is False


@pytest.mark.parametrize("how", ["disconnect", "hang up", "lost"])
def test_the_disconnected_callback_comes_once(how):
    async def story(air):
        gone = []
        client = await air.client(disconnected_callback=gone.append)
        await client.connect()
        if how == "disconnect":
            await client.disconnect()
        elif how == "hang up":
            await client.write_gatt_char(INBOX, b"hang up", response=False)
        else:
            air.radio.drop()
        await asyncio.sleep(2)
        await client.disconnect()
        with pytest.raises(BleakError, match="Service Discovery"):
            await client.read_gatt_char(OUTBOX)
        return gone == [client], client.is_connected

    assert tell(story) == (True, False)


def test_a_watch_that_is_not_there():
    async def story(air):
        client = BleakClient(NOWHERE, timeout=3, backend=air.client_class)
        began_s = now_s()
        with pytest.raises(BleakDeviceNotFoundError):
            await client.connect()
        assert now_s() - began_s == pytest.approx(3)
        known = await air.client(timeout=3)
        air.watch.power_off()
        began_s = now_s()
        with pytest.raises(TimeoutError):
            await known.connect()
        assert now_s() - began_s == pytest.approx(3, abs=0.1)
        return await air.heard(1), known.is_connected

    assert tell(story) == (None, False)


def test_a_cancelled_attempt_leaves_nothing_behind():
    async def story(air):
        client = await air.client()
        for wait_s in (0.0, 0.05, 0.1, 0.101, 0.2, 0.3):
            attempt = asyncio.ensure_future(client.connect())
            await asyncio.sleep(wait_s)
            attempt.cancel()
            with pytest.raises(asyncio.CancelledError):
                await attempt
            await asyncio.sleep(2)
            assert not air.central.connections
            assert not client.is_connected
        await client.connect()
        return bytes(await client.read_gatt_char(OUTBOX))

    assert tell(story) == b"hello"


async def scan(air, client):
    await air.heard(5)
    raise BleakError("a scan ends by itself")


async def connect(air, client):
    await client.connect()


async def read(air, client):
    while True:
        await client.read_gatt_char(OUTBOX)


async def write_request(air, client):
    while True:
        await client.write_gatt_char(INBOX, b"request", response=True)


async def write_command(air, client):
    while True:
        await client.write_gatt_char(INBOX, b"command", response=False)
        await asyncio.sleep(0.1)


async def subscribe(air, client):
    while True:
        await client.start_notify(OUTBOX, lambda *_: None)
        await client.stop_notify(OUTBOX)


async def read_descriptor(air, client):
    descriptor = client.services.get_characteristic(OUTBOX).descriptors[0]
    while True:
        await client.read_gatt_descriptor(descriptor)


async def disconnect(air, client):
    await asyncio.sleep(0.49)
    await client.disconnect()
    raise BleakError("a disconnection ends by itself")


OPERATIONS = (
    scan, connect, read, write_request, write_command, subscribe, read_descriptor, disconnect,
)  # fmt: skip


@pytest.mark.parametrize("how", ["lost", "power", "hang up"])
@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_watch_vanishes_during(operation, how):
    async def story(air):
        client = await air.client(timeout=5)
        if operation is not connect:
            await client.connect()

        def vanish():
            if how == "lost":
                air.radio.silent = True
            elif how == "power":
                air.watch.power_off()
            else:
                air.radio.inject(bytes([0x52, client_inbox, 0]) + b"hang up")

        client_inbox = 9
        began_s = now_s()
        asyncio.get_running_loop().call_later(0.5 if operation is not connect else 0.3, vanish)
        with pytest.raises((BleakError, TimeoutError)):
            async with asyncio.timeout(MINUTE_S):
                await operation(air, client)
        took_s = now_s() - began_s
        await asyncio.sleep(2)
        assert not client.is_connected
        return took_s

    assert tell(story) < 12


def test_a_lost_request_ends_as_with_bluez():
    async def story(air):
        client = await air.client()
        await client.connect()
        air.radio.drop()
        with pytest.raises(BleakGATTProtocolError) as lost:
            await client.read_gatt_char(OUTBOX)
        return lost.value.code, client.is_connected

    assert tell(story) == (0x0E, False)


def test_clients_one_after_the_other():
    async def story(air):
        for number in range(5):
            client = await air.subscribed()
            await client.write_gatt_char(INBOX, bytes([number]), response=True)
            await asyncio.sleep(0.1)
            await client.disconnect()
        return air.received

    assert tell(story) == [bytes([number]) for number in range(5)]
