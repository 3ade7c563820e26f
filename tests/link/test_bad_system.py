# SPDX-License-Identifier: MIT
"""A laptop's Bluetooth that fails, hangs or says things twice: it ends in time, with advice."""

import asyncio

import pytest
from bleak.exc import BleakError

from loslaten.link import transport
from loslaten.link.client import connect
from loslaten.link.errors import (
    BluetoothError,
    LinkLostError,
    LinkTimeoutError,
    NoConnectionError,
)
from loslaten.sim import clock
from tests.link.conversation import left
from tests.link.wrist import KEY, TO_LAPTOP, Memory, Wrist
from tests.rigs.raw_records import records_of_nights

RECORDS = records_of_nights(30)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (BleakError("br-connection-canceled"), NoConnectionError),
        (TimeoutError(), NoConnectionError),
        (OSError(5, "io"), NoConnectionError),
        (EOFError(), BluetoothError),
    ],
)
def test_a_connection_that_does_not_come_about(error, expected):
    def wrist():
        one = Wrist()

        def connect_to(_):
            raise error

        one.connect = connect_to
        return one

    left(wrist, expected)


def test_a_connection_that_never_ends_trying():
    def wrist():
        one = Wrist()
        backend = one.backend()

        class Hanging(backend):
            async def connect(self, pair, **kwargs):
                await asyncio.Event().wait()

        one.backend = lambda: Hanging
        return one

    left(wrist, NoConnectionError)


@pytest.mark.parametrize(
    "error",
    [
        BleakError("[org.bluez.Error.Failed] Not connected"),
        BleakError("Service Discovery has not been performed yet"),
        EOFError(),
        AssertionError(),
        OSError(9, "bad file"),
    ],
)
def test_whatever_bleak_calls_it_a_failed_write_is_a_lost_link(error):
    def wrist():
        one = Wrist()
        backend = one.backend()

        class Failing(backend):
            async def write_gatt_char(self, characteristic, data, response):
                raise error

        one.backend = lambda: Failing
        return one

    left(wrist, LinkLostError)


@pytest.mark.parametrize(
    ("hangs", "error"),
    [
        ("connect", NoConnectionError),
        ("start_notify", LinkTimeoutError),
        ("write_gatt_char", LinkTimeoutError),
    ],
)
def test_a_system_that_hangs_and_cannot_even_hang_up(hangs, error):
    async def hang(*_args, **_kwargs):
        await asyncio.Event().wait()

    def wrist():
        one = Wrist()
        hanging = type("Hanging", (one.backend(),), {hangs: hang, "disconnect": hang})
        one.backend = lambda: hanging
        return one

    left(wrist, error)


def test_hanging_up_that_hangs_does_not_hold_the_laptop():
    async def use_it():
        one = Wrist()

        class Hanging(one.backend()):
            async def disconnect(self):
                await asyncio.Event().wait()

        loop = asyncio.get_running_loop()
        client = await connect(one.device, KEY, Hanging)
        began_s = loop.time()
        await client.close()
        return loop.time() - began_s

    assert clock.run(use_it()) == transport.DISCONNECT_S


def test_notifications_doubled_by_the_host_are_taken_once():
    async def use_it():
        one = Wrist(Memory(RECORDS))
        one.tamper = lambda direction, frame: [frame] * (1 + (direction == TO_LAPTOP))
        async with await connect(one.device, KEY, one.backend()) as client:
            return [raw async for raws in client.pull(1) for raw in raws]

    assert clock.run(use_it()) == RECORDS
