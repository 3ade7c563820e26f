# SPDX-License-Identifier: MIT
"""A year of nights over the virtual link (15 ms, 4 packets): the firmware that ships, and bleak.

Beside it, on the same air, the same content as JSON lines that stream over a UART-style service,
by MicroPython's `bluetooth` alone: aioble on top would take more of a processor, and no less air.
Here a processor costs nothing, so this is what the protocol makes of the air; how fast a board is
stands in `board`, and the same lines on a board stand beside it.
"""

import asyncio
import tempfile
from pathlib import Path

from bleak import BleakClient, BleakScanner
from bumble.att import Opcode

from loslaten.firmware import tree
from loslaten.link.client import connect
from loslaten.practice_log.log import PracticeLog
from loslaten.sim import clock
from loslaten.sim.bedroom import KEY, deployed, laptop_clock
from loslaten.sim.bluetooth.radio import Pacing, Packet, Radio
from loslaten.sim.watch import SimulatedWatch
from loslaten.watches.sync import sync
from loslaten_core.journal.log import Journal
from loslaten_core.link import message as m
from loslaten_core.link.frame import FRAME_MAX_BYTES
from tests.bench import Row
from tests.bench.journal import line_of
from tests.board import scenarios
from tests.board.flash import Flash
from tests.board.hardware import Board
from tests.board.laptop import Air
from tests.rigs.ram_flash import RamFlash
from tests.rigs.raw_records import DAY_MS, session_of_night
from tests.rigs.within_reach import WithinReach

NIGHTS = 365
BOARDS = ("pico_w", "xiao_esp32s3")
PACING = Pacing()
# What the notifications of a connection can carry when every packet is full.
CAPACITY_BPS = FRAME_MAX_BYTES * PACING.packets / PACING.interval_s
UART_OUT = "6e400003-b5a3-f393-e0a9-e50e24dcca9e"
UART_IN = "6e400002-b5a3-f393-e0a9-e50e24dcca9e"
LONG_HOLD_S = 3.4
FIRMWARE = Path(__file__).with_name("firmware")


class Meter:
    """Counts what the watch notifies, and when."""

    def __init__(self, radio: Radio) -> None:
        self.payload_bytes = 0
        self.first_s = self.last_s = 0.0
        radio.eavesdrop(self._hear)

    def _hear(self, packet: Packet) -> None:
        if packet.att and packet.att[0] == Opcode.ATT_HANDLE_VALUE_NOTIFICATION:
            self.first_s = self.first_s or packet.at_s
            self.last_s = packet.at_s
            self.payload_bytes += len(packet.att) - 3

    @property
    def share(self) -> float:
        """Of the link's capacity, in percent, from the first notification to the last."""
        span_s = self.last_s - self.first_s + PACING.interval_s
        return 100 * self.payload_bytes / span_s / CAPACITY_BPS


def run() -> list[Row]:
    """Measure and return the rows."""
    rows = [Row("capacity of the link", CAPACITY_BPS / 1000, "kB/s", "every notification full")]
    for board in BOARDS:
        rows += clock.run(_year(board))
    return [*rows, *clock.run(_lines()), *_on_a_board()]


def _now_s() -> float:
    return asyncio.get_running_loop().time()


def _year_in_flash() -> tuple[dict[str, bytes], int]:
    storage = RamFlash()
    journal = Journal(storage)
    journal.open()
    for night in range(NIGHTS):
        journal.finish((night + 1) * DAY_MS, session_of_night(night))
    raw = sum(len(one) for one in journal.read())
    return {f"/data/journal/{name}": data for name, data in storage.files.items()}, raw


async def _year(board: str) -> list[Row]:
    flash, raw_bytes = _year_in_flash()
    air = await WithinReach.begin(SimulatedWatch(board, flash=deployed(board) | flash), PACING)
    radio = air.radio
    await asyncio.sleep(1)
    await air.hold(LONG_HOLD_S)
    found = await air.find()
    began_s = _now_s()
    async with await connect(found.device, KEY, air.client_class) as client:
        meter = Meter(radio)
        async for _ in client.pull(1, 1):
            break
        first_s = _now_s() - began_s
    before = radio.traffic.air_bytes
    began_s = _now_s()
    with tempfile.TemporaryDirectory() as folder, PracticeLog(Path(folder) / "log.db") as log:
        async with await connect(found.device, KEY, air.client_class) as client:
            await sync(client, log, laptop_clock)
        synced_s = _now_s() - began_s
        kept = len(log.sessions())
    assert kept == NIGHTS
    air_bytes = radio.traffic.air_bytes - before
    async with await connect(found.device, KEY, air.client_class) as client:
        meter = Meter(radio)
        began_s = _now_s()
        async for _ in client.pull(1):
            pass
        pulled_s = _now_s() - began_s
    useful = 100 * raw_bytes / pulled_s / CAPACITY_BPS
    return [
        Row(f"{board}: connect to first record", first_s, "s", "proof included"),
        Row(f"{board}: sync of {NIGHTS} sessions", synced_s, "s", "from connecting to hanging up"),
        Row(f"{board}: pulling alone", pulled_s, "s", f"{raw_bytes} bytes of records"),
        Row(f"{board}: pulling, share of capacity", meter.share, "%", "frames", at_least=90),
        Row(f"{board}: pulling, share of capacity", useful, "%", "records alone, start to end"),
        Row(f"{board}: on the air per session", air_bytes / NIGHTS, "B", "all of it, both ways"),
    ]


async def _lines() -> list[Row]:
    lines, files = _lines_in_flash(NIGHTS)
    air = await WithinReach.begin(SimulatedWatch("pico_w", tree.core_tree() | files), PACING)
    radio = air.radio
    device = await BleakScanner.find_device_by_filter(lambda *_: True, 5, backend=air.scanner)
    assert device is not None
    came = asyncio.Event()
    got = bytearray()

    def hear(_: object, data: bytearray) -> None:
        got.extend(data)
        if len(got) >= len(lines):
            came.set()

    before, began_s = radio.traffic.air_bytes, _now_s()
    async with BleakClient(device, backend=air.client_class) as client:
        await client.start_notify(UART_OUT, hear)
        await client.write_gatt_char(UART_IN, b"all", response=True)
        await came.wait()
        took_s = _now_s() - began_s
    assert bytes(got) == lines
    air_bytes = radio.traffic.air_bytes - before
    return [
        Row("JSON lines: the same sessions", took_s, "s", f"{len(lines)} bytes of lines"),
        Row("JSON lines: on the air per session", air_bytes / NIGHTS, "B", "not encrypted"),
    ]


def _lines_in_flash(nights: int) -> tuple[bytes, dict[str, bytes]]:
    lines = b"".join(line_of(session_of_night(night), night + 1) for night in range(nights))
    return lines, {
        "/lines.json": lines,
        "/main.py": (FIRMWARE / "uart_lines.py").read_bytes(),
    }


class _Listener(Air):
    """Asks for all lines, and takes them."""

    def __init__(self, board: Board, wanted_bytes: int) -> None:
        super().__init__(board)
        self.began_ms = self.took_ms = 0.0
        self._left_bytes = wanted_bytes

    def connected(self) -> None:
        self.began_ms = self._board.now_ms
        self.write(b"all")

    def take(self, frame: bytes) -> None:
        self._left_bytes -= len(frame)
        if self._left_bytes <= 0:
            self.took_ms = self._board.now_ms - self.began_ms


def _on_a_board() -> list[Row]:
    """Let the same lines, and our records, come from a Pico W by the charged clock."""
    lines, files = _lines_in_flash(scenarios.ORDINARY_NIGHTS)
    board = Board(flash=Flash(files=files))
    listener = _Listener(board, len(lines))
    board.run(600_000)
    assert listener.took_ms, board.printed
    laptop = scenarios.ordinary_sync().laptop
    assert laptop is not None
    (pulled,) = laptop.answered(m.PULL)
    count = f"{scenarios.ORDINARY_NIGHTS} sessions on a Pico W, charged"
    return [
        Row("on a board: pulling", pulled.took_ms / 1_000, "s", f"{count}; sealed"),
        Row("on a board: JSON lines", listener.took_ms / 1_000, "s", f"{count}; not sealed"),
    ]
