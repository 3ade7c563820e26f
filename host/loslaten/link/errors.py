# SPDX-License-Identifier: MIT
"""Errors between laptop and watch, each with what to do about it."""

from loslaten.errors import LoslatenError
from loslaten.language.text import Text
from loslaten.link import catalogue, refusals
from loslaten.link.keys import DEPLOY
from loslaten_core.link import message

_OPEN_A_WINDOW = Text(
    "houd de knop van het horloge heel lang ingedrukt tot het antwoordt, en probeer het dichtbij"
    " opnieuw",
    "hold the watch's button down very long until it answers, and try again close by",
)
_NOT_HEARD = Text(
    "{}; een horloge dat met een andere computer verbonden is, is niet te horen",
    "{}; a watch that another computer is connected to is not heard",
).format(_OPEN_A_WINDOW)
_UPDATE_WATCH = Text(
    "werk het horloge bij via USB: loslaten deploy", "update the watch over USB: loslaten deploy"
)
# What to do about a refusal, where its reason does not say so itself.
_REFUSED = {
    message.OPCODE_NOT_SUPPORTED: _UPDATE_WATCH,
    message.BUSY: Text(
        "wacht tot de oefening voorbij is, of beëindig haar met de knop van het horloge",
        "wait until the session is over, or end it with the watch's button",
    ),
    message.FAULT: Text(
        "probeer het opnieuw; blijft het zo, herstart dan het horloge: loslaten doctor",
        "try again; if it stays so, restart the watch: loslaten doctor",
    ),
}

_GONE = Text("buiten bereik, of uitgezet", "out of reach, or switched off")
# The watch's words are English; the code says the same in Dutch.
_MEANINGS = {
    message.OPCODE_NOT_SUPPORTED: "het horloge kent deze vraag niet",
    message.INVALID_OPERAND: "de vraag klopt niet",
    message.NO_RECORDS: "geen gegevens gevonden",
    message.ABORT_UNSUCCESSFUL: "er was niets af te breken",
    message.NOT_COMPLETED: "gestopt voor het einde",
    message.OPERAND_NOT_SUPPORTED: "een waarde ligt buiten de grenzen",
    message.BUSY: "het horloge is met iets anders bezig",
    message.NOT_FOUND: "het horloge heeft het niet",
    message.REFUSED: "het horloge weigert",
    message.FAULT: "het horloge heeft een storing",
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
                Text("Bluetooth werkt niet", f"Bluetooth does not work: {reason}"),
                Text(
                    "zet Bluetooth uit en weer aan; loslaten doctor",
                    "switch Bluetooth off and on; loslaten doctor",
                ),
            )
        super().__init__(*known)


class NotFoundError(LinkError):
    """No watch was heard in time, or not the one that was meant."""

    def __init__(self, short_id: bytes | None = None) -> None:
        message = Text("er is geen horloge gehoord", "no watch was heard")
        if short_id is not None:
            message = Text("horloge {} is niet gehoord", "watch {} was not heard").format(
                short_id.hex()
            )
        super().__init__(message, _NOT_HEARD)


class NoConnectionError(LinkError):
    """The watch was heard, but a connection did not come about."""

    def __init__(self, why: str | Text) -> None:
        super().__init__(
            Text(
                "het horloge is gehoord, maar een verbinding komt niet tot stand ({})",
                "the watch was heard but does not let itself be connected to ({})",
            ).format(why),
            Text(
                "kom dichterbij, en ga na of er geen andere computer mee verbonden is",
                "come closer, and see that no other computer is connected to it",
            ),
        )


class WrongWatchError(LinkError):
    """The watch that answered is not the one that was asked for."""

    def __init__(self, wanted: bytes, claimed: bytes) -> None:
        super().__init__(
            Text(
                "wat antwoordt als horloge {} zegt dat het {} is",
                "who answers as watch {} says that it is {}",
            ).format(wanted.hex(), claimed.hex()),
            Text(
                "er is niets tegen gezegd; probeer het opnieuw, en blijft het zo, dan weg van de"
                " apparaten van anderen",
                "nothing was said to it; try again, and if it stays so, away from other people's"
                " devices",
            ),
        )


class ImpostorsError(LinkError):
    """Several devices say that they are the watch, and none has proved it."""

    def __init__(self, errors: dict[str, LinkError]) -> None:
        super().__init__(
            Text(
                "{} apparaten zeggen dat ze dit horloge zijn, en geen bewees het",
                "{} devices say that they are this watch, and none has proved it",
            ).format(len(errors)),
            Text(
                "probeer het weg van de apparaten van anderen; is een ervan het horloge en gaf een"
                " andere computer het een nieuwe sleutel: loslaten deploy",
                "try again away from other people's devices; if one of them is the watch and"
                " another computer has given it a new key: loslaten deploy",
            ),
            tuple(
                Text(f"{address}: {error.told('nl').message}", f"{address}: {error.message}")
                for address, error in errors.items()
            ),
        )


class LinkLostError(LinkError):
    """The connection went while it was needed."""

    def __init__(self, why: str | Text = _GONE) -> None:
        super().__init__(
            Text(
                "de verbinding met het horloge is weg ({})",
                "the connection to the watch was lost ({})",
            ).format(why),
            _OPEN_A_WINDOW,
        )


class LinkTimeoutError(LinkError):
    """The watch stayed silent where it owed an answer."""

    def __init__(self, what: str | Text) -> None:
        super().__init__(
            Text("het horloge antwoordt niet ({})", "the watch does not answer ({})").format(what),
            _OPEN_A_WINDOW,
        )


class BadPeerError(LinkError):
    """A peer that does not speak as a watch does: a fault, a foreign device, or an attack."""

    def __init__(self, what: str | Text) -> None:
        super().__init__(
            Text(
                "wat van het horloge kwam, klopt niet ({})",
                "what came from the watch makes no sense ({})",
            ).format(what),
            Text(
                "probeer het opnieuw; blijft het zo, herstart dan het horloge en zet Bluetooth"
                " hier uit en weer aan",
                "try again; if it stays so, restart the watch and turn Bluetooth off and on here",
            ),
        )


class VersionError(LinkError):
    """Watch and laptop speak no common version; `side` ("laptop" or "watch") is the older one."""

    def __init__(self, side: str) -> None:
        self.side = side
        advice = {
            "laptop": Text(
                "installeer op deze computer de nieuwste loslaten",
                "update loslaten on this computer",
            ),
            "watch": _UPDATE_WATCH,
        }
        super().__init__(
            Text(
                "het horloge en deze computer spreken verschillende versies",
                "the watch and this computer speak different versions",
            ),
            advice[side],
        )


class OlderWatchError(LinkError):
    """The watch's firmware is too old for what it was to be given."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "de software van dit horloge is ouder dan deze loslaten en kent dit nog niet",
                "this watch's firmware is older than this loslaten and does not know this yet",
            ),
            _UPDATE_WATCH,
        )


class KeyMismatchError(LinkError):
    """Watch and laptop hold different keys, or one of them has none."""

    def __init__(self, message: str | Text) -> None:
        super().__init__(message, DEPLOY)


class LockedOutError(LinkError):
    """The watch takes no attempt for `seconds`, after several with a wrong key."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(
            Text(
                "na pogingen met een verkeerde sleutel is het horloge {} s op slot",
                "after attempts with a wrong key the watch is locked for {} s",
            ).format(seconds),
            Text(
                "houd de knop heel lang ingedrukt om de radio opnieuw aan te zetten, of wacht",
                "hold its button down very long to open a new radio window, or wait",
            ),
        )


class DeviceRefusedError(LinkError):
    """The watch refused a request: `code` of `loslaten_core.link.message`, `reason` in words."""

    def __init__(self, opcode: int, code: int, reason: str) -> None:
        self.opcode = opcode
        self.code = code
        self.reason = reason
        request = catalogue.request_name(opcode).lower().replace("_", " ")
        english = f"{request}: {reason or catalogue.meaning(code)}"
        dutch = _MEANINGS.get(code, f"het horloge weigert, met code 0x{code:02x}")
        super().__init__(Text(dutch, english), _REFUSED.get(code))
