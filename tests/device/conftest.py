"""Parts of the firmware run on MicroPython, with the power going any time."""

import asyncio
from collections.abc import Callable

import pytest

from loslaten.firmware import tree
from loslaten.sim import clock
from loslaten.sim.watch import SimulatedWatch

Files = dict[str, bytes]


class Flash:
    """Runs scripts on a watch's flash, one after another."""

    def __init__(self) -> None:
        self._firmware = tree.firmware_tree()

    def run(self, script: str, data: Files, cut: tuple[int, int] | None = None) -> "Ran":
        """Run `script` with the firmware importable; `cut` is (flash operation, bytes kept)."""

        async def session() -> Ran:
            main = {"/main.py": script.encode()}
            watch = SimulatedWatch(firmware=self._firmware | main, flash=data)
            if cut is not None:
                watch.cut_power_at(*cut)
            watch.power_on()
            await asyncio.sleep(1)
            assert not watch.crashes, watch.crashes
            return Ran(watch)

        return clock.run(session())


class Ran:
    """Outcome of a script: its output, and the files on the flash below /data."""

    def __init__(self, watch: SimulatedWatch) -> None:
        self.printed = watch.printed
        self.was_cut = any(kind == "power_cut" for _, kind, _ in watch.trace)
        self.data = {path: raw for path, raw in watch.flash().items() if path.startswith("/data")}


@pytest.fixture(scope="session")
def flash() -> Flash:
    return Flash()


@pytest.fixture(scope="session")
def cut_everywhere(flash: Flash) -> Callable[[str, Files, str], list[str]]:
    """Runs a script with the power cut at every flash operation, half and whole; returns what
    another script prints from what is left each time."""

    def run(script: str, data: Files, look: str) -> list[str]:
        seen = []
        for operation in range(1, 200):
            for kept in (0, 20, 10_000):
                left = flash.run(script, data, (operation, kept))
                seen.append(flash.run(look, left.data).printed)
            if not left.was_cut:
                return seen
        raise AssertionError("the script never comes to an end")

    return run
