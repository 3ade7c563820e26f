# SPDX-License-Identifier: MIT
"""The firmware's live heap on MicroPython, with 32-bit words as on the boards.

Peak live heap: what is allocated after a collection, looked at whenever the firmware waits, above
what the interpreter and asyncio take by themselves. The firmware is compiled as `loslaten deploy`
compiles it, and lies in a folder as it puts it there.
"""

import asyncio
import tempfile
from pathlib import Path

from loslaten import demo
from loslaten.deploy import image
from loslaten.firmware.tree import Files
from loslaten.practice_log.log import PracticeLog
from loslaten.protocols import file as protocol_file
from loslaten.sim import clock
from loslaten.sim.bedroom import laptop_clock, set_up
from loslaten.sim.board import BOARDS
from loslaten.watches.sync import sync
from tests.bench import Row


def run() -> list[Row]:
    return [row for board in sorted(BOARDS) for row in _of(board)]


def _compiled(board: str) -> Files:
    built = image.build(image.board_named(board))
    slot = {f"/a/{path}": data for path, data in built.files.items()}
    return slot | {"/main.py": built.chooser, "/slot": b"a"}


def _of(board: str) -> list[Row]:
    rows: list[Row] = []
    file = protocol_file.find("handout")

    async def night() -> None:
        stage = await set_up(board, firmware=_compiled(board), gauge=True)

        def measure(when: str) -> None:
            peak = stage.watch.peak_heap_bytes
            rows.append(Row(f"{board}, peak live heap, {when}", peak, "B"))

        await stage.wearer.hold_long("radio")
        measure("started, radio on")
        async with await stage.connect() as client:
            await client.put_protocol(file.packed)
        await stage.wearer.practise(17, demo.Wishes())
        await asyncio.sleep(file.protocol.final_rest_ms / 1000 + 60)
        measure("after a session")
        await stage.wearer.hold_long("radio")
        with tempfile.TemporaryDirectory() as folder, PracticeLog(Path(folder) / "log") as log:
            async with await stage.connect() as client:
                await sync(client, log, laptop_clock)
        measure("after a sync")

    clock.run(night())
    return rows
