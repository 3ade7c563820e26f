# SPDX-License-Identifier: MIT
"""The simulated `machine`."""

import asyncio

import pytest

from loslaten.sim.watch import SimulatedWatch


def messages(watch, *kinds):
    return [(t, kind, *args) for t, kind, args in watch.trace if kind in kinds]


def test_pwm_drives_the_motor(play):
    source = """
import machine, time
motor = machine.PWM(machine.Pin(16), freq=22000)
for duty in (65535, 32768, 32768, 0):
    motor.duty_u16(duty)
    time.sleep_ms(100)
motor.duty_u16(20000)
print(motor.duty_u16(), motor.freq())
time.sleep_ms(50)
machine.reset()
"""
    watch = play(source, seconds=0.5)
    assert watch.motor == [(0, 100), (100, 50), (300, 0), (400, 31), (450, 0)]
    assert messages(watch, "pwm")[:2] == [(0, "pwm", 16, 0, 22000), (0, "pwm", 16, 65535, 22000)]
    assert watch.printed == "20000 22000\n"


def test_the_motor_stops_with_the_power(play):
    source = "import machine\nmachine.PWM(machine.Pin(16), freq=22000, duty_u16=65535)\n"

    async def off(watch: SimulatedWatch):
        await asyncio.sleep(0.3)
        watch.power_off()

    assert play(source, script=off).motor == [(0, 100), (300, 0)]


def test_a_crash_is_told_and_leaves_the_hardware_as_it_is(play):
    source = """
import asyncio, machine
async def main():
    machine.PWM(machine.Pin(16), freq=22000, duty_u16=65535)
    await asyncio.sleep_ms(20)
    {}["gone"]
asyncio.run(main())
"""
    watch = play(source)
    assert watch.motor == [(0, 100)]
    ((at_ms, traceback),) = watch.crashes
    assert at_ms == 20
    assert traceback.startswith("Traceback")
    assert 'File "main.py", line 6, in main' in traceback
    assert traceback.endswith("KeyError: gone\n")
    assert "/sim/" not in traceback


def test_the_adc_reads_the_battery(play):
    source = """
import machine, time
machine.Pin(25, machine.Pin.OUT, value=1)
adc = machine.ADC(machine.Pin(29))
while time.ticks_ms() < 300:
    print(adc.read_u16() * 3300 * 3 // 65535)
    time.sleep_ms(100)
"""

    async def drain(watch: SimulatedWatch):
        watch.battery_mv = 3600
        await asyncio.sleep(0.15)
        watch.battery_mv = 3300
        await asyncio.sleep(0.3)

    watch = play(source, script=drain)
    assert watch.printed.split() == ["3899", "3599", "3300"]
    assert messages(watch, "adc_read") == [(t, "adc_read", 29) for t in (0, 100, 200)]


VSYS = """
import machine, bluetooth
select = machine.Pin(25, machine.Pin.OUT, value={level})
if {radio}:
    bluetooth.BLE().active(True)
print(machine.ADC(machine.Pin(29)).read_u16() * 9900 // 65535)
"""


@pytest.mark.parametrize("board", ["pico_w", "pico_w_drv2605l", "pico2_w"])
def test_a_pico_reads_vsys_only_while_its_radio_s_select_is_high(play, board):
    assert 3_890 < int(play(VSYS.format(level=1, radio=False), board=board).printed) <= 3_900
    assert 80 < int(play(VSYS.format(level=0, radio=False), board=board).printed) < 100


def test_a_pico_that_reads_vsys_while_the_radio_has_power_disturbs_it(play):
    watch = play(VSYS.format(level=1, radio=True))
    assert messages(watch, "misuse") == [
        (0, "misuse", "GPIO25 is driven while the radio chip gets power"),
        (0, "misuse", "GPIO29 is used while the radio chip has power"),
    ]


@pytest.mark.parametrize("board", ["pico_w", "pico_w_drv2605l", "pico2_w"])
def test_usb_feeds_what_a_pico_reads(play, board):
    async def plug(watch: SimulatedWatch):
        watch.usb_power = True
        await asyncio.sleep(0.1)

    slow = "import time\ntime.sleep_ms(50)\n" + VSYS.format(level=1, radio=False)
    assert int(play(slow, board=board, script=plug).printed) > 4_600


def test_pins_read_their_pull_and_the_outside(play):
    source = """
import machine, time
button = machine.Pin(15, machine.Pin.IN, machine.Pin.PULL_UP)
charger = machine.Pin(17, machine.Pin.IN)
free = [machine.Pin(1, machine.Pin.IN, pull).value() for pull in (1, 2)]
edges = []
button.irq(lambda pin: edges.append((time.ticks_ms(), pin.value())), machine.Pin.IRQ_FALLING)
led = machine.Pin(2, machine.Pin.OUT, value=1)
led.toggle()
time.sleep_ms(400)
print(free, edges, charger.value(), led.value(), machine.Pin(15) is button)
"""

    async def press(watch: SimulatedWatch):
        for _ in range(2):
            await asyncio.sleep(0.1)
            watch.button_down()
            await asyncio.sleep(0.05)
            watch.button_up()
        watch.usb_power = True
        await asyncio.sleep(0.2)

    watch = play(source, script=press)
    assert watch.printed == "[1, 0] [(100, 0), (250, 0)] 1 0 True\n"
    assert messages(watch, "pin_out") == [(0, "pin_out", 2, 1), (0, "pin_out", 2, 0)]


def test_a_level_outlasts_a_reset(play):
    source = """
import machine, time
print(machine.Pin(15, machine.Pin.IN, machine.Pin.PULL_UP).value())
time.sleep_ms(300)
machine.reset()
"""

    async def hold(watch: SimulatedWatch):
        await asyncio.sleep(0.1)
        watch.button_down()
        await asyncio.sleep(0.5)

    assert play(source, script=hold).printed == "1\n0\n"


def test_timers_fire_once_or_without_drift(play):
    source = """
import machine, time
def tell(name): return lambda timer: print(name, time.ticks_ms())
machine.Timer(mode=machine.Timer.ONE_SHOT, period=70, callback=tell("once"))
ticking = machine.Timer(freq=10, callback=tell("periodic"))
machine.Timer(mode=machine.Timer.ONE_SHOT, period=350, callback=lambda _: ticking.deinit())
"""
    assert play(source, seconds=1).printed.split("\n")[:-1] == [
        "once 70",
        "periodic 100",
        "periodic 200",
        "periodic 300",
    ]


@pytest.mark.parametrize(("feeds", "resets"), [(5, [(1400, "wdt")]), (50, [])])
def test_the_watchdog_resets_a_watch_that_does_not_feed_it(play, feeds, resets):
    source = f"""
import asyncio, machine
async def main():
    if machine.reset_cause() == machine.WDT_RESET:
        return
    dog = machine.WDT(timeout=1000)
    for _ in range({feeds}):
        dog.feed()
        await asyncio.sleep_ms(100)
    await asyncio.sleep_ms(10_000)
asyncio.run(main())
"""
    watch = play(source, seconds=4)
    assert watch.resets == resets


def test_the_watchdog_bites_through_a_firmware_that_hangs(play):
    source = """
import machine, time
if machine.reset_cause() == machine.PWRON_RESET:
    machine.WDT(timeout=700)
    while True:
        time.ticks_ms()
"""
    assert play(source, seconds=4).resets == [(700, "wdt")]


def test_a_soft_reset_closes_files_and_sys_exit_is_one(play):
    source = """
import machine, os, sys
if machine.reset_cause() != machine.SOFT_RESET:
    held = open("/held", "w")
    held.write("x")
    sys.exit()
print(os.stat("/held")[6])
"""
    watch = play(source, seconds=1, board="xiao_esp32s3")
    assert watch.resets == [(0, "soft")]
    assert watch.printed == "1\n"


def test_an_exception_in_an_interrupt_is_printed_and_life_goes_on(play):
    source = """
import machine
def fails(timer):
    1 / 0
machine.Timer(period=100, callback=fails)
"""
    watch = play(source, seconds=0.25)
    assert [t for t, *_ in messages(watch, "irq_error")] == [100, 200]
    assert watch.printed.count("ZeroDivisionError") == 2
    assert watch.crashes == []


def test_an_exception_in_a_task_is_printed_and_the_others_go_on(play):
    source = """
import asyncio
async def fails():
    1 / 0
async def main():
    asyncio.create_task(fails())
    await asyncio.sleep_ms(10)
    print("on")
asyncio.run(main())
"""
    printed = play(source).printed
    assert "Task exception wasn't retrieved" in printed
    assert printed.endswith("on\n")


def test_scheduled_functions_run_after_the_interrupt(play):
    source = """
import machine, micropython
from micropython import const
micropython.alloc_emergency_exception_buf(const(100))
def fire(timer):
    micropython.schedule(lambda argument: print("scheduled", argument), 5)
    print("interrupt")
machine.Timer(mode=machine.Timer.ONE_SHOT, period=10, callback=fire)
"""
    assert play(source, seconds=0.1).printed == "interrupt\nscheduled 5\n"


def test_code_after_asyncio_run_is_reported(play):
    source = """
import asyncio, machine
async def main():
    await asyncio.sleep(1)
try:
    asyncio.run(main())
finally:
    machine.Pin(3, machine.Pin.OUT)
"""
    assert "must end with asyncio.run()" in messages(play(source), "misuse")[0][2]


def test_i2c_without_a_device_fails_as_on_a_board(play):
    source = """
import machine
i2c = machine.I2C(0, sda=machine.Pin(4), scl=machine.Pin(5))
print(i2c.scan())
try:
    i2c.writeto_mem(0x5A, 1, b"\\x00")
except OSError as error:
    print(error.errno)
"""
    assert play(source).printed == "[]\n5\n"


def test_the_serial_number_follows_the_seed(play):
    source = "import machine\nprint(machine.unique_id().hex())\n"
    numbers = [play(source, seed=seed).printed for seed in (0, 0, 1)]
    assert numbers[0] == numbers[1] != numbers[2]


def test_the_gauge_shows_the_largest_live_heap(play):
    source = """
import asyncio
async def main():
    for size in (1000, 20000, 3000):
        held = bytearray(size)
        await asyncio.sleep_ms(10)
asyncio.run(main())
"""
    assert 20000 < play(source, gauge=True).peak_heap_bytes < 25000
    assert play(source).peak_heap_bytes == 0
