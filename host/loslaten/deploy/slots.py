# SPDX-License-Identifier: MIT
"""The two slots of a board and the marks that say which one runs: what `device/main.py` reads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from loslaten.deploy.console import Console
from loslaten.deploy.micropython import About
from loslaten_core.flash_layout import SAFE_MODE, SLOT, TRIAL

_T = TypeVar("_T")

SLOTS: Final = ("a", "b")


@dataclass(frozen=True)
class Installed:
    """Slots of a board: the one that has been well ("" for none), its firmware's version and
    board (None where it does not tell), and in `trial` the slot that is to be tried or was, with
    why it failed.
    """

    slot: str
    version: str | None
    board: str | None
    trial: str


def installed(console: Console) -> Installed:
    """Ask which firmware is on the board."""
    slot = mark(console, SLOT)
    board = mark(console, f"/{slot}/board") if slot else ""
    version = console.ask(f"version({slot!r})")
    return Installed(slot, version, board or None, read(console, TRIAL))


def quieten(console: Console, meet: Callable[[About], _T]) -> tuple[_T, bool]:
    """Get hold of the board without the firmware, whose watchdog cannot be stopped.

    `meet` is called with what the board is and may refuse it, before anything changes there.
    Returns what that returned, and whether the board was restarted in safe mode for it.
    """

    def greet() -> tuple[_T, bool]:
        met = meet(About.of(console))
        has_firmware = mark(console, SLOT) + mark(console, TRIAL) != ""
        if has_firmware:
            console.replace(SAFE_MODE, b"")
        return met, has_firmware

    met, has_firmware = console.interrupt(greet)
    if has_firmware:
        console.restart()
        console.interrupt(lambda: None)
    return met, has_firmware


def mark(console: Console, path: str) -> str:
    """Return the first word of a mark, "" where there is none."""
    return read(console, path).partition(" ")[0]


def read(console: Console, path: str) -> str:
    """Return what a small file says, "" where there is none."""
    return (console.ask(f"read({path!r})") or b"").decode(errors="replace").strip()
