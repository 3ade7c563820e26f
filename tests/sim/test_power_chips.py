# SPDX-License-Identifier: MIT
"""The simulated AXP2101 and PCF8563, at their registers."""

import asyncio

import pytest

from loslaten.sim.watch import SimulatedWatch

BOARD = "twatch_s3"
PREAMBLE = """
import asyncio, machine, time
from machine import I2C, Pin
i2c = I2C(0)
def get(chip, register, count=1): return i2c.readfrom_mem(chip, register, count)
def put(chip, register, *values): i2c.writeto_mem(chip, register, bytes(values))
PMU, RTC = 0x34, 0x51
line = Pin(21, Pin.IN, Pin.PULL_UP)
"""


@pytest.fixture
def on_board(play):
    def run(source, **options):
        return play(PREAMBLE + source, board=BOARD, **options)

    return run


def test_the_chips_answer_at_their_addresses(on_board):
    watch = on_board("print(i2c.scan(), get(PMU, 3))")
    assert watch.printed == "[52, 81, 90] b'J'\n"


def test_an_edge_is_latched_only_if_asked_for_and_until_it_is_written_back(on_board):
    source = """
put(PMU, 0x41, 0x02)
for _ in range(6):
    time.sleep_ms(100)
    print(get(PMU, 0x49)[0], line.value())
    if time.ticks_ms() > 350: put(PMU, 0x49, 0xFF)
"""

    async def press(watch: SimulatedWatch):
        await asyncio.sleep(0.15)
        watch.button_down()
        await asyncio.sleep(0.1)
        watch.button_up()
        await asyncio.sleep(1)

    watch = on_board(source, script=press)
    assert watch.printed.splitlines() == ["0 1", "2 0", "2 0", "2 0", "0 1", "0 1"]


def test_the_line_calls_its_interrupt(on_board):
    source = """
put(PMU, 0x41, 0x83)
line.irq(lambda pin: print("low", time.ticks_ms()), Pin.IRQ_FALLING)
"""

    async def happen(watch: SimulatedWatch):
        await asyncio.sleep(0.2)
        watch.usb_power = True
        await asyncio.sleep(0.2)

    assert on_board(source, script=happen).printed == "low 200\n"


def test_the_battery_and_usb_are_read(on_board):
    source = """
for _ in range(2):
    high, low = get(PMU, 0x34, 2)
    print(high << 8 | low, get(PMU, 0)[0] >> 5 & 1)
    time.sleep_ms(200)
"""

    async def change(watch: SimulatedWatch):
        await asyncio.sleep(0.1)
        watch.battery_mv, watch.usb_power = 3_412, True
        await asyncio.sleep(0.3)

    assert on_board(source, script=change).printed == "3900 0\n3412 1\n"


def test_a_rail_that_is_switched_is_told_and_dc1_ends_everything(on_board):
    source = """
put(PMU, 0x90, 0x20)
time.sleep_ms(100)
put(PMU, 0x80, 0x00)
print("never")
"""
    watch = on_board(source, seconds=1)
    told = [(t_ms, *args) for t_ms, kind, args in watch.trace if kind == "rail" and not args[1]]
    assert (0, "ALDO3", False) in told
    assert (0, "BLDO2", False) not in told
    assert (100, "DC1", False) in told
    assert watch.printed == ""
    assert watch.state == "off"


def test_its_registers_outlast_a_reset_and_not_the_power(on_board):
    source = """
print(hex(get(PMU, 0x64)[0]), machine.reset_cause())
put(PMU, 0x64, 3)
if machine.reset_cause() == machine.PWRON_RESET and time.ticks_ms() < 100:
    time.sleep_ms(100)
    machine.reset()
"""

    async def cycle(watch: SimulatedWatch):
        await asyncio.sleep(1)
        watch.power_off()
        watch.power_on(ticks_ms=200)
        await asyncio.sleep(1)

    watch = on_board(source, script=cycle)
    assert watch.printed.splitlines() == ["0x0 1", "0x3 2", "0x0 1"]


def test_what_is_latched_in_deep_sleep_wakes_the_processor(on_board):
    source = """
import esp32
print(machine.reset_cause(), get(PMU, 0x49)[0], line.value())
if machine.reset_cause() == machine.PWRON_RESET:
    put(PMU, 0x41, 0x02)
    esp32.wake_on_ext0(line, esp32.WAKEUP_ALL_LOW)
    machine.deepsleep()
"""

    async def press(watch: SimulatedWatch):
        await asyncio.sleep(1)
        watch.usb_power = True  # not asked for
        await asyncio.sleep(1)
        assert watch.state == "deepsleep"
        watch.button_down()
        await asyncio.sleep(1)

    assert on_board(source, script=press).printed.splitlines() == ["1 0 1", "4 2 0"]


def test_the_clock_starts_untrusted_and_counts_once_it_is_set(on_board):
    source = """
print(get(RTC, 2, 7).hex())
put(RTC, 2, 0x58, 0x59, 0x23, 0x28, 0x03, 0x02, 0x24)
for _ in range(2):
    time.sleep_ms(1500)
    print(get(RTC, 2, 7).hex())
"""
    # The 28th of February of a leap year, two seconds before midnight.
    assert on_board(source).printed.splitlines() == [
        "80" + "0000" + "01" + "00" + "01" + "00",
        "59592328030224",
        "01000029040224",
    ]


def test_the_clock_runs_on_without_the_processor_and_stops_when_told(on_board):
    source = """
if get(RTC, 2)[0] & 0x80:
    put(RTC, 0, 0, 0, 0, 0, 0, 1, 6, 1, 0)
print(get(RTC, 2, 3).hex())
"""

    async def off(watch: SimulatedWatch):
        await asyncio.sleep(1)
        watch.power_off()
        await asyncio.sleep(3_600)
        watch.power_on()
        await asyncio.sleep(1)
        watch.power_off()
        watch.send("clock_power_lost")
        watch.power_on()
        await asyncio.sleep(1)

    watch = on_board(source, script=off)
    assert watch.printed.splitlines() == ["000000", "010001", "000000"]


def test_a_stopped_clock_stands_still(on_board):
    source = """
put(RTC, 0, 0x20, 0, 0, 0, 0, 1, 6, 1, 0)
time.sleep_ms(5000)
print(get(RTC, 2).hex())
"""
    assert on_board(source).printed == "00\n"
