# SPDX-License-Identifier: MIT
"""A deployment in which the power, and the cable with it, goes at one of the file operations."""

import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from loslaten.deploy.deployment import Wishes, deploy
from loslaten.deploy.errors import ConsoleLostError
from loslaten.link.keys import KeyStore
from loslaten.sim import clock
from loslaten.sim.micropython.repl import ReplBoard
from tests.deploy.small import DATA, deployed, image_of, life

# Mostly they wait for one another, so there are more of them than processors.
WORKERS = 6
SAFE = "safe mode: the firmware was not started\n"
# Once they have lost the board, they need not wait for long.
LOST = Wishes(patience_s=10, return_s=5)
WHOLE = Wishes(patience_s=40, return_s=15)


def cut_at(operation: int, kept_bytes: int = 0, *, again: bool = True) -> bool:
    """Deploy to a watch that loses its power; answer whether it did before the end.

    What is left must start the old firmware or the new, and have all that it had. again: deploy to
    it once more, which must succeed.
    """
    with tempfile.TemporaryDirectory() as folder:
        keys = KeyStore(Path(folder) / "keys.json")
        with ReplBoard(flash=deployed("1")) as board:
            board.power_on()
            board.cut_power_at(operation, kept_bytes)
            was_cut = False
            try:
                deploy(board.port, image_of("2"), keys, LOST, lambda *_: None)
            except ConsoleLostError:
                was_cut = True
            flash = board.flash()
        check(flash, operation)
        if again:
            with ReplBoard(flash=flash) as board:
                board.power_on()
                deploy(board.port, image_of("3"), keys, WHOLE, lambda *_: None)
                assert "this is 3" in started(board.flash()), operation
    return was_cut


def check(flash: dict[str, bytes], operation: int) -> None:
    """The watch starts, and has its data; power may go between asking for safe mode and getting
    there, and then it is the second start that counts."""
    kept = {path: data for path, data in flash.items() if path in DATA}
    assert kept == DATA, operation
    said = started(flash)
    if said == SAFE:
        del flash["/safe-mode"]
        said = started(flash)
    assert "this is 1\n" in said or "this is 2\n" in said, (operation, said)
    assert "Error" not in said, (operation, said)


def started(flash: dict[str, bytes]) -> str:
    return clock.run(life(flash, 5)).printed


def cut_at_each(operations: list[int], kept_bytes: int = 0, *, again: bool) -> list[bool]:
    """Cut at several operations, side by side; answer for each whether it happened."""
    with ProcessPoolExecutor(WORKERS) as pool:
        runs = [pool.submit(cut_at, one, kept_bytes, again=again) for one in operations]
        return [run.result() for run in runs]
