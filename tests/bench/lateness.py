# SPDX-License-Identifier: MIT
"""Lateness of cues on a board: the firmware's way, beside a chain of sleeps.

A whole session of the leaflet's exercise by the charged clock of tests/board: by the firmware, and
by the usual loop that plays a cue and sleeps the length of the phase.
"""

import json

from loslaten.protocols import file as protocol_file
from tests.bench import Row
from tests.board import scenarios
from tests.board.script import printed

BY_SLEEPS = """
import asyncio, json, time
from machine import PWM, Pin
from loslaten_core import ticks
from loslaten_core.haptics.motor import COIN_ERM
from loslaten_core.haptics.player import pulse_edges
from loslaten_core.haptics.theme import THEMES
from loslaten_core.practice import event, protocol
from loslaten_core.practice.session import Run

motor = PWM(Pin(16))
late = []

def drive(due_ms, level):
    motor.duty_u16(level * 65535 // 100)
    late.append(ticks.diff(time.ticks_ms(), due_ms))

async def play(cue, felt_ms):
    pulse_ms = 0
    for length_ms, gap_ms, ramp in THEMES[0].pulses(cue):
        at_ms = 0
        for edge_ms, level in pulse_edges(COIN_ERM, 75, length_ms, ramp):
            await asyncio.sleep_ms(edge_ms - at_ms)
            at_ms = edge_ms
            drive(ticks.add(felt_ms, pulse_ms + edge_ms), max(level, 0))
        await asyncio.sleep_ms(max(0, length_ms + gap_ms - at_ms))
        pulse_ms += max(length_ms + gap_ms, at_ms)

async def main():
    packed = {packed!r}
    session = Run(protocol.unpack(packed), protocol.content_id(packed), 0)
    actions = session.begin()
    while session.deadline_ms is not None:
        actions += session.handle(session.deadline_ms, event.TICK)
    told = [one for one in actions if isinstance(one, event.Happened)]
    cues = [(one.at_ms, one.cue) for one in told if one.cue]
    began_ms = time.ticks_ms()
    for index, (at_ms, cue) in enumerate(cues):
        task = asyncio.create_task(play(cue, ticks.add(began_ms, at_ms)))
        if index + 1 < len(cues):
            await asyncio.sleep_ms(cues[index + 1][0] - at_ms)
        await task
    print(json.dumps(late))

asyncio.run(main())
"""


def run() -> list[Row]:
    """Measure and return the rows."""
    ours = scenarios.lateness(scenarios.session(), scenarios.full()).edges
    packed = protocol_file.find("handout").packed
    theirs = json.loads(printed(BY_SLEEPS.replace("{packed!r}", repr(packed))))
    return [*_rows("by deadlines", ours), *_rows("by chained sleeps", theirs)]


def _rows(way: str, late_ms: list[float]) -> list[Row]:
    ordered = sorted(late_ms)
    count = f"of {len(ordered)} edges"
    return [
        Row(f"lateness {way}, p50", ordered[len(ordered) // 2], "ms", count),
        Row(f"lateness {way}, p99", ordered[len(ordered) * 99 // 100], "ms", count),
        Row(f"lateness {way}, most", ordered[-1], "ms"),
        Row(f"lateness {way}, at the end", late_ms[-1], "ms", "what has added up"),
    ]
