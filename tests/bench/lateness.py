"""How late a cue is felt in real time: the firmware's way, beside a chain of sleeps.

A whole session of `onderweg` on the MicroPython engine by the machine's own clock, twice at once
in two processes: by the firmware's haptics task with absolute deadlines, and by the usual loop
that plays a cue and sleeps the length of the phase. Lateness is when the motor's drive began
against when it had to begin; the engine's clock counts whole milliseconds.
"""

import asyncio
import json

from loslaten.firmware import tree
from loslaten.protocols import file as protocol_file
from loslaten.sim import clock
from loslaten.sim.watch import SimulatedWatch
from tests.bench import Row

PROTOCOL = "onderweg"
PATIENCE_S = 600

BY_DEADLINES = """
import asyncio, json
from device import clock
from device.haptics import Haptics
from loslaten_core import ticks
from loslaten_core.haptics.motor import COIN_ERM
from loslaten_core.haptics.player import Player
from loslaten_core.haptics.theme import THEMES
from loslaten_core.practice import event, protocol
from loslaten_core.practice.session import Run

class Recorder:
    def __init__(self):
        self.began_ms = []
        self._level = 0
    def set_level(self, level):
        if self._level == 0 and level:
            self.began_ms.append(clock.now_ms())
        self._level = level
    def off(self):
        self._level = 0

PLANNED = []

def carry_out(haptics, actions):
    for action in actions:
        if action[0] == event.CUE:
            haptics.cue(*action[1:])
        elif action[0] == event.CANCEL:
            haptics.cancel(action[1])
        elif action[0] == event.EVENT and action[5]:
            PLANNED.append(ticks.add(action[1], -COIN_ERM.rise_ms))

async def main():
    recorder = Recorder()
    haptics = Haptics(recorder, Player(THEMES[0], COIN_ERM))
    asyncio.create_task(haptics.run(lambda: None))
    packed = {packed!r}
    session = Run(protocol.unpack(packed), protocol.content_id(packed), clock.now_ms())
    carry_out(haptics, session.begin())
    while session.deadline_ms is not None:
        await asyncio.sleep_ms(max(0, ticks.diff(session.deadline_ms, clock.now_ms())))
        carry_out(haptics, session.handle(clock.now_ms(), event.TICK))
    await asyncio.sleep_ms(2000)
    late = []
    for planned in PLANNED[1:]:
        begun = [at for at in recorder.began_ms if ticks.diff(at, planned) > -50]
        late.append(ticks.diff(begun[0], planned))
    print(json.dumps(late))

asyncio.run(main())
"""
BY_SLEEPS = """
import asyncio, json
from device import clock
from loslaten_core import ticks
from loslaten_core.haptics.motor import COIN_ERM
from loslaten_core.haptics.player import pulse_edges
from loslaten_core.haptics.theme import THEMES
from loslaten_core.practice import event, protocol
from loslaten_core.practice.session import Run

async def play(cue):
    for length_ms, gap_ms, ramp in THEMES[0].pulses(cue):
        at_ms = 0
        for edge_ms, level in pulse_edges(COIN_ERM, 75, length_ms, ramp):
            await asyncio.sleep_ms(edge_ms - at_ms)
            at_ms = edge_ms
        await asyncio.sleep_ms(max(0, length_ms + gap_ms - at_ms))

async def main():
    packed = {packed!r}
    session = Run(protocol.unpack(packed), protocol.content_id(packed), 0)
    actions = session.begin()
    while session.deadline_ms is not None:
        actions += session.handle(session.deadline_ms, event.TICK)
    cues = [(a[1], a[5]) for a in actions if a[0] == event.EVENT and a[5]]
    began_ms, late = clock.now_ms(), []
    for index, (at_ms, cue) in enumerate(cues):
        late.append(ticks.diff(clock.now_ms(), ticks.add(began_ms, at_ms)))
        task = asyncio.create_task(play(cue))
        if index + 1 < len(cues):
            await asyncio.sleep_ms(cues[index + 1][0] - at_ms)
        await task
    print(json.dumps(late[1:]))

asyncio.run(main())
"""


def run() -> list[Row]:
    packed = protocol_file.find(PROTOCOL).packed

    async def both() -> list[list[int]]:
        watches = [_watch(source, packed) for source in (BY_DEADLINES, BY_SLEEPS)]
        async with asyncio.timeout(PATIENCE_S):
            while not all(watch.printed.endswith("]\n") for watch in watches):
                if crashed := [watch.crashes for watch in watches if watch.crashes]:
                    raise RuntimeError(crashed[0][0][1])
                await asyncio.sleep(1)
        return [json.loads(watch.printed) for watch in watches]

    deadlines, sleeps = clock.run(both(), speed=1)
    return _rows("by deadlines", deadlines) + _rows("by chained sleeps", sleeps)


def _watch(source: str, packed: bytes) -> SimulatedWatch:
    main = source.replace("{packed!r}", repr(packed)).encode()
    watch = SimulatedWatch(firmware=tree.firmware_tree() | {"/main.py": main}, real_clock=True)
    watch.power_on()
    return watch


def _rows(way: str, late_ms: list[int]) -> list[Row]:
    ordered = sorted(late_ms)
    return [
        (f"lateness {way}, p50", ordered[len(ordered) // 2], "ms", f"{len(ordered)} cues"),
        (f"lateness {way}, p99", ordered[len(ordered) * 99 // 100], "ms", ""),
        (f"lateness {way}, most", ordered[-1], "ms", ""),
        (f"drift {way}, at the end", late_ms[-1], "ms", f"a whole session of {PROTOCOL}"),
    ]
