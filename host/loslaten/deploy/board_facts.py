# SPDX-License-Identifier: MIT
"""A running watch's own facts, read over its cable: memory, start, lateness, restarts, flash.

The firmware is stopped for that in the middle of what it does, looked at as it lies in memory, and
started again. It keeps nothing for this that it would not keep anyway.
"""

import re
from dataclasses import dataclass
from typing import Final, Self

from loslaten.deploy.console import Console
from loslaten.deploy.errors import DeployError
from loslaten.deploy.micropython import About
from loslaten.deploy.slots import Installed, installed
from loslaten.language.text import Text
from loslaten_core.flash_layout import JOURNAL
from loslaten_core.journal import JournalError, body, event, record
from loslaten_core.journal.segment import Scan

# So much of the journal is looked at: some weeks, and what fits into a board's memory as text.
_SEGMENTS: Final = 2
_PIECE_BYTES: Final = 1024
_SEGMENT_BYTES_MAX: Final = 64 * 1024
# What MicroPython's collector counts in, on all boards of ours.
_BLOCK_BYTES: Final = 16
_USED: Final = re.compile(r"total: (\d+), used: (\d+), free: (\d+)")
_LARGEST: Final = re.compile(r"max free sz: (\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFacts:
    """Answers of a running watch about itself.

    Memory is in bytes, after a collection. start_ms: from the board's start until its tasks ran;
    worst_late_ms: how late a drive of the motor has been since then; either None where no firmware
    ran. causes, faults: of the starts and of what went wrong in the newest part of the journal, as
    `loslaten_core.journal.event` numbers them, oldest first. is_calibrated: None where the board's
    motor needs no calibration.
    """

    about: About
    installed: Installed
    heap_bytes: int
    free_bytes: int
    largest_bytes: int
    start_ms: int | None
    worst_late_ms: int | None
    causes: tuple[int, ...]
    faults: tuple[int, ...]
    flash_free_bytes: int
    is_calibrated: bool | None

    @classmethod
    def of(cls, console: Console) -> Self:
        """Stop the firmware, ask, and start it again.

        Raises:
            DeployError: the board does not answer, or what it answers makes no sense.
        """
        facts = console.interrupt(lambda: cls._ask(console))
        console.restart()
        return facts

    @classmethod
    def _ask(cls, console: Console) -> Self:
        start_ms, worst_late_ms, calibration = console.ask("running()")
        memory = console.run("import gc, micropython\ngc.collect()\nmicropython.mem_info()")
        used, largest = _USED.search(memory), _LARGEST.search(memory)
        if used is None or largest is None:
            raise DeployError(
                Text(
                    "het bord vertelt niet hoeveel geheugen het heeft",
                    "the board does not tell how much memory it has",
                ),
                None,
                tuple(memory.splitlines()[-4:]),
            )
        causes, faults = _history(console)
        return cls(
            about=About.of(console),
            installed=installed(console),
            heap_bytes=int(used[1]),
            free_bytes=int(used[3]),
            largest_bytes=int(largest[1]) * _BLOCK_BYTES,
            start_ms=start_ms,
            worst_late_ms=worst_late_ms,
            causes=causes,
            faults=faults,
            flash_free_bytes=int(console.ask("room('/data')")[1]),
            is_calibrated=calibration,
        )


def _history(console: Console) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the causes of starts and the faults that the newest records tell."""
    causes: list[int] = []
    faults: list[int] = []
    names = sorted(name for name in console.ask(f"names({JOURNAL!r})") if name.endswith(".log"))
    for name in names[-_SEGMENTS:]:
        scan = Scan()
        found = scan.feed(_read(console, f"{JOURNAL}/{name}")) + scan.finish()
        for _, raw in found:
            try:
                content = body.unpack(record.decode(raw))
            except (JournalError, ValueError):
                continue  # what this version cannot read, the watch's own can
            if isinstance(content, event.Boot):
                causes.append(content.cause)
            elif isinstance(content, event.Fault):
                faults.append(content.code)
    return tuple(causes), tuple(faults)


def _read(console: Console, path: str) -> bytes:
    content = b""
    while len(content) < _SEGMENT_BYTES_MAX:
        piece: bytes = console.ask(f"piece({path!r}, {len(content)}, {_PIECE_BYTES})")
        if not piece:
            break
        content += piece
    return content
