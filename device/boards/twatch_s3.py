# SPDX-License-Identifier: MIT
"""LilyGO T-Watch S3: a finished watch. An ERM on a DRV2605, its key on the power chip, a clock.

Stock MicroPython with NimBLE. Pins and rails are LilyGoLib's (docs/hardware/lilygo-t-watch-s3.md
and src/LilyGoWatchS3.cpp) and those of Zephyr's board twatch_s3. The key is not at a pin: there
is no safe mode by it, only by the laptop.
"""

import machine
from machine import I2C, Pin

from device.drivers import axp2101, esp32_sleep, pcf8563
from device.drivers.axp2101 import Axp2101
from device.drivers.drv2605l import Drv2605l
from device.drivers.pcf8563 import Pcf8563
from device.drivers.power_key import PowerKey
from loslaten_core.haptics.motor import BRAKED_ERM

NAME = "twatch_s3"
MODEL = "T-Watch S3"
CHIP = "ESP32S3"
MICROPYTHON = "ESP32_GENERIC_S3"
BUTTON_PIN = None
SDA_PIN = 10
SCL_PIN = 11
PMU_PIN = 21
MOTOR = BRAKED_ERM

BATTERY_MAH = 470
# A LiPo cell at rest.
BATTERY_CURVE = ((4_150, 100), (3_850, 60), (3_700, 30), (3_550, 10), (3_300, 0))
SESSION_PCT = 8
BATTERY_ON_RADIO_PIN = False

HAS_DEEP_SLEEP = True
WAKE_MS = 10
UPTIME_DRIFT_PPM = esp32_sleep.UPTIME_DRIFT_PPM
RTC_DRIFT_PPM = pcf8563.DRIFT_PPM
CURRENTS_UA = (
    ("awake", 35_000, "assumed", "lucidar.me, an ESP32-S3 DevKitM, and a tenth for the PMU"),
    ("light sleep", 2_380, "measured", "LilyGoLib's page of the watch, with its touch screen"),
    ("deep sleep", 530, "measured", "LilyGoLib's page of the watch, the clock's cell charging"),
    ("radio", 60_000, "assumed", "esp-idf#947: bursts of 75 mA"),
    ("motor", 58_000, "data sheet", "TI SLOA194A, table 2-3, a coin ERM"),
)

# What the power chip is told: (register, bits that stay, bits that are set).
_SETTINGS = (
    # The DRV2605's enable pin hangs on BLDO2: 3.3 V. The processor hangs on DC1. Backlight,
    # display, touch, LoRa, GPS and sound hang on the others, or nothing does.
    (axp2101.LDO_BLDO2_MV, 0xE0, 28),
    (axp2101.LDOS, 0x00, 0x20),
    (axp2101.LDOS + 1, 0xFE, 0x00),
    (axp2101.BUCKS, 0xE0, 0x01),
    # Edges of the key, and of the USB supply, pull the line; nothing else does.
    (axp2101.EVENTS, 0x00, 0x00),
    (
        axp2101.EVENTS + 1,
        0x00,
        axp2101.KEY_DOWN | axp2101.KEY_UP | axp2101.POWER_CAME | axp2101.POWER_GONE,
    ),
    (axp2101.EVENTS + 2, 0x00, 0x00),
    # A key that is lain on must not take the power: not after 6 s as delivered, nor after 10.
    (axp2101.KEY_TURNS_OFF, 0xFD, 0x00),
    (axp2101.KEY_TIMES, 0xF3, 0x0C),
    # Battery, USB and system voltage; there is no thermistor, which would stop the charger.
    (axp2101.ADC_CHANNELS, 0xFD, 0x0D),
    (axp2101.THERMISTOR, 0xE0, 0x10),
    # 50, then 100 mA up to 4.2 V, ending at 25 mA: LilyGO asks for less than 130 mA. Its own
    # firmware charges to 4.35 V, which not every cell in such a watch is known to bear.
    (axp2101.PRECHARGE, 0xF0, 2),
    (axp2101.PRECHARGE + 1, 0xE0, 4),
    (axp2101.PRECHARGE + 2, 0xF0, 1),
    (axp2101.PRECHARGE + 3, 0xF8, 3),
    # The clock's cell: 3.3 V.
    (axp2101.BACKUP_MV, 0xF8, 7),
    (axp2101.BACKUP_CHARGER, 0xFF, 0x04),
)
# How long until a start over where the key could not be told to wake it.
_UNARMED_MS = 60_000

_i2c = I2C(0, sda=Pin(SDA_PIN), scl=Pin(SCL_PIN), freq=400_000)
_pmu = Axp2101(_i2c, _SETTINGS)


def motor() -> Drv2605l:
    """The motor's driver, behind a rail that has to be on."""
    _pmu.set_up()
    return Drv2605l(_i2c, lra=False)


async def prepare(_driver: Drv2605l) -> None:
    """Once at the start: an ERM is driven open loop, and needs nothing."""


def button() -> PowerKey:
    """The key at the side."""
    # The line's own resistor hangs on a rail that is off (TTGO_TWatch_Library#197).
    return PowerKey(Pin(PMU_PIN, Pin.IN, Pin.PULL_UP), _pmu)


def battery_mv() -> int:
    """One reading of the battery; OSError if the power chip does not answer."""
    return _pmu.battery_mv()


def is_charging() -> bool:
    """Whether USB power is there."""
    return _pmu.has_power()


def light_sleep(ms: int, _is_held: bool) -> None:
    """Stand still for so long, or until the key or the USB supply changes."""
    esp32_sleep.light_sleep(ms, Pin(PMU_PIN), False)


def deep_sleep() -> None:
    """Start over at the next press, or when USB power comes."""
    if not _pmu.set_up():
        machine.deepsleep(_UNARMED_MS)
    esp32_sleep.deep_sleep(Pin(PMU_PIN))


def rtc() -> tuple[int, bool] | None:
    """The clock's reading in ms, and whether it has run on; None if it does not answer."""
    return Pcf8563(_i2c).read()


def rest_radio() -> None:
    """The radio takes no power once Bluetooth is off."""
