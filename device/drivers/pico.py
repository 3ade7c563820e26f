"""What every Raspberry Pi Pico W and Pico 2 W has in common beside its processor.

The cell's voltage reaches VSYS, which the board divides by three at a pin that the radio chip
uses, too: it is read only while the radio is off. The radio chip tells whether USB is there, but
asking it would switch it on; so two equal resistors bring half of VBUS to a pin of its own.
"""

import machine
import network
from machine import ADC, Pin

USB_PIN = 17
_VSYS_PIN = 29
_ADC_FULL_MV = 3 * 3_300


def battery_mv() -> int:
    """One reading of VSYS."""
    return ADC(_VSYS_PIN).read_u16() * _ADC_FULL_MV // 65_535


def is_charging() -> bool:
    """Whether USB power is there."""
    return Pin(USB_PIN, Pin.IN).value() == 1


def light_sleep(ms: int, _is_held: bool) -> None:
    """Stand still for so long, or until the button's interrupt; the tick counter runs on."""
    machine.lightsleep(ms)


def rest_radio() -> None:
    """Take the power from the radio chip, which the next window gives back (micropython#10927)."""
    network.WLAN(network.STA_IF).deinit()
