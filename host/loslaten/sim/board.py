# SPDX-License-Identifier: MIT
"""The boards that can be simulated: what differs between them below the firmware.

The pins are those of `device/boards`; what the radios of the boards do differently is the radio's.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from loslaten.language.text import Text
from loslaten.sim.errors import SimulatorError
from loslaten_core.haptics.motor import ERM, LRA

# Pairs of pins of one board, the output first.
Wires = Sequence[tuple[int, int]]


@dataclass(frozen=True, kw_only=True)
class Board:
    """One kind of board, wired as a watch.

    `heap_bytes` is what the firmware has for itself. Battery voltages reach the ADC through a
    divider: `battery_mv / battery_divider`. Where there is a `battery_enable_pin`, the radio
    chip's select, it has to be driven high for that; `supply_mv` is what USB feeds into the same
    node, 0 where it does not. Times are Unix seconds: where the board's
    `time.time()` counts from, and what its clock says at first. `i2c` names the simulated chips
    on its bus 0 (`hardware/_NAME.py`). A pin is None where such a chip has what would be at it;
    `irq_pin` is the one that a power chip pulls low, `enable_pin` the one that lets a haptic chip
    work. `reset_ms` and `wake_ms` are how long it takes to start over and to come back from light
    sleep. `motor` is the kind of its motor.
    """

    name: str
    port: str
    machine: str
    epoch_unix_s: int
    clock_starts_unix_s: int
    clock_survives_reset: bool
    cpu_hz: int
    adc_full_mv: int
    flash_bytes: int
    heap_bytes: int
    button_pin: int | None
    motor_pin: int | None
    battery_pin: int | None
    usb_pin: int | None
    irq_pin: int | None = None
    enable_pin: int | None = None
    motor: int = ERM
    battery_divider: int = 2
    battery_enable_pin: int | None = None
    supply_mv: int = 0
    button_pressed_level: int = 0
    i2c: tuple[str, ...] = ()
    reset_ms: int = 250
    wake_ms: int = 3


def _unix_s(year: int) -> int:
    return int(dt.datetime(year, 1, 1, tzinfo=dt.UTC).timestamp())


PICO_W: Final = Board(
    name="pico_w",
    port="rp2",
    machine="Raspberry Pi Pico W with RP2040",
    epoch_unix_s=_unix_s(1970),
    clock_starts_unix_s=_unix_s(2021),
    clock_survives_reset=False,
    cpu_hz=125_000_000,
    adc_full_mv=3300,
    flash_bytes=848 * 1024,
    heap_bytes=210_016,
    button_pin=15,
    motor_pin=16,
    battery_pin=29,
    battery_divider=3,
    battery_enable_pin=25,
    supply_mv=4_700,
    usb_pin=17,
)

PICO_W_DRV2605L: Final = replace(
    PICO_W,
    name="pico_w_drv2605l",
    motor_pin=None,
    motor=LRA,
    i2c=("drv2605l",),
    enable_pin=6,
)

PICO2_W: Final = replace(
    PICO_W,
    name="pico2_w",
    machine="Raspberry Pi Pico 2 W with RP2350",
    cpu_hz=150_000_000,
    flash_bytes=2560 * 1024,
    heap_bytes=467_596,
)

XIAO_ESP32S3: Final = Board(
    name="xiao_esp32s3",
    port="esp32",
    machine="Generic ESP32S3 module with ESP32S3",
    epoch_unix_s=_unix_s(2000),
    clock_starts_unix_s=_unix_s(2000),
    clock_survives_reset=True,
    cpu_hz=160_000_000,
    adc_full_mv=3300,
    flash_bytes=2048 * 1024,
    heap_bytes=110_000,
    button_pin=2,
    motor_pin=1,
    battery_pin=3,
    usb_pin=4,
)

TWATCH_S3: Final = replace(
    XIAO_ESP32S3,
    name="twatch_s3",
    button_pin=None,
    motor_pin=None,
    battery_pin=None,
    usb_pin=None,
    irq_pin=21,
    i2c=("axp2101", "drv2605l", "pcf8563"),
)

BOARDS: Final = {
    board.name: board for board in (PICO_W, PICO_W_DRV2605L, PICO2_W, XIAO_ESP32S3, TWATCH_S3)
}


def board_named(name: str) -> Board:
    """Return a board.

    Raises:
        SimulatorError: there is none of this name.
    """
    if name not in BOARDS:
        raise SimulatorError(
            Text("geen bord heet {}; er is: {}", "no board called {}; there is: {}").format(
                name, ", ".join(sorted(BOARDS))
            )
        )
    return BOARDS[name]
