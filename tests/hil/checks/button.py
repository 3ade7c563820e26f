# SPDX-License-Identifier: MIT
"""The button: whether it is understood, and answered within a tenth of a second."""

import pytest

from loslaten_core.practice import event
from tests.hil import planned
from tests.hil.bench import Bench
from tests.hil.report import Part

TITLE = "Button"

# README: felt within a tenth of a second. The motor is felt its rise time after the drive begins.
_FELT_MS = 100
_PRESSES = 10
_SHORT_PRESSES = 2
_SILENCE_S = 120.0

# Pressed and let go in turn, in ms, and what the firmware has to make of it.
_GESTURES = {
    "a press": ((80,), (event.PRESS,)),
    "two presses": ((80, 120, 80), (event.PRESS, event.DOUBLE)),
    "a hold": ((1_200,), (event.PRESS, event.HOLD_REACHED, event.HOLD)),
    "a very long hold": (
        (4_500,),
        (event.PRESS, event.HOLD_REACHED, event.LONG_REACHED, event.LONG),
    ),
    "lain on": (
        (8_500,),
        (event.PRESS, event.HOLD_REACHED, event.LONG_REACHED, event.STUCK),
    ),
}
_BOUNCING = "bouncing"


def test_presses_are_understood_and_answered(bench: Bench, part: Part) -> None:
    wired = bench.wired
    if wired["button"] is None:
        pytest.skip("the button of this board is at no pin that a wire could press")
    if not wired["button"]:
        pytest.skip(f"no wire from GP{bench.wires.press} to GP{wired['pins'][1]}")
    presses = _SHORT_PRESSES if bench.short else _PRESSES
    found = bench.run(
        "button",
        silence_s=_SILENCE_S,
        loopback_pin=bench.wires.loopback,
        press_pin=bench.wires.press,
        presses=presses,
        gestures=[(name, times_ms) for name, (times_ms, _) in _GESTURES.items()],
    )
    for name, (_, wanted) in _GESTURES.items():
        part.figure(name, _names(found["gestures"][name]), equals=_names(wanted))
    part.figure("a bouncing press", _names(found["gestures"][_BOUNCING]), equals="press")
    if wired["motor"] is False:
        part.missing("latency", f"no wire from GP{wired['pins'][0]} to GP{bench.wires.loopback}")
    else:
        _tell_latencies(found, presses, part)
    part.judge()


def _tell_latencies(found: dict, presses: int, part: Part) -> None:
    latencies = [one / 1000 for one in found["latencies_us"]]
    part.figure("presses answered", len(latencies), equals=presses)
    if latencies:
        allowed_ms = _FELT_MS - found["rise_ms"]
        part.figure("press to drive, p50", planned.quantile(latencies, 0.5), "ms")
        part.figure("press to drive, most", max(latencies), "ms", at_most=allowed_ms)
        part.figure(
            f"press to felt, most: with the motor's {found['rise_ms']} ms",
            max(latencies) + found["rise_ms"],
            "ms",
            at_most=_FELT_MS,
        )


def _names(gestures: tuple[int, ...] | list[int]) -> str:
    return ", ".join(event.INPUTS[one] for one in gestures)
