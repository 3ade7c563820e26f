# SPDX-License-Identifier: MIT
"""Safe mode: the firmware stays off once, so that the USB console has the board for itself."""

import asyncio

from loslaten.sim import clock
from loslaten.sim.bedroom import deployed, set_up
from loslaten.sim.watch import SimulatedWatch

SAID = "safe mode: the firmware was not started\n"


def starts(flash, button_is_down=False):
    async def run():
        watch = SimulatedWatch(flash=deployed("pico_w") | flash)
        if button_is_down:
            watch.button_down()
        watch.power_on()
        await asyncio.sleep(2)
        return watch

    return clock.run(run())


def is_started(watch):
    # What a start shows to the outside: the self-test tap.
    return any(level for _, level in watch.motor)


def test_the_firmware_starts_by_itself():
    watch = starts({})
    assert is_started(watch)
    assert watch.printed == ""


def test_the_button_held_at_power_on_keeps_it_off():
    watch = starts({}, button_is_down=True)
    assert not is_started(watch)
    assert watch.printed == SAID


def test_a_mark_from_before_the_power_went_keeps_nobody_from_practising():
    watch = starts({"/safe-mode": b""})
    assert is_started(watch)
    assert watch.printed == ""
    assert "/safe-mode" not in watch.flash()


def test_the_laptop_may_ask_for_it():
    async def ask():
        stage = await set_up()
        await stage.wearer.hold_long("radio")
        async with await stage.connect() as client:
            await client.reboot(safe_mode=True)
        await asyncio.sleep(5)
        return stage.watch

    watch = clock.run(ask())
    assert watch.printed == SAID
    assert len(watch.resets) == 1
    assert "/safe-mode" not in watch.flash(), "it is for one start"


def test_a_finger_on_the_button_after_a_restart_does_not_keep_it_off():
    async def restart():
        stage = await set_up()
        await stage.wearer.hold_long("radio")
        async with await stage.connect() as client:
            stage.watch.button_down()
            await client.reboot()
        await asyncio.sleep(5)
        return stage.watch

    watch = clock.run(restart())
    assert watch.printed == ""
    assert len(watch.resets) == 1
