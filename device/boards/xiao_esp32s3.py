"""Seeed XIAO ESP32S3: small, with a LiPo charger; a coin motor on a transistor.

Stock MicroPython with NimBLE. The board has no divider at its battery: two resistors of 220 kΩ
bring half of the voltage to D2, and two more half of the USB supply to D3.
"""

from machine import ADC, PWM, Pin

from device.drivers.erm import Erm
from loslaten_core.haptics.motor import COIN_ERM

NAME = "xiao_esp32s3"
MODEL = "XIAO ESP32S3"
CHIP = "ESP32S3"
MICROPYTHON = "ESP32_GENERIC_S3"  # the name of its download
BUTTON_PIN = 2
MOTOR_PIN = 1
MOTOR = COIN_ERM

# A LiPo cell at rest: (mV, percent).
BATTERY_CURVE = ((4_150, 100), (3_850, 60), (3_700, 30), (3_550, 10), (3_300, 0))
SESSION_PCT = 12
BATTERY_ON_RADIO_PIN = False

_BATTERY_PIN = 3
_USB_PIN = 4
_DIVIDER = 2


def motor() -> Erm:
    """The motor's driver."""
    return Erm(PWM(Pin(MOTOR_PIN)))


async def prepare(_driver: Erm) -> None:
    """Once at the start: a coin motor needs nothing."""


def button_pin() -> Pin:
    """The button, to ground."""
    return Pin(BUTTON_PIN, Pin.IN, Pin.PULL_UP)


def battery_mv() -> int:
    """One reading of the battery."""
    adc = ADC(Pin(_BATTERY_PIN), atten=ADC.ATTN_11DB)
    # Only the ESP32 has it, and the stubs are the RP2's.
    return adc.read_uv() * _DIVIDER // 1000  # pyright: ignore[reportAttributeAccessIssue]


def is_charging() -> bool:
    """Whether USB power is there."""
    return Pin(_USB_PIN, Pin.IN).value() == 1
