# SPDX-License-Identifier: MIT
"""Sleep of simulated boards: what wakes them, and how they start over."""

import asyncio

from loslaten.sim.watch import SimulatedWatch

SLEEPER = """
import machine, time
print(machine.reset_cause(), time.ticks_ms())
button = machine.Pin({pin}, machine.Pin.IN, machine.Pin.PULL_UP)
button.irq(lambda pin: print("edge"))
"""
WAKE_MS = 3


async def press_after_3_s(watch: SimulatedWatch):
    await asyncio.sleep(3)
    watch.button_down()
    await asyncio.sleep(1)


def test_lightsleep_of_an_rp2_ends_with_its_time_or_an_edge(play):
    source = (
        SLEEPER.format(pin=15)
        + """
machine.lightsleep(500)
print(time.ticks_ms())
machine.lightsleep()
print(time.ticks_ms())
"""
    )
    watch = play(source, script=press_after_3_s)
    assert watch.printed == f"1 0\n{500 + WAKE_MS}\nedge\n{3000 + WAKE_MS}\n"
    slept = [(kind, *args) for _, kind, args in watch.trace if kind in ("sleep", "wake")]
    assert slept == [("sleep", "light"), ("wake", "time"), ("sleep", "light"), ("wake", "pin")]


def test_lightsleep_of_an_esp32_sees_no_edge_and_is_ended_by_the_one_pin_s_level(play):
    source = (
        SLEEPER.format(pin=2)
        + """
import esp32
machine.lightsleep(3_500)
print(time.ticks_ms())
esp32.wake_on_ext0(button, esp32.WAKEUP_ALL_LOW)
machine.lightsleep(60_000)
print(time.ticks_ms())
esp32.wake_on_ext0(button, esp32.WAKEUP_ANY_HIGH)
machine.lightsleep(60_000)
print(time.ticks_ms())
"""
    )

    async def press(watch: SimulatedWatch):
        await press_after_3_s(watch)
        watch.button_up()
        await asyncio.sleep(1)

    watch = play(source, script=press, board="xiao_esp32s3")
    first_ms = 3_500 + WAKE_MS
    assert watch.printed == f"1 0\n{first_ms}\n{first_ms + WAKE_MS}\n{4_000 + WAKE_MS}\n"


def test_deepsleep_ends_with_a_reset(play):
    source = (
        SLEEPER.format(pin=2)
        + """
import esp32
if time.ticks_ms() == 0:
    esp32.wake_on_ext0(button, esp32.WAKEUP_ALL_LOW)
    memory = machine.RTC()
    print(memory.memory())
    memory.memory(memory.memory() + b"x")
    machine.deepsleep(1000 if machine.reset_cause() == machine.PWRON_RESET else None)
"""
    )

    async def press(watch: SimulatedWatch):
        await asyncio.sleep(2)
        watch.send("pin", 9, 0)
        await asyncio.sleep(1)
        assert watch.state == "deepsleep"
        watch.button_down()
        await asyncio.sleep(0)
        watch.button_up()
        await asyncio.sleep(1)

    watch = play(source, script=press, board="xiao_esp32s3")
    assert watch.printed == "1 0\nb''\n4 0\nb'x'\n4 0\nb'xx'\n"
    assert watch.resets == [(0, "deepsleep"), (1000, "deepsleep"), (3000, "deepsleep")]
    assert [t for t, text in watch.console if text[0] in "14"] == [0, 1000, 3000]


def test_an_rp2_has_only_what_its_port_has(play):
    source = """
import machine
print(hasattr(machine, "DEEPSLEEP_RESET"), hasattr(machine, "WDT_RESET"))
try:
    import esp32
except ImportError as error:
    print(error)
if machine.reset_cause() == machine.PWRON_RESET:
    machine.deepsleep(100)
print(machine.reset_cause())
"""
    watch = play(source, seconds=2)
    assert watch.printed.splitlines()[-3:] == ["False True", "no module named 'esp32'", "3"]
    assert watch.resets == [(100 + WAKE_MS, "wdt")]
