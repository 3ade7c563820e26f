"""Errors between laptop and watch, each with what to do about it."""

from loslaten.errors import LoslatenError
from loslaten.language.text import Text
from loslaten.link import catalogue, refusals
from loslaten_core.link import message

_OPEN_A_WINDOW = "hold the watch's button down very long until it answers, and try again close by"
_NOT_HEARD = f"{_OPEN_A_WINDOW}; a watch that another computer is connected to is not heard"
# What to do about a refusal, where its reason does not say so itself.
_REFUSED = {
    message.OPCODE_NOT_SUPPORTED: "update the watch over USB: loslaten deploy",
    message.BUSY: "wait until the session is over, or end it with the watch's button",
    message.FAULT: "try again; if it stays so, restart the watch: loslaten doctor",
}


class LinkError(LoslatenError):
    """Something about the link; subclasses say what."""


class BluetoothError(LinkError):
    """The laptop's own Bluetooth cannot be used."""

    def __init__(self, error: Exception) -> None:
        known = refusals.words(error)
        if known is None:
            reason = str(error) or type(error).__name__
            known = (
                Text(f"Bluetooth werkt niet: {reason}", f"Bluetooth does not work: {reason}"),
                Text(
                    "zet Bluetooth uit en weer aan; loslaten doctor",
                    "switch Bluetooth off and on; loslaten doctor",
                ),
            )
        super().__init__(*known)


class NotFoundError(LinkError):
    """No watch was heard in time, or not the one that was meant."""

    def __init__(self, short_id: bytes | None = None) -> None:
        told = (
            "no watch was heard" if short_id is None else f"watch {short_id.hex()} was not heard"
        )
        super().__init__(told, _NOT_HEARD)


class NoConnectionError(LinkError):
    """The watch was heard, but a connection did not come about."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"the watch was heard but does not let itself be connected to ({why})",
            "come closer, and see that no other computer is connected to it",
        )


class WrongWatchError(LinkError):
    """Who answered is not the watch that was asked for."""

    def __init__(self, wanted: bytes, claimed: bytes) -> None:
        super().__init__(
            f"who answers as watch {wanted.hex()} says that it is {claimed.hex()}",
            "nothing was said to it; try again, and if it stays so, away from other people's"
            " devices",
        )


class ImpostorsError(LinkError):
    """Several devices say that they are the watch, and none has proved it."""

    def __init__(self, errors: dict[str, LinkError]) -> None:
        super().__init__(
            f"{len(errors)} devices say that they are this watch, and none has proved it",
            "try again away from other people's devices; if one of them is the watch and another"
            " computer has given it a new key: loslaten deploy",
            tuple(f"{address}: {error.message}" for address, error in errors.items()),
        )


class LinkLostError(LinkError):
    """The connection went while it was needed."""

    def __init__(self, why: str = "out of reach, or switched off") -> None:
        super().__init__(f"the connection to the watch was lost ({why})", _OPEN_A_WINDOW)


class LinkTimeoutError(LinkError):
    """The watch stayed silent where it owed an answer."""

    def __init__(self, what: str) -> None:
        super().__init__(f"the watch does not answer ({what})", _OPEN_A_WINDOW)


class BadPeerError(LinkError):
    """A peer that does not speak as a watch does: a fault, a foreign device, or an attack."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"what came from the watch makes no sense ({what})",
            "try again; if it stays so, restart the watch and turn Bluetooth off and on here",
        )


class VersionError(LinkError):
    """Watch and laptop speak no common version; `side` ("laptop" or "watch") is the older one."""

    def __init__(self, side: str) -> None:
        self.side = side
        advice = {
            "laptop": "update loslaten on this computer",
            "watch": "update the watch over USB: loslaten deploy",
        }
        super().__init__("the watch and this computer speak different versions", advice[side])


class OlderWatchError(LinkError):
    """The watch's firmware is too old for what it was to be given."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "de software van dit horloge is ouder dan deze loslaten en kent dit nog niet",
                "this watch's firmware is older than this loslaten and does not know this yet",
            ),
            Text(
                "werk het horloge bij via USB: loslaten deploy",
                "update the watch over USB: loslaten deploy",
            ),
        )


class KeyMismatchError(LinkError):
    """Watch and laptop hold different keys, or one of them has none."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "connect the watch by USB and run: loslaten deploy")


class LockedOutError(LinkError):
    """The watch takes no attempt for `seconds`, after several with a wrong key."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(
            f"after attempts with a wrong key the watch is locked for {seconds} s",
            "hold its button down very long to open a new radio window, or wait",
        )


class DeviceRefusedError(LinkError):
    """The watch refused a request: `code` of `loslaten_core.link.message`, `reason` in words."""

    def __init__(self, opcode: int, code: int, reason: str) -> None:
        self.opcode = opcode
        self.code = code
        self.reason = reason
        request = catalogue.request_name(opcode).lower().replace("_", " ")
        super().__init__(f"{request}: {reason or catalogue.meaning(code)}", _REFUSED.get(code))
