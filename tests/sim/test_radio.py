# SPDX-License-Identifier: MIT
"""The virtual radio: paced, deterministic, open to those who listen, tamper and cut."""

import asyncio
import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest
from bleak import BleakClient, BleakScanner
from bleak.exc import BleakError
from bumble import core
from bumble.hci import Address

from loslaten.sim.bluetooth.bleak_backend import backends
from loslaten.sim.bluetooth.connection import Pacing
from loslaten.sim.bluetooth.peripheral import Peripheral
from loslaten.sim.watch import SimulatedWatch
from tests.sim.on_air import FIRMWARE, INBOX, now_s, small_exchange, tell

BOARDS = ("pico_w", "xiao_esp32s3")
WRITE_COMMAND = 0x52
ROOT = Path(__file__).parents[2]


# Pacing


async def burst(air, count, size):
    """Return when each of `count` writes of `size` bytes was sent, from the first one's event."""
    client = await air.subscribed()
    times_s = []

    def listen(packet):
        if packet.att and packet.att[0] == WRITE_COMMAND:
            times_s.append(packet.at_s)

    air.radio.eavesdrop(listen)
    before = air.radio.traffic.packets
    for _ in range(count):
        await client.write_gatt_char(INBOX, bytes(size), response=False)
    await asyncio.sleep(5)
    sent = air.radio.traffic.packets - before
    return [round(1000 * (at_s - times_s[0])) for at_s in times_s], sent, len(air.received)


@pytest.mark.parametrize(
    ("pacing", "size", "expected_ms"),
    [
        (Pacing(), 244, [15 * (i // 4) for i in range(41)]),
        (Pacing(interval_s=0.03), 20, [30 * (i // 4) for i in range(41)]),
        (Pacing(packets=1), 20, [15 * i for i in range(41)]),
        # 502 bytes are 509 with their headers, hence three packets each
        (Pacing(), 502, [15 * ((3 * i + 2) // 4) for i in range(41)]),
        (Pacing(packets=6), 502, [15 * (i // 2) for i in range(41)]),
    ],
)
def test_each_connection_event_carries_so_many_packets(pacing, size, expected_ms):
    times_ms, _, echoed = tell(burst, 41, size, pacing=pacing)
    assert times_ms == expected_ms
    assert echoed == 41


@pytest.mark.parametrize(("size", "packets"), [(1, 1), (244, 1), (245, 2), (495, 2), (496, 3)])
def test_a_frame_of_more_than_251_bytes_takes_several_packets(size, packets):
    _, sent, _ = tell(burst, 1, size)
    assert sent == 2 * packets  # there, and back


def test_traffic_counts_packets_and_bytes():
    async def story(air):
        client = await air.subscribed()
        before = air.radio.traffic.packets, air.radio.traffic.payload_bytes
        await client.write_gatt_char(INBOX, bytes(100), response=True)
        await asyncio.sleep(1)
        traffic = air.radio.traffic
        return traffic.packets - before[0], traffic.payload_bytes - before[1], traffic

    packets, payload_bytes, traffic = tell(story)
    assert packets == 3  # request, response, notification
    assert payload_bytes == (4 + 3 + 100) + (4 + 1) + (4 + 3 + 100)
    assert traffic.air_bytes == traffic.payload_bytes + 10 * traffic.packets


def test_both_directions_have_their_own_packets():
    async def story(air):
        client = await air.subscribed()
        times_s = []
        for _ in range(8):
            await client.write_gatt_char(INBOX, bytes(100), response=False)
        air.radio.eavesdrop(lambda packet: times_s.append((packet.to_peripheral, packet.at_s)))
        await asyncio.sleep(1)
        return times_s

    times_s = tell(story)
    first_s = times_s[0][1]
    there = [round(1000 * (at_s - first_s)) for to, at_s in times_s if to]
    back = [round(1000 * (at_s - first_s)) for to, at_s in times_s if not to]
    assert there == [0] * 4 + [15] * 4
    assert back == [15] * 4 + [30] * 4


def test_advertising_is_as_the_firmware_wants_it():
    async def story(air):
        heard = []
        air.radio.eavesdrop(lambda packet: heard.append((packet.at_s, packet.data)))
        await asyncio.sleep(20)
        return heard

    heard = tell(story, firmware="ble_advertise")
    for begin_s, interval_ms, data in (
        (1, 20, b"\x02\x01\x06"),
        (6, 152.5, b"\x02\x01\x06"),
        (11, 1000, b"\x04\x09Off"),
        (16, None, None),
    ):
        phase = [(at_s, said) for at_s, said in heard if begin_s <= at_s < begin_s + 4.999]
        steps = {round(1e6 * (b[0] - a[0])) for a, b in itertools.pairwise(phase)}
        assert {said for _, said in phase} == ({data} if data else set())
        assert steps == ({round(1000 * interval_ms)} if data else set())


def test_scanners_see_the_scan_response_and_whether_one_may_connect():
    async def story(air):
        await asyncio.sleep(2)
        found = await BleakScanner.discover(1, return_adv=True, backend=air.scanner)
        await asyncio.sleep(9)
        with pytest.raises(core.TimeoutError):
            await air.central.connect(Address(air.peripheral.address), timeout=2)
        later = await BleakScanner.discover(2, return_adv=True, backend=air.scanner)
        return [data.local_name for seen in (found, later) for _, data in seen.values()]

    assert tell(story, firmware="ble_advertise") == ["Echo", "Off"]


# Determinism


async def exchange(air):
    """Connect, exchange a little, disconnect. Everything on the air is in the trace."""
    trace = []
    air.radio.eavesdrop(trace.append)
    client = await air.subscribed()
    for size in (1, 300, 20):
        await client.write_gatt_char(INBOX, bytes(range(256)) * 2 if size > 256 else bytes(size))
    await asyncio.sleep(0.2)
    await client.disconnect()
    await asyncio.sleep(1)
    return trace, air.watch.trace_bytes(), air.received


@pytest.mark.parametrize("board", BOARDS)
def test_equal_runs_are_equal_to_the_byte(board):
    first, second = tell(exchange, board=board), tell(exchange, board=board)
    assert repr(first).encode() == repr(second).encode()
    assert len(first[0]) > 40


WHOLE = """
import hashlib
from tests.sim import test_radio
from tests.sim.on_air import tell
print(hashlib.sha256(repr(tell(test_radio.exchange)).encode()).hexdigest())
"""


def test_runs_in_other_processes_are_equal_too():
    digests = set()
    for hash_seed in ("1", "2"):
        command = [sys.executable, "-c", WHOLE]
        environment = os.environ | {"PYTHONHASHSEED": hash_seed}
        run = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, timeout=300, check=True
        )
        digests.add(run.stdout)
    assert len(digests) == 1


# Losing the link


async def packets_needed(air):
    await small_exchange(air)
    await asyncio.sleep(1)
    return air.radio.traffic.packets


async def cut_and_try_again(air, packets):
    air.radio.drop_after(packets)
    lost = []
    try:
        async with asyncio.timeout(5):
            await small_exchange(air)
    except (BleakError, AssertionError) as error:
        lost.append(type(error).__name__)
    await asyncio.sleep(2)
    assert not air.central.connections
    assert not air.peripheral.device.connections
    said = air.said()
    connected = [line for line in said if line.startswith("1 ")]
    gone = [line for line in said if line.startswith("2 ")]
    assert len(connected) == len(gone)
    if air.watch.board.name == "xiao_esp32s3":
        air.watch.power_off()
        air.watch.power_on()
    air.received.clear()
    async with asyncio.timeout(10):
        await small_exchange(air)
    return lost, air.received


@pytest.mark.parametrize("board", BOARDS)
def test_a_link_lost_at_any_packet_is_noticed_and_over(board):
    needed = tell(packets_needed, board=board)
    assert needed > 20
    for packets in range(1, needed):
        lost, received = tell(cut_and_try_again, packets, board=board)
        assert len(lost) == 1 or packets == needed - 1
        assert received == [b"one", b"two"]


def test_both_sides_notice_after_the_supervision_timeout():
    async def story(air):
        client = await air.client(disconnected_callback=lambda _: gone_s.append(now_s()))
        gone_s = []
        await client.connect()
        air.watch.on("print", lambda t_ms, text: gone_s.append(t_ms / 1000))
        lost_s = now_s()
        air.radio.drop()
        await asyncio.sleep(3)
        return [round(at_s - lost_s, 3) for at_s in gone_s]

    central_s, *watch_s = tell(story)
    assert central_s == pytest.approx(0.72)
    assert watch_s[0] == pytest.approx(0.72, abs=0.002)


def test_out_of_reach_nothing_is_heard_and_back_again_it_is():
    async def story(air):
        client = await air.client()
        await client.connect()
        air.radio.silent = True
        await asyncio.sleep(2)
        assert not client.is_connected
        assert await air.heard(2) is None
        with pytest.raises(TimeoutError):
            await client.connect(timeout=2)
        air.radio.silent = False
        await small_exchange(air)
        return air.received

    assert tell(story) == [b"one", b"two"]


# Several


def test_of_two_centrals_at_once_one_gets_the_connection():
    async def story(air):
        other = await air.radio.central(address="C0:00:00:00:00:02")
        address = Address(air.peripheral.address)
        outcomes = await asyncio.gather(
            air.central.connect(address, timeout=2),
            other.connect(address, timeout=2),
            return_exceptions=True,
        )
        await asyncio.sleep(2)
        return outcomes, [len(central.connections) for central in (air.central, other)]

    _, connections = tell(story)
    assert sorted(connections) == [0, 1]


def test_two_watches_do_not_hear_each_other():
    async def story(air):
        second = SimulatedWatch(
            "xiao_esp32s3", {"/main.py": (FIRMWARE / "ble_echo.py").read_bytes()}, seed=1
        )
        peripheral = await Peripheral.attach(air.radio, second)
        second.power_on()
        await small_exchange(air)
        client = BleakClient(peripheral.address, backend=air.client_class)
        await client.connect()
        await client.write_gatt_char(INBOX, b"three", response=True)
        await asyncio.sleep(1)
        return second.printed.splitlines()[0], air.received

    first_line, received = tell(story)
    assert first_line.startswith("1 0")
    assert received == [b"one", b"two"]


def test_an_address_is_used_once():
    async def story(air):
        with pytest.raises(ValueError, match="C0:00:00:00:00:01 is in use"):
            await air.radio.central()

    tell(story)


def test_a_central_that_was_reset_connects_again_at_once():
    async def story(air):
        client = await air.subscribed()
        await client.write_gatt_char(INBOX, b"advertise", response=True)
        await asyncio.sleep(0.1)
        await air.central.reset()
        await air.central.power_on()
        air.scanner, air.client_class = backends(air.central)
        began_s = now_s()
        again = await air.subscribed()
        took_s = now_s() - began_s
        await again.write_gatt_char(INBOX, b"again", response=True)
        await asyncio.sleep(2)
        assert again.is_connected
        return took_s, air.received, air.said()

    took_s, received, said = tell(story, board="xiao_esp32s3")
    assert took_s < 0.72
    assert received == [b"again"]
    events = [line.split()[0] for line in said if line[0] in "12" and line[1] == " "]
    assert events == ["1", "2", "1"]


def test_an_attempt_to_connect_can_be_given_up():
    async def story(air):
        air.watch.power_off()
        for _ in range(2):
            with pytest.raises(core.TimeoutError):
                await air.central.connect(Address(air.peripheral.address), timeout=1)
        air.watch.power_on()
        await asyncio.sleep(2)
        assert not air.central.connections
        await small_exchange(air)
        return air.received

    assert tell(story) == [b"one", b"two"]
