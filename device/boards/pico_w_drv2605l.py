"""Raspberry Pi Pico W with a DRV2605L on I2C and a linear motor, a LiPo cell on VSYS.

The chip finds out about its motor at the first start, which is felt for a second: lay the watch on
something soft then, and remove `CALIBRATION` to let it do so again.

Stock MicroPython with BTstack: one connection, no pairing. The battery is read at VSYS through the
board's own divider by three, on a pin that the radio chip uses too: reading is left out while the
radio is on.
"""

from machine import ADC, I2C, Pin

from device import files
from device.drivers.drv2605l import Drv2605l
from device.drivers.drv2605l_calibration import calibrated
from loslaten_core.haptics.motor import DRIVEN_LRA

NAME = "pico_w_drv2605l"
MODEL = "Pico W, DRV2605L"
CHIP = "RP2040"
MICROPYTHON = "RPI_PICO_W"  # the name of its download
BUTTON_PIN = 15
SDA_PIN = 4
SCL_PIN = 5
MOTOR = DRIVEN_LRA
CALIBRATION = "/data/calibration"

# A LiPo cell at rest behind VSYS's diode: (mV, percent).
BATTERY_CURVE = ((3_900, 100), (3_600, 60), (3_450, 30), (3_300, 10), (3_100, 0))
SESSION_PCT = 12
BATTERY_ON_RADIO_PIN = True

_VSYS_PIN = 29
_USB_PIN = "WL_GPIO2"
_ADC_FULL_MV = 3 * 3_300


def motor() -> Drv2605l:
    """The motor's driver."""
    bus = I2C(0, sda=Pin(SDA_PIN), scl=Pin(SCL_PIN), freq=400_000)
    return Drv2605l(bus, True, calibration=files.read(CALIBRATION) or None)


async def prepare(driver: Drv2605l) -> None:
    """Once at the start: let the chip measure its motor, if it never has."""
    await calibrated(driver, CALIBRATION)


def button_pin() -> Pin:
    """The button, to ground."""
    return Pin(BUTTON_PIN, Pin.IN, Pin.PULL_UP)


def battery_mv() -> int:
    """One reading of VSYS."""
    return ADC(_VSYS_PIN).read_u16() * _ADC_FULL_MV // 65_535


def is_charging() -> bool:
    """Whether USB power is there."""
    return Pin(_USB_PIN, Pin.IN).value() == 1
