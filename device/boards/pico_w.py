"""Raspberry Pi Pico W: a coin motor on a transistor, a LiPo cell on VSYS.

Stock MicroPython with BTstack: one connection, no pairing. The battery is read at VSYS through the
board's own divider by three, on a pin that the radio chip uses too: reading is left out while the
radio is on.
"""

from machine import ADC, PWM, Pin

from device.drivers.erm import Erm
from loslaten_core.haptics.motor import COIN_ERM

NAME = "pico_w"
MODEL = "Pico W"
CHIP = "RP2040"
MICROPYTHON = "RPI_PICO_W"  # the name of its download
BUTTON_PIN = 15
MOTOR_PIN = 16
MOTOR = COIN_ERM

# A LiPo cell at rest behind VSYS's diode: (mV, percent).
BATTERY_CURVE = ((3_900, 100), (3_600, 60), (3_450, 30), (3_300, 10), (3_100, 0))
SESSION_PCT = 12
BATTERY_ON_RADIO_PIN = True

_VSYS_PIN = 29
_USB_PIN = "WL_GPIO2"
_ADC_FULL_MV = 3 * 3_300


def motor() -> Erm:
    """The motor's driver."""
    return Erm(PWM(Pin(MOTOR_PIN)))


async def prepare(_driver: Erm) -> None:
    """Once at the start: a coin motor needs nothing."""


def button_pin() -> Pin:
    """The button, to ground."""
    return Pin(BUTTON_PIN, Pin.IN, Pin.PULL_UP)


def battery_mv() -> int:
    """One reading of VSYS."""
    return ADC(_VSYS_PIN).read_u16() * _ADC_FULL_MV // 65_535


def is_charging() -> bool:
    """Whether USB power is there."""
    return Pin(_USB_PIN, Pin.IN).value() == 1
