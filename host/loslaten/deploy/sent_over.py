# SPDX-License-Identifier: MIT
"""Programs that run on the board beside the firmware; they are sent over as source."""

from pathlib import Path
from typing import Final

# What a deployment does on the board, and asks of it.
ONBOARD: Final = Path(__file__).with_name("onboard.py")
# The same for first light, which uses the firmware's own parts.
FIRST_LIGHT: Final = Path(__file__).with_name("first_light_onboard.py")


def as_sent(program: Path) -> str:
    """Return the source as a board takes it.

    MicroPython has no `typing`, and does not look at annotations.
    """
    return program.read_text("utf-8").replace("from typing import Any\n", "")
