# SPDX-License-Identifier: MIT
"""From seconds and currents to milliampere-hours, and how many nights a cell holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from loslaten.battery_life.supply import Supply
from loslaten.battery_life.usage import Usage

# A cell ages, discharges itself and must not be emptied: this much of what is printed on it.
USABLE_PCT: Final = 80
_UAS_PER_MAH: Final = 3_600_000


@dataclass(frozen=True, kw_only=True)
class Share:
    """Charge that one thing takes: for how long, at which current, which share of the whole."""

    what: str
    seconds: float
    ua: int
    basis: str
    mah: float


def shares(supply: Supply, used: Usage) -> list[Share]:
    """Return where the charge goes, by state and load; what took no time is left out."""
    seconds: Mapping[str, float] = used.seconds | {"radio": used.radio_s, "motor": used.motor_s}
    parts = []
    for kind, lasted_s in seconds.items():
        if lasted_s > 0:
            current = supply.currents[kind]
            mah = current.ua * lasted_s / _UAS_PER_MAH
            parts.append(
                Share(what=kind, seconds=lasted_s, ua=current.ua, basis=current.basis, mah=mah)
            )
    return parts


def total_mah(parts: list[Share]) -> float:
    """Return what they take together."""
    return sum(part.mah for part in parts)


def nights(battery_mah: float, day_mah: float) -> float:
    """Return how many days and nights a cell holds that takes so much in each."""
    return battery_mah * USABLE_PCT / 100 / day_mah


def window_mah(supply: Supply, seconds: float) -> float:
    """Return what a radio window takes, in which the processor is awake as well."""
    ua = supply.currents["awake"].ua + supply.currents["radio"].ua
    return ua * seconds / _UAS_PER_MAH
