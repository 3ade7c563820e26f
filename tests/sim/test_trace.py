# SPDX-License-Identifier: MIT
"""A watch that lives long: what is kept of all that it tells."""

import asyncio

import pytest

from loslaten.protocols.file import FIRST_PROTOCOL, find
from loslaten.sim import clock
from loslaten.sim.bedroom import set_up

PULSES = """
import machine, time
motor = machine.PWM(machine.Pin(16), freq=22000)
for number in range(1, 101):
    print(number)
    motor.duty_u16(number % 2 * 65535)
    time.sleep_ms(100)
"""


def test_everything_is_kept_unless_a_number_is_given(play):
    watch = play(PULSES, seconds=20)
    assert watch.printed.split() == [str(number) for number in range(1, 101)]
    assert len(watch.motor) == 100


@pytest.mark.parametrize("kept", [5, 40])
def test_of_a_long_life_the_newest_messages_are_kept(play, kept):
    whole, watch = play(PULSES, seconds=20), play(PULSES, seconds=20, kept=kept)
    for name in ("trace", "console", "motor"):
        told, all_told = getattr(watch, name), getattr(whole, name)
        assert kept // 2 <= len(told) <= 2 * kept < len(all_told)
        assert told == all_told[-len(told) :]


@pytest.mark.long
def test_a_wrist_feels_the_same_however_little_is_kept():
    async def felt(kept):
        heard = []
        protocol = find(FIRST_PROTOCOL).packed
        stage = await set_up(on_cue=heard.append, protocol=protocol, kept=kept)
        await stage.wearer.hold("start")
        await asyncio.sleep(300)
        return heard, len(stage.watch.trace)

    (few, kept), (every, told) = clock.run(felt(3)), clock.run(felt(None))
    assert len(every) > 5
    assert few == every
    assert kept <= 6 < told
