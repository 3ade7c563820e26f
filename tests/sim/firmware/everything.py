# SPDX-License-Identifier: MIT
"""Uses all the hardware, to compare runs."""

import asyncio
import os
import random
import time

import machine

motor = machine.PWM(machine.Pin(16), freq=22000, duty_u16=0)
battery = machine.ADC(29)
pressed = asyncio.ThreadSafeFlag()


def on_edge(pin):
    print("edge", pin.value(), time.ticks_ms())
    pressed.set()


async def buzz():
    while True:
        await pressed.wait()
        motor.duty_u16(random.getrandbits(16))
        await asyncio.sleep_ms(80)
        motor.duty_u16(0)
        with open("/log", "a") as log:
            log.write("pressed\n")


async def main():
    machine.Pin(15, machine.Pin.IN, machine.Pin.PULL_UP).irq(on_edge)
    machine.Timer(period=300, callback=lambda _: print("timer", time.ticks_ms()))
    asyncio.create_task(buzz())
    print(os.urandom(8), machine.unique_id(), time.time(), battery.read_u16())
    await asyncio.sleep(2)
    time.sleep_ms(450)
    machine.reset()


asyncio.run(main())
