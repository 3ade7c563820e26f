# SPDX-License-Identifier: MIT
"""Seeed XIAO ESP32S3: small, with a LiPo charger; a coin motor on a transistor.

Stock MicroPython with NimBLE. The board has no divider at its battery: two resistors of 220 kΩ
bring half of the voltage to D2, and two more half of the USB supply to D3. The button needs a
resistor of 100 kΩ to 3V3: those in the chip are off in deep sleep.
"""

from machine import ADC, PWM, Pin

from device.button import Button
from device.drivers import esp32_sleep
from device.drivers.erm import Erm
from device.drivers.esp32_sleep import rtc as rtc
from loslaten_core.haptics.motor import COIN_ERM

NAME = "xiao_esp32s3"
MODEL = "XIAO ESP32S3"
CHIP = "ESP32S3"
MICROPYTHON = "ESP32_GENERIC_S3"
BUTTON_PIN = 2
MOTOR_PIN = 1
MOTOR = COIN_ERM

BATTERY_MAH = 250
# A LiPo cell at rest.
BATTERY_CURVE = ((4_150, 100), (3_850, 60), (3_700, 30), (3_550, 10), (3_300, 0))
SESSION_PCT = 12
BATTERY_ON_RADIO_PIN = False

HAS_DEEP_SLEEP = True
WAKE_MS = 10
UPTIME_DRIFT_PPM = esp32_sleep.UPTIME_DRIFT_PPM
RTC_DRIFT_PPM = esp32_sleep.RTC_DRIFT_PPM
CURRENTS_UA = (
    ("awake", 31_700, "measured", "lucidar.me, an ESP32-S3 DevKitM"),
    ("light sleep", 780, "measured", "MoleNet, ComNets Bremen, the upper figure"),
    ("deep sleep", 20, "assumed", "8 µA of the chip (data sheet), the rest for the board"),
    ("radio", 60_000, "assumed", "esp-idf#947: bursts of 75 mA"),
    ("motor", 58_000, "data sheet", "TI SLOA194A, table 2-3, a coin ERM"),
)

_BATTERY_PIN = 3
_USB_PIN = 4
_DIVIDER = 2


def motor() -> Erm:
    """The motor's driver."""
    return Erm(PWM(Pin(MOTOR_PIN)))


async def prepare(_driver: Erm) -> None:
    """Once at the start: a coin motor needs nothing."""


def button() -> Button:
    """The button, to ground."""
    return Button(Pin(BUTTON_PIN, Pin.IN, Pin.PULL_UP))


def battery_mv() -> int:
    """One reading of the battery."""
    adc = ADC(Pin(_BATTERY_PIN), atten=ADC.ATTN_11DB)
    # Only the ESP32 has it, and the stubs are the RP2's.
    return adc.read_uv() * _DIVIDER // 1000  # pyright: ignore[reportAttributeAccessIssue]


def is_charging() -> bool:
    """Whether USB power is there."""
    return Pin(_USB_PIN, Pin.IN).value() == 1


def light_sleep(ms: int, is_held: bool) -> None:
    """Stand still for so long, or until the button changes."""
    esp32_sleep.light_sleep(ms, Pin(BUTTON_PIN), is_held)


def deep_sleep() -> None:
    """Start over at the next press."""
    esp32_sleep.deep_sleep(Pin(BUTTON_PIN))


def rest_radio() -> None:
    """The radio takes no power once Bluetooth is off."""
