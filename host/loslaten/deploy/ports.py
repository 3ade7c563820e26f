"""Serial ports: where on USB the board is."""

from typing import Any

from loslaten.deploy.errors import DeployError, extra

# Who makes the chips of our boards: Raspberry Pi, Espressif.
_USB_VENDORS = (0x2E8A, 0x303A)
_FLASH_ADVICE = (
    "connect the watch with a cable that carries data, and press its button: it may be asleep;"
    " a board that is new needs MicroPython first: see docs/deployment.md"
)


def find_port(port: str | None) -> str:
    """Return the port to use: `port` if it is given, else the one board there is on USB.

    Raises:
        DeployError: there is none, or more than one.
    """
    if port is not None:
        return port
    found: list[Any] = list(extra("serial.tools.list_ports").comports())
    found.sort(key=lambda one: str(one.device))
    boards = [one for one in found if one.vid in _USB_VENDORS]
    if len(boards) == 1:
        return str(boards[0].device)
    if boards:
        raise DeployError(
            "there are several boards on USB", "say which: --port PORT", _lines(boards)
        )
    others = [one for one in found if one.vid is not None]
    advice = "if one of these is the watch: --port PORT; else " if others else ""
    raise DeployError("no board is connected by USB", advice + _FLASH_ADVICE, _lines(others))


def _lines(ports: list[Any]) -> tuple[str, ...]:
    return tuple(f"{one.device}  {one.description or ''}".rstrip() for one in ports)
