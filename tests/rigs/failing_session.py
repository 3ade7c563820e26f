# SPDX-License-Identifier: MIT
"""A session in which the n-th call of something fails: what must be so whatever it was."""

import asyncio

from loslaten.firmware import tree
from loslaten.sim import clock
from loslaten.sim.bedroom import deployed
from loslaten.sim.watch import SimulatedWatch
from loslaten_core.journal import record
from loslaten_core.practice import event, protocol
from loslaten_core.practice.protocol import Group, Protocol
from tests.rigs.room import of_kind

SHORT = protocol.pack(
    Protocol(
        "short",
        (Group(8, release_ms=10_000, ready_gap_ms=2_000, repeats_min=1),),
        settle_in_ms=2_500,
        final_rest_ms=5_000,
        seated=True,
    )
)
# The session with the button held for a second before it, and some idle time after it.
SESSION_S = 1.2 + 2.5 + 2 + 6 + 10 + 5 + 1
OFF_WITHIN_MS = 50

# The n-th call of a function of the firmware's surroundings fails. What is broken is the boundary;
# the firmware above it is the one that ships.
BREAK_AWAIT = """
import asyncio
_wait, _sleep, _left = asyncio.wait_for_ms, asyncio.sleep_ms, [{n}]
def _count():
    _left[0] -= 1
    if _left[0] == 0:
        print("broken")
        raise RuntimeError("broken on purpose")
async def wait_for_ms(awaited, ms):
    _count()
    return await _wait(awaited, ms)
async def sleep_ms(ms):
    _count()
    return await _sleep(ms)
asyncio.wait_for_ms, asyncio.sleep_ms = wait_for_ms, sleep_ms
"""
BREAK_DRIVER = """
from device.drivers.erm import Erm
_set, _left = Erm.set_level, [{n}]
def set_level(self, level):
    _left[0] -= 1
    if _left[0] == 0:
        print("broken")
        raise OSError(5)
    _set(self, level)
Erm.set_level = set_level
"""
SCRIPTS = {"await": BREAK_AWAIT, "driver call": BREAK_DRIVER}
START = "from device import app\napp.run()\n"


def broken_run(script, n):
    """Run a session in which the n-th call fails once; the restart after it is whole."""

    async def run():
        firmware = tree.firmware_tree()
        firmware["/main.py"] = (
            "import os\n"
            "if 'broken' not in os.listdir('/'):\n"
            "    open('/broken', 'w').close()\n"
            + "".join(f"    {line}\n" for line in script.format(n=n).strip().splitlines())
            + START
        ).encode()
        flash = deployed("pico_w") | {
            "/data/protocols/": b"",
            "/data/protocols/protocol-0": SHORT,
        }
        watch = SimulatedWatch(firmware=firmware, flash=flash)
        watch.power_on()
        await asyncio.sleep(0.5)
        watch.button_down()
        await asyncio.sleep(1)
        watch.button_up()
        await asyncio.sleep(SESSION_S)
        return watch

    return clock.run(run())


def level_at(watch, t_ms):
    return next((level for at_ms, level in reversed(watch.motor) if at_ms <= t_ms), 0)


def check(watch):
    """Return whether the fault happened; if it did, all that must be so is so."""
    broken = [t_ms for t_ms, text in watch.console if text == "broken\n"]
    if not broken:
        return False
    assert not watch.crashes
    at_ms = broken[0]
    assert watch.resets, "the watch restarts"
    assert watch.resets[0][0] >= at_ms
    assert level_at(watch, min(at_ms + OFF_WITHIN_MS, watch.resets[0][0])) == 0
    assert level_at(watch, clock_end(watch)) == 0
    assert len(of_kind(watch, record.FAULT)) == 1
    ended = of_kind(watch, record.SESSION)
    assert all(session.ending in (event.COMPLETED, event.FAULT) for session in ended)
    return True


def clock_end(watch):
    return watch.trace[-1][0] + 1


def fails_at(name, n):
    """Let the n-th call fail; return whether there is such a call. All that must be so is so."""
    return check(broken_run(SCRIPTS[name], n))
