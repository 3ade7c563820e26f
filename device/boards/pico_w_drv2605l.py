# SPDX-License-Identifier: MIT
"""Raspberry Pi Pico W with a DRV2605L on I2C and a linear motor, a LiPo cell on VSYS.

The chip finds out about its motor at the first start, which is felt for a second: lay the watch on
something soft then, and remove `CALIBRATION` to let it do so again.

Stock MicroPython with BTstack: one connection, no pairing.
"""

from machine import I2C, Pin

from device import files
from device.button import Button
from device.drivers.drv2605l import Drv2605l
from device.drivers.drv2605l_calibration import calibrated
from device.drivers.pico import battery_mv as battery_mv
from device.drivers.pico import is_charging as is_charging
from device.drivers.pico import light_sleep as light_sleep
from device.drivers.pico import rest_radio as rest_radio
from loslaten_core.flash_layout import CALIBRATION
from loslaten_core.haptics.motor import DRIVEN_LRA

NAME = "pico_w_drv2605l"
MODEL = "Pico W, DRV2605L"
CHIP = "RP2040"
MICROPYTHON = "RPI_PICO_W"
BUTTON_PIN = 15
SDA_PIN = 4
SCL_PIN = 5
# Stops the chip when the bus is dead.
ENABLE_PIN = 6
MOTOR = DRIVEN_LRA

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
    ("light sleep", 1_207, "measured", "micropython-pico-deepsleep#8, and 7 µA of the DRV2605L"),
    ("radio", 18_000, "measured", "btferret#64, what Bluetooth adds"),
    ("motor", 52_000, "data sheet", "TI SLOA194A, table 2-3, an LRA"),
)


def motor() -> Drv2605l:
    """The motor's driver."""
    bus = I2C(0, sda=Pin(SDA_PIN), scl=Pin(SCL_PIN), freq=400_000)
    calibration = files.read(CALIBRATION) or None
    return Drv2605l(bus, True, calibration=calibration, enable=Pin(ENABLE_PIN, Pin.OUT, value=0))


async def prepare(driver: Drv2605l) -> None:
    """Once at the start: let the chip measure its motor, if it never has."""
    await calibrated(driver, CALIBRATION)


def button() -> Button:
    """The button, to ground."""
    return Button(Pin(BUTTON_PIN, Pin.IN, Pin.PULL_UP))
