# SPDX-License-Identifier: MIT
"""Raspberry Pi Pico 2 W: wired as a Pico W, with more than twice the memory.

Stock MicroPython with BTstack: one connection, no pairing. The resistors that sense USB power are
of 5.6 kΩ: an input of an early RP2350 stays high where less pulls it down (erratum E9).
"""

from machine import PWM, Pin

from device.button import Button
from device.drivers.erm import Erm
from device.drivers.pico import battery_mv as battery_mv
from device.drivers.pico import is_charging as is_charging
from device.drivers.pico import light_sleep as light_sleep
from device.drivers.pico import rest_radio as rest_radio
from loslaten_core.haptics.motor import COIN_ERM

NAME = "pico2_w"
MODEL = "Pico 2 W"
CHIP = "RP2350"
MICROPYTHON = "RPI_PICO2_W"
BUTTON_PIN = 15
MOTOR_PIN = 16
MOTOR = COIN_ERM

BATTERY_MAH = 400
# A LiPo cell at rest behind VSYS's diode.
BATTERY_CURVE = ((3_900, 100), (3_600, 60), (3_450, 30), (3_300, 10), (3_100, 0))
SESSION_PCT = 12
BATTERY_ON_RADIO_PIN = True

# Deeper sleep would stop the count of uptime, and with it the journal's time.
HAS_DEEP_SLEEP = False
WAKE_MS = 10
UPTIME_DRIFT_PPM = 100
RTC_DRIFT_PPM = 0
CURRENTS_UA = (
    ("awake", 17_000, "assumed", "as a Pico W: btferret#64, Bluetooth off"),
    ("light sleep", 1_200, "assumed", "as a Pico W: micropython-pico-deepsleep#8"),
    ("radio", 18_000, "assumed", "as a Pico W: btferret#64, what Bluetooth adds"),
    ("motor", 58_000, "data sheet", "TI SLOA194A, table 2-3, a coin ERM"),
)


def motor() -> Erm:
    """The motor's driver."""
    return Erm(PWM(Pin(MOTOR_PIN)))


async def prepare(_driver: Erm) -> None:
    """Once at the start: a coin motor needs nothing."""


def button() -> Button:
    """The button, to ground."""
    return Button(Pin(BUTTON_PIN, Pin.IN, Pin.PULL_UP))
