# SPDX-License-Identifier: MIT
"""Virtual time as the firmware sees it."""

import asyncio

import pytest

from loslaten.sim.watch import SimulatedWatch

DEADLINES = """
import asyncio, time
async def main():
    start = due = time.ticks_ms()
    for _ in range(1000):
        due = time.ticks_add(due, 37)
        await asyncio.sleep_ms(time.ticks_diff(due, time.ticks_ms()))
        assert time.ticks_ms() == due, (time.ticks_ms(), due)
    print(time.ticks_diff(due, start), start, due)
asyncio.run(main())
"""


def test_deadlines_do_not_drift(play):
    watch = play(DEADLINES, seconds=60)
    assert watch.printed == "37000 0 37000\n"
    assert watch.console[0][0] == 37000


def test_ticks_wrap_at_two_to_the_thirty(play):
    watch = play(DEADLINES, seconds=60, ticks_ms=2**30 - 5000)
    assert watch.printed == f"37000 {2**30 - 5000} 32000\n"


def test_a_blocking_sleep_takes_its_time_and_lets_interrupts_through(play):
    source = """
import time, machine
def edge(pin): print("edge", time.ticks_ms())
machine.Pin(15, machine.Pin.IN, machine.Pin.PULL_UP).irq(edge)
machine.Timer(period=400, callback=lambda t: print("timer", time.ticks_ms()))
time.sleep_ms(1000)
print("awake", time.ticks_ms())
time.sleep(1)
print("awake", time.ticks_ms())
"""

    async def press(watch: SimulatedWatch):
        await asyncio.sleep(0.25)
        watch.button_down()
        await asyncio.sleep(1.9)

    assert play(source, script=press).printed.split("\n")[:-1] == [
        "edge 250",
        "timer 400",
        "timer 800",
        "awake 1000",
        "timer 1200",
        "timer 1600",
        "timer 2000",
        "awake 2000",
    ]


def test_a_poll_loop_gets_on(play):
    source = """
import time
start = time.ticks_ms()
while time.ticks_diff(time.ticks_ms(), start) < 50:
    pass
print(time.ticks_ms())
"""
    assert play(source, seconds=1).printed == "50\n"


def test_a_busy_asyncio_loop_gets_on(play):
    source = """
import asyncio, time
async def main():
    while time.ticks_ms() < 50:
        await asyncio.sleep_ms(0)
    print(time.ticks_ms())
asyncio.run(main())
"""
    assert play(source, seconds=1).printed == "50\n"


@pytest.mark.parametrize(
    ("board", "first_s", "first_year"), [("pico_w", 1609459200, 2021), ("xiao_esp32s3", 0, 2000)]
)
def test_the_epoch_is_the_boards(play, board, first_s, first_year):
    source = """
import machine, time
rtc = machine.RTC()
print(time.time(), time.gmtime()[0], time.gmtime(0)[0])
rtc.datetime((2026, 3, 1, 0, 21, 30, 0, 0))
time.sleep(90)
print(rtc.datetime(), time.localtime()[:6], time.mktime(time.localtime()) == time.time())
"""
    watch = play(source, seconds=100, board=board)
    first, second, _ = watch.printed.split("\n")
    epoch_year = 1970 if board == "pico_w" else 2000
    assert first == f"{first_s} {first_year} {epoch_year}"
    assert second == "(2026, 3, 1, 6, 21, 31, 30, 0) (2026, 3, 1, 21, 31, 30) True"


def test_an_idle_day_is_quick_and_exact(play):
    source = """
import asyncio, machine, time
async def main():
    for _ in range(86400 // 8):
        await asyncio.sleep(8)
    print(time.ticks_ms())
asyncio.run(main())
"""
    assert play(source, seconds=86401).printed == "86400000\n"
