# SPDX-License-Identifier: MIT
"""Parts that every Raspberry Pi Pico W and Pico 2 W has beside its processor.

The cell's voltage reaches VSYS, which the board divides by three and puts on GPIO29, the radio
chip's clock, while GPIO25, the radio chip's select, is high (Pico W data sheet, "Powerchain";
micropython#10406: about 90 mV is read otherwise). So VSYS is read only while the radio is off, and
says nothing of the cell while USB feeds it. The radio chip tells whether USB is there, but asking
it would switch it on; so two equal resistors bring half of VBUS to a pin of its own.
"""

import time

import machine
import network
from machine import ADC, Pin

USB_PIN = 17
_RADIO_SELECT_PIN = 25
_VSYS_PIN = 29
_ADC_FULL_MV = 3 * 3_300
# The board's divider has 66 kΩ to fill 1 nF through.
_SETTLE_US = 400


def battery_mv() -> int:
    """One reading of VSYS. Never while the radio chip has power: its select would be disturbed."""
    select = Pin(_RADIO_SELECT_PIN, Pin.OUT, value=1)
    try:
        time.sleep_us(_SETTLE_US)
        return ADC(Pin(_VSYS_PIN)).read_u16() * _ADC_FULL_MV // 65_535
    finally:
        # As a reset leaves them; the radio's driver sets both up anew when a window opens.
        select.init(Pin.IN, Pin.PULL_DOWN)
        Pin(_VSYS_PIN, Pin.IN, Pin.PULL_DOWN)


def is_charging() -> bool:
    """Whether USB power is there."""
    return Pin(USB_PIN, Pin.IN).value() == 1


def light_sleep(ms: int, _is_held: bool) -> None:
    """Stand still for so long, or until the button's interrupt; the tick counter runs on."""
    machine.lightsleep(ms)


def rest_radio() -> None:
    """Take the power from the radio chip, which the next window gives back (micropython#10927)."""
    network.WLAN(network.STA_IF).deinit()
