# SPDX-License-Identifier: MIT
"""Serial ports: where on USB the board is."""

from typing import Any

from loslaten.deploy.drives import find_drives
from loslaten.deploy.errors import DeployError, extra
from loslaten.firmware.micropython_builds import for_chip
from loslaten.language.text import Text

# Who makes the chips of our boards: Raspberry Pi, Espressif.
_USB_VENDORS = (0x2E8A, 0x303A)
_NO_BOARD = Text("er is geen bord aangesloten via USB", "no board is connected by USB")
_CONNECT = Text(
    "sluit het horloge aan met een kabel die ook gegevens draagt, en druk op de knop: het kan"
    " slapen; houd bij een nieuwe Pico BOOTSEL ingedrukt terwijl u hem erin steekt, en dan:"
    " loslaten deploy",
    "connect the watch with a cable that carries data, and press its button: it may be asleep;"
    " plug in a new Pico with BOOTSEL held, then: loslaten deploy",
)
_ONE_OF_THESE = Text(
    "is een van deze het horloge: --port PORT; anders: ",
    "if one of these is the watch: --port PORT; else: ",
)


def find_port(port: str | None) -> str:
    """Return the port to use: `port` if it is given, else the one board there is on USB.

    Raises:
        DeployError: there is none, or more than one.
    """
    if port is not None:
        return port
    ports: list[Any] = list(extra("serial.tools.list_ports").comports())
    ports.sort(key=lambda one: str(one.device))
    boards = [one for one in ports if one.vid in _USB_VENDORS]
    if len(boards) == 1:
        return str(boards[0].device)
    if boards:
        raise DeployError(
            Text("er zijn meer borden op USB", "there are several boards on USB"),
            Text("zeg welk: --port PORT", "say which: --port PORT"),
            _lines(boards),
        )
    _look_for_drive()
    others = [one for one in ports if one.vid is not None]
    advice = Text("{}{}", "{}{}").format(_ONE_OF_THESE, _CONNECT) if others else _CONNECT
    raise DeployError(_NO_BOARD, advice, _lines(others))


def _look_for_drive() -> None:
    """Raise DeployError if a board shows its bootloader's drive: it waits for MicroPython."""
    for drive in find_drives():
        build = for_chip(drive.chip)
        if build is not None:
            raise DeployError(
                Text(
                    f"het bord aan {drive.folder} ({drive.chip}) wacht op MicroPython",
                    f"the board at {drive.folder} ({drive.chip}) waits for MicroPython",
                ),
                build.steps,
            )


def _lines(ports: list[Any]) -> tuple[str, ...]:
    return tuple(f"{one.device}  {one.description or ''}".rstrip() for one in ports)
