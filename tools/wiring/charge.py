# SPDX-License-Identifier: MIT
"""Speed at which the charger fills the cell, and the rule it is held to."""

from typing import Final

from tools.wiring.parts import PARTS

# TP4056 data sheet: the current in mA is this by the resistor in kΩ, to 10 %.
_MA_KOHM: Final = 1_200
_CHIP_TOLERANCE: Final = 0.10
# docs/hardware/README.md, the cell: at most half of the capacity an hour.
MOST_OF_CAPACITY_AN_HOUR: Final = 0.5


def charge_ma(ohms: int | None = None) -> float:
    """Return the charge current that the charger's resistor sets, or another one would."""
    return _MA_KOHM * 1_000 / (ohms or _ohms())


def worst_charge_ma() -> float:
    """Return the highest charge current that the chip and the resistor allow."""
    tolerance_pct = PARTS["charge_resistor"].tolerance_pct
    return charge_ma() * (1 + _CHIP_TOLERANCE) / (1 - tolerance_pct / 100)


def _ohms() -> int:
    ohms = PARTS["charge_resistor"].ohms
    assert ohms is not None
    return ohms
