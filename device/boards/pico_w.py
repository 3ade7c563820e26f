# SPDX-License-Identifier: MIT
"""Raspberry Pi Pico W: a coin motor on a transistor, a LiPo cell on VSYS.

Stock MicroPython with BTstack: one connection, no pairing.
"""

from machine import PWM, Pin

from device.button import Button
from device.drivers.erm import Erm
from device.drivers.pico import battery_mv as battery_mv
from device.drivers.pico import is_charging as is_charging
from device.drivers.pico import light_sleep as light_sleep
from device.drivers.pico import rest_radio as rest_radio
from loslaten_core.haptics.motor import COIN_ERM

NAME = "pico_w"
MODEL = "Pico W"
CHIP = "RP2040"
MICROPYTHON = "RPI_PICO_W"
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
    ("awake", 17_000, "measured", "btferret#64, Bluetooth off"),
    ("light sleep", 1_200, "measured", "micropython-pico-deepsleep#8, radio chip off"),
    ("radio", 18_000, "measured", "btferret#64, what Bluetooth adds"),
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
