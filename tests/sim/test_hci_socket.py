# SPDX-License-Identifier: MIT
"""Other processes on the radio, over real sockets and in real time."""

import asyncio
import contextlib
import socket

import pytest
from bleak import BleakClient, BleakScanner
from bleak.exc import BleakBluetoothNotAvailableError, BleakError

from loslaten.sim import clock
from loslaten.sim.bluetooth.bleak_backend import backends
from loslaten.sim.bluetooth.connection import Pacing
from loslaten.sim.bluetooth.hci_socket import attach, follow_speed, serve
from tests.sim.on_air import INBOX, OUTBOX, SERVICE, OnAir, on_air

QUICK = Pacing(interval_s=0.001)
PATIENCE_S = 20


async def soon(condition):
    """Wait until a condition holds; only as long as that takes."""
    async with asyncio.timeout(PATIENCE_S):
        while not condition():
            await asyncio.sleep(0.005)


@contextlib.asynccontextmanager
async def served():
    air = await OnAir.begin(on_air(), QUICK)
    server = await serve(air.radio)
    try:
        yield air, server
    finally:
        await server.close()


async def client_on(central, received):
    scanner, client_class = backends(central)
    device = await BleakScanner.find_device_by_filter(
        lambda _, data: SERVICE in data.service_uuids, PATIENCE_S, backend=scanner
    )
    client = BleakClient(device, backend=client_class)
    await client.connect()
    await client.start_notify(OUTBOX, lambda _, value: received.append(bytes(value)))
    return client


def test_a_second_central_over_tcp():
    async def story():
        received = []
        async with served() as (air, server), attach("127.0.0.1", server.port) as central:
            assert await air.heard() is not None
            client = await client_on(central, received)
            for size in (1, 100, 500):
                await client.write_gatt_char(INBOX, bytes(size), response=False)
            await soon(lambda: len(received) == 3)
            assert await air.heard(0.2) is None
            await client.disconnect()
            assert await air.heard() is not None
        return [len(value) for value in received]

    assert clock.run(story(), speed=1) == [1, 100, 500]


def test_a_process_that_ends_loses_the_connection():
    async def story():
        async with served() as (air, server):
            async with attach("127.0.0.1", server.port) as central:
                await client_on(central, [])
                assert air.peripheral.device.connections
            await soon(lambda: not air.peripheral.device.connections)
            async with attach("127.0.0.1", server.port) as central:
                received = []
                client = await client_on(central, received)
                await client.write_gatt_char(INBOX, b"again", response=True)
                await soon(lambda: received)
                await client.disconnect()
        return received

    assert clock.run(story(), speed=1) == [b"again"]


def test_a_simulator_that_ends_is_noticed():
    async def story():
        async with served() as (_, server), attach("127.0.0.1", server.port) as central:
            client = await client_on(central, [])
            await server.close()
            await soon(lambda: not client.is_connected)
            with pytest.raises(BleakError):
                await client.write_gatt_char(INBOX, b"late", response=True)
            with pytest.raises(BleakBluetoothNotAvailableError):
                await client.connect()

    clock.run(story(), speed=1)


def test_clients_are_told_how_fast_time_passes_and_that_it_passes_faster():
    async def story():
        told, later = [], []
        async with served() as (_, server), attach("127.0.0.1", server.port) as central:
            follow_speed(central, told.append)
            server.pace(60.0)
            await soon(lambda: len(told) == 2)
            async with attach("127.0.0.1", server.port) as another:
                follow_speed(another, later.append)
        return told, later

    assert clock.run(story(), speed=1) == ([1.0, 60.0], [60.0])


def test_nobody_there():
    async def story():
        async with served() as (_, server):
            port = server.port
        async with attach("127.0.0.1", port):
            pass

    with pytest.raises(OSError, match="Connect call failed"):
        clock.run(story(), speed=1)


def test_somebody_else_there():
    over = asyncio.Event()

    async def mute(reader, writer):
        await reader.read()
        writer.close()
        over.set()

    async def story():
        server = await asyncio.start_server(mute, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server:
            with pytest.raises(ConnectionError, match="does not answer as a virtual radio"):
                async with attach("127.0.0.1", port, timeout_s=0.2):
                    pass
            await over.wait()

    clock.run(story(), speed=1)


def test_somebody_who_lets_nobody_in_is_not_waited_for():
    """Their queue is full: the system goes on asking for minutes."""

    async def story():
        with contextlib.ExitStack() as stack:
            full = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
            for _ in range(4):
                waiting = stack.enter_context(socket.socket())
                waiting.setblocking(False)
                waiting.connect_ex(full.getsockname())
            with pytest.raises(ConnectionError, match="does not answer as a virtual radio"):
                async with attach(*full.getsockname(), timeout_s=0.2):
                    pass

    clock.run(story(), speed=1)


@pytest.mark.parametrize("garbage", [b"GET / HTTP/1.1\r\n\r\n", bytes(100), b"\x01\x03\x0c"])
def test_garbage_does_no_harm(garbage):
    async def story():
        async with served() as (air, server):
            reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
            writer.write(garbage)
            await writer.drain()
            writer.close()
            async with asyncio.timeout(PATIENCE_S):
                with contextlib.suppress(ConnectionError):
                    await reader.read()
            client = await air.subscribed()
            await client.write_gatt_char(INBOX, b"sound", response=True)
            await soon(lambda: air.received)
        return air.received

    assert clock.run(story(), speed=1) == [b"sound"]
